"""What does the arithmetic of a side say of its lines? Runs of :mod:`auditor.parsing.table_proof`, with what words allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.parsing.line_tree import LineSum, Told, carries, named_within
from auditor.parsing.table_proof import Figure, Hints, Run, compare, figures, prove

NOT_ADDITIVE = frozenset(
    {"rate", "prior_rate", "change", "weight", "score", "limit", "unit_price", "quantity", "average"}
)
BALANCE = "balance"
FORMS = frozenset({"summary", "fiscal_summary"})  # roles whose forms lay down what their totals hold
_OF_THE_YEAR = frozenset({"income_total", "expenditure_total"})
_GRAND = "grand_total"
_CLOSING = ("合计", "小计", "总计")
_COUNTED = 8  # lines, of which the amounts do not rise by chance
_TOTALS = (LineKind.TOTAL, LineKind.SUBTOTAL)


def additive(grid: Grid, side: Side) -> tuple[Column, ...]:
    """The columns whose lines can be added: no numbers of lines, and no rates, by their header, by how their amounts are printed, or, of a column without
    header, by decimals where the columns beside it have none."""
    added = [
        c
        for c in side.columns
        if c.key not in NOT_ADDITIVE and not _is_ratio(grid, side, c) and not _is_count(grid, side, c)
    ]
    whole = any(_decimals(grid, side, c) == 0 for c in added)
    return tuple(c for c in added if c.header or not whole or _decimals(grid, side, c) <= 0)


def _decimals(grid: Grid, side: Side, column: Column) -> int:
    """How many decimals the amounts of a column have, other than 0; the fewest that occur."""
    amounts = [amount for line in side.lines if (amount := grid.amount(line, column)) is not None and amount.value]
    return min((amount.decimals for amount in amounts), default=-1)


def _is_count(grid: Grid, side: Side, column: Column) -> bool:
    """True of a column that counts its lines: whole numbers that rise from line to line, and no faster than some lines are left out."""
    values = [amount.value for line in side.lines if (amount := grid.amount(line, column)) is not None]
    rising = all(one < other and other == int(other) for one, other in pairwise(values))
    return len(values) >= _COUNTED and rising and values[-1] - values[0] < 2 * len(side.lines) and values[0] >= 0


def _is_ratio(grid: Grid, side: Side, column: Column) -> bool:
    amounts = [amount for line in side.lines if (amount := grid.amount(line, column)) is not None]
    ratios = sum(amount.unit.dimension == "ratio" for amount in amounts)
    return column.unit.dimension == "ratio" or ratios * 2 > len(amounts)


@dataclass(frozen=True)
class ProvenSide:
    """A side with the runs that its amounts prove. Lines and columns are counted as in ``side.lines`` and ``columns``."""

    grid: Grid
    side: Side

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return additive(self.grid, self.side)

    @cached_property
    def rows(self) -> list[tuple[Figure | None, ...]]:
        columns = [figures([self.grid.amount(line, column) for line in self.side.lines]) for column in self.columns]
        return list(zip(*columns, strict=True)) if columns else [() for _ in self.side.lines]

    @cached_property
    def runs(self) -> dict[int, Run]:
        """The runs by their total."""
        return {run.total: run for run in prove(self.rows, hints(self.side.lines, laid_down=self.grid.role in FORMS))}

    def filled(self, start: int, end: int) -> tuple[int, ...]:
        """The lines of a stretch that have an amount."""
        return tuple(line for line in range(start, end) if any(figure is not None for figure in self.rows[line]))

    @cached_property
    def holder(self) -> dict[int, int]:
        """For each line that a run takes for a part, the line that totals it."""
        return {part: run.total for run in self.runs.values() for part in run.parts}

    def outermost(self, parts: Sequence[int]) -> tuple[int, ...]:
        """The parts without those that another of them already holds."""
        within = set(parts)
        return tuple(part for part in parts if not within & set(self._holders(part)))

    def _holders(self, line: int) -> list[int]:
        found: list[int] = []
        while (line := self.holder.get(line, -1)) >= 0 and line not in found:
            found.append(line)
        return found

    def stated(self, total: int, parts: Iterable[int], told: Told) -> LineSum:
        """The sum of a line and the only lines that it may total."""
        lines = self.side.lines
        return LineSum((self.side, lines[total]), (tuple((self.side, lines[part]) for part in parts),), told=told)

    def compare(self, total: int, parts: Sequence[int]) -> Run:
        return compare(self.rows, total, parts)


def hints(lines: Sequence[Line], *, laid_down: bool = False) -> Hints:
    """What numbers, codes, marks and names say of the lines; and the form, where it lays down that 本年收入合计 totals all above it."""
    beside = apart(lines)
    closed = max((n for n, line in enumerate(lines) if line.key in _OF_THE_YEAR), default=-1) if laid_down else -1
    return Hints(
        forbids=lambda total, part: (
            _forbids(lines[total], lines[part])
            or (lines[total].key == _GRAND and part < closed and lines[part].kind is LineKind.ITEM)
        ),
        says=lambda total, part: _says(lines[total], lines[part]),
        belongs=lambda total, part: _within(lines[total].code, lines[part].code),
        is_total=lambda line: _is_total(lines[line]),
        apart=beside.__contains__,
        never=lambda line: lines[line].key == BALANCE,
    )


def apart(lines: Sequence[Line]) -> frozenset[int]:
    """The lines after 其中, as far as its numbering goes on: they belong to the line above and to no total."""
    found: set[int] = set()
    listed = 0
    for position, line in enumerate(lines):
        if line.kind is LineKind.OF_WHICH:
            listed = line.level
            found.add(position)
        elif listed and line.level == listed and not line.code:
            found.add(position)
        elif line.level or line.kind is not LineKind.ITEM:
            listed = 0
    return frozenset(found)


def _within(code: str, other: str) -> bool:
    return bool(code) and other.startswith(code) and other != code


def _forbids(total: Line, part: Line) -> bool:
    if part.kind is LineKind.TOTAL and (total.kind is not LineKind.TOTAL or total.label == part.label):
        return True
    if total.code and part.code:
        return not part.code.startswith(total.code) or part.code == total.code
    if total.kind in _TOTALS or part.kind in _TOTALS or total.code or part.code:
        return False
    if total.key.startswith("class_") and part.key.startswith("class_"):
        return True
    return 0 < part.level <= total.level


def _is_total(line: Line) -> bool:
    """True of 合计, and of what is called the total of something: 政府性基金收入小计."""
    return line.kind in _TOTALS or line.label.endswith(_CLOSING)


def _says(total: Line, part: Line) -> bool:
    if _is_total(total) or carries(total, part):
        return True
    if total.code and part.code:
        return part.code.startswith(total.code)
    return 0 < total.level < part.level or named_within(total, part)
