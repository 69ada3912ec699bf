"""Which grids do the ruled lines of a page make? camelot finds them; everything that is asked of it is asked here."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from auditor.reading.pdf.cells import Grid, merged
from auditor.reading.pdf.glyphs import PageText

_FLAVOR = "ruled"


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
