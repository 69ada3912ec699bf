"""Which rows does a Word table have that was exported with one cell a line?

Such an export begins every cell with a tab and ends every row with an empty line; the further lines of a cell's own
text have no tab. Cells that span columns leave their row with fewer cells than the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.model.document import Cell, Location, Table
from auditor.reading.structure import cues
from auditor.reading.text.spans import place

_LONGEST_TAIL = 24  # characters of a cell's further line after an empty line


@dataclass(slots=True)
class _Raw:
    """A cell while it is read."""

    text: str
    line: int

    def extend(self, more: str) -> None:
        self.text = self.text + more


def flat_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """The table whose first cell stands at ``start`` and the position after it; None when its rows are no table."""
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
    if len(rows) < 2 or not any(cell.text for row in rows for cell in row):
        return None, position
    return _rectangular(rows), position


def _squeeze(text: str) -> str:
    return text.replace("\u00a0", " ").strip().replace("\t", " ").strip("\u3000").strip()


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


def _rectangular(rows: list[list[_Raw]]) -> Table:
    texts = [[cell.text for cell in row] for row in rows]
    placement = place(texts)
    width = max(len(row) for row in rows)
    doubts = tuple(
        f"第{rows[index][0].line}行起的一行单元格少于表头，数字属于哪一列无法确定" for index in placement.doubtful
    )
    cells = [list(_spread(row, columns, width)) for row, columns in zip(rows, placement.columns, strict=True)]
    for index, column in sorted(placement.below):
        cells[index][column] = replace(cells[index - 1][column], spanned=True)
    filled = tuple(tuple(row) for row in cells if any(cell.text for cell in row))
    return Table("", (), filled, Location(line=rows[0][0].line), doubts=doubts)


def _spread(row: list[_Raw], columns: tuple[int, ...], width: int) -> tuple[Cell, ...]:
    """``columns`` says where each cell begins, and where the last one ends."""
    cells: list[Cell] = []
    for raw, start, end in zip(row, columns, columns[1:], strict=False):
        for column in range(start, end):
            cells.append(Cell(raw.text, Location(line=raw.line), spanned=column > start))
    return (*cells, *(Cell("", Location(line=row[-1].line)) for _ in range(width - len(cells))))
