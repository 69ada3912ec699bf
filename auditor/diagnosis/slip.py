"""Which slip of the pen turns the right figure into the printed one? Strict: a coincidence is no explanation.

How many digits must agree depends on how the right figure is known: a sum gives it exactly, a quotient of rounded
figures only to its last places, where figures that differ for any other reason often agree but for one digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine.slips import digits_of, one_digit, transposed
from auditor.model.quantity import Quantity

UNIT = "unit"  # the kind of slip that puts a number in another unit of money
_POINT_SHIFTS = (1, 2, 3)
_UNIT_SHIFTS = (4, 8)
_LEAST_DIGITS = 3
_SURE_DIGITS = 5
_SINGLED_OUT = 50
_NEAR, _FAR = 10, 100  # steps between right and printed figure


@dataclass(frozen=True, slots=True)
class Slip:
    """``kind`` is transposed, digit, magnitude or unit; ``shift`` the power of ten by which the printed figure is too large."""

    kind: str
    shift: int = 0


def slip_of(quantity: Quantity, right: Decimal, *, exact: bool) -> Slip | None:
    """The slip that explains ``quantity`` printed in place of ``right`` (base unit). ``exact`` is true when the right
    value follows from printed figures without rounding."""
    if right == 0 or quantity.value == 0 or (right < 0) != (quantity.value < 0):
        return None
    return _shifted(quantity, right) or _mistyped(quantity, right, exact)


def retyped(quantity: Quantity, right: Decimal) -> Iterator[Quantity]:
    """What one mistyped digit, or two neighbouring ones exchanged, could have been printed instead of, near ``right``.

    A right value that is known only roughly singles out a digit where it is known to a fraction of that digit's place.
    """
    if quantity.value <= 0:
        return
    wanted = quantity.in_unit(right)
    digits = digits_of(quantity.text)
    tried: set[Decimal] = set()
    for place in range(-quantity.decimals, len(digits.partition(".")[0])):
        size = Decimal(10) ** place
        times = ((wanted - quantity.value) / size).to_integral_value()
        value = quantity.value + times * size
        if not times or value <= 0 or value in tried or abs(value - wanted) * _SINGLED_OUT > size:
            continue
        tried.add(value)
        text = f"{value:.{quantity.decimals}f}"
        if one_digit(digits, text) or transposed(digits, text):
            yield replace(quantity, text=quantity.printed(value * quantity.unit.scale), value=value)


def significant(text: str) -> int:
    """The digits of a printed number that say something: no leading zeros, no trailing ones before the point."""
    digits = digits_of(text)
    whole, point, decimals = digits.partition(".")
    whole = whole.lstrip("0")
    if not point:
        return len(whole.rstrip("0"))
    return len(whole + decimals) if whole else len(decimals.lstrip("0"))


def _shifted(quantity: Quantity, right: Decimal) -> Slip | None:
    money = quantity.unit.dimension == "money"
    for shift in (*_UNIT_SHIFTS, *_POINT_SHIFTS):
        unit = shift in _UNIT_SHIFTS
        kind = UNIT if unit else "magnitude"
        factor = Decimal(10) ** shift
        if abs(quantity.base - right / factor) <= quantity.step / (2 if unit else 1):
            enough = unit and money
            plain = right == quantity.base * factor and significant(quantity.text) >= 2
            if enough or plain or significant(quantity.text) >= _LEAST_DIGITS:
                return Slip(kind, -shift)
        if abs(quantity.base / factor - right) <= quantity.step / 2:
            digits = significant(quantity.printed(right))
            if digits >= (2 if unit and money else _LEAST_DIGITS) or (quantity.base == right * factor and digits >= 2):
                return Slip(kind, shift)
    return None


def _mistyped(quantity: Quantity, right: Decimal, exact: bool) -> Slip | None:
    wanted = quantity.printed(right)
    digits = len(digits_of(wanted).replace(".", "").lstrip("0"))
    if digits >= _LEAST_DIGITS and transposed(quantity.text, wanted):
        return Slip("transposed")
    steps = abs(quantity.base - right) / quantity.step
    if digits > _LEAST_DIGITS and steps >= _FAR and _exchanged(quantity.text, wanted):
        return Slip("transposed")
    if one_digit(quantity.text, wanted) and digits > _LEAST_DIGITS:
        if steps >= _FAR or (exact and (steps >= _NEAR or digits >= _SURE_DIGITS)):
            return Slip("digit")
    elif exact and digits >= _SURE_DIGITS and _dropped(quantity.text, wanted):
        return Slip("digit")
    return None


def _exchanged(printed: str, right: str) -> bool:
    """True when two digits, not neighbours, changed places: 75.08 for 78.05."""
    one, other = digits_of(printed), digits_of(right)
    if len(one) != len(other):
        return False
    off = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(off) == 2 and off[0] == off[1][::-1]


def _dropped(printed: str, right: str) -> bool:
    """True when one digit before the point was left out or typed in excess: 1380.73 for 13830.73."""
    one, other = digits_of(printed), digits_of(right)
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or len(short.replace(".", "")) < _SURE_DIGITS:
        return False
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)) if long[n] != ".")
