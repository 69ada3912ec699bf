"""Could one slip of the pen turn the right figure into the printed one?"""

from __future__ import annotations

import itertools
import unicodedata
from decimal import Decimal

from auditor.model.quantity import Quantity

_LONG = 5  # digits before the point, in which one is easily left out
_MAGNITUDES = tuple(Decimal(10) ** n for n in (1, 2, 3, 4, 8))


def digits_of(text: str) -> str:
    """Digits and point of a number as printed, full-width ones (３０１．５) as plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit() or c == ".")


def one_digit(printed: str, right: str) -> bool:
    """True when exactly one digit differs: 71.73 for 71.43."""
    one, other = digits_of(printed), digits_of(right)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def transposed(printed: str, right: str) -> bool:
    """True when two neighbouring digits changed places: 71.73 for 71.37."""
    one, other = digits_of(printed), digits_of(right)
    if len(one) != len(other):
        return False
    at = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(at) != 2:
        return False
    first, second = at
    near = second == first + 1 or (second == first + 2 and one[first + 1] == ".")
    return near and one[first] == other[second] and one[second] == other[first]


def magnitude(printed: Decimal, right: Decimal, step: Decimal) -> Decimal | None:
    """The power of ten that leads from the right value to the printed one, within one ``step`` of print; None when none does."""
    if not printed or not right:
        return None
    for factor in _MAGNITUDES:
        if abs(right * factor - printed) <= step * factor / 2 + step or abs(right - printed * factor) <= step * factor:
            return factor
    return None


def mends(quantity: Quantity, low: Decimal, high: Decimal) -> bool:
    """True when one slip leads from ``quantity`` into ``low`` … ``high`` (base unit): a wrong digit, two exchanged ones, a power of ten, or
    in a long figure one digit left out or one too many."""
    digits = [at for at, c in enumerate(quantity.text) if c.isdigit()]
    texts = [
        quantity.text[:at] + c + quantity.text[at + 1 :]
        for at in digits
        for c in "0123456789"
        if c != quantity.text[at]
    ]
    texts += _exchanged(quantity.text)
    plain = digits_of(quantity.text)
    whole = len(plain.partition(".")[0])
    if whole >= _LONG:
        texts += [plain[:at] + c + plain[at:] for at in range(whole + 1) for c in "0123456789"]
        texts += [plain[:at] + plain[at + 1 :] for at in range(len(plain)) if plain[at] != "."]
    values = [Decimal(digits_of(text)) * quantity.unit.scale for text in texts]
    values += [quantity.base * factor for factor in _MAGNITUDES] + [quantity.base / factor for factor in _MAGNITUDES]
    return low > 0 and any(low <= value <= high for value in values)


def exchanged(quantity: Quantity, low: Decimal, high: Decimal) -> bool:
    """True when two neighbouring digits of ``quantity`` that changed places lead into ``low`` … ``high`` (base unit)."""
    return any(low <= Decimal(digits_of(text)) * quantity.unit.scale <= high for text in _exchanged(quantity.text))


def _exchanged(text: str) -> list[str]:
    """The number with each two neighbouring digits exchanged."""
    texts = []
    for one, other in itertools.pairwise([at for at, c in enumerate(text) if c.isdigit()]):
        swapped = list(text)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        texts.append("".join(swapped))
    return texts


def explained(quantity: Quantity, right: Decimal) -> bool:
    """True when a single slip explains ``quantity`` printed in place of ``right`` (base unit)."""
    wanted = quantity.printed(right)
    return (
        one_digit(quantity.text, wanted)
        or transposed(quantity.text, wanted)
        or magnitude(quantity.base, right, quantity.step) is not None
    )
