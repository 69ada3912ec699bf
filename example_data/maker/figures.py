"""Which figures does the invented unit have? Amounts in 万元; everything else in the reports is computed from these."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
ENTITY = "云溪市档案馆"
YEAR = 2024


def d(text: str) -> Decimal:
    return Decimal(text)


def rate(part: Decimal, whole: Decimal) -> str:
    """``part`` in percent of ``whole``, as printed."""
    return f"{(part / whole * 100).quantize(d('0.01'), ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class Item:
    """One 项: what was budgeted, received and spent. ``fund`` is general (一般公共预算), fund (政府性基金) or other."""

    code: str
    name: str
    fund: str
    kind: str  # basic or project
    spent: Decimal
    budget: Decimal
    opening: Decimal = ZERO
    closing: Decimal = ZERO
    reason: str = ""

    @property
    def received(self) -> Decimal:
        return self.spent - self.opening + self.closing


CLASSES = {
    "201": "一般公共服务支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "212": "城乡社区支出",
    "221": "住房保障支出",
}
GROUPS = {
    "20126": "档案事务",
    "20805": "行政事业单位养老支出",
    "21011": "行政事业单位医疗",
    "21208": "国有土地使用权出让收入安排的支出",
    "22102": "住房改革支出",
}
ITEMS = (
    Item("2012601", "行政运行", "general", "basic", d("612.48"), d("598.20"), reason="年中按规定增加了人员经费"),
    Item(
        "2012602",
        "一般行政管理事务",
        "general",
        "project",
        d("85.30"),
        d("92.00"),
        opening=d("8.40"),
        closing=d("6.15"),
        reason="库房消防改造尾款按合同结转下年支付",
    ),
    Item("2012604", "档案馆", "general", "project", d("224.25"), d("230.00"), reason="数字化加工服务招标后有结余"),
    Item("2012604", "档案馆", "other", "project", d("12.50"), d("0")),
    Item("2080501", "行政单位离退休", "general", "basic", d("18.64"), d("18.64")),
    Item(
        "2080505",
        "机关事业单位基本养老保险缴费支出",
        "general",
        "basic",
        d("58.92"),
        d("57.10"),
        reason="缴费基数年中调整",
    ),
    Item(
        "2080506", "机关事业单位职业年金缴费支出", "general", "basic", d("29.46"), d("28.55"), reason="缴费基数年中调整"
    ),
    Item("2101101", "行政单位医疗", "general", "basic", d("34.27"), d("33.60"), reason="缴费基数年中调整"),
    Item("2101103", "公务员医疗补助", "general", "basic", d("9.83"), d("10.20"), reason="年中有人员调出"),
    Item("2120803", "城市建设支出", "fund", "project", d("60.00"), d("60.00")),
    Item("2210201", "住房公积金", "general", "basic", d("47.35"), d("46.80"), reason="公积金缴存基数年中调整"),
)

#: 基本支出 by economic classification; 30201 takes what is left.
STAFF = {
    "301": (
        "工资福利支出",
        {
            "30101": ("基本工资", d("186.42")),
            "30102": ("津贴补贴", d("142.35")),
            "30103": ("奖金", d("88.60")),
            "30106": ("伙食补助费", None),
            "30107": ("绩效工资", None),
            "30108": ("机关事业单位基本养老保险缴费", d("58.92")),
            "30109": ("职业年金缴费", d("29.46")),
            "30110": ("职工基本医疗保险缴费", d("34.27")),
            "30111": ("公务员医疗补助缴费", d("9.83")),
            "30112": ("其他社会保障缴费", d("5.18")),
            "30113": ("住房公积金", d("47.35")),
            "30199": ("其他工资福利支出", d("21.00")),
        },
    ),
    "303": (
        "对个人和家庭的补助",
        {
            "30301": ("离休费", None),
            "30302": ("退休费", d("18.64")),
            "30304": ("抚恤金", d("12.00")),
            "30305": ("生活补助", None),
            "30399": ("其他对个人和家庭的补助", d("3.26")),
        },
    ),
}
RUNNING = {
    "302": (
        "商品和服务支出",
        {
            "30201": ("办公费", d("15.70")),
            "30202": ("印刷费", None),
            "30205": ("水费", d("3.20")),
            "30206": ("电费", d("18.40")),
            "30207": ("邮电费", d("9.75")),
            "30211": ("差旅费", d("12.60")),
            "30213": ("维修（护）费", d("21.35")),
            "30215": ("会议费", None),
            "30216": ("培训费", d("5.40")),
            "30217": ("公务接待费", d("2.30")),
            "30228": ("工会经费", d("11.20")),
            "30229": ("福利费", d("8.95")),
            "30231": ("公务用车运行维护费", d("6.80")),
            "30239": ("其他交通费用", d("26.40")),
            "30299": ("其他商品和服务支出", d("7.12")),
        },
    ),
    "310": ("资本性支出", {"31002": ("办公设备购置", d("4.50")), "31013": ("公务用车购置", None)}),
}

#: 三公: budget, actual.
ABROAD = (ZERO, ZERO)
VEHICLE_BOUGHT = (ZERO, ZERO)
VEHICLE_RUN = (d("12.00"), d("9.20"))
RECEPTION = (d("4.00"), d("2.30"))

#: Last year.
PRIOR_TOTAL = d("1104.72")
PRIOR_FISCAL_TOTAL = d("1087.16")
PRIOR_GENERAL_SPENT = d("1029.86")
PRIOR_RUNNING = d("160.02")
PRIOR_THREE = d("13.36")
PRIOR_VEHICLE_RUN = d("10.65")
PRIOR_RECEPTION = d("2.71")

#: 政府采购.
GOODS, WORKS, SERVICES = d("18.60"), d("42.15"), d("131.40")
SMALL_FIRMS, MICRO_FIRMS = d("162.75"), d("96.30")


def spent(*, fund: str = "", kind: str = "", prefix: str = "") -> Decimal:
    return sum((i.spent for i in _chosen(fund, kind, prefix)), ZERO)


def received(*, fund: str = "", prefix: str = "") -> Decimal:
    return sum((i.received for i in _chosen(fund, "", prefix)), ZERO)


def budget(*, fund: str = "", kind: str = "", prefix: str = "") -> Decimal:
    return sum((i.budget for i in _chosen(fund, kind, prefix)), ZERO)


def opening(*, fund: str = "") -> Decimal:
    return sum((i.opening for i in _chosen(fund, "", "")), ZERO)


def closing(*, fund: str = "") -> Decimal:
    return sum((i.closing for i in _chosen(fund, "", "")), ZERO)


def _chosen(fund: str, kind: str, prefix: str) -> list[Item]:
    return [
        item
        for item in ITEMS
        if fund in ("", item.fund) and kind in ("", item.kind) and item.code.startswith(prefix)
    ]


def tree(*, fund: str = "") -> list[tuple[str, str]]:
    """Codes and names of 类, 款 and 项 that have figures, in order."""
    codes: dict[str, str] = {}
    for item in ITEMS:
        if fund in ("", item.fund):
            codes[item.code[:3]] = CLASSES[item.code[:3]]
            codes[item.code[:5]] = GROUPS[item.code[:5]]
            codes[item.code] = item.name
    return sorted(codes.items())


def economic(groups: dict[str, tuple[str, dict[str, tuple[str, Decimal | None]]]]) -> Decimal:
    return sum((amount or ZERO for _, items in groups.values() for _, amount in items.values()), ZERO)


STAFF_TOTAL = economic(STAFF)
RUNNING_TOTAL = economic(RUNNING)
THREE = tuple(sum(pair) for pair in zip(ABROAD, VEHICLE_BOUGHT, VEHICLE_RUN, RECEPTION, strict=True))

assert STAFF_TOTAL + RUNNING_TOTAL == spent(fund="general", kind="basic")
