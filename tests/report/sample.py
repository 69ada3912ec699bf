"""A report made by hand, rich enough for every format: all severities, prose and tables, folded, causes, PDF places."""

from __future__ import annotations

from decimal import Decimal

from auditor.model.document import Location
from auditor.model.finding import (
    Cause,
    Coverage,
    DocumentReport,
    Evidence,
    Finding,
    LedgerEntry,
    Report,
    ReportPart,
    Severity,
    Status,
    Waiver,
)
from auditor.model.quantity import PERCENT, WAN, Quantity, Unit

TEXT = "reports/云溪市档案馆.txt"
PDF = "reports/qinglan.pdf"
SENTENCE = "本年支出13,830.70万元，与上年相比增加3,156.43万元，增长22.8%，主要原因是项目增加。"
ROW = "合计\t13,830.70\t9,102.11\t4,728.95"
INJECTION = "<script>alert('甲')</script>=cmd|' /C calc'!A1"


def quantity(text: str, unit: Unit = WAN) -> Quantity:
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Quantity(text, value, unit, -exponent)


def prose(role: str, text: str, unit: Unit = WAN, quote: str = SENTENCE, line: int | None = 352) -> Evidence:
    start = quote.index(text)
    return Evidence(
        role,
        text + ("%" if unit is PERCENT else ""),
        Location(line=line),
        quantity(text, unit),
        quote=quote,
        span=(start, start + len(text) + (unit is PERCENT)),
        key=(40, start),
    )


def cell(role: str, text: str, row: int, column: int, page: int = 3, quote: str = ROW) -> Evidence:
    start = quote.find(text)
    left = 60.0 + 90 * column
    return Evidence(
        role,
        text,
        Location(page=page, bbox=(left, 100.0 + 20 * row, left + 60, 112.0 + 20 * row)),
        quantity(text),
        table="支出决算表",
        row="合计",
        column=("科目", "合计", "基本支出", "项目支出")[column],
        quote=quote,
        span=(start, start + len(text)) if start >= 0 else None,
        key=(12, row, column),
    )


GROWTH = Finding(
    id="a1b2c3d4e5f60718",
    check="prose/growth-rate",
    family="yoy",
    severity=Severity.ERROR,
    message="写增长22.8%；上年数为10,674.27，增加3,156.43，应为29.57%",
    claimed="22.8%",
    expected="29.57%",
    gap="6.77",
    formula="3156.43 / (13830.70 - 3156.43)",
    cause=Cause("wrong_base", "以本年数为基数计算", "29.57%"),
    evidence=(
        prose("claimed", "22.8", PERCENT),
        prose("part", "3,156.43"),
        prose("base", "13,830.70"),
    ),
    folded=("0f0f0f0f0f0f0f0f", "ffffffffffffffff"),
)
FOLLOWS = Finding(
    id="0f0f0f0f0f0f0f0f",
    check="prose/same-fact",
    family="tie_text",
    severity=Severity.ERROR,
    message="同一增长率在第480行写作29.57%",
    claimed="22.8%",
    expected="29.57%",
    gap="6.77",
    formula="22.8% = 29.57%",
    cause=None,
    evidence=(
        prose("claimed", "22.8", PERCENT),
        prose("compared", "29.57", PERCENT, "全年支出增长29.57%。", 480),
    ),
    follows_from="a1b2c3d4e5f60718",
)
ROUNDING = Finding(
    id="1111222233334444",
    check="prose/parts-of-total",
    family="parts",
    severity=Severity.WARNING,
    message="分项之和比合计大0.01",
    claimed="100.00",
    expected="100.01",
    gap="0.01",
    formula="60.00 + 40.01",
    cause=Cause("truncated", "末位取舍差一个单位"),
    evidence=(prose("total", "100.00", quote="经费100.00万元，其中甲60.00万元，乙40.01万元。", line=120),),
)
WORDS = Finding(
    id="5555666677778888",
    check="structure/template-left",
    family="structure",
    severity=Severity.NOTE,
    message=f"残留模板文字 {INJECTION}",
    claimed=None,
    expected=None,
    gap=None,
    formula="",
    cause=None,
    evidence=(Evidence("context", "增加（减少）", Location(line=77), quote=f"较上年增加（减少）{INJECTION}"),),
)
ACCEPTED = Finding(
    id="9999000011112222",
    check="prose/share",
    family="share",
    severity=Severity.ERROR,
    message="占比应为40.01%",
    claimed="40.02%",
    expected="40.01%",
    gap="0.01",
    formula="40.01 / 100.00",
    cause=None,
    evidence=(prose("claimed", "40.02", PERCENT, "乙占40.02%。", 130),),
    waived=Waiver("口径不同，已与财政核实", "王复核", "2030-12-31"),
)
CROSSFOOT = Finding(
    id="abcdabcdabcdabcd",
    check="table/expenditure-crossfoots",
    family="crossfoot",
    severity=Severity.ERROR,
    message="合计行：基本支出与项目支出之和为13,831.06，合计写13,830.70",
    claimed="13,830.70",
    expected="13,831.06",
    gap="0.36",
    formula="9102.11 + 4728.95",
    cause=Cause("transposed", "4,728.59 误写为 4,728.95", "4,728.59"),
    evidence=(cell("claimed", "13,830.70", 2, 1), cell("part", "9,102.11", 2, 2), cell("part", "4,728.95", 2, 3)),
)
OLD = Finding(
    id="dcbadcbadcbadcba",
    check="tie/expenditure-total",
    family="tie_tables",
    severity=Severity.ERROR,
    message="两表支出合计不一致",
    claimed="13,830.70",
    expected="13,830.71",
    gap="0.01",
    formula="13830.70 = 13830.71",
    cause=None,
    evidence=(cell("claimed", "13,830.70", 2, 1), cell("compared", "13,830.71", 4, 2, 5, "本年支出合计\t13,830.71")),
    known=True,
)
TABLE: dict[str, object] = {
    "index": 12,
    "title": "支出决算表",
    "role": "expenditure",
    "unit": "万元",
    "page": 3,
    "line": None,
    "caption": ["公开03表", "单位：万元"],
    "notes": ["注：本表反映各项支出。"],
    "doubts": [],
    "rows": [
        ["科目", "合计", "基本支出", "项目支出"],
        ["栏次", "1", "2", "3"],
        ["合计", "13,830.70", "9,102.11", "4,728.95"],
        ["一般公共服务", "13,830.70", "9,102.11", "4,728.59"],
    ],
    "numbers": [[row, column] for row in (2, 3) for column in (1, 2, 3)],
}


def report() -> Report:
    ledger = (
        LedgerEntry("prose/growth-rate", Status.FAILED, "22.8% = 29.57%", Location(line=352)),
        LedgerEntry("prose/parts-of-total", Status.PASSED, "60 + 40 = 100", Location(line=99)),
        LedgerEntry("prose/parts-of-total", Status.SKIPPED, "", Location(line=101), "缺少合计数"),
        LedgerEntry("prose/share", Status.BROKEN, "", Location(), "division by zero"),
    )
    text = DocumentReport(
        path=TEXT,
        sha256="a" * 64,
        kind="self_evaluation",
        entity="云溪市档案馆",
        year=2024,
        coverage=Coverage(812, 640),
        findings=(GROWTH, FOLLOWS, ROUNDING, WORDS, ACCEPTED),
        ledger=ledger,
        parts=(ReportPart("城区绿化项目", 0, 41, 1), ReportPart("档案数字化项目", 41, 60, 400)),
        unverified=(prose("context", "120.50", quote="另有资产120.50万元。", line=500),),
    )
    pdf = DocumentReport(
        path=PDF,
        sha256="b" * 64,
        kind="final_accounts",
        entity="青岚县民政局",
        year=2023,
        coverage=Coverage(300, 270),
        findings=(OLD, CROSSFOOT),
        ledger=(LedgerEntry("table/expenditure-crossfoots", Status.FAILED, "", Location(page=3)),),
        warnings=("第9页没有文字层",),
        unread=(9,),
        tables=(TABLE,),
    )
    broken = DocumentReport("reports/坏.docx", None, status="unreadable", error="reports/坏.docx 不是 Word 文档")
    clean = DocumentReport("reports/clean.txt", "c" * 64, entity="临川区图书馆", coverage=Coverage(50, 45))
    notices = ("豁免 waivers.yaml 第3条没有用到",)
    return Report("0.1.0", "0123456789ab", (text, pdf, broken, clean), notices, ("reports/附件.ofd",))
