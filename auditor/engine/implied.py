"""Does a rate on a base that the table does not print agree with those of the lines that make up its line?

比上年增长% stands beside the outturn alone in many tables of execution. What each line grew from follows from both, and where lines make up a
total this year, what they grew from makes up what it grew from (:mod:`auditor.engine._implied`). Whether a column tells growth or a ratio its figures say:
ratios lie about 100. A column is judged where more of its sums bear it out than fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from statistics import median

from auditor.engine import _cells
from auditor.engine._implied import SHORT, Rated, exceeds, makes_up, related, slips
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.quantity import PERCENT
from auditor.parsing.line_proof import ProvenSide
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import Implied
from auditor.rulebook.vocabulary import Vocabulary

_HOLD = 2  # sums that hold, for each that does not
_SURE = 4  # … before a slip is an error
_ABOUT = 50  # the median of a column of ratios is more
_TELLING = 3  # lines of which most show that the base is printed
_UNSURE = "此栏其他各行的基数未能印证 (the other sums of this column do not bear it out)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each line whose parts all have a rate."""
    assert isinstance(check, Implied)
    for grid in _cells.grids(dossier, check.table):
        for proven in (ProvenSide(grid, side) for side in grid.sides):
            for column in proven.side.columns:
                adjusted = vocabulary.tables.is_comparable(column.header)
                if not adjusted and (amounts := _amounts(check, proven, column)) is not None:
                    yield from _weighed(list(_outcomes(check, dossier, proven, amounts, column)))


def _amounts(check: Implied, proven: ProvenSide, column: Column) -> Column | None:
    """The amounts that a column gives rates of, which stand on its left; None of one that is no such column or whose base is printed."""
    grid, side, added = proven.grid, proven.side, proven.columns
    before = [other for other in added if other.index < column.index]
    rates = [amount.value for line in side.lines if (amount := grid.amount(line, column)) is not None]
    if column in added or not before or not rates:
        return None
    ratios = median(abs(rate) for rate in rates) > _ABOUT and min(rates) >= 0
    return before[-1] if ratios == (check.of == "ratio") and not _is_printed(grid, side, column, added) else None


def _is_printed(grid: Grid, side: Side, column: Column, added: tuple[Column, ...]) -> bool:
    """True where two columns of amounts give the rates of most lines."""
    for one, other in permutations(added, 2):
        held = told = 0
        for line in side.lines:
            amounts = [grid.amount(line, place) for place in (one, other, column)]
            if all(amount is not None and amount.base for amount in amounts):
                over, under, rate = (amount for amount in amounts if amount is not None)
                told += 1
                held += any(
                    abs((over.base / under.base - less) / PERCENT.scale - rate.value) <= rate.step / rate.unit.scale
                    for less in (0, 1)
                )
        if held >= _TELLING and 2 * held > told:
            return True
    return False


def _outcomes(
    check: Implied, dossier: Dossier, proven: ProvenSide, amounts: Column, column: Column
) -> Iterator[Outcome]:
    """The lines that others make up in ``amounts``, all of them with a rate."""
    grid, lines = proven.grid, proven.side.lines
    at = proven.columns.index(amounts)
    for run in proven.runs.values():
        held = [lines[n] for n in (run.total, *proven.outermost(run.parts))]
        figures = [amount for line in held if (amount := grid.amount(line, amounts)) is not None]
        rated = all(grid.amount(line, column) is not None for line in held)
        if at in run.held and rated and len(figures) == len(held) and makes_up(figures[0], figures[1:]):
            pairs = [_rated(dossier, grid, line, amounts, column) for line in held]
            words = _cells.context(_cells.Cell(grid, proven.side, held[0], column))
            yield _cells.judged(check, related(check.holds, check.each, pairs[0], pairs[1:]), [grid], words)


def _rated(dossier: Dossier, grid: Grid, line: Line, amounts: Column, column: Column) -> Rated:
    rate = _cells.as_percentage(dossier.cell(grid, line, column, "claimed"))
    return dossier.cell(grid, line, amounts, "part"), rate


def _weighed(results: list[Outcome]) -> Iterator[Outcome]:
    """A column that its other sums bear out accuses where the bases exceed their total or a slip explains the gap."""
    held = sum(result.status is Status.PASSED for result in results)
    failed = _failing([result for result in results if result.status is Status.FAILED])
    for result in results:
        if result.status is not Status.FAILED:
            yield result
        elif held < _HOLD * failed:
            yield _cells.skipped(result, _UNSURE)
        elif not (slip := slips(result)) and not exceeds(result):
            yield _cells.skipped(result, SHORT)
        else:
            yield result if slip and held >= _SURE else _cells.warned(result)


def _failing(results: Sequence[Outcome]) -> int:
    """How many rates must be wrong at least: one, where all that fail have one in common, as a subtotal's and the total above it do."""
    rates = [{evidence.key for evidence in result.evidence} for result in results]
    return 1 if rates and set.intersection(*rates) else len(rates)
