"""Which lines of a page are running headers, footers and page numbers?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from auditor.reading.pdf.lines import Row

_MARGIN = 0.1  # of the page height, above and below
_NUMBER_MARGIN = 0.2  # for a number that counts the pages and stands alone, outside of everything else
_REPEATS = 3
_PAGE_NUMBER = re.compile(
    r"[-—–－―·\s]{0,4}(?:第\s{0,2})?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s{0,2}页)?"
    r"(?:\s{0,2}[/／,，]?\s{0,2}(?:共\s{0,2})?\d{1,4}\s{0,2}页?)?[-—–－―·\s]{0,4}$"
)
_ALONE = re.compile(r"[-—–－―·\s]{0,4}(\d{1,4})[-—–－―·\s]{0,4}")


def without_furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[list[Row]]:
    """The rows of each page without page numbers and what repeats in the margins of many pages.

    A running header is a first line (or first lines) of a page that stands at the same place on at least three pages. A
    line that names a table is none: a form that fills page after page repeats its title.
    """
    seen = Counter(
        key for rows, height in zip(pages, heights, strict=True) for key in {_key(row) for row in _edges(rows, height)}
    )
    numbered = _numbered(pages, heights)
    counting = _counting(pages, heights)
    result = []
    for rows, height in zip(pages, heights, strict=True):
        dropped = {
            id(row)
            for row in _edges(rows, height)
            if (numbered and _PAGE_NUMBER.match(row.text)) or (seen[_key(row)] >= _REPEATS and not _names_table(row))
        }
        dropped |= {id(row) for row in _outermost(rows, height) if _ahead(row) in counting}
        result.append([row for row in rows if id(row) not in dropped])
    return result


def _edges(rows: Sequence[Row], height: float) -> list[Row]:
    """The rows in the upper and lower margin."""
    return [row for row in rows if row.baseline < _MARGIN * height or row.baseline > (1 - _MARGIN) * height]


def _numbered(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> bool:
    """True when pages carry numbers: a bare figure in a margin of a single page may be anything."""
    hits = sum(
        any(_PAGE_NUMBER.match(row.text) for row in _edges(rows, height))
        for rows, height in zip(pages, heights, strict=True)
    )
    return hits >= 2 or len(pages) == 1


def _counting(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> set[int | None]:
    """By how much the printed number of a page is ahead of the page, when it is so on many pages."""
    ahead = Counter(
        ahead
        for rows, height in zip(pages, heights, strict=True)
        for ahead in {_ahead(row) for row in _outermost(rows, height)}
    )
    return {number for number, count in ahead.items() if number is not None and count >= _REPEATS}


def _outermost(rows: Sequence[Row], height: float) -> list[Row]:
    """The first and the last row, where they stand far up or far down."""
    return [
        row
        for row in {id(row): row for row in (*rows[:1], *rows[-1:])}.values()
        if row.baseline < _NUMBER_MARGIN * height or row.baseline > (1 - _NUMBER_MARGIN) * height
    ]


def _ahead(row: Row) -> int | None:
    """A number alone in its row, less the number of the page."""
    found = _ALONE.fullmatch(row.text)
    return int(found[1]) - row.page if found else None


def _names_table(row: Row) -> bool:
    return row.text.endswith("表") or "：" in row.text or ":" in row.text


def _key(row: Row) -> tuple[str, int, int]:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", row.text)), round(row.baseline / 4), round(row.em)
