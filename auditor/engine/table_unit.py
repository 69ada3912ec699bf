"""Do the figures of the tables stand in the unit that their captions state?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import _cells
from auditor.engine._cells import Cell
from auditor.model.dossier import Dossier
from auditor.model.finding import Cause, Evidence, Operand, Outcome, Status
from auditor.model.grid import Grid, LineKind
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import TableUnit
from auditor.rulebook.vocabulary import Vocabulary

MOST_FIGURES = 20


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One failure for all the tables of a report whose caption is wrong; one pass for each table with a right one."""
    del vocabulary
    assert isinstance(check, TableUnit)
    for part in sorted({grid.part for grid in dossier.grids}):
        stated = [grid for grid in dossier.grids if grid.part == part and grid.captioned]
        wrong = [grid for grid in stated if grid.unit_reason]
        if wrong:
            yield _failure(check, dossier, wrong)
        for grid in stated:
            figures = _totals(dossier, grid)
            if grid not in wrong and figures:
                yield Outcome(
                    check.id,
                    Status.PASSED,
                    evidence=tuple(figures[:1]),
                    arithmetic=f"{grid.table.title}：{grid.unit.symbol}",
                )


def _failure(check: TableUnit, dossier: Dossier, wrong: list[Grid]) -> Outcome:
    evidence = [figure for grid in wrong for figure in _totals(dossier, grid)]
    first = wrong[0]
    assert first.captioned is not None
    titles = "、".join(grid.table.title for grid in wrong)
    unit = first.unit.symbol
    return Outcome(
        check.id,
        Status.FAILED,
        severity=check.severity,
        evidence=tuple(evidence[:MOST_FIGURES]),
        expected=f"单位：{unit}",
        arithmetic=first.unit_reason,
        cause=Cause(
            "unit",
            "",
            unit,
            f"表内数字以{unit}为单位，标注为{first.captioned.symbol}（{first.unit_reason}）",
            f"the figures are in {unit}, the caption says {first.captioned.symbol} ({first.unit_reason})",
        ),
        context={"table": titles, "words": first.captioned.symbol, "label": unit, "count": str(len(wrong))},
    )


def _totals(dossier: Dossier, grid: Grid) -> list[Evidence]:
    """The figures that show a table's size: its totals, else its first figures."""
    cells = [
        Cell(grid, side, line, column)
        for side in grid.sides
        for line in side.lines
        for column in side.columns
        if grid.amount(line, column) is not None
    ]
    totals = [cell for cell in cells if cell.line.kind in (LineKind.TOTAL, LineKind.SUBTOTAL)]
    figures = [_cells.operand(dossier, cell, "claimed") for cell in (totals or cells)[:6]]
    return [figure.evidence for figure in figures if isinstance(figure, Operand) and figure.quantity.value]
