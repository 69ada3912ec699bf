"""Which single printed figure, printed otherwise, would repair the failed relations?

A figure is to blame when one other value of it makes two or more failed relations hold and no passed one fail. The figure
that repairs most goes first; what it repairs is explained and leaves the field. A relation that fails alone is left to
the figure that its check disputes, unless other relations vouch for that figure and exactly one of its fellows is free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.diagnosis.graph import Failure, Graph, claims, disputed, find, holds_with
from auditor.diagnosis.slip import UNIT, retyped, slip_of
from auditor.engine.relation import is_linear, recomputed
from auditor.engine.solve import is_same, printed_base, solve
from auditor.model.finding import Operand, Relation
from auditor.model.quantity import Qualifier, Quantity, Unit

MOST_FAILURES = 400  # beyond this the document was misread; no single figure explains it
MOST_FIGURES = 60  # of one relation that are tried in turn
_SINGLED_OUT = 400


@dataclass(frozen=True, slots=True)
class Repair:
    """``quantity`` printed in the place of ``figure`` makes ``failures`` hold; the first of them speaks for the others.

    ``right`` is its exact value in the base unit, ``relations`` the number of different relations that are repaired.
    """

    figure: Operand
    right: Decimal
    quantity: Quantity
    failures: tuple[Failure, ...]
    relations: int

    @property
    def other_unit(self) -> str:
        """The symbol of the right unit, where the printed one is wrong."""
        printed = self.figure.evidence.quantity or self.figure.quantity
        return "" if self.quantity.unit == printed.unit else self.quantity.unit.symbol

    @property
    def lead(self) -> Failure:
        return self.failures[0]


def repairs(graph: Graph) -> tuple[Repair, ...]:
    """Single changes that each repair several failed relations, and no relation twice."""
    if len(graph.failures) > MOST_FAILURES:
        return ()
    options = [option for key in graph.failed for option in _shared(graph, key)]
    chosen: list[Repair] = []
    done: set[int] = set()
    while options:
        best = max(options, key=lambda option: _merit(graph, option))
        chosen.append(best)
        done |= {failure.index for failure in best.failures}
        options = [left for option in options if (left := _without(option, done)) is not None]
    return tuple(chosen)


def blamed(graph: Graph, failure: Failure) -> Repair | None:
    """The figure to blame for a relation that fails alone, where it is another than the one its check disputes."""
    claimed = disputed(failure.relation)
    if failure.relation.formula.operator != "=" or claimed is None or failure.outcome.cause is not None:
        return None
    own = _change(failure, claimed)
    if own is None:
        return None
    vouched = next(graph.breaks(claimed, own.quantity), None) is not None
    if not is_linear(failure.relation.formula):
        slip = slip_of(own.figure.quantity, own.right, exact=False)
        return _alone(_retyped(graph, failure, claimed)) if vouched or slip is None else None
    others = [figure for figure in _printed(failure) if not is_same(figure, claimed)]
    free = [
        change
        for figure in others
        if (change := _change(failure, figure)) is not None
        and next(graph.breaks(figure, change.quantity), None) is None
    ]
    units = {figure.quantity.unit for figure in _printed(failure)}
    moved = [in_units for change in free if (in_units := _in_units(change, units))]
    if not vouched:
        return None if _in_units(own, units) else _alone(moved)
    slips = [change for change in free if slip_of(change.figure.quantity, change.right, exact=True)]
    return _alone(moved) or _alone(slips) or (_alone(free) if _one_home(failure) else None)


def _in_units(change: Repair, units: Collection[Unit]) -> Repair | None:
    """The change of a figure's unit alone, to one of others, that makes it right to the last digit: 65万元 for 65元."""
    printed = change.figure.evidence.quantity or change.figure.quantity
    slip = slip_of(printed, change.right, exact=True)
    unit = next((unit for unit in units if unit != printed.unit and printed.value * unit.scale == change.right), None)
    if unit is None or slip is None or slip.kind != UNIT:
        return None
    return replace(change, quantity=replace(printed, unit=unit))


def _retyped(graph: Graph, failure: Failure, claimed: Operand) -> list[Repair]:
    """The figures under a quotient that one mistyped digit explains, and that nothing vouches for."""
    return [
        Repair(figure, quantity.base, quantity, (failure,), 1)
        for figure in _printed(failure)
        if not is_same(figure, claimed)
        and figure.quantity.qualifier is Qualifier.EXACT
        and (right := solve(failure.relation, figure)) is not None
        for quantity in retyped(figure.evidence.quantity or figure.quantity, right)
        if is_singled_out(failure.relation, figure, quantity) and next(graph.breaks(figure, quantity), None) is None
    ]


def is_singled_out(relation: Relation, figure: Operand, quantity: Quantity) -> bool:
    """True when the relation holds with ``quantity``, and no longer with one a fraction of the correction away."""
    printed = figure.evidence.quantity or figure.quantity
    little = abs(quantity.value - printed.value) / _SINGLED_OUT
    beside = (replace(quantity, value=quantity.value + side * little) for side in (1, -1))
    return holds_with(relation, figure, quantity) and not any(holds_with(relation, figure, q) for q in beside)


def _alone(changes: list[Repair]) -> Repair | None:
    return changes[0] if len(changes) == 1 else None


def _shared(graph: Graph, key: tuple[int, ...]) -> Iterator[Repair]:
    """Values of one figure that repair at least two different relations."""
    failures = graph.failed[key]
    if len({failure.figures for failure in failures}) < 2:
        return
    tried: set[str] = set()
    linear = [failure for failure in failures if is_linear(failure.relation.formula)]
    found = list(_values(graph, key, linear, tried))
    yield from found or _values(graph, key, failures, tried)


def _values(graph: Graph, key: tuple[int, ...], sources: Iterable[Failure], tried: set[str]) -> Iterator[Repair]:
    """Repairs by the values that some relations ask for. A sum asks for an exact one, a quotient for a rounded one."""
    failures = graph.failed[key]
    for failure in sources:
        figure = find(failure.relation, key)
        if figure is None or failure.relation.formula.operator != "=":
            continue
        change = _change(failure, figure)
        if change is None or change.quantity.text in tried:
            continue
        tried.add(change.quantity.text)
        repaired = [other for other in failures if holds_with(other.relation, figure, change.quantity)]
        if failure not in repaired or len({other.figures for other in repaired}) < 2:
            continue
        if next(graph.breaks(figure, change.quantity), None) and not all(claims(f, figure) for f in repaired):
            continue
        yield _led(change, repaired)


def _led(change: Repair, failures: Iterable[Failure]) -> Repair:
    """The repair with the relation that speaks for the others in front: grave, about this figure, and short."""
    ordered = sorted(failures, key=lambda failure: _standing(failure, change.figure))
    lead = ordered[0]
    key = change.figure.evidence.key
    figure = find(lead.relation, key) or change.figure
    right = solve(lead.relation, figure)
    if right is None or lead.relation.formula.operator != "=":
        right = change.right
    return Repair(figure, right, change.quantity, tuple(ordered), len({f.figures for f in ordered}))


def _standing(failure: Failure, figure: Operand) -> tuple[int | bool, ...]:
    limit = failure.relation.formula.operator != "="
    return -failure.outcome.severity.rank, limit, not claims(failure, figure), len(failure.figures), failure.index


def _without(option: Repair, done: set[int]) -> Repair | None:
    rest = [failure for failure in option.failures if failure.index not in done]
    if len({failure.figures for failure in rest}) < 2:
        return None
    return option if len(rest) == len(option.failures) else _led(option, rest)


def _merit(graph: Graph, option: Repair) -> tuple[int | bool, ...]:
    figure, linear = option.figure, is_linear(option.lead.relation.formula)
    return (
        option.relations,
        next(graph.breaks(figure, option.quantity), None) is None,
        figure.evidence.key not in graph.passed,
        slip_of(figure.quantity, option.right, exact=linear) is not None,
        sum(claims(failure, figure) for failure in option.failures),
        -option.lead.index,
    )


def _change(failure: Failure, figure: Operand) -> Repair | None:
    """What the figure would be if it alone were wrong; None when no printed figure would do."""
    if figure.quantity.qualifier is not Qualifier.EXACT or not figure.evidence.key:
        return None
    right = solve(failure.relation, figure)
    if right is None or right * printed_base(figure) < 0:
        return None
    printed = figure.evidence.quantity or figure.quantity
    quantity = recomputed(printed, right, failure.outcome.severity)
    if quantity.base == printed.base:
        return None
    return Repair(figure, right, quantity, (failure,), 1)


def _printed(failure: Failure) -> list[Operand]:
    figures = [figure for figure in failure.relation.figures() if figure.evidence.key]
    return figures if len(figures) <= MOST_FIGURES else []


def _one_home(failure: Failure) -> bool:
    """True when all figures stand in prose, or all in one table: neither side then has precedence."""
    tables = {figure.evidence.table for figure in failure.relation.figures()}
    return len(tables) == 1
