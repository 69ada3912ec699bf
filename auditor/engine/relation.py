"""Does a relation between printed figures hold, and if not, what would the disputed figure have to be?

Tiers (DESIGN, semantics): a relation *holds* when some values inside the rounding intervals satisfy it; it is of the size
of a *rounding slip* (a warning) when it holds once every figure may be off by one unit of its last place; else it is an
*error*. A long sum has a wide interval, so one that holds only beyond three standard deviations of the rounding error
is reported as a warning too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from auditor.engine.solve import printed_base, reprinted, solve
from auditor.engine.working import contradiction, demanded
from auditor.model import formula as formulas
from auditor.model.finding import Cause, Evidence, Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Expression, Formula, Name, Operation
from auditor.model.interval import ZERO, Interval
from auditor.model.quantity import PERCENT, Qualifier, Quantity
from auditor.rulebook.check import Check

HALF = Decimal("0.5")
ONE = Decimal(1)
LIKELY = 3  # standard deviations
_VARIANCE = ONE / 12  # of a uniform rounding error, in squared steps
RATE_DECIMALS = 2
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a relation fares. ``expected`` is the disputed figure's value in the base unit, where it can be solved for."""

    status: Status
    severity: Severity = Severity.ERROR
    expected: Decimal | None = None
    reason: str = ""


def bind(relation: Relation, view: Callable[[Quantity], Interval]) -> dict[str, Interval | tuple[Interval, ...]]:
    return {
        name: tuple(view(operand.quantity) for operand in bound) if isinstance(bound, tuple) else view(bound.quantity)
        for name, bound in relation.operands.items()
    }


def printed(quantity: Quantity) -> Interval:
    return quantity.interval


def loosened(quantity: Quantity) -> Interval:
    return quantity.widened(ONE)


def exactly(quantity: Quantity) -> Interval:
    return Interval.point(quantity.base)


def decide(relation: Relation) -> Verdict:
    """Judge one relation on the intervals of its figures."""
    if any(figure.quantity.qualifier is Qualifier.ABOUT for figure in relation.figures()):
        return Verdict(Status.SKIPPED, reason="约数不能用于核对 (an approximate figure decides nothing)")
    try:
        if passes(relation):
            return Verdict(Status.PASSED)
        if _holds(relation.formula, bind(relation, printed)):
            return Verdict(Status.FAILED, Severity.WARNING, _solve(relation))
        slip = _holds(relation.formula, bind(relation, loosened))
    except ZeroDivisionError:
        if _holds_on_zero(relation.formula, bind(relation, printed)):
            return Verdict(Status.SKIPPED, reason="除数可能为零 (the divisor may be zero)")
        return Verdict(Status.FAILED)
    return Verdict(Status.FAILED, Severity.WARNING if slip else Severity.ERROR, _solve(relation))


def passes(relation: Relation) -> bool:
    """True when the relation holds between the printed figures. ``ZeroDivisionError`` when a divisor may be zero."""
    return _holds(relation.formula, bind(relation, printed)) and _likely(relation)


def _holds(formula: Formula, values: formulas.Values) -> bool:
    left = formulas.evaluate(formula.left, values)
    right = formulas.evaluate(formula.right, values)
    return formulas.compare(left, formula.operator, right)


def _holds_on_zero(formula: Formula, values: formulas.Values) -> bool:
    """Whether ``a = b / c`` may hold where c may be zero: no a makes a x c reach b when it does not.

    A growth of 100 % from 0 to 0.3 fails, for the rate times what 0 may stand for stays far below the change.
    """
    match formula:
        case Formula(left, "=", Operation("/", over, under)):
            return _holds(Formula(Operation("*", left, under), "=", over), values)
    return True


def _likely(relation: Relation) -> bool:
    """False when a long sum holds only by an unlikely pile-up of rounding errors, and for two figures that should be one
    and are rounded to the same place: of 269.85 and 269.86 one is off by a unit of it."""
    if relation.formula.operator != "=" or not is_linear(relation.formula):
        return True
    if _is_one_figure(relation):
        one, other = (figure.quantity for figure in relation.figures())
        return one.step != other.step or one.base == other.base
    figures = [figure.quantity for figure in relation.figures() if not figure.quantity.exact]
    if len(figures) < 4 or any(figure.qualifier is not Qualifier.EXACT for figure in figures):
        return True
    values = bind(relation, exactly)
    gap = abs(
        formulas.evaluate(relation.formula.left, values).lo - formulas.evaluate(relation.formula.right, values).lo
    )
    variance = sum((figure.step**2 for figure in figures), ZERO) * _VARIANCE
    return gap**2 <= LIKELY**2 * variance


def _is_one_figure(relation: Relation) -> bool:
    """True for a relation that says of two exact figures that they are the same."""
    formula = relation.formula
    named = isinstance(formula.left, Name) and isinstance(formula.right, Name)
    figures = list(relation.figures())
    return named and len(figures) == 2 and all(f.quantity.qualifier is Qualifier.EXACT for f in figures)


def is_linear(formula: Formula) -> bool:
    """True for sums and differences: their figures give each other exactly."""
    return _is_sum(formula.left) and _is_sum(formula.right)


def _is_sum(expression: Expression) -> bool:
    match expression:
        case Operation(sign, left, right):
            return sign in "+-" and _is_sum(left) and _is_sum(right)
    return True


def _solve(relation: Relation) -> Decimal | None:
    bound = relation.operands[relation.claimed]
    return None if isinstance(bound, tuple) else solve(relation, bound)


def recomputed(quantity: Quantity, base: Decimal, severity: Severity) -> Quantity:
    """What should have been printed. A wrong percentage gets two decimals, so that the right one can be told from it; and
    so does an amount printed as 0, which says nothing of how finely it is stated."""
    dimension = quantity.unit.dimension
    telling = severity is Severity.ERROR and (
        dimension == PERCENT.dimension or (dimension == MONEY and not quantity.value)
    )
    finer = RATE_DECIMALS if telling else 0
    return reprinted(quantity, base, at_least=finer)


def with_unit(quantity: Quantity) -> str:
    """The number with its percent sign, which is part of how it is printed; other units stand apart."""
    return quantity.text + (PERCENT.symbol if quantity.unit.symbol == PERCENT.symbol else "")


def outcome(
    check: Check,
    relation: Relation,
    lang_free: Mapping[str, str] | None = None,
    *,
    at_most: Severity | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Outcome:
    """Judge a relation for a check. ``at_most`` lowers the severity where the input rests on an assumption."""
    verdict = decide(relation)
    figures = evidence or _figures(relation)
    if verdict.status is not Status.FAILED:
        return Outcome(
            check.id,
            verdict.status,
            relation=relation,
            evidence=figures,
            reason=verdict.reason,
            arithmetic=demanded(relation),
        )
    bounds = [check.severity, verdict.severity] + ([at_most] if at_most else [])
    claimed = relation.operands[relation.claimed]
    expected = gap = None
    if isinstance(claimed, Operand) and verdict.expected is not None:
        right = recomputed(claimed.quantity, verdict.expected, verdict.severity)
        expected, gap = with_unit(right), gap_of(claimed, verdict.expected, right.decimals)
    return Outcome(
        check=check.id,
        status=Status.FAILED,
        severity=min(bounds, key=lambda severity: severity.rank),
        relation=relation,
        evidence=figures,
        expected=expected,
        gap=gap,
        arithmetic=contradiction(relation),
        cause=_known_cause(check, relation, expected),
        context=dict(lang_free or {}),
    )


def gap_of(figure: Operand, right: Decimal, decimals: int) -> str:
    """How far the printed figure is from its right value, in its own unit and two places finer than it. A percentage to the
    ``decimals`` in which the right one is printed, so that the three agree, unless that would be nothing."""
    quantity = figure.quantity
    exact = quantity.in_unit(abs(printed_base(figure) - right))
    finer = round(exact, quantity.decimals + 2)
    text = f"{(quantity.unit.dimension == PERCENT.dimension and round(exact, decimals)) or finer:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figures(relation: Relation) -> tuple[Evidence, ...]:
    claimed = relation.operands[relation.claimed]
    first = claimed if isinstance(claimed, tuple) else (claimed,)
    rest = [
        figure.evidence
        for name, bound in relation.operands.items()
        if name != relation.claimed
        for figure in (bound if isinstance(bound, tuple) else (bound,))
    ]
    return (*(figure.evidence for figure in first), *rest)


def _known_cause(check: Check, relation: Relation, expected: str | None) -> Cause | None:
    values = bind(relation, printed)
    for rule in check.causes:
        if not all(str(name) in values for name in rule.when.names()):
            continue
        try:
            holds = _holds(rule.when, values)
        except ZeroDivisionError:
            continue
        if holds:
            return Cause(rule.kind, "", expected, rule.text.zh, rule.text.en)
    return None
