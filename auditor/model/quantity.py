"""What does a printed number mean: its value, its unit and how far rounding reaches?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from auditor.model.interval import INFINITY, ZERO, Interval


class Qualifier(StrEnum):
    """How the words around a number bind its value."""

    EXACT = "exact"
    ABOUT = "about"  # 约, 左右: unusable for equality
    MORE = "more"  # 余, 多, 超过: above the figure, within one unit of its last significant digit
    NEARLY = "nearly"  # 近, 不足: below the figure, within one unit of its last significant digit
    AT_LEAST = "at_least"  # 以上, 不低于, ≥
    AT_MOST = "at_most"  # 以下, 不超过, ≤


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. Quantities compare only within one ``dimension``; ``scale`` leads to its base unit."""

    symbol: str
    dimension: str
    scale: Decimal = Decimal(1)
    counted: bool = False  # whole things: a number without decimals is exact


YUAN = Unit("元", "money")
WAN = Unit("万元", "money", Decimal(10_000))
YI = Unit("亿元", "money", Decimal(100_000_000))
PERCENT = Unit("%", "ratio", Decimal("0.01"))
PERMILLE = Unit("‰", "ratio", Decimal("0.001"))
POINTS = Unit("个百分点", "ratio", Decimal("0.01"))
POINT = Unit("分", "point")
BARE = Unit("", "number")
WHOLE = Unit("", "number", counted=True)  # how many, of what another column says


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number: ``value`` in ``unit``, known to ``decimals`` places.

    ``text`` is the number as printed (without the unit); ``value`` may carry a sign that words gave.
    ``joined`` is true when the digits were broken by extraction and put together again.
    """

    text: str
    value: Decimal
    unit: Unit = BARE
    decimals: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    joined: bool = False

    @property
    def step(self) -> Decimal:
        """One unit of the last printed place, in the base unit."""
        return Decimal(1).scaleb(-self.decimals) * self.unit.scale

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension."""
        return self.value * self.unit.scale

    @property
    def exact(self) -> bool:
        """True for counts of whole things and for a bare 0."""
        return (self.unit.counted and self.decimals == 0 and self.unit.scale == 1) or (
            self.value == 0 and self.decimals == 0
        )

    @property
    def interval(self) -> Interval:
        """The values, in the base unit, that the printed number may stand for."""
        return self.widened(Decimal("0.5"))

    def widened(self, steps: Decimal) -> Interval:
        """The interval when the last printed place may be off by ``steps``."""
        base = self.base
        radius = ZERO if self.exact else self.step * steps
        match self.qualifier:
            case Qualifier.EXACT | Qualifier.ABOUT:
                return Interval(base - radius, base + radius)
            case Qualifier.MORE:
                return Interval(base, base + self._coarse_step, False, True)
            case Qualifier.NEARLY:
                return Interval(base - self._coarse_step, base, True, False)
            case Qualifier.AT_LEAST:
                return Interval(base - radius, INFINITY)
            case Qualifier.AT_MOST:
                return Interval(-INFINITY, base + radius)

    @property
    def _coarse_step(self) -> Decimal:
        """One unit of the last digit that is not zero: 6000余 stays below 7000."""
        digits = self.value.normalize()
        exponent = digits.as_tuple().exponent
        assert isinstance(exponent, int)
        return Decimal(1).scaleb(exponent) * self.unit.scale

    def in_unit(self, base: Decimal) -> Decimal:
        """A value of the base unit, in this quantity's unit."""
        return base / self.unit.scale

    def printed(self, base: Decimal, *, at_least: int = 0) -> str:
        """A value of the base unit as this quantity would print it: same unit, grouping and (at least) decimals."""
        places = Decimal(1).scaleb(-max(self.decimals, at_least))
        with localcontext() as context:
            context.prec = 80
            value = self.in_unit(base).quantize(places, ROUND_HALF_UP)
        value = abs(value) if value == 0 else value
        grouped = "," in self.text or "，" in self.text
        return f"{value:,f}" if grouped else f"{value:f}"
