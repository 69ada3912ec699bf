"""Which value of one figure makes a relation hold exactly?

Both sides are read as quotients of polynomials in the figure, so that the answer is exact whatever the formula: a
total, a part of a sum, a base in a denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from auditor.model.finding import Operand, Relation
from auditor.model.formula import Expression, Name, Number, Operation, Sum
from auditor.model.quantity import Quantity

EXACT = 80  # digits: more than any product of printed figures has
ZERO = Decimal(0)
_STEPS = 60
_CLOSE = Decimal("1e-30")

Polynomial = tuple[Decimal, ...]  # coefficients, the constant first
_ONE: Polynomial = (Decimal(1),)


@dataclass(frozen=True, slots=True)
class _Fraction:
    over: Polynomial
    under: Polynomial = _ONE

    def __add__(self, other: _Fraction) -> _Fraction:
        if self.under == other.under:
            return _Fraction(_plus(self.over, other.over), self.under)
        over = _plus(_times(self.over, other.under), _times(other.over, self.under))
        return _Fraction(over, _times(self.under, other.under))

    def __neg__(self) -> _Fraction:
        return _Fraction(tuple(-c for c in self.over), self.under)

    def __sub__(self, other: _Fraction) -> _Fraction:
        return self + (-other)

    def __mul__(self, other: _Fraction) -> _Fraction:
        return _Fraction(_times(self.over, other.over), _times(self.under, other.under))

    def __truediv__(self, other: _Fraction) -> _Fraction:
        return _Fraction(_times(self.over, other.under), _times(self.under, other.over))


_ARITHMETIC: Mapping[str, Callable[[_Fraction, _Fraction], _Fraction]] = {
    "+": _Fraction.__add__,
    "-": _Fraction.__sub__,
    "*": _Fraction.__mul__,
    "/": _Fraction.__truediv__,
}


def solve(relation: Relation, figure: Operand) -> Decimal | None:
    """The value of ``figure``, in the base unit and as printed, that makes both sides equal; None where there is none.

    A figure that stands in several places of the relation is one unknown. Where words give the printed figure a
    negative sign, the value is the printed one's: a fall by 25 % that should be 20 % is solved as 20 %.
    """
    with localcontext() as context:
        context.prec = EXACT
        left = _read(relation.formula.left, relation, figure)
        right = _read(relation.formula.right, relation, figure)
        gap = _trimmed((left - right).over)
        root = _root(gap, printed_base(figure))
        if root is None or any(_at(side.under, root) == 0 for side in (left, right)):
            return None
    return +root if root.is_finite() else None


def is_same(one: Operand, other: Operand) -> bool:
    """True when two operands are one printed figure."""
    return one is other or (bool(one.evidence.key) and one.evidence.key == other.evidence.key)


def sign_of(operand: Operand) -> int:
    """-1 when the relation takes the printed figure with the opposite sign, because words say that it fell."""
    printed = operand.evidence.quantity
    return -1 if printed is not None and printed.value and operand.quantity.value == -printed.value else 1


def printed_base(operand: Operand) -> Decimal:
    """The figure's value as printed, in the base unit."""
    return operand.quantity.base * sign_of(operand)


def reprinted(quantity: Quantity, base: Decimal, *, at_least: int = 0) -> Quantity:
    """The quantity that would have been printed for a value of the base unit: same unit, same (or more) decimals."""
    text = quantity.printed(base, at_least=at_least)
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return replace(quantity, text=text, value=value, decimals=decimals)


def substituted(relation: Relation, figure: Operand, quantity: Quantity) -> Relation:
    """The relation with another quantity printed in the place of ``figure``, wherever that stands in it."""

    def put(operand: Operand) -> Operand:
        if not is_same(operand, figure):
            return operand
        return replace(operand, quantity=replace(quantity, value=quantity.value * sign_of(operand)))

    return relation.mapped(put)


def _read(expression: Expression, relation: Relation, figure: Operand) -> _Fraction:
    match expression:
        case Number(value):
            return _Fraction((value,))
        case Name() | Sum():
            bound = relation.operands[str(expression.of if isinstance(expression, Sum) else expression)]
            constant, factor = ZERO, ZERO
            for operand in bound if isinstance(bound, tuple) else (bound,):
                if is_same(operand, figure):
                    factor += sign_of(operand)
                else:
                    constant += operand.quantity.base
            return _Fraction((constant, factor))
        case Operation(sign, left, right):
            return _ARITHMETIC[sign](_read(left, relation, figure), _read(right, relation, figure))


def _plus(one: Polynomial, other: Polynomial) -> Polynomial:
    if len(one) < len(other):
        one, other = other, one
    return tuple(c + other[n] if n < len(other) else c for n, c in enumerate(one))


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    if one == _ONE:
        return other
    if other == _ONE:
        return one
    product = [ZERO] * (len(one) + len(other) - 1)
    for n, a in enumerate(one):
        for m, b in enumerate(other):
            product[n + m] += a * b
    return _trimmed(tuple(product))


def _trimmed(polynomial: Polynomial) -> Polynomial:
    end = len(polynomial)
    while end > 1 and polynomial[end - 1] == 0:
        end -= 1
    return polynomial[:end]


def _at(polynomial: Polynomial, value: Decimal) -> Decimal:
    result = ZERO
    for coefficient in reversed(polynomial):
        result = result * value + coefficient
    return result


def _root(polynomial: Polynomial, near: Decimal) -> Decimal | None:
    """The root of a polynomial of degree one or two that is nearest to ``near``."""
    if len(polynomial) == 2:
        constant, factor = polynomial
        return -constant / factor
    if len(polynomial) == 3:
        constant, linear, square = polynomial
        inside = linear * linear - 4 * square * constant
        if inside < 0:
            return None
        roots = [(-linear + side * inside.sqrt()) / (2 * square) for side in (1, -1)]
        return min(roots, key=lambda root: abs(root - near))
    return _approached(polynomial, near) if len(polynomial) > 3 else None


def _approached(polynomial: Polynomial, near: Decimal) -> Decimal | None:
    """The root that Newton's method reaches from ``near``, of a rate compounded over years; None where it reaches none."""
    slope = tuple(n * c for n, c in enumerate(polynomial))[1:]
    root = near
    for _ in range(_STEPS):
        under = _at(slope, root)
        if under == 0:
            return None
        step = _at(polynomial, root) / under
        root -= step
        if abs(step) <= abs(root) * _CLOSE:
            return root
    return None
