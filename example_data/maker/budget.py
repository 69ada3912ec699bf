"""The budget of an invented public institution: tables in yuan, prose in 万元, clean and with planted errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from maker.blocks import LEFT, UP, Block, Cell, CellSlip, Contents, Heading, Row, Slip, Table, Text, TextSlip, Title
from maker.figures import ZERO, d

ENTITY = "青岚县文化馆"
YEAR = 2025


@dataclass(frozen=True)
class Item:
    """One 项: ``basic`` and ``project`` from 财政拨款, ``own`` from 事业收入 (project expenditure)."""

    code: str
    name: str
    basic: Decimal = ZERO
    project: Decimal = ZERO
    own: Decimal = ZERO


NAMES = {
    "207": "文化旅游体育与传媒支出",
    "20701": "文化和旅游",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "221": "住房保障支出",
    "22102": "住房改革支出",
}
ITEMS = (
    Item("2070109", "群众文化", d("2846310.00"), d("1260000.00"), d("180000.00")),
    Item("2070111", "文化创作与保护", project=d("350000.00")),
    Item("2080505", "机关事业单位基本养老保险缴费支出", d("268400.00")),
    Item("2080506", "机关事业单位职业年金缴费支出", d("134200.00")),
    Item("2101102", "事业单位医疗", d("159600.00")),
    Item("2210201", "住房公积金", d("201300.00")),
)
ECONOMIC = {
    "301": (
        "工资福利支出",
        {
            "30101": ("基本工资", d("1012560.00")),
            "30102": ("津贴补贴", d("148200.00")),
            "30107": ("绩效工资", d("1086350.00")),
            "30108": ("机关事业单位基本养老保险缴费", d("268400.00")),
            "30109": ("职业年金缴费", d("134200.00")),
            "30110": ("职工基本医疗保险缴费", d("159600.00")),
            "30112": ("其他社会保障缴费", d("18450.00")),
            "30113": ("住房公积金", d("201300.00")),
        },
    ),
    "302": (
        "商品和服务支出",
        {
            "30201": ("办公费", d("96000.00")),
            "30205": ("水费", d("12000.00")),
            "30206": ("电费", d("86400.00")),
            "30207": ("邮电费", d("24000.00")),
            "30211": ("差旅费", d("36000.00")),
            "30213": ("维修（护）费", d("58000.00")),
            "30216": ("培训费", d("22500.00")),
            "30217": ("公务接待费", d("8000.00")),
            "30228": ("工会经费", d("50350.00")),
            "30229": ("福利费", d("62400.00")),
            "30231": ("公务用车运行维护费", d("30000.00")),
            "30299": ("其他商品和服务支出", d("24000.00")),
        },
    ),
    "303": ("对个人和家庭的补助", {"30302": ("退休费", d("46500.00"))}),
    "310": ("资本性支出", {"31002": ("办公设备购置", d("24600.00"))}),
}
STAFF = ("301", "303")
CAR, GUESTS = d("30000.00"), d("8000.00")
PRIOR_TOTAL, PRIOR_FISCAL, PRIOR_CAR, PRIOR_GUESTS = d("512.40"), d("496.40"), d("3.20"), d("1.00")


def basic(prefix: str = "") -> Decimal:
    return sum((item.basic for item in ITEMS if item.code.startswith(prefix)), ZERO)


def project(prefix: str = "") -> Decimal:
    return sum((item.project for item in ITEMS if item.code.startswith(prefix)), ZERO)


def own(prefix: str = "") -> Decimal:
    return sum((item.own for item in ITEMS if item.code.startswith(prefix)), ZERO)


def fiscal(prefix: str = "") -> Decimal:
    return basic(prefix) + project(prefix)


def economic(code: str) -> Decimal:
    return sum((amount for _, amount in ECONOMIC[code][1].values()), ZERO)


assert sum(map(economic, ECONOMIC)) == basic()


def blank(value: Decimal) -> Cell:
    return value or None


def codes() -> list[tuple[str, str]]:
    found = dict(NAMES)
    found.update({item.code: item.name for item in ITEMS})
    return sorted(found.items())


def _table(number: int, title: str, header: list[Row], rows: list[Row], notes: list[str], widths: tuple[int, ...]) -> Table:
    return Table(
        f"{YEAR}年单位{title}", f"预算{number:02}表", f"编制单位：{ENTITY}", "单位：元", tuple(header), tuple(rows), tuple(notes), widths
    )


def _tree(number: int, title: str, header: list[str], cells: Callable[[str], tuple[Cell, ...]], notes: list[str]) -> Table:
    """A table of functional codes; the total stands last, as budgets have it."""
    rows: list[Row] = [(code, name, *cells(code)) for code, name in codes()]
    rows.append(("合计", LEFT, *cells("")))
    head: list[Row] = [("项目", LEFT, *header), ("功能分类科目编码", "功能分类科目名称", *[UP] * len(header))]
    return _table(number, title, head, rows, notes, (14, 34, *[16] * len(header)))


def _summary() -> Table:
    classes = [(name, fiscal(code) + own(code)) for code, name in NAMES.items() if len(code) == 3]
    total = fiscal() + own()
    left: list[tuple[str, Cell]] = [
        ("一、财政拨款收入", fiscal()),
        ("1.一般公共预算资金", fiscal()),
        ("2.政府性基金", None),
        ("3.国有资本经营预算", None),
        ("二、事业收入", own()),
        ("三、事业单位经营收入", None),
        ("四、其他收入", None),
    ]
    right = [(f"{number}、{name}", value) for number, (name, value) in zip("一二三四", classes, strict=True)]
    right += [("", None)] * (len(left) - len(right))
    rows: list[Row] = [(a, x, b or None, y) for (a, x), (b, y) in zip(left, right, strict=True)]
    rows.append(("收入总计", total, "支出总计", total))
    header: list[Row] = [("本年收入", LEFT, "本年支出", LEFT), ("项目", "预算数", "项目", "预算数")]
    return _table(1, "收支预算总表", header, rows, [], (30, 20, 30, 20))


def _fiscal_summary() -> Table:
    classes = [(name, fiscal(code)) for code, name in NAMES.items() if len(code) == 3]
    left: list[tuple[str, Cell]] = [("一、一般公共预算资金", fiscal()), ("二、政府性基金", None), ("三、国有资本经营预算", None), ("", None)]
    rows: list[Row] = [
        (a or None, x, f"{number}、{name}", value, value, None, None)
        for (a, x), (number, (name, value)) in zip(left, zip("一二三四", classes, strict=True), strict=True)
    ]
    rows.append(("收入总计", fiscal(), "支出总计", fiscal(), fiscal(), None, None))
    header: list[Row] = [
        ("财政拨款收入", LEFT, "财政拨款支出", LEFT, LEFT, LEFT, LEFT),
        ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金", "国有资本经营预算"),
    ]
    return _table(4, "财政拨款收支预算总表", header, rows, [], (24, 16, 26, 16, 16, 12, 14))


def _economic() -> Table:
    rows: list[Row] = []

    def line(code: str, name: str, value: Decimal) -> Row:
        staff = code[:3] in STAFF
        return (code, name, value, value if staff else None, None if staff else value)

    for code, (name, items) in ECONOMIC.items():
        rows.append(line(code, name, economic(code)))
        rows += [line(item, label, value) for item, (label, value) in items.items()]
    staff = sum(map(economic, STAFF))
    rows.append(("合计", LEFT, basic(), staff, basic() - staff))
    header: list[Row] = [
        ("项目", LEFT, "一般公共预算基本支出", LEFT, LEFT),
        ("经济分类科目编码", "经济分类科目名称", "合计", "人员经费", "公用经费"),
    ]
    return _table(6, "一般公共预算基本支出部门预算经济分类预算表", header, rows, [], (14, 34, 16, 16, 16))


def _three() -> Table:
    header: list[Row] = [
        ("“三公”经费预算数", LEFT, LEFT, LEFT, LEFT, LEFT),
        ("合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", LEFT, LEFT),
        (UP, UP, UP, "小计", "购置费", "运行费"),
    ]
    rows: list[Row] = [(CAR + GUESTS, None, GUESTS, CAR, None, CAR)]
    return _table(7, "“三公”经费预算表", header, rows, [], (16, 16, 16, 16, 16, 16))


def tables() -> list[Table]:
    empty: list[Row] = [("合计", LEFT, None, None, None), (None,) * 5]
    head: list[Row] = [("项目", LEFT, "合计", "基本支出", "项目支出"), ("功能分类科目编码", "功能分类科目名称", UP, UP, UP)]
    return [
        _summary(),
        _tree(
            2,
            "收入预算总表",
            ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"],
            lambda code: (fiscal(code) + own(code), blank(fiscal(code)), blank(own(code)), None, None),
            [],
        ),
        _tree(
            3,
            "支出预算总表",
            ["合计", "基本支出", "项目支出"],
            lambda code: (fiscal(code) + own(code), blank(basic(code)), blank(project(code) + own(code))),
            [],
        ),
        _fiscal_summary(),
        _tree(
            5,
            "一般公共预算支出功能分类预算表",
            ["合计", "基本支出", "项目支出"],
            lambda code: (fiscal(code), blank(basic(code)), blank(project(code))),
            [],
        ),
        _economic(),
        _three(),
        _table(
            8,
            "政府性基金预算支出功能分类预算表",
            head,
            empty,
            [f"注：本单位{YEAR}年没有政府性基金预算财政拨款安排的预算，故本表为空表。"],
            (14, 34, 16, 16, 16),
        ),
    ]


def _wan(yuan: Decimal) -> str:
    return f"{_in_wan(yuan)}万元"


def _in_wan(yuan: Decimal) -> Decimal:
    return (yuan / 10_000).quantize(d("0.01"), ROUND_HALF_UP)


def _against(now: Decimal, before: Decimal) -> str:
    gap = _in_wan(now) - before
    return f"比{YEAR - 1}年预算{'增加' if gap > 0 else '减少'}{abs(gap)}万元"


_SECTIONS = ("单位主要职能", "单位机构设置", "预算编制说明", "“三公”经费预算情况说明", "其他相关情况说明")


def report() -> list[Block]:
    """The clean budget."""
    forms = tables()
    numbers = "一二三四五六"
    entries = [(f"{n}、{title}", 2) for n, title in zip(numbers, [*_SECTIONS, "单位预算表"], strict=True)]
    entries += [(f"{n}.{table.title}", 4) for n, table in enumerate(forms, 1)]
    blocks: list[Block] = [Title(f"{ENTITY}{YEAR}年单位预算"), Contents(tuple(entries))]
    for number, title, body in zip(numbers, _SECTIONS, _bodies(), strict=False):
        blocks += [Heading(f"{number}、", title, 2), *body]
    return [*blocks, Heading("六、", "单位预算表", 2), *forms]


def _bodies() -> list[list[Block]]:
    total = fiscal() + own()
    classes = [(name, fiscal(code)) for code, name in NAMES.items() if len(code) == 3]
    uses = ("人员经费和开展群众文化活动", "单位基本养老保险和职业年金缴费", "单位基本医疗保险缴费", "单位缴纳住房公积金")
    listed = [
        Text(f"{number}.“{name}”科目{_wan(value)}，主要用于{use}。")
        for number, ((name, value), use) in enumerate(zip(classes, uses, strict=True), 1)
    ]
    return [
        [
            Text("青岚县文化馆是县文化主管部门所属的公益一类事业单位，主要职能包括："),
            Text("1.组织开展群众文化活动，辅导基层文艺骨干。"),
            Text("2.收集、整理和保护本县民间文化遗产。"),
        ],
        [Text("青岚县文化馆设3个内设机构，包括：办公室、活动部、创作部。")],
        [
            Text(
                f"{YEAR}年，青岚县文化馆收入预算{_wan(total)}，其中：财政拨款收入{_wan(fiscal())}，"
                f"{_against(fiscal(), PRIOR_FISCAL)}；事业收入{_wan(own())}。"
            ),
            Text(
                f"支出预算{_wan(total)}，{_against(total, PRIOR_TOTAL)}，其中：基本支出{_wan(basic())}，"
                f"项目支出{_wan(project() + own())}。"
            ),
            Text(f"财政拨款支出预算{_wan(fiscal())}，主要内容如下："),
            *listed,
        ],
        [
            Text(
                f"{YEAR}年“三公”经费预算数为{_wan(CAR + GUESTS)}，{_against(CAR + GUESTS, PRIOR_CAR + PRIOR_GUESTS)}。其中："
            ),
            Text("（一）因公出国（境）费0万元，与上年预算持平。"),
            Text(
                f"（二）公务用车购置及运行费{_wan(CAR)}，{_against(CAR, PRIOR_CAR)}，主要原因是压减用车开支。"
                f"其中：公务用车购置费0万元，公务用车运行费{_wan(CAR)}。"
            ),
            Text(f"（三）公务接待费{_wan(GUESTS)}，{_against(GUESTS, PRIOR_GUESTS)}，主要原因是减少接待批次。"),
        ],
        [
            Text(
                f"{YEAR}年度政府采购预算62.00万元，其中：政府采购货物预算18.50万元、政府采购工程预算0万元、政府采购服务预算43.50万元。"
            ),
            Text(f"{YEAR}年度本单位编报绩效目标的项目2个，涉及预算资金{_wan(project())}。"),
        ],
    ]


SLIPS: tuple[Slip, ...] = (
    # Two digits of 事业收入 change places in the leaf only.
    CellSlip("2025年单位收入预算总表", "2070109", 4, d("180000.00"), d("108000.00")),
    # A leaf of the economic classification, in both of its columns' sums.
    CellSlip("2025年单位一般公共预算基本支出部门预算经济分类预算表", "30206", 4, d("86400.00"), d("68400.00")),
    # The text does not follow its table.
    TextSlip("财政拨款收入521.98万元，比", "财政拨款收入512.98万元，比"),
    # The parts do not make their total.
    TextSlip("货物预算18.50万元", "货物预算15.80万元"),
    # One tenth.
    CellSlip("2025年单位“三公”经费预算表", "", 5, d("30000.00"), d("3000.00")),
)
