"""Does the drafter leave off the zeros at the end of a decimal: 30亿元 among 51.29亿元 and 3.65亿元 for 30.00亿元?

A figure is known to its printed digits, so a sum with one that is printed coarsely holds within half a unit of it, and a slip in
another figure may hide there. Where several sums of a report with such figures hold to the last digit, and nearly none does
not, the zeros are left off by habit: then the others are held to the finer digit too, and one is accused (as a warning) where a slip
of the pen explains why it falls short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.engine._mending import any_slipped
from auditor.engine.relation import is_linear, outcome
from auditor.engine.solve import solve
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.quantity import Qualifier
from auditor.rulebook.check import Check

_HELD = 3  # sums to the last digit that show the habit
_SELDOM = 3  # for so many at most one is off
_FIGURES = 3  # of a sum; two figures of one value say nothing of how finely they are printed
_DIGITS = 3  # of a figure in which a slip is looked for


def held_finely(outcomes: Sequence[Outcome], checks: Mapping[str, Check]) -> tuple[Outcome, ...]:
    """The outcomes, with the sums that hold only within a coarse figure judged at the fineness of the others, where the report shows it."""
    finer = {
        index: relation
        for index, found in enumerate(outcomes)
        if found.status is Status.PASSED and found.relation is not None and (relation := _finer(found.relation))
    }
    exact = {index for index, relation in finer.items() if _is_exact(relation)}
    held = Counter(_unit(finer[index]) for index in exact)
    missed = Counter(_unit(relation) for index, relation in finer.items() if index not in exact)
    shown = {unit for unit, number in held.items() if number >= max(_HELD, _SELDOM * missed[unit])}
    again = {
        index: _judged(outcomes[index], relation, checks)
        for index, relation in finer.items()
        if index not in exact and _unit(relation) in shown
    }
    return tuple(again.get(index, found) for index, found in enumerate(outcomes))


def _finer(relation: Relation) -> Relation | None:
    """The sum with all its figures as fine as the finest; None where they are so already, or are no amounts of one unit."""
    figures = list(relation.figures())
    places = {figure.quantity.decimals for figure in figures if figure.quantity.value}
    units = {figure.quantity.unit.symbol for figure in figures}
    plain = all(
        figure.quantity.unit.dimension == "money" and figure.quantity.qualifier is Qualifier.EXACT for figure in figures
    )
    linear = relation.formula.operator == "=" and is_linear(relation.formula)
    one_place = (
        len({figure.evidence.key[:1] for figure in figures}) == 1
    )  # what is told elsewhere may be told otherwise
    if not linear or not plain or not one_place or len(units) != 1 or len(places) < 2 or len(figures) < _FIGURES:
        return None
    return relation.mapped(lambda figure: _at(figure, max(places)))


def _at(figure: Operand, places: int) -> Operand:
    finer = replace(figure.quantity, decimals=max(places, figure.quantity.decimals))
    return replace(figure, quantity=finer, evidence=replace(figure.evidence, quantity=finer))


def _unit(relation: Relation) -> str:
    return next(iter(relation.figures())).quantity.unit.symbol


def _is_exact(relation: Relation) -> bool:
    """True for a sum that holds to the last digit."""
    first = next(iter(relation.figures()))
    return solve(relation, first) == first.quantity.base


def _judged(found: Outcome, relation: Relation, checks: Mapping[str, Check]) -> Outcome:
    result = outcome(checks[found.check], relation, found.context, at_most=Severity.WARNING, evidence=found.evidence)
    slip = result.status is Status.FAILED and any_slipped(relation, _DIGITS)
    return result if slip else found
