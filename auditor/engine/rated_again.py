"""Do two tables that print the same amounts of one line give it the same rate?

The budget 1104804 and the outturn 3165912 of a fund stand in two tables; then its rate of execution is one, whatever either table is of.
Lines are one when they are called the same and share two amounts or more; columns of rates when they are headed the same. Where the
amounts of the line give one of the two rates, the other is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, permutations, product

from auditor.engine import _cells
from auditor.engine._mending import ROUNDED, rounded
from auditor.engine.relation import outcome
from auditor.engine.sums import significant
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.quantity import Quantity
from auditor.parsing.dimensions import DimensionReader
from auditor.parsing.line_proof import additive
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import RatedAgain
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

_SHARED = 2  # amounts that two lines of one name have in common …
_DIGITS = 3  # … each of so many figures
_HEAD = 4  # characters of a header that say what its column holds
_MANY = 400  # tables of a report that are compared
_COMPARABLE = "可比或同口径的增幅各表不必相同 (growth on an adjusted base may differ from table to table)"
_ON_OTHERS = "比率另有未列或不同的基数 (the rates are on a base that is not among the amounts in common)"


@dataclass(frozen=True, slots=True)
class _Rated:
    """A line with the amounts and the rates it prints, the latter by the headers of their columns."""

    grid: Grid
    scope: str  # the level that the title says, or empty
    line: Line
    amounts: Counter[Decimal]
    rates: dict[str, Column]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each rate of a line that two tables print with the same amounts."""
    assert isinstance(check, RatedAgain)
    words = DimensionReader(vocabulary)
    named: dict[str, list[_Rated]] = {}
    for grid in islice(_cells.grids(dossier, check.table), _MANY):
        scope = words.said(grid.table.title, dossier.profile.year).get("scope", "")
        for side in grid.sides:
            for rated in _rated(grid, scope, side):
                named.setdefault(fold(rated.line.label), []).append(rated)
    for one, other in (pair for lines in named.values() for pair in _pairs(lines)):
        for heads in product(one.rates, other.rates):
            if _are_one(*heads):
                result = _outcome(check, dossier, one, other, heads)
                adjusted = vocabulary.tables.is_comparable(heads)
                yield _cells.skipped(result, _COMPARABLE) if adjusted and result.status is Status.FAILED else result


def _pairs(lines: Sequence[_Rated]) -> Iterator[tuple[_Rated, _Rated]]:
    """Of lines of one name, those of two tables that have amounts in common, each with the next that has."""
    last: dict[Decimal, int] = {}
    for number, rated in enumerate(lines):
        for before in sorted({last[amount] for amount in rated.amounts if amount in last}):
            if lines[before].grid is not rated.grid and (lines[before].amounts & rated.amounts).total() >= _SHARED:
                yield lines[before], rated
        last.update(dict.fromkeys(rated.amounts, number))


def _rated(grid: Grid, scope: str, side: Side) -> Iterator[_Rated]:
    added = additive(grid, side)
    others = [column for column in side.columns if column not in added and column.head]
    for line in side.lines if others else ():
        amounts = [amount for column in added if (amount := grid.amount(line, column)) is not None]
        told = Counter(amount.base for amount in amounts if significant(amount) >= _DIGITS)
        rates = {"".join(column.header): column for column in others if grid.amount(line, column) is not None}
        if told.total() >= _SHARED and rates and line.label:
            yield _Rated(grid, scope, line, told, rates)


def _are_one(head: str, other: str) -> bool:
    """True of headers that are the same, or of which one says what the other ends in: 完成预算% and 年初完成预算%."""
    short, long = sorted((head, other), key=len)
    return long.endswith(short) and (short == long or len(short) >= _HEAD)


def _gives(amounts: Iterable[Decimal], rate: Quantity) -> bool:
    """True when two of the amounts have this ratio, or this growth."""
    ratios = (one / other - less for one, other in permutations(amounts, 2) for less in (0, 1))
    return any(ratio in rate.interval for ratio in ratios)


def _outcome(check: RatedAgain, dossier: Dossier, one: _Rated, other: _Rated, heads: tuple[str, str]) -> Outcome:
    """The rate that the amounts do not give is the disputed one; where they give neither the base may be another unless both tables are of one level,
    or have every amount in common."""
    rates = [(rated, rated.rates[head]) for rated, head in zip((one, other), heads, strict=True)]
    shared = one.amounts & other.amounts
    given = [_gives(shared.elements(), _cell(dossier, *rate, "compared").quantity) for rate in rates]
    (right, truth), (wrong, column) = reversed(rates) if given == [False, True] else rates
    stated, cell = _cell(dossier, wrong, column, "claimed"), _cell(dossier, right, truth, "compared")
    context = {
        "table": wrong.grid.table.title,
        "words": right.grid.table.title,
        "row": wrong.line.label,
        "column": "".join(column.header),
    }
    sure = any(given) and not wrong.grid.doubt and not right.grid.doubt
    relation = Relation(check.holds, {"stated": stated, "cell": cell}, "stated")
    result = outcome(check, relation, context, at_most=None if sure else Severity.WARNING)
    if result.status is Status.FAILED and rounded(relation):
        return _cells.skipped(result, ROUNDED)
    based = any(given) or one.scope == other.scope != "" or (one.amounts == other.amounts and shared.total() > _SHARED)
    return result if based or result.status is not Status.FAILED else _cells.skipped(result, _ON_OTHERS)


def _cell(dossier: Dossier, rated: _Rated, column: Column, role: str) -> Operand:
    return _cells.as_percentage(dossier.cell(rated.grid, rated.line, column, role))
