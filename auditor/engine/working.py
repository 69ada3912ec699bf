"""How is a relation written down: its arithmetic with the printed figures, and where it fails, a true statement of that?

A relation that holds is written as it is demanded: ``4.63% = 18.24 ÷ (412.36 − 18.24)``. One that fails is written as what the
figures do give: ``18.24 ÷ (412.36 − 18.24) = 4.63% ≠ 4.42%``. Units stand where figures of one kind have several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from auditor.model import formula as formulas
from auditor.model.finding import Operand, Relation
from auditor.model.formula import Expression, Name, Number, Operation, Sum
from auditor.model.interval import Interval
from auditor.model.quantity import PERCENT, Quantity

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_NOT = {"=": "≠", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_SHOWN = {"<=": "≤", ">=": "≥"}
_RATE_DECIMALS = 2
_MOST_DECIMALS = 10
_ALWAYS = ("%", "‰", "个百分点")


def demanded(relation: Relation) -> str:
    """The formula with the printed figures in place of the names."""
    formula, pen = relation.formula, _Pen.of(relation)
    operator = _SHOWN.get(formula.operator, formula.operator)
    return f"{pen.write(formula.left)} {operator} {pen.write(formula.right)}"


def contradiction(relation: Relation) -> str:
    """What a failed relation's figures give instead, as a true statement: what is computed first, the printed figure last."""
    formula, pen = relation.formula, _Pen.of(relation)
    left, right, sign = formula.left, formula.right, _NOT[formula.operator]
    if formula.operator == "=" and pen.is_printed(left) and not pen.is_printed(right):
        left, right = right, left
    values = {name: _exact(bound) for name, bound in relation.operands.items()}
    pattern = pen.pattern(right) or pen.pattern(left)
    one, other = _value(left, values), _value(right, values)
    if pattern is None or one is None or other is None:
        return f"{pen.write(left)} {sign} {pen.write(right)}"
    decimals = _enough(pattern, one, other, exact=_is_sum(left) and _is_sum(right))
    said_left, said_right = (
        text if pen.is_printed(side) else f"{text} = {pen.number(pattern.printed(value, at_least=decimals), pattern)}"
        for side, text, value in ((left, pen.write(left), one), (right, pen.write(right), other))
    )
    if not pen.is_printed(right):  # the value stands beside the sign, its sum outside
        said_right = " = ".join(reversed(said_right.split(" = ")))
    return f"{said_left} {sign} {said_right}"


def number(operand: Operand) -> str:
    """A figure with its unit."""
    quantity = operand.quantity
    return f"{quantity.value:f}{quantity.unit.symbol}"


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes the figures of one relation; the ``plain`` units are left out."""

    operands: Mapping[str, Operand | tuple[Operand, ...]]
    plain: frozenset[str]
    percent: bool  # its numbers without a name stand for percentages

    @classmethod
    def of(cls, relation: Relation) -> _Pen:
        symbols: dict[str, set[str]] = {}
        for figure in relation.figures():
            symbols.setdefault(figure.quantity.unit.dimension, set()).add(figure.quantity.unit.symbol)
        plain = frozenset(s for one in symbols.values() if len(one) == 1 for s in one if s not in _ALWAYS)
        sums = _is_sum(relation.formula.left) and _is_sum(relation.formula.right)
        return cls(relation.operands, plain, sums and set(symbols) == {PERCENT.dimension})

    def bound(self, expression: Name | Sum) -> tuple[Operand, ...]:
        found = self.operands[str(expression.of if isinstance(expression, Sum) else expression)]
        return found if isinstance(found, tuple) else (found,)

    def is_printed(self, expression: Expression) -> bool:
        """True for what is one figure, and so needs no working out."""
        if isinstance(expression, Name | Sum):
            return len(self.bound(expression)) <= 1
        return isinstance(expression, Number)

    def pattern(self, expression: Expression) -> Quantity | None:
        """A figure that shows how the value of the expression is to be printed."""
        match expression:
            case Name() | Sum():
                return next((operand.quantity for operand in self.bound(expression)), None)
            case Operation(sign, left, right) if sign in "+-":
                return self.pattern(left) or self.pattern(right)
        return None

    def number(self, text: str, quantity: Quantity) -> str:
        symbol = quantity.unit.symbol
        return text.replace(",", "") + ("" if symbol in self.plain else symbol)

    def write(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return f"{(value * 100).normalize():f}%" if self.percent and value else str(expression)
            case Name() | Sum():
                return (
                    " + ".join(self.number(f"{o.quantity.value:f}", o.quantity) for o in self.bound(expression)) or "0"
                )
            case Operation(sign, left, right):
                first, second = self.write(left), self.write(right)
                if sign in "*/" and self._joins(left):
                    first = f"({first})"
                if (
                    (sign in "*/-" and self._joins(right))
                    or (sign == "/" and isinstance(right, Operation))
                    or second.startswith("-")
                ):
                    second = f"({second})"
                return f"{first} {_SIGNS[sign]} {second}"

    def _joins(self, expression: Expression) -> bool:
        """True for what is written with + or −."""
        if isinstance(expression, Name | Sum):
            return len(self.bound(expression)) > 1
        return isinstance(expression, Operation) and expression.sign in "+-"


def _exact(bound: Operand | tuple[Operand, ...]) -> Interval | tuple[Interval, ...]:
    if isinstance(bound, tuple):
        return tuple(Interval.point(operand.quantity.base) for operand in bound)
    return Interval.point(bound.quantity.base)


def _value(expression: Expression, values: formulas.Values) -> Decimal | None:
    try:
        return formulas.evaluate(expression, values).lo
    except (ZeroDivisionError, KeyError):
        return None


def _enough(pattern: Quantity, one: Decimal, other: Decimal, *, exact: bool) -> int:
    """So many decimals that two different values are seen to be different; a sum has all that it has."""
    decimals = max(pattern.decimals, _RATE_DECIMALS if pattern.unit.symbol in _ALWAYS else 0)
    if exact:
        with localcontext() as context:
            context.prec = 50
            exponents = [pattern.in_unit(value).normalize().as_tuple().exponent for value in (one, other)]
        decimals = max(decimals, *(-exponent for exponent in exponents if isinstance(exponent, int)))
    while decimals < _MOST_DECIMALS and pattern.printed(one, at_least=decimals) == pattern.printed(
        other, at_least=decimals
    ):
        decimals += 1
    return min(decimals, _MOST_DECIMALS)


def _is_sum(expression: Expression) -> bool:
    match expression:
        case Operation(sign, left, right):
            return sign in "+-" and _is_sum(left) and _is_sum(right)
    return True
