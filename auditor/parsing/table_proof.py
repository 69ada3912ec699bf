"""Which lines of a table total which others, by their amounts alone?

A line that equals the run of lines after it (or before it) in every column that is filled is their total, whatever its
number, indent or mark says. Runs are found from the bottom up, so that a total counts for the lines that it holds: the
lines that nothing holds yet are the *open* ones, and only they can be parts.

Sums come about by chance too, the sooner the fewer digits they have; so each run carries its *evidence*, the number of
decimal digits that had to agree, and counts only when it has enough. Amounts are whole numbers of half a last place of their
column, with the radius of their rounding, so that nothing is lost and sums are fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10

from auditor.model.quantity import Qualifier, Quantity

LONGEST_RUN = 400
LEAST_HINTED = 1.0  # digits of evidence where a mark says the same; where codes or numbers do, none are asked for
LEAST_BELOW = 5.0  # … where the total stands below its parts and is not called one
LEAST_FLAWED = 6.0  # … in two or more columns that hold, where one column does not
LEAST_HALVED = 4.0  # … in one column that holds, where another does not and words say the same
# … where nothing else does; small amounts need the laxer demands, which take more chance sums for true ones
DEMANDS = (3.0, 2.0, 1.0)
_FLAWS = 2  # columns that may differ, where more hold: an amount and the total that it is in
_HELD = 3  # … with different figures
SINGLE = 1.0  # more, where the run is one line only
STRONG = 3.0  # a sum that hardly comes about by chance


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in half steps of its column's last place; the true value lies within ``radius``."""

    value: int
    radius: int


Row = Sequence[Figure | None]


@dataclass(frozen=True, slots=True)
class Run:
    """The line ``total`` equals the lines ``parts`` in the columns ``held``, and differs in those that ``failed``.

    ``telling`` are the columns that hold with at least two parts and different figures; ``digits`` is the evidence.
    """

    total: int
    parts: tuple[int, ...]
    held: tuple[int, ...]
    failed: tuple[int, ...]
    telling: int
    digits: float


@dataclass(frozen=True, slots=True)
class Hints:
    """What words say of two lines. ``forbids(total, part)``: it cannot hold this part; ``says``: it does hold it.

    ``belongs(total, part)`` is true where a code lays down that a total holds a line: a run that stops before it is none.
    ``is_total`` is true for lines called totals, ``apart`` for lines after 其中, which are parts of the line above them
    if of any, ``never`` for lines that nothing adds (balances).
    """

    forbids: Callable[[int, int], bool]
    says: Callable[[int, int], bool]
    belongs: Callable[[int, int], bool]
    is_total: Callable[[int], bool]
    apart: Callable[[int], bool]
    never: Callable[[int], bool]


def figures(column: Sequence[Quantity | None]) -> list[Figure | None]:
    """The amounts of one column as whole numbers; bounded or approximate amounts are blanks."""
    exact = [q if q is not None and q.qualifier is Qualifier.EXACT else None for q in column]
    finest = min((q.step for q in exact if q is not None), default=None)
    if finest is None:
        return [None] * len(column)
    half = finest / 2
    return [
        None if q is None else Figure(int((q.base / half).to_integral_value()), 0 if q.exact else int(q.step / finest))
        for q in exact
    ]


def compare(rows: Sequence[Row], total: int, parts: Sequence[int]) -> Run:
    """How a total fares against its parts, column by column. A column without a figure of either says nothing."""
    held, failed, seen = [], [], []
    digits, telling = -log10(max(len(parts), 1)), 0
    for column, whole in enumerate(rows[total]):
        found = [figure for part in parts if (figure := rows[part][column]) is not None]
        if whole is None or not found:
            continue
        value, radius = sum(f.value for f in found), sum(f.radius for f in found) + whole.radius
        if abs(value - whole.value) > radius:
            failed.append(column)
            continue
        held.append(column)
        filled = tuple(f.value for f in found if f.value)
        if filled and filled not in seen:
            seen.append(filled)
            digits += log10(max(abs(whole.value) / (radius + 1), 1))
            telling += len(filled) > 1
    return Run(total, tuple(parts), tuple(held), tuple(failed), telling, digits)


def prove(rows: Sequence[Row], hints: Hints) -> list[Run]:
    """Every run of lines that a line totals. Of several demands on the evidence that under which most lines find their
    place counts: only then do the great totals hold."""
    return max((_prove(rows, hints, demand) for demand in DEMANDS), key=_weight)


def _weight(runs: Sequence[Run]) -> float:
    """How much of a table is proven: the parts of the sums that chance does not explain."""
    return sum(len(run.parts) for run in runs if run.digits >= STRONG and not run.failed)


def _prove(rows: Sequence[Row], hints: Hints, demand: float) -> list[Run]:
    filled = [n for n, row in enumerate(rows) if any(figure is not None for figure in row) and not hints.never(n)]
    prover = _Prover(rows, hints, demand)
    open_: list[int] = []
    listed: list[int] = []  # the lines after 其中, until the line that they belong to
    for line in reversed(filled):
        if hints.apart(line):
            listed.append(line)
            continue
        run = prover.find(line, [*open_, *listed], below=False) if listed else None
        if run is None or len(run.parts) < len(listed):
            listed = []
            run = prover.find(line, open_, below=False)
        if run is not None:
            prover.runs.append(run)
            del open_[len(open_) - len(run.parts) + len(listed) :]
        open_.append(line)
        listed = []
    heads = {run.total for run in prover.runs}
    below: list[int] = []
    for line in reversed(open_):
        if line not in heads and (run := prover.find(line, below, below=True)) is not None:
            prover.runs.append(run)
            del below[len(below) - len(run.parts) :]
        below.append(line)
    return prover.runs


class _Prover:
    """Finds the run that a line totals among the open lines."""

    def __init__(self, rows: Sequence[Row], hints: Hints, demand: float) -> None:
        self._demand = demand
        self._rows = rows
        self._hints = hints
        self._width = len(rows[0]) if rows else 0
        self._signed = [
            any(row[column] is not None and row[column].value < 0 for row in rows)  # type: ignore[union-attr]
            for column in range(self._width)
        ]
        self.runs: list[Run] = []

    def find(self, line: int, open_: Sequence[int], *, below: bool) -> Run | None:
        """The run that a line totals; ``open_`` holds the open lines after it (or before it), the nearest last."""
        exact: list[tuple[int, int]] = []
        flawed: list[int] = []
        whole = self._rows[line]
        columns = [column for column in range(self._width) if whole[column] is not None and whole[column].value]  # type: ignore[union-attr]
        sums, radii = [0] * self._width, [0] * self._width
        for length, part in enumerate(reversed(open_[-LONGEST_RUN:]), 1):
            if self._hints.forbids(line, part):
                break
            for column in columns:
                if (figure := self._rows[part][column]) is not None:
                    sums[column] += figure.value
                    radii[column] += figure.radius
            gaps = [
                0 if (gap := abs(sums[c] - whole[c].value)) <= radii[c] + whole[c].radius else gap  # type: ignore[union-attr]
                for c in columns
                if sums[c] or radii[c]
            ]
            wrong = sum(gap > 0 for gap in gaps)
            if gaps and not wrong:
                exact.append((sum(abs(sums[c] - whole[c].value) for c in columns if sums[c] or radii[c]), -length))  # type: ignore[union-attr]
            elif (wrong == 1 and len(gaps) > 1) or (wrong == _FLAWS and len(gaps) >= _FLAWS + _HELD):
                flawed.append(length)
            past = sum(
                not self._signed[c] and sums[c] - radii[c] > whole[c].value + whole[c].radius  # type: ignore[union-attr]
                for c in columns
            )
            if columns and past >= min(_FLAWS + 1, len(columns)):
                break
        for _, length in sorted(exact):
            if (run := self._accepted(line, open_, -length, below)) is not None:
                return run
        for length in flawed:
            run = self._compared(line, open_, length, below)
            sure = run.telling > 1 or all(self._hints.says(line, part) for part in run.parts)
            least = LEAST_FLAWED if run.telling > 1 else LEAST_HALVED
            few = len(run.failed) == 1 or (len(run.failed) == _FLAWS and run.telling >= _HELD)
            if run.telling and sure and run.digits >= least and few and length > 1:
                return run
        return None

    def _compared(self, line: int, open_: Sequence[int], length: int, below: bool) -> Run:
        parts = open_[len(open_) - length :]
        return compare(self._rows, line, parts if below else parts[::-1])

    def _cut_short(self, line: int, open_: Sequence[int], length: int) -> bool:
        """True when the next open line is of the total, and of none of the lines that the run takes for its parts."""
        after = open_[len(open_) - length - 1] if length < len(open_) else None
        parts = open_[len(open_) - length :]
        belongs = self._hints.belongs
        return after is not None and belongs(line, after) and not any(belongs(part, after) for part in parts)

    def _accepted(self, line: int, open_: Sequence[int], length: int, below: bool) -> Run | None:
        run = self._compared(line, open_, length, below)
        if run.failed or not run.held or (not below and self._cut_short(line, open_, length)):
            return None
        if all(self._hints.says(line, part) for part in run.parts):
            return run if run.digits >= LEAST_HINTED or not self._hints.is_total(line) else None
        if below and not self._hints.is_total(line):
            return run if run.digits >= LEAST_BELOW and run.telling else None
        least = self._demand if run.telling else self._demand + SINGLE
        return run if run.digits >= least else None
