"""Generated reports, with one wrong figure or none, are judged alike in every format that they are written in."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditor.app.audit import Auditor
from auditor.app.gating import Gating
from auditor.model.finding import DocumentReport

EXAMPLES = Path(__file__).parent.parent / "example_data"
FORMATS = ("txt", "html", "docx", "xlsx")
ITEMS = (
    ("201", "一般公共服务支出", ("20103", "政府办公厅（室）及相关机构事务")),
    ("208", "社会保障和就业支出", ("20805", "行政事业单位养老支出")),
    ("210", "卫生健康支出", ("21011", "行政事业单位医疗")),
    ("213", "农林水支出", ("21303", "水利")),
    ("221", "住房保障支出", ("22102", "住房改革支出")),
)
SEEDS = range(24)


@pytest.fixture(scope="module")
def maker() -> Iterator[Any]:
    """The maker of the example reports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        yield __import__("make")
        for module in [name for name in sys.modules if name == "make" or name.split(".")[0] == "maker"]:
            patch.delitem(sys.modules, module)


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor.with_library(gating=Gating(run=False))


def amount(rng: random.Random) -> Decimal:
    return Decimal(rng.randint(100, 10 ** rng.randint(4, 7))) / 100


def table(rng: random.Random, blocks: Any, year: int, slip: bool) -> tuple[Any, list[tuple[Decimal, ...]]]:
    """A table of expenditure by item, and the amounts of its total and its classes."""
    chosen = sorted(rng.sample(ITEMS, rng.randint(2, len(ITEMS))))
    sums = []
    for _ in chosen:
        basic, project = (amount(rng) if rng.random() < 0.8 else Decimal(0) for _ in range(2))
        sums.append((basic + project, basic, project))
    whole = tuple(map(sum, zip(*sums, strict=True)))
    lines = [["合计", blocks.LEFT, *whole]]
    for (code, name, (below, its_name)), figures in zip(chosen, sums, strict=True):
        lines += [[code, name, *figures], [below, its_name, *figures]]
    if slip:
        line = rng.choice(lines)
        line[rng.randrange(2, 5)] += Decimal(rng.choice((9, 90, 900)))
    rows = tuple(tuple(None if cell == 0 else cell for cell in line) for line in lines)
    header = (
        ("项目", blocks.LEFT, "本年支出合计", "基本支出", "项目支出"),
        ("科目编码", "科目名称", blocks.UP, blocks.UP, blocks.UP),
    )
    entity = "部门：青岚县水务局"
    form = rng.choice(("公开03表", ""))
    return blocks.Table("支出决算表", form, entity, "单位：万元", header, rows, (), (2, 5, 3, 3, 3)), [whole, *sums]


def report(rng: random.Random, blocks: Any) -> list[Any]:
    """A title, a table, and sentences about it; in two of three reports one figure is wrong."""
    wrong = rng.choice(("table", "prose", None))
    year = rng.randint(2019, 2025)
    found, (whole, *_) = table(rng, blocks, year, wrong == "table")
    total, basic, project = whole
    said = project + (Decimal("30.00") if wrong == "prose" else 0)
    share = 100 * basic / total if total else Decimal(0)
    return [
        blocks.Title(f"青岚县水务局{year}年度部门决算"),
        blocks.Heading("第一部分", f"{year}年度部门决算表", 1),
        found,
        blocks.Heading("第二部分", f"{year}年度部门决算情况说明", 1),
        blocks.Heading("一、", "支出决算情况说明", 2),
        blocks.Text(
            f"{year}年度支出合计{total:.2f}万元，其中：基本支出{basic:.2f}万元，占{share:.2f}%；项目支出{said:.2f}万元，占{100 - share:.2f}%。"
        ),
    ]


def told(one: DocumentReport) -> tuple[object, ...]:
    findings = sorted(
        (f.check, f.severity.value, f.claimed or "", f.expected or "", f.cause.kind if f.cause else "")
        for f in one.findings
    )
    return findings, one.coverage, one.outcomes(), one.kind, one.year


@pytest.mark.parametrize("seed", SEEDS)
def test_every_format_of_a_generated_report_is_judged_alike(maker: Any, auditor: Auditor, seed: int) -> None:
    blocks = report(random.Random(seed), sys.modules["maker.blocks"])
    render = maker.renderers(maker.find_fonts())
    results = {
        form: told(auditor.audit_bytes(Path(f"report.{form}"), render[form](blocks)))
        for form in (*FORMATS, "pdf")
        if form in render
    }
    assert results["txt"][1].numbers > 10
    for form, result in results.items():
        assert result == results["txt"], form


def test_the_generated_reports_are_right_and_wrong(maker: Any, auditor: Auditor) -> None:
    """The comparison would say nothing if nothing were found, or nothing clean."""
    render = maker.renderers(None)["txt"]
    blocks = sys.modules["maker.blocks"]
    numbers = [
        len(auditor.audit_bytes(Path("report.txt"), render(report(random.Random(seed), blocks))).findings)
        for seed in SEEDS
    ]
    assert min(numbers) == 0
    assert sum(map(bool, numbers)) > len(SEEDS) / 3
