"""Which rows does a Word table have that was exported with one cell a line?

Such an export begins every cell with a tab and ends every row with an empty line; the further lines of a cell's own
text have no tab. Cells that span columns leave their row with fewer cells than the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from auditor.model.document import Cell, Location, Table
from auditor.reading import cues

_NUMERIC = re.compile(r"[-−]?\d[\d,，.\s]*(?:%|％|万元|元|万|分|人)?$")
_LONGEST_TAIL = 24  # characters of a cell's further line after an empty line


@dataclass(slots=True)
class _Raw:
    """A cell while it is read."""

    text: str
    line: int

    def extend(self, more: str) -> None:
        self.text = self.text + more


def flat_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """The table whose first cell stands at ``start`` and the position after it; None when it is no such table."""
    rows: list[list[_Raw]] = [[]]
    position = start
    while position < len(lines):
        line = lines[position]
        if line.startswith("\t"):
            rows[-1].append(_Raw(_squeeze(line), position + 1))
        elif line.strip():
            rows[-1][-1].extend(_squeeze(line))
        else:
            tail = _tail(lines, position)
            if tail:
                rows[-1][-1].extend("".join(_squeeze(text) for text in lines[position + 1 : tail]))
                position = tail
                continue
            following = position + 1
            if following < len(lines) and lines[following].startswith("\t"):
                rows.append([])
            elif not line:
                break
        position += 1
    rows = _with_spanning_label([row for row in rows if row])
    if len(rows) < 2:
        return None, start
    return _rectangular(rows), position


def _squeeze(text: str) -> str:
    return text.replace("\u00a0", " ").strip().strip("\u3000").strip()


def _tail(lines: list[str], blank: int) -> int | None:
    """Where the row goes on, when the lines after the empty line ``blank`` still belong to the cell above it."""
    position = blank + 1
    while position < len(lines) and lines[position] and not lines[position].startswith("\t"):
        text = lines[position].strip()
        if len(text) > _LONGEST_TAIL or cues.title_like(text) or cues.ANNEX.match(text) or cues.NOTE.match(text):
            return None
        position += 1
    if position == blank + 1 or position >= len(lines) or not lines[position].startswith("\t"):
        return None
    return position


def _rectangular(rows: list[list[_Raw]]) -> Table:
    width = max(len(row) for row in rows)
    doubts: list[str] = []
    result: list[tuple[Cell, ...]] = []
    for index, row in enumerate(rows):
        section = next((r for r in reversed(rows[:index]) if len(r) == width), None)
        alone = len(row) < width and not any(len(r) == len(row) for r in rows[max(0, index - 1) : index])
        places: list[int] | None = None
        if alone and section is not None and any(_NUMERIC.match(cell.text) for cell in row):
            places = _align(row, _section(rows, index, width), width)
            if places is None:
                doubts.append(f"第{row[0].line}行起的一行单元格少于表头，数字属于哪一列无法确定")
        result.append(_spread(row, places or list(range(len(row))), width))
    return Table("", (), tuple(result), Location(line=rows[0][0].line), doubts=tuple(doubts))


def _with_spanning_label(rows: list[list[_Raw]]) -> list[list[_Raw]]:
    """A label that spans rows, set apart by an empty line of its own, goes back to the row it begins."""
    width = max((len(row) for row in rows), default=0)
    result: list[list[_Raw]] = []
    for index, row in enumerate(rows):
        after = rows[index + 1] if index + 1 < len(rows) else []
        above = result[-1] if result else []
        if len(above) == 1 and len(row) == width - 1 and row[0].text and after and not after[0].text:
            result[-1] = above + row
        else:
            result.append(row)
    return result


def _section(rows: list[list[_Raw]], index: int, width: int) -> list[list[_Raw]]:
    """The full rows right above row ``index``."""
    above: list[list[_Raw]] = []
    for row in reversed(rows[:index]):
        if len(row) != width:
            break
        above.append(row)
    return above


def _align(row: list[_Raw], above: list[list[_Raw]], width: int) -> list[int] | None:
    """The columns of a row with fewer cells: its numbers go under the columns of numbers, in order."""
    numeric = [
        column
        for column in range(width)
        if above and sum(1 for r in above if _NUMERIC.match(r[column].text)) * 2 > len(above)
    ]
    figures = [i for i, cell in enumerate(row) if _NUMERIC.match(cell.text)]
    if len(figures) != len(numeric) or figures[0] == 0:
        return None
    places = list(range(len(row)))
    for cell, column in zip(figures, numeric, strict=True):
        places[cell] = column
    for i in range(figures[-1] + 1, len(row)):
        places[i] = places[i - 1] + 1
    ordered = all(a < b for a, b in pairwise(places)) and places[-1] < width
    return places if ordered else None


def _spread(row: list[_Raw], places: list[int], width: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    at = dict(zip(places, row, strict=True))
    current: _Raw | None = None
    end = Location(line=row[-1].line)
    for column in range(width):
        if column in at:
            current = at[column]
            cells.append(Cell(current.text, Location(line=current.line)))
        elif current is not None and column < places[-1]:
            cells.append(Cell(current.text, Location(line=current.line), spanned=True))
        else:
            cells.append(Cell("", end))
    return tuple(cells)
