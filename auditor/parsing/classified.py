"""What do the classes of a table of one column hold, two levels down, where neither codes nor numbers tell?

Such a table prints 类, 款 and 项 one below the other. The classes are known by name; between one and the next the amounts tell the
rest: each 款 is the sum of the lines after it, and all 款 together make the class. Where one figure is wrong that is true of all of them but
one, and where only one reading is left, it is the one that is meant. A table that begins with 合计 and names no class is read as one class is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.model.grid import LineKind
from auditor.parsing.line_proof import ProvenSide
from auditor.parsing.line_tree import LineSum, Told

LEAST_HELD = 2  # 款 of a class that hold
LEAST_LINES = 2  # of the one that does not
MOST_LINES = 200  # of a class
DIGITS = 4  # of a class
Group = tuple[int, int]  # the line of a 款, and the line after its last


def class_sums(proven: ProvenSide) -> Iterator[LineSum]:
    """For each class of which all 款 but one hold: its sum, and that of the one. Where all hold, its sum."""
    lines = proven.side.lines
    if len(proven.columns) != 1 or any(line.code or line.level for line in lines):
        return
    values = [row[0].value if row[0] is not None else 0 for row in proven.rows]
    starts = [n for n, line in enumerate(lines) if line.key.startswith("class_")]
    starts = starts or [0 for line in lines[:1] if line.kind is LineKind.TOTAL]
    for start, stop in pairwise([*starts, len(lines)]):
        plain = all(line.kind is LineKind.ITEM for line in lines[start + 1 : stop])
        if not plain or stop - start > MOST_LINES or start in proven.runs or values[start] < 10**DIGITS:
            continue
        at = start + 1
        held = [_group(values[at:stop], position) for position in range(stop - at)]
        rest = _to_the_end(held)
        if (every := rest[0]) is not None and len(every) > LEAST_HELD:
            yield proven.stated(start, [at + begin for begin, _ in every], Told.TABLE)
        elif found := _flawed(values[start], values[at:stop], held, rest):
            groups, (first, last) = found
            yield proven.stated(start, [at + begin for begin, _ in groups], Told.TABLE)
            yield proven.stated(at + first, range(at + first + 1, at + last), Told.TABLE)


def _flawed(
    whole: int, values: Sequence[int], held: Sequence[Group | None], rest: Sequence[list[Group] | None]
) -> tuple[list[Group], Group] | None:
    """The only way to read the lines as 款 that make the class and of which all but one hold; and that one."""
    found: list[tuple[list[Group], Group]] = []
    before: list[Group] = []
    position = 0
    while position < len(values):
        for end in range(position + 1 + LEAST_LINES, len(values) + 1):
            after = rest[end]
            if after is None or len(before) + len(after) < LEAST_HELD:
                continue
            groups = [*before, (position, end), *after]
            made = sum(values[begin] for begin, _ in groups)
            if whole in (made, made - values[position] + sum(values[position + 1 : end])):
                found.append((groups, (position, end)))
        group = held[position]
        if group is None:
            break
        before.append(group)
        position = group[1]
    return found[0] if len(found) == 1 else None


def _to_the_end(held: Sequence[Group | None]) -> list[list[Group] | None]:
    """For each line the 款 from it to the last, all of which hold; None where they do not."""
    rest: list[list[Group] | None] = [*(None for _ in held), []]
    for position, group in reversed(list(enumerate(held))):
        after = rest[group[1]] if group is not None else None
        rest[position] = [group, *after] if group is not None and after is not None else None
    return rest


def _group(values: Sequence[int], position: int) -> Group | None:
    """A line with as many lines after it as make it up; None where none do."""
    made = 0
    for end in range(position + 1, len(values)):
        made += values[end]
        if made == values[position] and values[position]:
            return position, end + 1
        if made > values[position]:
            break
    return None
