"""Which lines does a line total, by where its label begins?

Where neither code nor number gives a line its place, print does: the items of 人大事务 stand a character further to the right. Such
a reading counts only where it has proven itself: nearly all sums that it states hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.grid import Grid, Line, LineKind, Side
from auditor.parsing.line_proof import BALANCE, ProvenSide
from auditor.parsing.line_tree import LineSum, Told

SAME = 2.5  # points: labels that begin so close together are of one level
_CHARACTER = 10.5  # points
MOST_LEVELS = 6
LEAST = 5  # sums of two lines or more that hold
MOST_MISSED = 2  # sums of a table, or one for so many that hold: a wrong subtotal fails both as total and as part
FOR_EACH = 30


def indented_sums(proven: ProvenSide) -> Iterator[LineSum]:
    """The sums that the indents of a side state, where its amounts prove that they state sums at all."""
    held, missed = counted(proven)
    if held >= LEAST and missed <= max(MOST_MISSED, held // FOR_EACH):
        for total, parts in below(proven).items():
            yield proven.stated(total, parts, Told.INDENT)


def counted(proven: ProvenSide) -> tuple[int, int]:
    """How many sums of two lines or more hold that the indents of a side state, and how many sums fail."""
    runs = [proven.compare(total, parts) for total, parts in below(proven).items()]
    return sum(bool(run.telling) and not run.failed for run in runs), sum(bool(run.failed) for run in runs)


def below(proven: ProvenSide) -> dict[int, list[int]]:
    """For each line the lines right below it in rank, until one of its own rank or a total comes. Those with 其中 are left out, for
    their list may not be complete."""
    lines, levels = proven.side.lines, _levels(proven.grid, proven.side)
    found: dict[int, list[int]] = {}
    partial: set[int] = set()
    stack: list[int] = []
    for position, (line, level) in enumerate(zip(lines, levels, strict=True)):
        if level is None or line.key == BALANCE:
            stack = []
            continue
        while stack and (levels[stack[-1]] or 0) >= level:
            stack.pop()
        if stack:
            found.setdefault(stack[-1], []).append(position)
            if line.kind is LineKind.OF_WHICH:
                partial.add(stack[-1])
        stack.append(position)
    return {total: parts for total, parts in found.items() if total not in partial}


def _levels(grid: Grid, side: Side) -> list[int | None]:
    """The rank of each line's indent; None where it is not known."""
    starts = [_start(grid, side, line) for line in side.lines]
    ranks: list[float] = []
    for start in sorted({start for start in starts if start is not None}):
        if not ranks or start - ranks[-1] > SAME:
            ranks.append(start)
    if not 1 < len(ranks) <= MOST_LEVELS:
        return [None] * len(starts)
    return [None if start is None else max(n for n, rank in enumerate(ranks) if rank <= start) for start in starts]


def _start(grid: Grid, side: Side, line: Line) -> float | None:
    """Where the words of a line's label begin; None for totals, which stand in the middle."""
    if line.kind in (LineKind.TOTAL, LineKind.SUBTOTAL):
        return None
    first = min((column.index for column in side.columns), default=0)
    labels = [cell for cell in grid.table.rows[line.row][:first] if cell.text and not cell.spanned]
    if not labels:
        return None
    box = labels[-1].location.bbox
    return box[0] if box else labels[-1].indent * _CHARACTER
