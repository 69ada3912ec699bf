"""Is the rate that the prose gives a figure the one that the table behind it prints in the figure's line?

教育支出41200万元，增长6.2% is told from the line of that name whose outturn is 41200; then 6.2 stands in that line too, in the column
of growth. Which column that is no header says for certain, so the rates do: it is the one in which several others stand that the
prose tells. A growth on an adjusted base is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from auditor.engine import _cells
from auditor.engine._mending import ROUNDED, rounded, slipped
from auditor.engine._rates import is_adjusted, rates_of
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.tabled import Place, ties_of
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column
from auditor.model.mention import Mention, Role
from auditor.parsing.line_proof import additive
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import ToldRate
from auditor.rulebook.vocabulary import Vocabulary

_PROVEN = 3  # rates of a column that the prose tells right, before another is held against it
_SURE = 6  # … before that is an error though no slip explains it
_DIGITS = 2
_ROLES = (Role.RATE, Role.EXECUTION)
_OTHER = "该比率见于同一行的另一栏 (the rate stands in another column of the line)"

Group = tuple[str, Role]  # header of a column, kind of rate


@dataclass(frozen=True, slots=True)
class _Rate:
    rate: Mention
    place: Place
    column: Column
    group: Group
    result: Outcome


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each rate of a figure that stands in a line of such a table, beside rates that are told right."""
    assert isinstance(check, ToldRate)
    found = list(_rates(check, dossier, vocabulary))
    right = {one.rate.index for one in found if one.result.status is Status.PASSED}
    held = Counter(one.group for one in found if one.result.status is Status.PASSED)
    failed = Counter(one.group for one in found if one.rate.index not in right)
    within = Counter((one.group, one.place.grid.index) for one in found if one.result.status is Status.PASSED)
    seen: set[int] = set()
    for one in sorted(found, key=lambda one: (one.result.status is not Status.PASSED, -held[one.group])):
        here = within[one.group, one.place.grid.index] or held[one.group] >= _SURE
        told = here and held[one.group] >= max(_PROVEN, 2 * failed[one.group])
        if one.rate.index not in seen and told:
            seen.add(one.rate.index)
            yield one.result if one.result.status is Status.PASSED else _weighed(one, held[one.group])


def _rates(check: ToldRate, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[_Rate]:
    """Each rate of a figure that a line has, against each column of rates of that line."""
    hung = rates_of(dossier, _ROLES)
    told = (tie for ties in ties_of(check, dossier, vocabulary) for tie in ties if tie.result.status is Status.PASSED)
    for tie in told:
        beside = (rate for rate in hung.get(tie.mention.index, ()) if rate.sentence == tie.mention.sentence)
        rates = [rate for rate in beside if not is_adjusted(rate)]
        columns = _of_rates(tie.place) if rates and tie.named else ()
        for rate, column in product(rates, columns):
            result = _outcome(check, dossier, rate, tie.place, column)
            yield _Rate(rate, tie.place, column, (column.head, rate.role), result)


def _of_rates(place: Place) -> list[Column]:
    """The columns that hold no amounts to add, and a figure in the line."""
    added = {column.index for column in additive(place.grid, place.side)}
    columns = (column for column in place.side.columns if column.index not in added)
    return [column for column in columns if place.grid.amount(place.line, column) is not None]


def _outcome(check: ToldRate, dossier: Dossier, rate: Mention, place: Place, column: Column) -> Outcome:
    label = dossier.prose.mentions[rate.of[0]].label
    context = {"table": place.grid.table.title, "row": place.line.label, "label": label}
    stated = signed(dossier.operand(rate, "claimed"), rate.direction_sign)
    cell = dossier.cell(place.grid, place.line, column, "compared")
    results = [
        outcome(check, Relation(check.holds, {"stated": stated, "cell": read}, "stated"), context)
        for read in _readings(cell)
    ]
    return next((result for result in results if result.status is Status.PASSED), results[0])


def _readings(cell: Operand) -> list[Operand]:
    """A cell of a column of rates; where it has no unit, 0.7 may be a percentage or a fraction."""
    percent = _cells.as_percentage(cell)
    return [percent] if percent is cell else [percent, cell]


def _weighed(one: _Rate, held: int) -> Outcome:
    """A rate that differs from its line's: an error where a slip explains it or many others are right, else a warning."""
    assert one.result.relation is not None
    stated, cell = one.result.relation.figures()
    if rounded(one.result.relation):
        return _cells.skipped(one.result, ROUNDED)
    place = one.place
    for column in place.side.columns:
        amount = place.grid.amount(place.line, column)
        if amount is not None and amount.base in stated.quantity.interval and amount.unit == cell.quantity.unit:
            return _cells.skipped(one.result, _OTHER)
    turned = stated.quantity.base == -cell.quantity.base
    sure = held >= _SURE or turned or slipped(one.result.relation, stated, _DIGITS)
    return one.result if sure else replace(one.result, severity=Severity.WARNING)
