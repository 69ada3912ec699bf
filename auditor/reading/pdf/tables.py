"""Which grids of neighbouring pages are one table?

A table that runs over a page goes on as the first thing of the next page, with the same outer lines; its title and
header rows may be printed again or left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.model.document import Cell, Location, Table
from auditor.reading.pdf.cells import Grid
from auditor.reading.structure import cues
from auditor.reading.structure.compose import foot_rows, head_rows

_SAME_LINE = 4.0  # points
_CONTINUED = re.compile(r"[（(]?\s{0,2}(?:续\s{0,2}表?|接上表|接上页)\s{0,2}\d{0,2}\s{0,2}[）)]?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its cells, the texts right above it on its page, and whether it begins or ends the page's content."""

    grid: Grid
    cells: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...]  # all lines between the table before (or the top of the page) and this grid
    ends_page: bool

    @property
    def top(self) -> float:
        return self.grid.ys[0]

    def table(self) -> Table:
        """The table, with title, captions and notes told from its rows where they stand inside the grid."""
        title, captions, rows = head_rows(self.cells)
        if title is None or not cues.title_like(title[0]):
            title, captions, rows = None, [], self.cells
        rows, notes = foot_rows(rows)
        return Table(
            title=title[0] if title else "",
            caption=tuple(text for text, _ in captions),
            rows=rows,
            location=Location(page=self.grid.page, bbox=self.grid.frame.displayed(self.grid.box)),
            notes=tuple(text for text, _ in notes),
            doubts=tuple(self.grid.doubts),
            trusted=self.grid.trusted,
            title_at=title[1] if title else None,
            caption_at=tuple(place for _, place in captions),
            notes_at=tuple(place for _, place in notes),
        )


def continues(first: Sheet, second: Sheet) -> bool:
    """True when ``second``, on the page after that of ``first``, goes on with its table.

    A form that fills page after page has the same title and the same labels in its rows each time; a table that goes on
    has other rows below the header that it repeats.
    """
    if second.grid.page != first.grid.page + 1 or not _same_frame(first.grid, second.grid):
        return False
    known = {"", *(_squeezed(text) for text in first.above)}
    if any(_squeezed(text) not in known for text in second.above) or not (second.above or first.ends_page):
        return False
    xs = _union(first.grid.xs, second.grid.xs)
    above, below = _spread(first, xs), _spread(second, xs)
    repeated = _repeated_header(above, below)
    if repeated >= len(above) or repeated >= len(below):
        return True
    if not second.grid.trusted and not repeated and not any(re.search(r"\d", cell.text) for cell in below[0]):
        return False  # a header of its own
    anew, before = _squeezed(below[repeated][0].text), _squeezed(above[repeated][0].text)
    return not anew or anew != before


def fitted(first: Sheet, second: Sheet) -> tuple[Sheet, Sheet]:
    """Two tables without ruled lines on the columns of the one that has more, where each column of the other lies in one of these.

    Their columns are the stretches that their figures print on, so a page of smaller amounts has narrower ones, and a page on
    which a column is blank lacks it.
    """
    if first.grid.trusted or second.grid.trusted:
        return first, second
    if len(second.grid.xs) > len(first.grid.xs):
        fit = _on_columns(first, second.grid.xs)
        return (fit, second) if fit else (first, second)
    fit = _on_columns(second, first.grid.xs)
    return (first, fit) if fit else (first, second)


def _on_columns(sheet: Sheet, xs: Sequence[float]) -> Sheet | None:
    """A sheet with its cells on the columns ``xs``; None where two of its columns lie in one of these, or one in none."""
    columns = [_lies_in(span, xs) for span in pairwise(sheet.grid.xs)]
    if None in columns or len(set(columns)) < len(columns):
        return None
    blank = Cell("", sheet.cells[0][0].location)
    rows = []
    for row in sheet.cells:
        cells = [replace(blank, location=row[0].location)] * (len(xs) - 1)
        for column, cell in zip(columns, row, strict=True):
            cells[column] = cell  # type: ignore[index]
        rows.append(tuple(cells))
    return replace(sheet, grid=replace(sheet.grid, xs=list(xs)), cells=tuple(rows))


def _lies_in(span: tuple[float, float], xs: Sequence[float]) -> int | None:
    """The column of ``xs`` that holds more than half of a span, or that the span holds more than half of."""
    shared = [(min(span[1], x1) - max(span[0], x0), x1 - x0) for x0, x1 in pairwise(xs)]
    at = max(range(len(shared)), key=lambda n: shared[n][0])
    overlap, width = shared[at]
    return at if overlap * 2 > min(width, span[1] - span[0]) else None


def joined(first: Sheet, second: Sheet) -> Sheet:
    """Both as one table on the page of ``first``, without the header rows that ``second`` repeats."""
    xs = _union(first.grid.xs, second.grid.xs)
    above, below = _spread(first, xs), _spread(second, xs)
    rest = below[_repeated_header(above, below) :]
    if rest and _is_rest_of_row(above[-1], rest[0]):
        above, rest = (*above[:-1], _one_row(above[-1], rest[0])), rest[1:]
    grid = replace(
        first.grid,
        xs=xs,
        doubts=[*first.grid.doubts, *(d for d in second.grid.doubts if d not in first.grid.doubts)],
        trusted=first.grid.trusted and second.grid.trusted,
    )
    return Sheet(grid, above + rest, first.above, second.ends_page)


def _is_rest_of_row(row: Sequence[Cell], rest: Sequence[Cell]) -> bool:
    """``rest`` has no beginning and no figures of its own: words of ``row`` that the page break cut off."""
    held = [(a, b) for a, b in zip(row, rest, strict=True) if b.text]
    return (
        bool(row[0].text)
        and not rest[0].text
        and bool(held)
        and all(a.text and not b.spanned and not re.search(r"\d", b.text) for a, b in held)
    )


def _one_row(row: Sequence[Cell], rest: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(
        replace(a, text=a.text + b.text, note=a.note or "跨页断开的文字已拼接") if b.text else a
        for a, b in zip(row, rest, strict=True)
    )


def _same_frame(a: Grid, b: Grid) -> bool:
    close = abs(a.xs[0] - b.xs[0]) <= _SAME_LINE and abs(a.xs[-1] - b.xs[-1]) <= _SAME_LINE
    common = sum(any(abs(x - y) <= _SAME_LINE for y in a.xs) for x in b.xs)
    return close and common * 2 > max(len(b.xs), 3)


def _union(a: Sequence[float], b: Sequence[float]) -> list[float]:
    return sorted([*a, *(x for x in b if all(abs(x - y) > _SAME_LINE for y in a))])


def _spread(sheet: Sheet, xs: Sequence[float]) -> tuple[tuple[Cell, ...], ...]:
    """The cells on the finer columns ``xs``; a cell that covers several of them spans them."""
    own = sheet.grid.xs
    if len(own) == len(xs):
        return sheet.cells
    columns = []
    for x in xs[:-1]:
        at = bisect_left(own, x + _SAME_LINE + 0.01) - 1
        columns.append(min(max(at, 0), len(own) - 2))
    return tuple(
        tuple(
            row[column] if i == 0 or columns[i - 1] != column else replace(row[column], spanned=True)
            for i, column in enumerate(columns)
        )
        for row in sheet.cells
    )


def _repeated_header(above: Sequence[Sequence[Cell]], below: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows of ``below`` say the same as those of ``above``."""
    count = 0
    for a, b in zip(above, below, strict=False):
        if [_squeezed(cell.text) for cell in a] != [_squeezed(cell.text) for cell in b]:
            break
        count += 1
    return 0 if count == len(below) and count == len(above) else count


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", _CONTINUED.sub("", text))
