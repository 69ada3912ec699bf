"""Where on a sheet do tables begin and end, and what on it is running text?

A worksheet or a CSV file is one large grid. Tables in it are parted by blank rows, by a title of their own, or stand
side by side, each under its own title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.document import Cell
from auditor.reading.structure import cues
from auditor.reading.structure.stream import Item, RawTable, TextLine

Row = tuple[Cell, ...]


def sections(rows: Sequence[Row], name: str = "", doubts: Sequence[str] = ()) -> Iterator[Item]:
    """The tables and lines of a sheet in reading order. ``name`` titles tables that print no title."""
    for segment in _segments(rows):
        for block in _side_by_side(segment):
            yield from _section(block, name, tuple(doubts))


def _section(rows: Sequence[Row], name: str, doubts: tuple[str, ...]) -> Iterator[Item]:
    body = next((at for at, row in enumerate(rows) if _is_body(row)), len(rows))
    head = body
    while head and (texts := _texts(rows[head - 1])) and all(cues.is_caption(text) for text in texts):
        head -= 1
    if head and body < len(rows) and cues.could_be_title(_texts(rows[head - 1])[0]):
        head -= 1
    if body == len(rows):
        head = body
    for row in rows[:head]:
        for cell in row:
            if cell.text and not cell.spanned:
                yield from (TextLine(line.strip(), cell.location) for line in cell.text.split("\n") if line.strip())
    if head < len(rows):
        yield RawTable(tuple(rows[head:]), rows[head][0].location, name, doubts)


def _segments(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows that belong together."""
    current: list[Row] = []
    gap = False
    for at, row in enumerate(rows):
        texts = _texts(row)
        if not texts:
            gap = bool(current)
            continue
        if current and (_opens(texts, _following(rows, at)) if not gap else _opens_after_gap(texts, current)):
            yield current
            current = []
        gap = False
        current.append(row)
    if current:
        yield current


def _following(rows: Sequence[Row], at: int) -> list[str]:
    return next((texts for row in rows[at + 1 : at + 4] if (texts := _texts(row))), [])


def _opens(texts: list[str], following: list[str]) -> bool:
    """A title right under another table: alone in its row, with the unit or number of its table in the next."""
    return (
        len(texts) == 1
        and cues.title_like(texts[0])
        and not (cues.NOTE.match(texts[0]) or cues.is_caption(texts[0]))
        and bool(following)
        and all(cues.is_caption(text) for text in following)
    )


def _opens_after_gap(texts: list[str], current: list[Row]) -> bool:
    if cues.NOTE.match(texts[0]):
        return False
    prose = not any(_is_body(row) for row in current)
    several = len(texts) > 1 and not all(cues.is_caption(text) for text in texts)
    if prose:
        # A title and its table may have a blank row between them.
        return several and not cues.could_be_title(_texts(current[-1])[0])
    return not several


def _side_by_side(rows: list[Row]) -> Iterator[list[Row]]:
    """The tables of one run of rows that stand beside each other, each under a title of its own."""
    width = len(rows[0])
    blank = [x for x in range(width) if all(not row[x].text for row in rows)]
    titled = [x for x in range(width) if any(_own_title(row[x]) for row in rows[:3])]
    cuts = [x for x in blank if any(t < x for t in titled) and any(t > x for t in titled)]
    start = 0
    for cut in [*cuts, width]:
        part = [row[start:cut] for row in rows]
        kept = [row for row in part if any(cell.text for cell in row)]
        if kept:
            yield kept
        start = cut + 1


def _own_title(cell: Cell) -> bool:
    return not cell.spanned and cues.title_like(cell.text)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row if cell.text and not cell.spanned]


def _is_body(row: Row) -> bool:
    """A row of a table: more than one thing stands in it that is no caption."""
    return len([text for text in _texts(row) if not cues.is_caption(text)]) > 1
