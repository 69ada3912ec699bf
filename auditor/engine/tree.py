"""Does each line that totals others equal their sum, column by column?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.engine.footing import blank_total
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Side
from auditor.parsing.line_tree import LineSum, Place, line_sums, repeated_codes
from auditor.spec.check import Check
from auditor.spec.table_checks import AT_MOST, SUM, Tree
from auditor.spec.vocabulary import Vocabulary

NOT_ADDITIVE = frozenset({"rate", "change", "weight", "score"})
# roles whose forms lay down what each total holds; of the others the arithmetic must speak
KNOWN = frozenset(
    {"base_data", "summary", "fiscal_summary", "income", "expenditure", "general", "basic", "fund", "capital"}
)
REPEATED = "同一科目编码出现多次，无法确定层级 (a code stands twice: levels cannot be told)"
UNKNOWN_HOLD = 0.7  # share of sums that must hold before a table of unknown form is judged


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each total and column with a figure."""
    del vocabulary
    assert isinstance(check, Tree)
    for grid in _cells.grids(dossier, check.table):
        if grid.role in check.not_table:
            continue
        results = [result for stated in line_sums(grid) if stated.exhaustive == (check.parts == "all")
                   for result in _judge_sum(check, dossier, grid, stated)]  # fmt: skip
        if grid.role not in KNOWN:
            results = _borne_out(results)
        yield from _cells.plausible(results)


def _judge_sum(check: Tree, dossier: Dossier, grid: Grid, stated: LineSum) -> Iterator[Outcome]:
    side, line = stated.total
    for column in side.columns:
        if column.key in NOT_ADDITIVE or column.unit.dimension == "ratio":
            continue
        words = _cells.context(Cell(grid, side, line, column))
        total = _cells.operand(dossier, Cell(grid, side, line, column), "total")
        options = [_parts(dossier, grid, column, side, parts) for parts in stated.options]
        if not any(options):
            continue
        if line.code and repeated_codes(side):
            yield Outcome(check.id, Status.SKIPPED, reason=REPEATED, context=words)
        elif not isinstance(total, Operand):
            formula = SUM if check.parts == "all" else AT_MOST
            yield blank_total(check, grid, formula, {"total": (), "parts": next(filter(None, options))}, words)
        else:
            yield _best(check, grid, total, [option for option in options if option], words)


def _best(
    check: Tree, grid: Grid, total: Operand, options: list[tuple[Operand, ...]], words: dict[str, str]
) -> Outcome:
    """The first option that holds, else the failure of the likeliest: a warning where the words leave several open."""
    formula = SUM if check.parts == "all" else AT_MOST
    results = []
    for parts in options:
        bound: dict[str, Bound] = {"total": total, "parts": parts}
        at_most = Severity.WARNING if len(options) > 1 else None
        result = _cells.judged(check, Relation(formula, bound, "total"), (grid,), words, at_most=at_most)
        if result.status is Status.PASSED:
            return result
        results.append(result)
    return results[0]


def _parts(dossier: Dossier, grid: Grid, column: Column, side: Side, parts: tuple[Place, ...]) -> tuple[Operand, ...]:
    found = []
    for own, line in parts:
        twin = column if own is side else _twin(own, column, side)
        if twin is None:
            continue
        operand = _cells.operand(dossier, Cell(grid, own, line, twin), "part")
        if isinstance(operand, Operand):
            found.append(operand)
    return tuple(found)


def _twin(own: Side, column: Column, side: Side) -> Column | None:
    """The column of another side that stands for ``column`` of ``side``."""
    if column.key and (found := own.column(column.key)):
        return found
    position = side.columns.index(column)
    return own.columns[position] if position < len(own.columns) else None


def _borne_out(results: list[Outcome]) -> list[Outcome]:
    """Sums of a table of unknown form count only when most of those that say something hold."""
    telling = [r for r in results if r.relation is not None and _tells(r)]
    passed = sum(r.status is Status.PASSED for r in telling)
    return results if telling and passed >= UNKNOWN_HOLD * len(telling) and passed >= 1 else []


def _tells(result: Outcome) -> bool:
    """A sum of one part, or of zeros, holds by chance."""
    assert result.relation is not None
    values = [figure.quantity.value for figure in result.relation.figures()]
    return sum(value != Decimal(0) for value in values) >= 3
