"""The final-accounts report of the invented unit: its parts in reading order, clean and with planted errors."""

from __future__ import annotations

from decimal import Decimal

from maker import figures as f
from maker.accounts_tables import han, tables
from maker.blocks import Block, CellSlip, Contents, Heading, Slip, Text, TextSlip, Title
from maker.figures import d

_PARTS = (
    ("第一部分", "云溪市档案馆概况"),
    ("第二部分", "2024年度部门决算表"),
    ("第三部分", "2024年度部门决算情况说明"),
    ("第四部分", "名词解释"),
)
_OVERVIEW = ("部门职责", "机构设置及决算单位构成")
_SECTIONS = (
    "收入支出决算总体情况说明",
    "收入决算情况说明",
    "支出决算情况说明",
    "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明",
    "政府性基金预算收入支出决算情况说明",
    "国有资本经营预算财政拨款支出决算情况说明",
    "机关运行经费支出情况说明",
    "政府采购支出情况说明",
    "国有资产占用情况说明",
    "预算绩效管理情况说明",
)


def report() -> list[Block]:
    """The clean report."""
    forms = tables()
    entries = [(f"{_PARTS[0][0]} {_PARTS[0][1]}", 1), *[(f"{han(n)}、{t}", 2) for n, t in enumerate(_OVERVIEW, 1)]]
    entries += [(f"{_PARTS[1][0]} {_PARTS[1][1]}", 1), *[(f"{han(n)}、{t.title}", 2) for n, t in enumerate(forms, 1)]]
    entries += [(f"{_PARTS[2][0]} {_PARTS[2][1]}", 1), *[(f"{han(n)}、{t}", 2) for n, t in enumerate(_SECTIONS, 1)]]
    entries += [(f"{_PARTS[3][0]} {_PARTS[3][1]}", 1)]
    blocks: list[Block] = [Title(f"{f.ENTITY}{f.YEAR}年度部门决算"), Contents(tuple(entries))]
    blocks += [Heading(*_PARTS[0], 1), *_overview()]
    blocks += [Heading(*_PARTS[1], 1), *forms]
    blocks.append(Heading(*_PARTS[2], 1))
    for number, (title, body) in enumerate(zip(_SECTIONS, _bodies(), strict=True), 1):
        blocks += [Heading(f"{han(number)}、", title, 2), *body]
    blocks += [Heading(*_PARTS[3], 1), *_terms()]
    return blocks


def _overview() -> list[Block]:
    return [
        Heading("一、", _OVERVIEW[0], 2),
        Text("（一）负责接收、征集、整理和保管全市范围内需要永久和长期保存的档案。"),
        Text("（二）负责馆藏档案的开放利用、编研出版和爱国主义教育工作。"),
        Text("（三）负责馆藏档案的抢救修复、数字化加工和安全备份工作。"),
        Heading("二、", _OVERVIEW[1], 2),
        Text("（一）内设机构设置。本部门内设机构4个，分别为：办公室、保管利用科、征集编研科、信息技术科。"),
        Text("（二）决算单位构成。本部门2024年度部门决算只包括云溪市档案馆本级。"),
    ]


def _wan(value: Decimal) -> str:
    return f"{value}万元"


def _change(now: Decimal, before: Decimal) -> str:
    """与上年相比 … with amount and rate."""
    gap = now - before
    up, by = ("增加", "增长") if gap > 0 else ("减少", "下降")
    return f"{up}{_wan(abs(gap))}，{by}{f.rate(abs(gap), before)}"


def _listed(amounts: list[tuple[str, Decimal]], whole: Decimal) -> str:
    return "；".join(f"{name}{_wan(value)}，占{f.rate(value, whole)}" for name, value in amounts)


def _bodies() -> list[list[Block]]:
    total = f.received() + f.opening()
    fiscal = f.received(fund="general") + f.received(fund="fund") + f.opening()
    general = f.spent(fund="general")
    fiscal_income = f.received(fund="general") + f.received(fund="fund")
    sources = [("财政拨款收入", fiscal_income), ("其他收入", f.received(fund="other"))]
    kinds = [("基本支出", f.spent(kind="basic")), ("项目支出", f.spent(kind="project"))]
    return [
        [
            Text(
                f"2024年度收入、支出总计{_wan(total)}。与上年相比，{_change(total, f.PRIOR_TOTAL)}，"
                "主要原因是档案数字化加工和库房改造项目增加。"
            )
        ],
        [Text(f"2024年度收入合计{_wan(f.received())}，其中：{_listed(sources, f.received())}。")],
        [Text(f"2024年度支出合计{_wan(f.spent())}，其中：{_listed(kinds, f.spent())}。")],
        [
            Text(
                f"2024年度财政拨款收入、支出总计{_wan(fiscal)}。与上年相比，{_change(fiscal, f.PRIOR_FISCAL_TOTAL)}，"
                "主要原因是城市建设支出增加。"
            )
        ],
        _general(general),
        _basic(),
        _three(),
        _fund(),
        [Text("2024年度本部门没有国有资本经营预算财政拨款收入和支出。")],
        [
            Text(
                f"2024年度机关运行经费支出{_wan(f.RUNNING_TOTAL)}，比上年{_change(f.RUNNING_TOTAL, f.PRIOR_RUNNING)}，"
                "主要原因是压减一般性支出。"
            )
        ],
        _purchases(),
        [
            Text(
                "截至2024年12月31日，本部门共有车辆3辆，其中：机要通信用车1辆、应急保障用车1辆、其他用车1辆。"
                "单价100万元以上的设备1台（套）。"
            )
        ],
        [
            Text(
                f"按照预算绩效管理要求，本部门对2024年度{len(_projects())}个一般公共预算项目支出开展绩效自评，"
                f"共涉及资金{_wan(f.spent(fund='general', kind='project'))}，自评得分均在90分以上。"
            )
        ],
    ]


def _projects() -> list[f.Item]:
    return [item for item in f.ITEMS if item.fund == "general" and item.kind == "project"]


def _general(general: Decimal) -> list[Block]:
    classes = [
        (f"{name.removesuffix('支出')}（类）支出", f.spent(fund="general", prefix=code))
        for code, name in f.CLASSES.items()
        if f.spent(fund="general", prefix=code)
    ]
    planned = f.budget(fund="general")
    blocks: list[Block] = [
        Heading("（一）", "一般公共预算财政拨款支出决算总体情况", 3),
        Text(
            f"2024年度一般公共预算财政拨款支出{_wan(general)}，占本年支出合计的{f.rate(general, f.spent())}。"
            f"与上年相比，一般公共预算财政拨款支出{_change(general, f.PRIOR_GENERAL_SPENT)}，主要原因是人员经费和数字化加工经费增加。"
        ),
        Heading("（二）", "一般公共预算财政拨款支出决算结构情况", 3),
        Text(f"2024年度一般公共预算财政拨款支出{_wan(general)}，主要用于以下方面：{_listed(classes, general)}。"),
        Heading("（三）", "一般公共预算财政拨款支出决算具体情况", 3),
        Text(
            f"2024年度一般公共预算财政拨款支出年初预算为{_wan(planned)}，支出决算为{_wan(general)}，"
            f"完成年初预算的{f.rate(general, planned)}。其中："
        ),
    ]
    items = [item for item in f.ITEMS if item.fund == "general"]
    for number, item in enumerate(items, 1):
        group, family = f.CLASSES[item.code[:3]], f.GROUPS[item.code[:5]]
        blocks.append(Heading(f"{number}.", f"{group}（类）{family}（款）{item.name}（项）", 4))
        text = (
            f"年初预算为{_wan(item.budget)}，支出决算为{_wan(item.spent)}，完成年初预算的{f.rate(item.spent, item.budget)}，"
        )
        if item.spent == item.budget:
            blocks.append(Text(text + "决算数等于年初预算数。"))
        else:
            word = "大于" if item.spent > item.budget else "小于"
            blocks.append(Text(f"{text}决算数{word}年初预算数的主要原因是{item.reason}。"))
    return blocks


def _basic() -> list[Block]:
    whole = f.STAFF_TOTAL + f.RUNNING_TOTAL
    return [
        Text(f"2024年度一般公共预算财政拨款基本支出{_wan(whole)}，其中："),
        Text(
            f"人员经费{_wan(f.STAFF_TOTAL)}，占基本支出的{f.rate(f.STAFF_TOTAL, whole)}，"
            "主要包括：基本工资、津贴补贴、奖金、机关事业单位基本养老保险缴费、职业年金缴费、职工基本医疗保险缴费、公务员医疗补助缴费、"
            "其他社会保障缴费、住房公积金、其他工资福利支出、退休费、抚恤金、其他对个人和家庭的补助。"
        ),
        Text(
            f"公用经费{_wan(f.RUNNING_TOTAL)}，占基本支出的{f.rate(f.RUNNING_TOTAL, whole)}，"
            "主要包括：办公费、水费、电费、邮电费、差旅费、维修（护）费、培训费、公务接待费、工会经费、福利费、公务用车运行维护费、"
            "其他交通费用、其他商品和服务支出、办公设备购置。"
        ),
    ]


def _three() -> list[Block]:
    planned, actual = f.THREE
    run_planned, run = f.VEHICLE_RUN
    guests_planned, guests = f.RECEPTION
    return [
        Heading("（一）", "“三公”经费财政拨款支出决算总体情况", 3),
        Text(
            f"2024年度“三公”经费财政拨款支出预算为{_wan(planned)}，支出决算为{_wan(actual)}，完成预算的{f.rate(actual, planned)}，"
            f"与上年相比{_change(actual, f.PRIOR_THREE)}，主要原因是严格控制公务用车和接待支出。"
        ),
        Heading("（二）", "“三公”经费财政拨款支出决算具体情况", 3),
        Text("1.因公出国（境）费预算为0万元，支出决算为0万元。"),
        Text(
            f"2.公务用车购置及运行维护费支出决算为{_wan(run)}，其中：公务用车购置费0万元；公务用车运行维护费{_wan(run)}。"
            f"公务用车运行维护费预算为{_wan(run_planned)}，支出决算为{_wan(run)}，完成预算的{f.rate(run, run_planned)}，"
            f"与上年相比{_change(run, f.PRIOR_VEHICLE_RUN)}。"
        ),
        Text(
            f"3.公务接待费预算为{_wan(guests_planned)}，支出决算为{_wan(guests)}，完成预算的{f.rate(guests, guests_planned)}，"
            f"与上年相比{_change(guests, f.PRIOR_RECEPTION)}。全年国内公务接待26批次、184人次。"
        ),
    ]


def _fund() -> list[Block]:
    fund = f.spent(fund="fund")
    return [
        Text(
            f"2024年度政府性基金预算财政拨款年初结转和结余0万元，本年收入{_wan(f.received(fund='fund'))}，本年支出{_wan(fund)}，"
            "年末结转和结余0万元。支出全部为项目支出，用于档案馆周边市政管网改造。"
        )
    ]


def _purchases() -> list[Block]:
    whole = f.GOODS + f.WORKS + f.SERVICES
    return [
        Text(
            f"2024年度政府采购支出总额{_wan(whole)}，其中：政府采购货物支出{_wan(f.GOODS)}、政府采购工程支出{_wan(f.WORKS)}、"
            f"政府采购服务支出{_wan(f.SERVICES)}。授予中小企业合同金额{_wan(f.SMALL_FIRMS)}，"
            f"占政府采购支出总额的{f.rate(f.SMALL_FIRMS, whole)}，其中：授予小微企业合同金额{_wan(f.MICRO_FIRMS)}，"
            f"占政府采购支出总额的{f.rate(f.MICRO_FIRMS, whole)}。"
        )
    ]


def _terms() -> list[Block]:
    return [
        Text("1.财政拨款收入：指单位从本级财政取得的各类财政拨款。"),
        Text("2.基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
        Text("3.项目支出：指在基本支出之外为完成特定任务和事业发展目标所发生的支出。"),
        Text("4.机关运行经费：指为保障单位运行用于购买货物和服务的各项资金。"),
    ]


#: What is wrong in the second copy. The expected findings stand in ``expected.json`` beside the reports.
SLIPS: tuple[Slip, ...] = (
    # Two digits change places: the row no longer cross-foots and the class no longer adds up.
    CellSlip("收入决算表", "2101101", 3, d("34.27"), d("34.72")),
    # One leaf of the basic expenditure loses ten: 302 is no longer the sum of its items.
    CellSlip("一般公共预算财政拨款基本支出决算明细表", "30206", 5, d("18.40"), d("8.40")),
    # The change is divided by this year's total instead of last year's.
    TextSlip("增加99.49万元，增长9.15%", "增加99.49万元，增长8.38%"),
    # A share of another whole.
    TextSlip("政府采购支出总额的84.70%", "政府采购支出总额的48.70%"),
    # The text forgets the capital item: 公用经费 of the text is not that of the table.
    TextSlip("公用经费153.67万元", "公用经费149.17万元"),
    # An execution rate with its digits exchanged.
    TextSlip("完成预算的76.67%", "完成预算的67.67%"),
    # The direction contradicts the figures.
    TextSlip("完成年初预算的96.37%，决算数小于年初预算数", "完成年初预算的96.37%，决算数大于年初预算数"),
)
