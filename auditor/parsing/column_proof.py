"""Which columns of a side total the columns beside them, in nearly every row?

As for lines (:mod:`auditor.parsing.table_proof`), with one difference: columns have many rows to speak for them, so a few that do not
hold are errors of the rows and not of the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from auditor.model.grid import Column, Grid, Side
from auditor.parsing.line_proof import additive
from auditor.parsing.table_proof import Figure, figures

MOST_PARTS = 12
LEAST_ROWS = 5  # telling rows that hold
SURE_DIGITS = 10.0  # of all rows that hold, where one does not
BORNE_OUT = 0.9  # of the telling rows


@dataclass(frozen=True, slots=True)
class CrossSum:
    """The column ``total`` equals the sum of ``parts`` in ``held`` of the ``telling`` rows: those with two parts or more.

    ``single`` rows have one part, which the total equals; ``digits`` tell how many digits agree in all that hold.
    """

    total: Column
    parts: tuple[Column, ...]
    held: int
    telling: int
    single: int = 0
    digits: float = 0.0

    @property
    def but_one(self) -> bool:
        """True when all telling rows but one hold, or equal their one part, and so many do that chance has no part in it."""
        return self.telling - self.held == 1 and self.held > 1 and self.digits >= SURE_DIGITS


class ColumnProof:
    """The amounts of a side, row by row, in one scale."""

    def __init__(self, grid: Grid, side: Side) -> None:
        self.columns = additive(grid, side)
        flat = [grid.amount(line, column) for line in side.lines for column in self.columns]
        scaled = figures(flat)
        width = len(self.columns)
        self._rows: list[list[Figure | None]] = (
            [scaled[n : n + width] for n in range(0, len(scaled), width)] if width else []
        )

    def fares(self, total: Column, parts: Sequence[Column]) -> CrossSum:
        """How a sum of columns fares over the rows."""
        place = {column.index: n for n, column in enumerate(self.columns)}
        wanted = [place[part.index] for part in parts if part.index in place]
        return CrossSum(
            total, tuple(parts), *(self._count(place[total.index], wanted) if total.index in place else (0, 0))
        )

    def _count(self, total: int, parts: Sequence[int]) -> tuple[int, int, int, float]:
        held = telling = single = 0
        digits = 0.0
        seen: set[int] = set()
        for row in self._rows:
            whole = row[total]
            found = [figure for part in parts if (figure := row[part]) is not None and figure.value]
            if whole is None or not found:
                continue
            radius = whole.radius + sum(figure.radius for figure in found)
            holds = abs(whole.value - sum(figure.value for figure in found)) <= radius
            if holds and whole.value not in seen:
                seen.add(whole.value)
                digits += log10(max(abs(whole.value) / (radius + 1), 1))
            several = len(found) > 1
            telling += several
            held += holds and several
            single += holds and not several
        return held, telling, single, digits

    def sums(self) -> list[CrossSum]:
        """Every total with the run of columns after it, else before it, that nearly all rows bear out."""
        found: list[CrossSum] = []
        open_: list[int] = []
        for column in reversed(range(len(self.columns))):
            if (one := self._run(column, open_)) is not None:
                found.append(one)
                del open_[len(open_) - len(one.parts) :]
            open_.append(column)
        totals = {one.total.index for one in found}
        before: list[int] = []
        for column in reversed(open_):
            if self.columns[column].index not in totals and (one := self._run(column, before)) is not None:
                found.append(one)
                del before[len(before) - len(one.parts) :]
            before.append(column)
        return found

    def _run(self, total: int, open_: Sequence[int]) -> CrossSum | None:
        unit = self.columns[total].unit
        best: CrossSum | None = None
        for length in range(2, min(len(open_), MOST_PARTS) + 1):
            parts = tuple(reversed(open_[len(open_) - length :]))
            if self.columns[parts[-1]].unit != unit:
                break
            held, telling, *_ = self._count(total, parts)
            if held >= LEAST_ROWS and held >= BORNE_OUT * telling and (best is None or held > best.held):
                columns = tuple(self.columns[part] for part in parts)
                best = CrossSum(self.columns[total], columns, held, telling)
        return best
