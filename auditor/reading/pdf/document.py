"""What does a PDF say: its headings, paragraphs and tables, each number with its page and box?

Ruled lines make the tables (camelot finds the grids); pdfium's characters fill their cells and, outside them, form the
prose. Pages without text are named in ``Document.warnings``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.model.document import Block, Cell, Document, Paragraph
from auditor.reading.pdf.cells import Grid, fill, outside
from auditor.reading.pdf.furniture import without_furniture
from auditor.reading.pdf.glyphs import PageText
from auditor.reading.pdf.grids import ruled_grids
from auditor.reading.pdf.lines import Row, rows_of
from auditor.reading.pdf.paragraphs import Margins, body_size, lines_of_page, margins_of, usual_margins
from auditor.reading.pdf.rows import with_text_rows
from auditor.reading.pdf.source import open_pdf
from auditor.reading.pdf.tables import Sheet, continues, fitted, joined
from auditor.reading.pdf.unruled import unruled_tables
from auditor.reading.structure.blocks import assemble
from auditor.reading.structure.line import Item

Cells = tuple[tuple[Cell, ...], ...]


def read(path: Path, data: bytes) -> Document:
    """The document in a PDF file.

    :raises InputError: it is empty, damaged, locked by a password, has no text layer or fonts that do not say which
        characters they print.
    """
    with open_pdf(path, data) as source:
        pages, notices = source.pages()
        source.recognise(pages)
        notices += source.judge(pages)
        unread = source.unread(pages)
        grids, lost = ruled_grids(source.plain(), [page for page in pages if page.ruled])
        notices += [f"第{number}页的表格线无法识别，表格可能读错。" for number in lost]
    structure = assemble(_items(pages, grids))
    blocks = _with_doubts(structure.blocks, {page.number for page in pages if not page.trusted})
    return Document(str(path), "pdf", hashlib.sha256(data).hexdigest(), blocks, structure.parts, tuple(notices), unread)


def _with_doubts(blocks: tuple[Block, ...], recognised: Set[int]) -> tuple[Block, ...]:
    """``blocks``, those paragraphs not trusted that stand on pages ``recognised`` in pictures."""
    return tuple(
        replace(block, trusted=False)
        if isinstance(block, Paragraph) and any(run.location.page in recognised for run in block.runs)
        else block
        for block in blocks
    )


@dataclass(frozen=True, slots=True)
class _Page:
    text: PageText
    rows: list[Row]
    sheets: list[Sheet]


def _items(pages: Sequence[PageText], grids: dict[int, list[Grid]]) -> Iterator[Item]:
    """Lines and tables in reading order."""
    laid = _laid_out(pages, grids)
    margins = _margins(laid)
    for page in laid:
        parts: list[tuple[float, Item]] = [(sheet.top, sheet.table()) for sheet in page.sheets]
        for rows in _between(page.rows, [sheet.top for sheet in page.sheets]):
            if (found := margins.get(page.text.number)) is not None:
                parts += lines_of_page(rows, found)
        yield from (item for _, item in sorted(parts, key=lambda part: part[0]))


def _laid_out(pages: Sequence[PageText], grids: dict[int, list[Grid]]) -> list[_Page]:
    """Pages with their lines and tables, running headers dropped and continued tables joined."""
    rows_by_page, filled = [], []
    for page in pages:
        rest = page.glyphs
        tables = []
        for grid in sorted(grids.get(page.number, ()), key=lambda grid: grid.ys[0]):
            parted = with_text_rows(grid, rest)
            cells, taken = fill(parted, rest)
            tables.append((parted, cells))
            rest = outside(rest, taken)
        filled.append(tables)
        rows_by_page.append(rows_of(rest, page.number, page.frame))
    kept = without_furniture(rows_by_page, [page.height for page in pages])
    laid = [_Page(page, *_with_sheets(rows, tables)) for page, rows, tables in zip(pages, kept, filled, strict=True)]
    return _with_joined_tables(laid)


def _with_sheets(rows: list[Row], ruled: Sequence[tuple[Grid, Cells]]) -> tuple[list[Row], list[Sheet]]:
    """The rows that are no part of a table, and all tables of a page from top to bottom."""
    tables = list(ruled)
    taken: set[int] = set()
    for stretch in _between(rows, [grid.ys[0] for grid, _ in ruled]):
        for grid, cells, inside in unruled_tables(stretch):
            tables.append((grid, cells))
            taken |= {id(row) for row in inside}
    rest = [row for row in rows if id(row) not in taken]
    sheets, top = [], 0.0
    for position, (grid, cells) in enumerate(sorted(tables, key=lambda table: table[0].ys[0])):
        above = tuple(row.text for row in rest if top <= row.baseline <= grid.ys[0] + 2)
        last = position + 1 == len(tables) and not any(row.baseline > grid.ys[-1] for row in rest)
        sheets.append(Sheet(grid, cells, above, last))
        top = grid.ys[-1]
    return rest, sheets


def _with_joined_tables(laid: list[_Page]) -> list[_Page]:
    owner: _Page | None = None  # the page that the latest table began on
    last_page = 0  # and the page it has reached
    for page in laid:
        if owner is not None and page.sheets and last_page + 1 == page.text.number:
            first, second = fitted(owner.sheets[-1], page.sheets[0])
            reached = Sheet(first.grid.on_page(last_page), first.cells, first.above, first.ends_page)
            if continues(reached, second):
                owner.sheets[-1] = joined(first, second)
                page.sheets.pop(0)
                page.rows[:] = [row for row in page.rows if row.baseline > second.grid.ys[0] + 2]
                last_page = page.text.number
        if not page.text.glyphs:
            page.sheets.clear()  # an empty grid that goes on with nothing
            last_page += last_page + 1 == page.text.number  # the table may go on after an empty page
        if page.sheets:
            owner, last_page = page, page.text.number
    return laid


def _between(rows: Sequence[Row], edges: Sequence[float]) -> Iterator[list[Row]]:
    """The rows of a page in stretches that no table, whose upper ``edges`` are given, interrupts."""
    stretch: list[Row] = []
    passed = 0
    for row in rows:
        beyond = sum(edge < row.baseline for edge in edges)
        if beyond > passed:
            yield stretch
            stretch, passed = [], beyond
        stretch.append(row)
    yield stretch


def _margins(laid: Sequence[_Page]) -> dict[int, Margins]:
    """The margins of each page that has running text."""
    sizes: dict[tuple[int, int], list[_Page]] = {}
    for page in laid:
        sizes.setdefault((round(page.text.width), round(page.text.height)), []).append(page)
    body = body_size([page.rows for page in laid])
    result = {}
    for same in sizes.values():
        usual = usual_margins([page.rows for page in same], same[0].text.width, body)
        for page in same:
            if (found := margins_of(page.rows, page.text.width, body, usual)) is not None:
                result[page.text.number] = found
    return result
