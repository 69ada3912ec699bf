"""Which values may a printed number stand for?

An :class:`Interval` is a set of numbers between two ends, each end open or closed. A relation between
printed figures is evaluated on intervals: it *holds* when some values inside them satisfy it
(XBRL Calculations 1.1, section 3, takes the same view of rounded facts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

ZERO = Decimal(0)
INFINITY = Decimal("Infinity")
PRECISION = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``lo`` to ``hi``; an open end is not part of the set."""

    lo: Decimal
    hi: Decimal
    lo_open: bool = False
    hi_open: bool = False

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ValueError(f"interval ends are swapped: {self.lo} > {self.hi}")

    @classmethod
    def point(cls, value: Decimal | int) -> Interval:
        value = Decimal(value)
        return cls(value, value)

    @classmethod
    def around(cls, value: Decimal, radius: Decimal) -> Interval:
        return cls(value - radius, value + radius)

    @property
    def width(self) -> Decimal:
        return self.hi - self.lo

    @property
    def middle(self) -> Decimal:
        return (self.lo + self.hi) / 2

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo, self.hi_open, self.lo_open)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.lo + other.lo,
            self.hi + other.hi,
            self.lo_open or other.lo_open,
            self.hi_open or other.hi_open,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        corners = [
            (_times(a, b), _open(a, a_open, b, b_open)) for a, a_open in self._ends() for b, b_open in other._ends()
        ]
        return _hull(corners)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; ``ZeroDivisionError`` when the divisor may be zero."""
        if other.lo <= 0 <= other.hi:
            raise ZeroDivisionError("the divisor may be zero")
        with localcontext() as context:
            context.prec = PRECISION
            corners = [
                (a / b if not b.is_infinite() else ZERO, (a_open or b_open) and (a_open or a != 0))
                for a, a_open in self._ends()
                for b, b_open in other._ends()
            ]
        return _hull(corners)

    def _ends(self) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
        return (self.lo, self.lo_open), (self.hi, self.hi_open)

    def __contains__(self, value: Decimal) -> bool:
        above = value > self.lo or (value == self.lo and not self.lo_open)
        below = value < self.hi or (value == self.hi and not self.hi_open)
        return above and below

    def meets(self, other: Interval) -> bool:
        """True when some number lies in both."""
        return self.reaches_below(other) and other.reaches_below(self)

    def reaches_below(self, other: Interval, *, strictly: bool = False) -> bool:
        """True when some number here is at most (or less than) some number there."""
        if self.lo == other.hi:
            return not (strictly or self.lo_open or other.hi_open)
        return self.lo < other.hi

    def distance(self, other: Interval) -> Decimal:
        """The gap between the two sets; 0 when they meet or touch."""
        return max(self.lo - other.hi, other.lo - self.hi, ZERO)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals; 0 when there are none."""
    result = Interval.point(ZERO)
    for interval in intervals:
        result = result + interval
    return result


def union(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of them. ``ValueError`` when there are none."""
    return _hull([end for interval in intervals for end in interval._ends()])


def _times(a: Decimal, b: Decimal) -> Decimal:
    return ZERO if a == 0 or b == 0 else a * b


def _open(a: Decimal, a_open: bool, b: Decimal, b_open: bool) -> bool:
    """Whether a product is out of reach: a zero that belongs to its interval gives 0 with any value of the other."""
    if (a == 0 and not a_open) or (b == 0 and not b_open):
        return False
    return a_open or b_open


def _hull(corners: list[tuple[Decimal, bool]]) -> Interval:
    if not corners:
        raise ValueError("no interval to join")
    # At equal values a closed end wins: that value can be reached.
    lo = min(corners, key=lambda corner: (corner[0], corner[1]))
    hi = max(corners, key=lambda corner: (corner[0], not corner[1]))
    return Interval(lo[0], hi[0], lo[1], hi[1])
