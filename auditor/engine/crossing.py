"""Does a column that totals others equal their sum in each row?

The header names totals (合计, 小计) and groups what they total; else the amounts tell: a column that equals the columns beside it in
nearly every row is their total, whatever its header. Either reading counts only when most rows bear it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._cells import Cell
from auditor.engine.footing import explained
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.model.interval import ZERO
from auditor.parsing.column_proof import ColumnProof, CrossSum
from auditor.parsing.line_proof import NOT_ADDITIVE
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import SUM, Crossing
from auditor.rulebook.table_words import TableWords, fold, says
from auditor.rulebook.vocabulary import Vocabulary

CANCELLED = "差额与另一行相同，如上下级之间的往来 (another row has the same gap: transfers between levels cancel out)"
LEAST_ROWS = 3
BORNE_OUT = 0.75  # of the rows of a total that the header names


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each row of each total column that most rows bear out."""
    assert isinstance(check, Crossing)
    for grid in dossier.grids:
        known = grid.role in check.not_table
        for side in grid.sides:
            for one in _sums(grid, side, vocabulary.tables):
                own_check = known and one.total.key not in check.but and any(part.key for part in one.parts)
                if not own_check:
                    yield from _rows(check, dossier, grid, side, one)


def _sums(grid: Grid, side: Side, words: TableWords) -> Iterator[CrossSum]:
    """The sums of columns that are borne out: those that the header names, then those that the amounts show."""
    proof = ColumnProof(grid, side)
    named: set[int] = set()
    for column in side.columns:
        if (
            column.header
            and says(words.total_headers, fold(column.header[-1]))
            and (parts := _beside(side, column, words))
        ):
            one = proof.fares(column, parts)
            if (one.held and one.held >= BORNE_OUT * one.telling) or one.but_one:
                named.add(column.index)
                yield one
    yield from (one for one in proof.sums() if one.total.index not in named)


def _beside(side: Side, total: Column, words: TableWords) -> tuple[Column, ...]:
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
        own = [c for c in columns
               if len(c.header) == len(prefix) + 1 or says(words.total_headers, fold(c.header[len(prefix) + 1]))]  # fmt: skip
        parts.extend(own[:1] or columns)
    return tuple(parts) if len(parts) > 1 else ()


def _rows(check: Crossing, dossier: Dossier, grid: Grid, side: Side, one: CrossSum) -> Iterator[Outcome]:
    gaps = {line: gap for line in side.lines if (gap := _gap(grid, line, one))}
    for line in side.lines:
        place = Cell(grid, side, line, one.total)
        whole = _cells.operand(dossier, place, "total")
        found = [_cells.operand(dossier, Cell(grid, side, line, column), "part") for column in one.parts]
        printed = tuple(operand for operand in found if isinstance(operand, Operand))
        if not isinstance(whole, Operand) or not printed:
            continue
        relation = Relation(SUM, {"total": whole, "parts": printed}, "total")
        result = explained(grid, relation, _cells.judged(check, relation, (grid,), _cells.context(place)))
        total = line.kind in (LineKind.TOTAL, LineKind.SUBTOTAL)
        if (
            result.status is Status.FAILED
            and total
            and any(gaps[other] == gaps.get(line) for other in gaps if other is not line)
        ):
            result = _cells.skipped(result, CANCELLED)
        yield result if one.telling >= LEAST_ROWS else _cells.warned(result, Severity.WARNING)


def _gap(grid: Grid, line: Line, one: CrossSum) -> Decimal:
    """By how much a row misses its total; a blank total is 0."""
    whole = grid.amount(line, one.total)
    parts = [amount.base for column in one.parts if (amount := grid.amount(line, column)) is not None]
    return (whole.base if whole is not None else ZERO) - sum(parts, ZERO)
