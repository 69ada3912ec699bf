"""Do two relations that are each in doubt point at the same figure, and at the same value for it?

A sum is left undecided where its gap is another line of the table, or where nothing else bears its reading out. Where two such
sums fail, and one other value of one figure that both hold makes both of them right to the last digit, each bears the other out:
本年收入合计 falls short of its lines by as much as 收入总计 exceeds its own. In one column a line put in the wrong place would do the
same, so there the form must lay down what the totals hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine.relation import is_linear, passes
from auditor.engine.solve import solve
from auditor.engine.sums import significant
from auditor.engine.tree import KNOWN
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation, Severity, Status

_DIGITS = 4  # of the figure and of its value: shorter ones agree by chance
_CELL = 3  # numbers of the key of a figure in a table

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """An outcome in doubt, and the value that would make it hold if one figure alone were wrong."""

    index: int
    figures: frozenset[Key]
    key: Key
    value: Decimal
    moved: bool  # the gap is one of the parts, which may belong elsewhere


def corroborated(outcomes: Sequence[Outcome], dossier: Dossier) -> tuple[Outcome, ...]:
    """The outcomes, those that bear one another out as warnings instead of skipped."""
    wishes: dict[tuple[Key, Decimal], list[_Wish]] = {}
    for index, outcome in enumerate(outcomes):
        if outcome.status is Status.SKIPPED and outcome.relation is not None and _fails(outcome.relation):
            for wish in _wishes(index, outcome.relation):
                wishes.setdefault((wish.key, wish.value), []).append(wish)
    shared = [
        found
        for found in wishes.values()
        if len({wish.figures for wish in found}) > 1 and not (_may_move(found) and not _laid_down(found, dossier))
    ]
    if not shared:
        return tuple(outcomes)
    sound = _sound(outcomes)
    raised = {wish.index for found in shared if found[0].key not in sound for wish in found}
    return tuple(
        replace(outcome, status=Status.FAILED, severity=Severity.WARNING, reason="") if index in raised else outcome
        for index, outcome in enumerate(outcomes)
    )


def _may_move(found: Sequence[_Wish]) -> bool:
    """True when all figures stand in one column and a line put in the wrong place would explain both gaps."""
    columns = {key[-1] for wish in found for key in wish.figures}
    return len(columns) == 1 and any(wish.moved for wish in found)


def _laid_down(found: Sequence[_Wish], dossier: Dossier) -> bool:
    """True when the table is one of the forms that lay down what each total holds."""
    block = found[0].key[0]
    return any(grid.index == block and grid.role in KNOWN for grid in dossier.grids)


def _fails(relation: Relation) -> bool:
    cells = all(len(figure.evidence.key) == _CELL for figure in relation.figures())
    return cells and relation.formula.operator == "=" and is_linear(relation.formula) and not passes(relation)


def _wishes(index: int, relation: Relation) -> Iterator[_Wish]:
    figures = tuple(relation.figures())
    keys = frozenset(figure.evidence.key for figure in figures)
    total, *parts = (figure.quantity.base for figure in figures)
    gap = abs(total - sum(parts, Decimal(0)))
    moved = any(abs(part) == gap for part in parts)
    for figure in figures:
        right = solve(relation, figure)
        if right is None or right <= 0 or significant(figure.quantity) < _DIGITS:
            continue
        digits = f"{right / figure.quantity.step:.0f}"
        if len(digits if figure.quantity.decimals else digits.rstrip("0")) >= _DIGITS:
            yield _Wish(index, keys, figure.evidence.key, right, moved)


def _sound(outcomes: Sequence[Outcome]) -> frozenset[Key]:
    """The figures of relations between several figures that hold: another value would break them."""
    return frozenset(
        figure.evidence.key
        for outcome in outcomes
        if outcome.status is Status.PASSED and outcome.relation is not None and outcome.relation.formula.operator == "="
        for figure in outcome.relation.figures()
    )
