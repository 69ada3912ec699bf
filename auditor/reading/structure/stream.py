"""What do all office readers have in common before structure is recognised? A stream of lines and raw tables.

Word, Excel, HTML and CSV readers turn their format into this stream; :mod:`auditor.reading.structure.compose` makes a document of
it, so that the same report has the same headings and tables whatever file it came in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.errors import InputError
from auditor.model.document import Cell, Location

MAX_ROWS = 20_000
MAX_CELLS = 2_000_000
MAX_COLUMNS = 2_000
_SPACES = str.maketrans(
    {"\t": "  ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u00ad": "", "\u200b": "", "\ufeff": ""}
)


_WIDTHS = {"\u3000": 1.0, "\u2003": 1.0, "\t": 2.0}  # of white space; any other is half a character wide


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of running text. ``level`` is what the format says about headings (0 title, 1 part …), if it does."""

    text: str
    location: Location
    level: int | None = None
    toc: bool = False  # the format says that this line belongs to the table of contents
    soft: bool = False  # a line break inside the same paragraph is above it


@dataclass(frozen=True, slots=True)
class RawTable:
    """A rectangular grid of cells, before title, caption and notes are told from it."""

    rows: tuple[tuple[Cell, ...], ...]
    location: Location
    title: str = ""  # a name that the format gives: the worksheet's, an HTML caption
    doubts: tuple[str, ...] = ()


Item = TextLine | RawTable


def tidy(text: str) -> str:
    """``text`` with plain spaces for those of typesetting, without invisible marks and outer white space."""
    return text.translate(_SPACES).strip().strip("\u3000").strip()


def indent_of(text: str) -> float:
    """How wide the white space is that a text begins with, in widths of a Chinese character."""
    text = text.lstrip("\n\r\u200b\ufeff")
    return sum(_WIDTHS.get(c, 0.5) for c in text[: len(text) - len(text.lstrip())])


class Canvas:
    """Where cells that span rows and columns are laid out; every place they cover gets their text."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells: dict[tuple[int, int], Cell] = {}
        self._height = 0
        self._width = 0

    def __contains__(self, place: tuple[int, int]) -> bool:
        return place in self._cells

    def cell(self, row: int, column: int) -> Cell | None:
        return self._cells.get((row, column))

    def free(self, row: int, column: int) -> int:
        """The first free column of ``row``, from ``column`` on."""
        while (row, column) in self._cells:
            column += 1
        return column

    def put(self, row: int, column: int, cell: Cell, *, rows: int = 1, columns: int = 1) -> None:
        """Lay ``cell`` over ``rows`` × ``columns`` places; those already taken stay as they are.

        :raises InputError: the table is larger than any report's.
        """
        refuse_if_too_large(self._name, row + rows, (row + rows) * (column + columns), column + columns)
        covered = cell if cell.spanned else replace(cell, spanned=True)
        for y in range(row, row + rows):
            for x in range(column, column + columns):
                self._cells.setdefault((y, x), cell if (y, x) == (row, column) else covered)
        self._height = max(self._height, row + rows)
        self._width = max(self._width, column + columns)

    def rows(self, places: list[Location]) -> tuple[tuple[Cell, ...], ...]:
        """The grid, its holes blank; ``places[row]`` is where a row stands."""
        return tuple(
            tuple(self._cells.get((y, x)) or Cell("", places[y]) for x in range(self._width))
            for y in range(min(self._height, len(places)))
        )


def refuse_if_too_large(name: str, rows: int, cells: int, columns: int = 0) -> None:
    """Raise :class:`InputError` for a table that no report prints."""
    if columns > MAX_COLUMNS:
        raise InputError(
            f"{name}：表格超过 {MAX_COLUMNS} 列，不像是一份报告，未读取。",
            f"{name}: a table has more than {MAX_COLUMNS} columns, which no report prints; it was not read.",
        )
    if rows > MAX_ROWS:
        raise InputError(
            f"{name}：表格超过 {MAX_ROWS} 行，不像是一份报告，未读取。",
            f"{name}: a table has more than {MAX_ROWS} rows, which no report prints; it was not read.",
        )
    if cells > MAX_CELLS:
        raise InputError(
            f"{name}：表格超过 {MAX_CELLS} 个单元格，不像是一份报告，未读取。",
            f"{name}: a table has more than {MAX_CELLS} cells, which no report prints; it was not read.",
        )
