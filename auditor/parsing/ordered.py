"""Which lines does the line above them total, by their place alone or by what their names make up elsewhere?

二、上级补助收入 stands in a sum of 一、二、三、… that holds; the lines without number between it and 三、 stand in none, so they
divide it. And where the same names (一般债务, 专项债务) make up the line above them in several places of a table, they do so in the others. That
they are all is open, which whoever judges such a sum has to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from auditor.model.grid import LineKind
from auditor.parsing.line_proof import BALANCE, ProvenSide
from auditor.parsing.line_tree import LineSum, Told

LEAST = 2  # lines that divide one
AGAIN = 2  # places where the same names make up the line above them


def ordered_sums(proven: ProvenSide, held: Collection[int]) -> Iterator[LineSum]:
    """The sums that the order of the lines of a side states, where its amounts have not proven another. ``held`` are the lines that
    are parts of a sum that holds."""
    lines = proven.side.lines
    for total, line in enumerate(lines):
        if not line.level or line.code or total in proven.runs or total not in held:
            continue
        parts: list[int] = []
        for position in range(total + 1, len(lines)):
            below = lines[position]
            if below.level or below.code or below.kind is not LineKind.ITEM or below.key == BALANCE:
                break
            parts.append(position)
        if len(parts) >= LEAST and not any(part in held for part in parts):
            yield proven.stated(total, parts, Told.ORDER)


def repeated_sums(proven: ProvenSide) -> Iterator[LineSum]:
    """The sums of lines whose names make up the line above them elsewhere in the table, where the amounts prove no sum."""
    lines = proven.side.lines
    told = Counter(
        tuple(line.label for line in lines[run.total + 1 : run.parts[-1] + 1])
        for run in proven.runs.values()
        if run.parts == proven.filled(run.total + 1, run.parts[-1] + 1)
    )
    again = [names for names, times in told.items() if times >= AGAIN and len(names) >= LEAST]
    for total in range(len(lines)) if again else ():
        for names in again if total not in proven.runs else ():
            parts = range(total + 1, total + 1 + len(names))
            if tuple(line.label for line in lines[parts.start : parts.stop]) == names:
                yield proven.stated(total, parts, Told.TABLE)
