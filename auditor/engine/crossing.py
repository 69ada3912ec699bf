"""Does a 合计 or 小计 column equal the columns beside it, as the header groups them?

For tables (and columns) of which no form is known. The header is the only guide, so a reading counts only when most rows bear it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.engine import _cells
from auditor.engine._cells import Cell
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Side
from auditor.parsing.line_proof import NOT_ADDITIVE
from auditor.spec.check import Check
from auditor.spec.table_checks import SUM, Crossing
from auditor.spec.table_words import fold
from auditor.spec.vocabulary import Vocabulary

TOTALS = frozenset({"合计", "小计", "总计"})
LEAST_ROWS = 3
BORNE_OUT = 0.75


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each row of each total column that most rows bear out."""
    del vocabulary
    assert isinstance(check, Crossing)
    for grid in dossier.grids:
        known = grid.role in check.not_table
        for side in grid.sides:
            for column in side.columns:
                if known and column.key not in check.but:
                    continue
                if column.header and fold(column.header[-1]) in TOTALS and (parts := _beside(side, column)):
                    yield from _borne_out(list(_rows(check, dossier, grid, side, column, parts)))


def _beside(side: Side, total: Column) -> tuple[Column, ...]:
    """The columns that a total stands for: one for each header beside it, its own total where it has one."""
    prefix = total.header[:-1]
    groups: dict[str, list[Column]] = {}
    for column in side.columns:
        if column.key in NOT_ADDITIVE or column.unit != total.unit or column.index == total.index:
            continue
        if column.header[: len(prefix)] == prefix and len(column.header) > len(prefix):
            groups.setdefault(column.header[len(prefix)], []).append(column)
    parts: list[Column] = []
    for columns in groups.values():
        own = [c for c in columns if len(c.header) == len(prefix) + 1 or fold(c.header[len(prefix) + 1]) in TOTALS]
        parts.extend(own[:1] or columns)
    return tuple(parts) if len(parts) > 1 else ()


def _rows(
    check: Crossing, dossier: Dossier, grid: Grid, side: Side, total: Column, parts: Sequence[Column]
) -> Iterator[Outcome]:
    for line in side.lines:
        place = Cell(grid, side, line, total)
        whole = _cells.operand(dossier, place, "total")
        found = [_cells.operand(dossier, Cell(grid, side, line, column), "part") for column in parts]
        printed = tuple(operand for operand in found if isinstance(operand, Operand))
        if isinstance(whole, Operand) and printed:
            relation = Relation(SUM, {"total": whole, "parts": printed}, "total")
            yield _cells.judged(check, relation, (grid,), _cells.context(place))


def _borne_out(results: list[Outcome]) -> list[Outcome]:
    telling = [
        r for r in results if r.relation is not None and len([f for f in r.relation.figures() if f.quantity.value]) > 2
    ]
    passed = sum(r.status is Status.PASSED for r in telling)
    if not telling or passed < BORNE_OUT * len(telling):
        return []
    if len(telling) < LEAST_ROWS:
        return [_cells.warned(result, Severity.WARNING) for result in results]
    return results
