"""Which lines without number does the numbered line above them total?

二、上级补助收入 stands in a sum of 一、二、三、… that holds; the lines without number between it and 三、 stand in none, so they
divide it. That they are all is open, which whoever judges such a sum has to know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from auditor.model.grid import LineKind
from auditor.parsing.line_proof import BALANCE, ProvenSide
from auditor.parsing.line_tree import LineSum

LEAST = 2  # lines that divide one


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
            places = tuple((proven.side, lines[part]) for part in parts)
            yield LineSum((proven.side, line), (places,), ordered=True)
