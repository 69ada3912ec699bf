"""The nine public tables of the final accounts."""

from __future__ import annotations

from decimal import Decimal

from maker import figures as f
from maker.blocks import LEFT, UP, Cell, Row, Table

UNIT = "单位：万元"

_CLASSES = (
    "一般公共服务支出 外交支出 国防支出 公共安全支出 教育支出 科学技术支出 文化旅游体育与传媒支出 社会保障和就业支出 卫生健康支出 "
    "节能环保支出 城乡社区支出 农林水支出 交通运输支出 资源勘探工业信息等支出 商业服务业等支出 金融支出 援助其他地区支出 "
    "自然资源海洋气象等支出 住房保障支出 粮油物资储备支出 国有资本经营预算支出 灾害防治及应急管理支出 其他支出 债务还本支出 "
    "债务付息支出 抗疫特别国债安排的支出"
).split()
_HAN = "一二三四五六七八九十"


def han(number: int) -> str:
    """1 … 39 in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens - 1]) + ("十" if tens else "") + (_HAN[ones - 1] if ones else "")


def amount(value: Decimal) -> Cell:
    """A zero is left blank, as the forms have it."""
    return value or None


def class_spent(name: str, **which: str) -> Cell:
    code = next((code for code, known in f.CLASSES.items() if known == name), None)
    return amount(f.spent(prefix=code, **which)) if code else None


def tables() -> list[Table]:
    return [
        summary(),
        income(),
        expenditure(),
        fiscal_summary(),
        general_expenditure(),
        basic_expenditure(),
        three_public(),
        government_fund(),
        state_capital(),
    ]


def _table(number: int, title: str, header: list[Row], rows: list[Row], notes: list[str], widths: tuple[int, ...]) -> Table:
    entity = f"部门：{f.ENTITY}"
    return Table(title, f"公开{number:02}表", entity, UNIT, tuple(header), tuple(rows), tuple(notes), widths)


def summary() -> Table:
    header: list[Row] = [("收入", LEFT, LEFT, "支出", LEFT, LEFT), ("项目", "行次", "金额", "项目", "行次", "金额")]
    header.append(("栏次", None, "1", "栏次", None, "2"))
    income_lines: list[tuple[str, Cell]] = [
        ("一、一般公共预算财政拨款收入", amount(f.received(fund="general"))),
        ("二、政府性基金预算财政拨款收入", amount(f.received(fund="fund"))),
        ("三、国有资本经营预算财政拨款收入", None),
        ("四、上级补助收入", None),
        ("五、事业收入", None),
        ("六、经营收入", None),
        ("七、附属单位上缴收入", None),
        ("八、其他收入", amount(f.received(fund="other"))),
    ]
    left = [*income_lines, *[("", None)] * (len(_CLASSES) - len(income_lines))]
    right = [(f"{han(n)}、{name}", class_spent(name)) for n, name in enumerate(_CLASSES, 1)]
    total = f.received() + f.opening()
    left += [("本年收入合计", f.received()), ("使用非财政拨款结余（含专用结余）", None)]
    left += [("年初结转和结余", f.opening()), ("总计", total)]
    right += [("本年支出合计", f.spent()), ("结余分配", None), ("年末结转和结余", f.closing())]
    right += [("总计", f.spent() + f.closing())]
    rows: list[Row] = [
        (a or None, str(n), x, b, str(n + len(left)), y)
        for n, ((a, x), (b, y)) in enumerate(zip(left, right, strict=True), 1)
    ]
    note = "注：本表反映部门本年度的总收支和年末结转结余情况。"
    return _table(1, "收入支出决算总表", header, rows, [note], (30, 6, 14, 30, 6, 14))


def income() -> Table:
    header: list[Row] = [
        ("项目", LEFT, "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
        ("科目代码", "科目名称", UP, UP, UP, UP, UP, UP, UP),
        ("栏次", LEFT, "1", "2", "3", "4", "5", "6", "7"),
    ]

    def line(prefix: str) -> tuple[Cell, ...]:
        fiscal = f.received(fund="general", prefix=prefix) + f.received(fund="fund", prefix=prefix)
        other = f.received(fund="other", prefix=prefix)
        return (fiscal + other, amount(fiscal), None, None, None, None, amount(other))

    rows: list[Row] = [("合计", LEFT, *line(""))]
    rows += [(code, name, *line(code)) for code, name in f.tree()]
    return _table(2, "收入决算表", header, rows, ["注：本表反映部门本年度取得的各项收入情况。"], (10, 28, 13, 13, 10, 8, 8, 12, 10))


def expenditure() -> Table:
    header: list[Row] = [
        ("项目", LEFT, "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
        ("科目代码", "科目名称", UP, UP, UP, UP, UP, UP),
        ("栏次", LEFT, "1", "2", "3", "4", "5", "6"),
    ]

    def line(prefix: str) -> tuple[Cell, ...]:
        basic, project = f.spent(kind="basic", prefix=prefix), f.spent(kind="project", prefix=prefix)
        return (basic + project, amount(basic), amount(project), None, None, None)

    rows: list[Row] = [("合计", LEFT, *line(""))]
    rows += [(code, name, *line(code)) for code, name in f.tree()]
    return _table(3, "支出决算表", header, rows, ["注：本表反映部门本年度各项支出情况。"], (10, 28, 13, 13, 13, 11, 10, 13))


def fiscal_summary() -> Table:
    header: list[Row] = [
        ("收入", LEFT, LEFT, "支出", LEFT, LEFT, LEFT, LEFT, LEFT),
        (
            "项目",
            "行次",
            "金额",
            "项目",
            "行次",
            "合计",
            "一般公共预算财政拨款",
            "政府性基金预算财政拨款",
            "国有资本经营预算财政拨款",
        ),
        ("栏次", None, "1", "栏次", None, "2", "3", "4", "5"),
    ]
    general, fund = f.received(fund="general"), f.received(fund="fund")
    opening, closing = f.opening(fund="general"), f.closing(fund="general")
    left: list[tuple[str, Cell]] = [
        ("一、一般公共预算财政拨款", general),
        ("二、政府性基金预算财政拨款", fund),
        ("三、国有资本经营预算财政拨款", None),
        *[("", None)] * (len(_CLASSES) - 3),
        ("本年收入合计", general + fund),
        ("年初财政拨款结转和结余", opening),
        ("一般公共预算财政拨款", opening),
        ("政府性基金预算财政拨款", None),
        ("国有资本经营预算财政拨款", None),
        ("总计", general + fund + opening),
    ]

    def cells(a: Decimal, b: Decimal) -> tuple[Cell, ...]:
        return (amount(a + b), amount(a), amount(b), None)

    right: list[tuple[str, tuple[Cell, ...]]] = []
    for number, name in enumerate(_CLASSES, 1):
        code = next((code for code, known in f.CLASSES.items() if known == name), "-")
        right.append((f"{han(number)}、{name}", cells(f.spent(fund="general", prefix=code), f.spent(fund="fund", prefix=code))))
    spent_general, spent_fund = f.spent(fund="general"), f.spent(fund="fund")
    right.append(("本年支出合计", cells(spent_general, spent_fund)))
    right.append(("年末财政拨款结转和结余", cells(closing, f.ZERO)))
    right += [("", (None,) * 4)] * 3
    right.append(("总计", cells(spent_general + closing, spent_fund)))
    rows: list[Row] = [
        (a or None, str(n), x, b or None, str(n + len(left)), *y)
        for n, ((a, x), (b, y)) in enumerate(zip(left, right, strict=True), 1)
    ]
    note = "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支和年末结转结余情况。"
    return _table(4, "财政拨款收入支出决算总表", header, rows, [note], (26, 6, 12, 26, 6, 12, 14, 14, 14))


def general_expenditure() -> Table:
    header: list[Row] = [
        ("项目", LEFT, "本年支出", LEFT, LEFT),
        ("科目代码", "科目名称", "小计", "基本支出", "项目支出"),
        ("栏次", LEFT, "1", "2", "3"),
    ]

    def line(prefix: str) -> tuple[Cell, ...]:
        basic = f.spent(fund="general", kind="basic", prefix=prefix)
        project = f.spent(fund="general", kind="project", prefix=prefix)
        return (basic + project, amount(basic), amount(project))

    rows: list[Row] = [("合计", LEFT, *line(""))]
    rows += [(code, name, *line(code)) for code, name in f.tree(fund="general")]
    note = "注：本表反映部门本年度一般公共预算财政拨款支出情况。"
    return _table(5, "一般公共预算财政拨款支出决算表", header, rows, [note], (12, 40, 16, 16, 16))


def basic_expenditure() -> Table:
    header: list[Row] = [
        ("人员经费", LEFT, LEFT, "公用经费", LEFT, LEFT),
        ("科目代码", "科目名称", "决算数", "科目代码", "科目名称", "决算数"),
    ]

    def column(groups: dict[str, tuple[str, dict[str, tuple[str, Decimal | None]]]]) -> list[tuple[Cell, Cell, Cell]]:
        lines: list[tuple[Cell, Cell, Cell]] = []
        for code, (name, items) in groups.items():
            lines.append((code, name, f.economic({code: (name, items)})))
            lines += [(item, label, value) for item, (label, value) in items.items()]
        return lines

    left, right = column(f.STAFF), column(f.RUNNING)
    height = max(len(left), len(right))
    blank: tuple[Cell, Cell, Cell] = (None, None, None)
    rows: list[Row] = [
        (*a, *b)
        for a, b in zip(
            [*left, *[blank] * (height - len(left))], [*right, *[blank] * (height - len(right))], strict=True
        )
    ]
    rows.append(("人员经费合计", LEFT, f.STAFF_TOTAL, "公用经费合计", LEFT, f.RUNNING_TOTAL))
    note = "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"
    return _table(6, "一般公共预算财政拨款基本支出决算明细表", header, rows, [note], (10, 28, 14, 10, 28, 14))


def three_public() -> Table:
    half: Row = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", LEFT, LEFT, "公务接待费")
    lower: Row = (UP, UP, "小计", "公务用车购置费", "公务用车运行维护费", UP)
    header: list[Row] = [
        ("预算数", LEFT, LEFT, LEFT, LEFT, LEFT, "决算数", LEFT, LEFT, LEFT, LEFT, LEFT),
        (*half, *half),
        (*lower, *lower),
        tuple(str(n) for n in range(1, 13)),
    ]
    cells: list[Cell] = []
    for at in (0, 1):
        vehicles = f.VEHICLE_BOUGHT[at] + f.VEHICLE_RUN[at]
        cells += [f.THREE[at], amount(f.ABROAD[at]), vehicles, amount(f.VEHICLE_BOUGHT[at]), f.VEHICLE_RUN[at], f.RECEPTION[at]]
    note = "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况，预算数为全年预算数。"
    return _table(7, "财政拨款“三公”经费支出决算表", header, [tuple(cells)], [note], (9, 9, 9, 9, 10, 9) * 2)


_FUND_HEADER: list[Row] = [
    ("项目", LEFT, "年初结转和结余", "本年收入", "本年支出", LEFT, LEFT, "年末结转和结余"),
    ("科目代码", "科目名称", UP, UP, "小计", "基本支出", "项目支出", UP),
    ("栏次", LEFT, "1", "2", "3", "4", "5", "6"),
]


def government_fund() -> Table:
    def line(prefix: str) -> tuple[Cell, ...]:
        spent = f.spent(fund="fund", prefix=prefix)
        return (None, f.received(fund="fund", prefix=prefix), spent, None, spent, None)

    rows: list[Row] = [("合计", LEFT, *line(""))]
    rows += [(code, name, *line(code)) for code, name in f.tree(fund="fund")]
    note = "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。"
    return _table(8, "政府性基金预算财政拨款收入支出决算表", _FUND_HEADER, rows, [note], (12, 32, 12, 12, 12, 12, 12, 12))


def state_capital() -> Table:
    header: list[Row] = [
        ("项目", LEFT, "本年支出", LEFT, LEFT),
        ("科目代码", "科目名称", "小计", "基本支出", "项目支出"),
        ("栏次", LEFT, "1", "2", "3"),
    ]
    rows: list[Row] = [("合计", LEFT, None, None, None), (None, None, None, None, None)]
    notes = [
        "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
        "说明：本部门2024年度没有国有资本经营预算财政拨款收入和支出，故本表为空表。",
    ]
    return _table(9, "国有资本经营预算财政拨款支出决算表", header, rows, notes, (12, 40, 16, 16, 16))
