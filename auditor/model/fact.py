"""What is a figure about? Its dimensions, each with how it is known.

The model is XBRL's: a fact is a value with a concept and a context. Here a dimension of the context is read from the
words beside the figure, else inherited from the sentence, the paragraph or a heading; where neither says anything it
is unknown, and an unknown that could differ decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Known(StrEnum):
    """How the value of a dimension is known."""

    STATED = "stated"  # by the words beside the figure
    INHERITED = "inherited"  # from the sentence, the paragraph, a heading or the document
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dimension:
    value: str = ""
    known: Known = Known.UNKNOWN


UNKNOWN = Dimension()
NAMES = ("period", "basis", "scope", "fund")
OWN, WHOLE = "own", "whole"  # the scopes 市本级 and 全市
PLANS = frozenset({"initial", "budget", "adjusted"})  # the bases of what was not carried out yet


@dataclass(frozen=True, slots=True)
class Dimensions:
    """``period``: a year (2025), a span (2021-2025) or a part of a year (2025/上半年); ``basis``: initial, adjusted, budget,
    execution or final; ``scope``: whole (全市), own (市本级), below or a region's name; ``fund``: general, government, capital,
    social or special."""

    period: Dimension = UNKNOWN
    basis: Dimension = UNKNOWN
    scope: Dimension = UNKNOWN
    fund: Dimension = UNKNOWN

    def items(self) -> Iterator[tuple[str, Dimension]]:
        return ((name, getattr(self, name)) for name in NAMES)

    def of(self, name: str) -> Dimension:
        dimension: Dimension = getattr(self, name)
        return dimension

    @property
    def year(self) -> int | None:
        """The year that the figure is of; None for a part of a year, for a span of years, and where it is not known."""
        value = self.period.value
        return int(value) if len(value) == 4 and value.isdecimal() else None

    def years_since(self, earlier: Dimensions) -> int:
        """The years from an earlier figure to this one; 0 where they are not known."""
        return self.year - earlier.year if self.year and earlier.year else 0

    def values(self) -> tuple[str, ...]:
        return tuple(dimension.value for _, dimension in self.items())


@dataclass(frozen=True, slots=True)
class Contexts:
    """The values that each dimension takes in one document: one that never varies cannot differ."""

    stated: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def varies(self, name: str) -> bool:
        return len(self.stated.get(name, ())) > 1

    def clash(self, one: Dimensions, other: Dimensions, names: tuple[str, ...] = NAMES) -> str:
        """The first dimension in which two figures are known to differ; empty when there is none."""
        pairs = ((name, one.of(name).value, other.of(name).value) for name in names)
        return next((name for name, a, b in pairs if a and b and a != b), "")

    def doubt(self, one: Dimensions, other: Dimensions, names: tuple[str, ...] = NAMES) -> str:
        """The first dimension in which two figures may differ, for all that is known; empty when they surely agree."""
        for name in names:
            a, b = one.of(name), other.of(name)
            if a.value and b.value:
                if a.value != b.value:
                    return name
            elif self.varies(name):
                return name
        return ""


NOWHERE = Dimensions()
