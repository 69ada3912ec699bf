"""Why does a percentage not come out: another base, the wrong direction, a place cut off or forced?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from auditor.diagnosis import wording
from auditor.diagnosis.case import Case
from auditor.diagnosis.graph import disputed, holds_with, keys_of
from auditor.diagnosis.slip import significant
from auditor.diagnosis.surroundings import Nearby
from auditor.engine.relation import passes
from auditor.engine.solve import is_same, printed_base, reprinted, solve
from auditor.model.finding import Cause, Operand, Relation
from auditor.model.formula import Name, Operation
from auditor.model.quantity import Qualifier, Quantity

_LEAST_DIGITS = 3
_FORCED_STEPS = 3
_WHOLE = Decimal(1)
_OTHER = "other"


def opposite(case: Case) -> Cause | None:
    """The right figure with the wrong sign: a rise where it fell."""
    if case.right is None or case.right * printed_base(case.figure) >= 0:
        return None
    if reprinted(case.printed, -case.right).value != case.printed.value or significant(case.printed.text) < 2:
        return None
    return case.cause("sign", wording.SIGN)


def clashing(case: Case) -> Cause | None:
    """A rise and a fall that would agree if both went the same way."""
    if not case.is_ratio:
        return None
    for other in case.others():
        turned = replace(other.quantity, value=-other.quantity.value)
        if case.surroundings.is_change(other.evidence.key) and _would_pass(_taken(case.relation, other, turned)):
            return Cause("sign", "", None, *wording.CLASH)
    return None


def _would_pass(relation: Relation) -> bool:
    """True when the relation holds; one that divides by what may be zero does not."""
    try:
        return passes(relation)
    except ZeroDivisionError:
        return False


def _taken(relation: Relation, figure: Operand, quantity: Quantity) -> Relation:
    """The relation with ``quantity`` taken for a figure, its sign included."""
    operands = {
        name: replace(bound, quantity=quantity) if isinstance(bound, Operand) and is_same(bound, figure) else bound
        for name, bound in relation.operands.items()
    }
    return replace(relation, operands=operands)


def truncated(case: Case) -> Cause | None:
    """The last place was cut off instead of rounded."""
    if case.right is None:
        return None
    quantity, right = case.printed, case.printed.in_unit(case.right)
    place = Decimal(1).scaleb(-quantity.decimals)
    cut = right.quantize(place, ROUND_DOWN)
    if cut != quantity.value or reprinted(quantity, case.right).value == quantity.value:
        return None
    return case.cause("truncated", wording.TRUNCATED)


def forced_share(case: Case) -> Cause | None:
    """A share that makes the shares of its list add to exactly 100 %."""
    shares = case.surroundings.shares_beside(case.figure.evidence.key)
    if case.right is None or len(shares) < 2 or sum((share.base for share in shares), Decimal(0)) != _WHOLE:
        return None
    off = printed_base(case.figure) - case.right
    if abs(off) <= case.printed.step * _FORCED_STEPS:
        return case.cause("forced", wording.FORCED_SHARE)
    if any(abs(off + other) <= case.printed.step for other in _errors_beside(case)):
        return case.cause("forced", wording.OFFSET_SHARE)
    return None


def _errors_beside(case: Case) -> Iterator[Decimal]:
    """By how much other shares of the same sentence are wrong, where they are."""
    beside = case.surroundings.keys_of_shares(case.figure.evidence.key) - {case.figure.evidence.key}
    for failure in {f.index: f for key in beside for f in case.graph.failed.get(key, ())}.values():
        figure = disputed(failure.relation)
        if figure is not None and figure.evidence.key in beside and len(failure.relation.operands) > 1:
            right = solve(failure.relation, figure)
            if right is not None:
                yield printed_base(figure) - right


def other_base(case: Case) -> Cause | None:
    """A percentage that was taken of another figure nearby."""
    if not case.is_ratio or significant(case.printed.text) < _LEAST_DIGITS or not case.is_gross:
        return None
    keys = keys_of(case.relation)
    beside = [nearby for nearby in case.surroundings.beside(keys) if nearby.quantity.value > 0]
    for matches, words in ((_bases(case, beside), wording.other_base), (_numerators(case, beside), wording.other_part)):
        values = {nearby.quantity.base for nearby in matches}
        if len(values) > 1:
            return None
        if matches:
            return case.cause("wrong_base", words(matches[0]))
    return None


def _bases(case: Case, beside: list[Nearby]) -> list[Nearby]:
    formula = case.relation.formula
    match formula.right:
        case Operation("/", over, _) if isinstance(formula.left, Name):
            quotient = replace(formula, right=Operation("/", over, Name(_OTHER)))
            return _fitting(case, quotient, beside, over)
        case Name():
            pass
    match formula.left:
        case Operation("*", rate, Name()):
            product = replace(formula, left=Operation("*", rate, Name(_OTHER)))
            return _fitting(case, product, beside, formula.right)
    return []


def _numerators(case: Case, beside: list[Nearby]) -> list[Nearby]:
    formula = case.relation.formula
    match formula.right:
        case Operation("/", Name(), Name() as under) if isinstance(formula.left, Name):
            return _fitting(case, replace(formula, right=Operation("/", Name(_OTHER), under)), beside, under)
    return []


def _fitting(case: Case, formula: object, beside: list[Nearby], kept: object) -> list[Nearby]:
    """The figures nearby that make the relation hold in the place of another."""
    operand = case.relation.operands.get(str(kept)) if isinstance(kept, Name) else None
    dimension = operand.quantity.unit.dimension if isinstance(operand, Operand) else None
    found = []
    for nearby in beside:
        if nearby.quantity.unit.dimension != dimension or nearby.quantity.qualifier is not Qualifier.EXACT:
            continue
        other = replace(case.figure, quantity=nearby.quantity, evidence=replace(case.figure.evidence, key=nearby.key))
        relation = Relation(formula, {**case.relation.operands, _OTHER: other}, case.relation.claimed)  # type: ignore[arg-type]
        if holds_with(relation, case.figure, case.printed):
            found.append(nearby)
    return found
