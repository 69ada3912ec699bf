"""What does a PDF say: its headings, paragraphs and tables, each number with its page and box?

Ruled lines make the tables (camelot finds the grids); pdfium's characters fill their cells and, outside them, form the
prose. Pages without text are named in ``Document.warnings``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.model.document import Block, Cell, Document, Paragraph
from auditor.reading._pdf_cells import Grid, fill, merged, outside
from auditor.reading._pdf_furniture import without_furniture
from auditor.reading._pdf_lines import Row, rows_of
from auditor.reading._pdf_paragraphs import Margins, body_size, lines_of_page, margins_of, usual_margins
from auditor.reading._pdf_rows import with_text_rows
from auditor.reading._pdf_source import open_pdf
from auditor.reading._pdf_tables import Sheet, continues, joined
from auditor.reading._pdf_text import PageText
from auditor.reading._pdf_unruled import unruled_tables
from auditor.reading.line import Item
from auditor.reading.structure import assemble

Cells = tuple[tuple[Cell, ...], ...]

_FLAVOR = "ruled"


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


# --- grids ---------------------------------------------------------------------------------------------------------


def ruled_grids(data: bytes, pages: Sequence[PageText]) -> tuple[dict[int, list[Grid]], list[int]]:
    """The grids that ruled lines make on ``pages``, by page number, and the pages on which none could be looked for."""
    by_number = {page.number: page for page in pages}
    result: dict[int, list[Grid]] = {}
    tables, lost = _found(data, by_number) if pages else ([], [])
    for table in tables:
        grid = _grid(table, by_number[table.page])
        if grid is not None:
            result.setdefault(grid.page, []).append(grid)
    return result, lost


def _found(data: bytes, pages: Mapping[int, PageText]) -> tuple[list[Any], list[int]]:
    """camelot's tables, and the pages that it stumbles over: a page that breaks it must not take the others along."""
    try:
        return _camelot_tables(data, pages), []
    except Exception:
        if len(pages) == 1:
            return [], list(pages)
    each = [_found(data, {number: page}) for number, page in pages.items()]
    return [table for tables, _ in each for table in tables], [number for _, lost in each for number in lost]


def _camelot_tables(data: bytes, pages: Mapping[int, PageText]) -> list[Any]:
    """The grids that camelot's lattice finds in the ruled lines of ``pages``, without any text in them."""
    from camelot.handlers import PARSERS

    PARSERS.setdefault(_FLAVOR, _ruled_parser())
    logging.getLogger("playa").setLevel(logging.ERROR)
    with _line_handler(data, pages) as handler:
        return list(handler.parse(flavor=_FLAVOR, engine="vector", suppress_stdout=True))


def _ruled_parser() -> type[Any]:
    """camelot's reader of ruled tables, which keeps empty grids and leaves the text to us."""
    from camelot.parsers.lattice import Lattice

    class Ruled(Lattice):
        def _document_has_no_text(self) -> bool:
            return False

        def _reject_table(self, table: Any) -> bool:
            return False  # a statutory table without any amount is nearly empty, and must be found

        def record_parse_metadata(self, table: Any) -> None:
            """Nothing: accuracy and data frame are about text."""

    return Ruled


def _line_handler(data: bytes, pages: Mapping[int, PageText]) -> Any:
    """camelot's handler, which lays out the ruled lines only, turned as the view is: half the time of the whole page."""
    from camelot.handlers import PDFHandler
    from playa.miner import LTPage, process_object

    class Lines(PDFHandler):
        def _get_layout(self, page: Any, **_: Any) -> tuple[Any, ...]:
            view = pages[page.page_idx + 1]
            page.set_initial_ctm("page", view.frame.rotation)
            size = view.sheet_size
            layout = LTPage(view.number, (0, 0, *size))
            for path in page.paths:
                for item in process_object(path):
                    layout.add(item)
            return layout, size, [], [], [], [], ""

    return Lines(data, pages=",".join(map(str, sorted(pages))))


def _grid(table: Any, page: PageText) -> Grid | None:
    """A table of camelot as a grid in the view; None for a mere frame around text."""
    place = page.from_camelot
    xs = [place(column[0], 0)[0] for column in table.cols] + [place(table.cols[-1][1], 0)[0]]
    ys = [place(0, row[0])[1] for row in table.rows] + [place(0, table.rows[-1][1])[1]]
    grid = Grid(page.number, page.frame, xs, ys, trusted=page.trusted)
    rows, columns = grid.shape
    cells = table.cells
    open_right = {
        (r, c) for r in range(rows) for c in range(columns - 1) if not (cells[r][c].right or cells[r][c + 1].left)
    }
    open_below = {
        (r, c) for r in range(rows - 1) for c in range(columns) if not (cells[r][c].bottom or cells[r + 1][c].top)
    }
    regions = merged(open_right, open_below, grid.shape)
    if regions is None:
        regions = merged(open_right, set(), grid.shape) or {}
        grid.doubts.append("表格线不完整，单元格的合并关系不能确定")
    grid.regions = regions
    firsts = {grid.region((r, c)) for r in range(rows) for c in range(columns)}
    return grid if columns >= 2 and len(firsts) >= 2 else None


# --- pages into items ----------------------------------------------------------------------------------------------


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
            first, second = owner.sheets[-1], page.sheets[0]
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
