"""Which lines of a page are a table that has no ruled grid?

Rows of figures that stand under one another with white space between them. (camelot's readers of unruled tables were
tried: they fuse a column of codes with the names beside it.) The columns are the stretches of the page width that the
rows of figures print on; nothing read this way is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.model.document import Cell, Location
from auditor.reading.pdf.cells import Grid
from auditor.reading.pdf.glyphs import Glyph
from auditor.reading.pdf.lines import Row, box_of
from auditor.reading.structure import cues

DOUBT = "没有表格线，按文字位置划分行列"

_GAP = 1.0  # of the font size, between columns
_GAP_OF_HEADERS = 0.2  # … between headers of neighbouring columns
_GAP_OF_FIGURES = 0.45  # … between two figures: none has a space that wide in it
_TURN = 0.5  # where figures and words meet, as a code does the name beside it
_GAP_OF_TOTAL = 2.0  # … between a column and a total of it that is set in its middle
_FEWEST = 3  # rows of figures
_CELLS = 3  # of a row that belongs to the one above it, far as it may be
_FEW = 2  # figures of such totals
_HEADER_ROWS = 5
_SHORT = 12  # characters of a header that stands on a row of its own
_BESIDE = 6.0  # of the font size, by which header cells may reach beyond the figures and names under them
_FAR = 3.0  # of the font size, between the baselines of neighbouring rows
_FAR_ALIKE = 5.0  # … where both have several cells
_FIGURE = re.compile(r"[-−－+(（]?\d[\d,，]*(?:[.．]\d+)?[%％]?[)）]?")
_NIL = re.compile(r"[-—–－/]{1,2}")
_PAGE_REFERENCE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands together in a row: one cell's worth."""

    row: Row
    start: int  # offsets in the row's text
    end: int

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end].strip()

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for glyph in self.row.glyphs[self.start : self.end] if glyph is not None]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def numeric(self) -> bool:
        return _FIGURE.fullmatch(self.text) is not None

    @property
    def valued(self) -> bool:
        return self.numeric or _NIL.fullmatch(self.text) is not None


def unruled_tables(rows: Sequence[Row]) -> list[tuple[Grid, tuple[tuple[Cell, ...], ...], list[Row]]]:
    """Each table among ``rows`` (a page without its ruled tables): grid, cells, and the rows that it takes."""
    pieces = [_pieces(row) for row in rows]
    tabular = [_is_tabular(line) for line in pieces]
    result = []
    position = 0
    while position < len(rows):
        if not tabular[position]:
            position += 1
            continue
        last = _last(rows, pieces, tabular, position)
        body = [line for line, is_row in zip(pieces[position:last], tabular[position:last], strict=True) if is_row]
        columns = _columns(body)
        if _is_table(body, columns):
            first = _first(rows, pieces, position, columns)
            taken = list(rows[first:last])
            header = [_parted(line, columns) for line in pieces[first:position]]
            result.append((*_laid_out([*header, *pieces[position:last]], columns), taken))
        position = last
    return result


def _parted(line: list[_Piece], columns: Sequence[tuple[float, float]]) -> list[_Piece]:
    """A row of headers, those of neighbouring columns told apart where they all but touch."""
    reaches = (sum(min(piece.x1, x1) > max(piece.x0, x0) for x0, x1 in columns) for piece in line)
    return _pieces(line[0].row, _GAP_OF_HEADERS) if any(number > 1 for number in reaches) else line


def _pieces(row: Row, gap: float = _GAP) -> list[_Piece]:
    result, start, last = [], 0, None
    for offset, glyph in enumerate(row.glyphs):
        if glyph is None:
            continue
        if last is not None and glyph.x0 - last.x1 > min(_gap_between(last.text, glyph.text), gap) * row.em:
            result.append(_Piece(row, start, offset))
            start = offset
        last = glyph
    return [*result, _Piece(row, start, len(row.text))]


def _gap_between(last: str, text: str) -> float:
    """How far apart two characters of one cell may stand, of the font size."""
    if last.isdigit() and (text.isdigit() or text in "-−－"):
        return _GAP_OF_FIGURES
    return _TURN if last.isdigit() != text.isdigit() and "." not in last + text else _GAP


def _is_tabular(line: Sequence[_Piece]) -> bool:
    return len(line) >= 2 and any(piece.valued for piece in line[1:]) and not cues.is_caption(line[0].row.text)


def _last(rows: Sequence[Row], pieces: Sequence[list[_Piece]], tabular: Sequence[bool], first: int) -> int:
    """The position after the last row of the table that begins at ``first``; a label may stand on a row of its own."""
    last = first + 1
    for position in range(first + 1, len(rows)):
        row = rows[position]
        both = all(tabular[n] and len(pieces[n]) >= _CELLS for n in (position - 1, position))
        if row.baseline - rows[position - 1].baseline > (_FAR_ALIKE if both else _FAR) * row.em:
            break
        if tabular[position]:
            last = position + 1
        elif (
            position > last or len(pieces[position]) > 2 or cues.TERMINAL.search(row.text) or cues.NOTE.match(row.text)
        ):
            break
    return last


def _first(
    rows: Sequence[Row], pieces: Sequence[list[_Piece]], body: int, columns: Sequence[tuple[float, float]]
) -> int:
    """The first of the header rows above the row at ``body``."""
    first = body
    while first and body - first < _HEADER_ROWS:
        row, line = rows[first - 1], pieces[first - 1]
        near = rows[first].baseline - row.baseline < _FAR * row.em
        around = _BESIDE * row.em if len(line) > 1 else row.em
        inside = line[0].x0 > columns[0][0] - around and line[-1].x1 < columns[-1][1] + around
        if not near or not inside or cues.is_caption(row.text) or cues.TERMINAL.search(row.text):
            break
        short = len(line[0].text) <= _SHORT and (first < body or _column(line[0], columns) > 0)
        if len(line) < 2 and not short:
            break
        first -= 1
    return first


def _columns(body: Sequence[Sequence[_Piece]]) -> list[tuple[float, float]]:
    """The stretches that the rows of figures print on."""
    spans = sorted((piece.x0, piece.x1) for line in body for piece in line)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return _merged(body, columns)


def _merged(body: Sequence[Sequence[_Piece]], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, a total set in the middle of its column taken back into it: a stretch of one or two figures close beside one
    of many, in none of whose rows they stand."""
    rows = [{row for row, line in enumerate(body) if any(p.valued and _column(p, columns) == n for p in line)}
            for n in range(len(columns))]  # fmt: skip
    for n, (one, other) in enumerate(pairwise(columns)):
        few, many = sorted((rows[n], rows[n + 1]), key=len)
        near = other[0] - one[1] < _GAP_OF_TOTAL * body[0][0].row.em
        if near and 0 < len(few) <= _FEW and len(many) > _FEW * len(few) and not few & many:
            return _merged(body, [*columns[:n], (one[0], other[1]), *columns[n + 2 :]])
    return columns


def _is_table(body: Sequence[Sequence[_Piece]], columns: Sequence[tuple[float, float]]) -> bool:
    """Enough rows with figures in common columns; a list with page references is none."""
    if len(body) < _FEWEST or len(columns) < 2:
        return False
    figures = [piece for line in body for piece in line[1:] if piece.numeric]
    if len(columns) == 2 and all(_PAGE_REFERENCE.fullmatch(piece.text) for piece in figures):
        return False
    held = [sum(any(_column(p, columns) == i for p in line if p.valued) for line in body) for i in range(len(columns))]
    return len(columns) > 2 or (max(held) >= _FEWEST and not all(line[0].numeric for line in body))


def _column(piece: _Piece, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a piece stands in, or nearest to."""
    overlaps = [min(piece.x1, x1) - max(piece.x0, x0) for x0, x1 in columns]
    return overlaps.index(max(overlaps))


def _laid_out(
    lines: Sequence[Sequence[_Piece]], columns: Sequence[tuple[float, float]]
) -> tuple[Grid, tuple[tuple[Cell, ...], ...]]:
    sample = lines[0][0].row
    xs = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    tops = [line[0].row.baseline - line[0].row.em for line in lines]
    ys = [*tops, lines[-1][0].row.baseline + 0.3 * lines[-1][0].row.em]
    grid = Grid(sample.page, sample.frame, xs, ys, doubts=[DOUBT], trusted=False)
    return grid, tuple(_cells(line, columns, grid, index) for index, line in enumerate(lines))


def _cells(line: Sequence[_Piece], columns: Sequence[tuple[float, float]], grid: Grid, index: int) -> tuple[Cell, ...]:
    held: dict[int, list[_Piece]] = {}
    for piece in line:
        held.setdefault(_column(piece, columns), []).append(piece)
    cells = []
    for column in range(len(columns)):
        inside = held.get(column, [])
        box = (
            box_of(glyph for piece in inside for glyph in piece.glyphs)
            if inside
            else (grid.xs[column], grid.ys[index], grid.xs[column + 1], grid.ys[index + 1])
        )
        text = " ".join(piece.text for piece in inside)
        cells.append(Cell(text, Location(page=grid.page, bbox=grid.frame.displayed(box))))
    return tuple(cells)
