"""Which lines are the table of contents (目录)?"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.document import Table
from auditor.reading.numbering import number_of
from auditor.reading.structure import cues
from auditor.reading.structure.line import Item, Line

LONGEST = 120  # entries


def find_contents(items: Sequence[Item]) -> frozenset[int]:
    """Positions of the entries of the table of contents.

    The contents end where their outermost numbering starts again (there the body begins), or at the first table or
    line of running text.
    """
    for start, item in enumerate(items):
        if not isinstance(item, Table) and cues.is_contents_title(item.text):
            found = _entries(items, start + 1)
            if len(found) >= 2:
                return frozenset(found)
    return frozenset()


def _entries(items: Sequence[Item], start: int) -> list[int]:
    found: list[int] = []
    top: int | None = None
    highest = 0
    for position in range(start, min(len(items), start + LONGEST)):
        item = items[position]
        if isinstance(item, Table) or not _could_be_entry(item):
            break
        number = number_of(item.text)
        if number is not None:
            if top is None:
                top = number.level
            if number.level == top:
                if number.value <= highest:
                    break
                highest = number.value
            elif number.level < top:
                if found and number.value == 1:
                    break
                top, highest = number.level, number.value
        found.append(position)
    return _without_body(items, found)


def _could_be_entry(line: Line) -> bool:
    text = cues.without_leader(line.text)
    return len(text) <= 60 and (cues.leader(line.text) or not cues.TERMINAL.search(text) or number_of(text) is not None)


def _without_body(items: Sequence[Item], found: list[int]) -> list[int]:
    """Lines after the last entry that are already the body: un-numbered ones that do not come again further down."""
    later = {
        cues.squeezed(item.text) for item in items[(found[-1] + 1 if found else 0) :] if not isinstance(item, Table)
    }
    while found:
        item = items[found[-1]]
        assert not isinstance(item, Table)
        if number_of(item.text) or cues.leader(item.text) or cues.squeezed(item.text) in later:
            break
        found.pop()
    return found
