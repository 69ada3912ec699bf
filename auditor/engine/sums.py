"""Which of several listed figures make up a total, told by the figures themselves?

An exact sum of two figures or more does not happen by chance, so it proves a reading that the words leave open: that a
list ends early (在职88人，其中行政15人，事业73人，退休24人), or that some of its figures divide one before them (新增债券30万元，
市本级20万元，转贷县10万元).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from auditor.model.quantity import Quantity

Key = TypeVar("Key")
Figure = tuple[Key, Quantity]
MOST = 24  # figures of one list
_UNITS = (Decimal(10_000), Decimal("0.0001"))
_CHANCE = 3  # digits below which sums agree by chance


def significant(quantity: Quantity) -> int:
    """How many digits tell a figure: 3 in 0.0450 and in 45.0 (a printed zero after the point tells, one before does not)."""
    digits = "".join(c for c in f"{quantity.value:f}" if c.isdigit()).lstrip("0")
    return len(digits if quantity.decimals else digits.rstrip("0"))


def exact(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """True when the printed figures add up to the last digit of the coarsest of them."""
    gap = abs(sum((part.base for part in parts), Decimal(0)) - total.base)
    return gap == 0 or (gap < total.step / 2 and any(part.step < total.step for part in parts))


def divides(part: Quantity, whole: Quantity, share: Quantity) -> bool:
    """True when a share is right for a part of a whole that is not 0."""
    return bool(whole.base) and part.base / whole.base in share.interval


def other_unit(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """True when the sum comes out exactly once one figure is read in another unit: 元 for 万元, 万元 for 亿元."""
    if len(parts) < 2:
        return False
    right = total.base - sum((part.base for part in parts), Decimal(0))
    telling = significant(total) >= _CHANCE
    for factor in _UNITS:
        if any(
            part.value and part.base * (factor - 1) == right and (telling or _unseen(part, total)) for part in parts
        ):
            return True
        if telling and total.base * (factor - 1) == -right:
            return True
    return False


def _unseen(part: Quantity, total: Quantity) -> bool:
    """True for a part too small for a total to show it: 7万元 of 12亿元."""
    return 0 < part.base < total.step / 2


def evident(total: Quantity, listed: Sequence[Figure[Key]]) -> Iterator[tuple[Key, ...]]:
    """The readings of a list, other than the whole of it, that are proved by an exact sum."""
    figures = list(listed[:MOST])
    folded = _folded(figures)
    if len(folded) < len(figures):
        if len(folded) > 1 and exact(total, [quantity for _, quantity in folded]):
            yield tuple(key for key, _ in folded)
        yield from _beginnings(total, folded)
    yield from _beginnings(total, figures)


def _beginnings(total: Quantity, figures: Sequence[Figure[Key]]) -> Iterator[tuple[Key, ...]]:
    if len("".join(c for c in total.text if c.isdigit()).strip("0")) < _CHANCE and not total.decimals:
        return
    for end in range(2, len(figures)):
        head = figures[:end]
        if any(quantity.value for _, quantity in head) and exact(total, [quantity for _, quantity in head]):
            yield tuple(key for key, _ in head)


def _folded(figures: Sequence[Figure[Key]]) -> list[Figure[Key]]:
    """The list without runs of two figures or more that make up the figure before them."""
    kept: list[Figure[Key]] = []
    at = 0
    while at < len(figures):
        kept.append(figures[at])
        whole = figures[at][1]
        run = next(
            (
                end
                for end in range(at + 3, len(figures) + 1)
                if significant(whole) >= _CHANCE and exact(whole, [quantity for _, quantity in figures[at + 1 : end]])
            ),
            at + 1,
        )
        at = run
    return kept
