"""How does a sheet of a workbook look, on the screen and on paper? What the workbooks that reviewers sign share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from auditor.report.text import printable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_000  # characters in a cell
HEAD = "EEEAE3"
_LINE, _TALLEST = 14.5, 405.0  # points of a line, and of a row at most (Excel takes 409)
_MARGIN = 0.35  # inches


def put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Text that stays text whatever it begins with; gives the cell."""
    cell = sheet.cell(row, column)
    cell.value, cell.data_type = printable(text)[:LONGEST], "s"
    if text.lstrip()[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell


def height(columns: Iterable[tuple[object, int]]) -> float:
    """Points that the longest text of a row needs, so that nothing is cut off: each value with the width of its column."""
    texts = ((text, width) for text, width in columns if isinstance(text, str))
    lines = (sum(1 + int(_wide(line) * 1.15 / width) for line in text.split("\n")) for text, width in texts)
    return min(_LINE * max(lines, default=1) + 2, _TALLEST)


def _wide(line: str) -> int:
    """In digits: Chinese fonts have quotation marks and the like at the width of a character."""
    return sum(1 if character.isascii() else 2 for character in line)


def print_set_up(sheet: Worksheet, *, title_rows: str) -> None:
    """A4 across, as wide as the page, the heads on each page, pages numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom, margins.footer = 0.6, 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = title_rows
    sheet.oddFooter.center.text = "&A  &P / &N"


@cache
def thin() -> Any:
    """The lines around a cell of a table."""
    from openpyxl.styles import Border, Side

    side = Side("thin", color="BBB4A8")
    return Border(left=side, right=side, top=side, bottom=side)


@cache
def text_style() -> Any:
    """Words begin at the top and are broken into lines."""
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=True)


@cache
def number_style() -> Any:
    """A number stands at the top and to the right; one too long for its column is printed smaller, never as ###."""
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", horizontal="right", shrink_to_fit=True)


@cache
def head_style() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="center", vertical="center", wrap_text=True)
