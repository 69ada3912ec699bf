"""Which rows of a table are its header, and what does the header say of each column?

A table may hold several sections, each with a header of its own (基础数据表, 自评表). Rows that number the columns (栏次)
and headers printed again after a page break belong to no section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.model.document import Cell, Table
from auditor.parsing.numbers import Numbers
from auditor.rulebook.table_words import TableRole, TableWords, fold, says

_INDEX = re.compile(r"[1-9]\d?(?:=.{1,40})?|[A-Z]|[一二三四五六七八九十]{1,2}")
_LISTED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．](?!\d))\s*\S"
)
_YEAR = re.compile(r"20\d\d年?度?")
_MAX_HEADER_ROWS = 8


@dataclass(frozen=True, slots=True)
class Section:
    """Header and body of a table, or of a part of it that has a header of its own.

    ``paths`` gives, for each column, the header texts from top to bottom without repeats; ``rows`` are the body's rows.
    """

    paths: tuple[tuple[str, ...], ...]
    header: tuple[int, ...]
    rows: tuple[int, ...]


def squeeze(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


class HeaderReader:
    """Splits tables into sections."""

    def __init__(self, words: TableWords, numbers: Numbers) -> None:
        self._words = words
        self._numbers = numbers

    def sections(self, table: Table, role: TableRole | None) -> tuple[Section, ...]:
        """The sections of a table, in order; a table without amounts still has its header."""
        sections: list[Section] = []
        header: list[int] = []
        body: list[int] = []
        printed: set[tuple[str, ...]] = set()
        for number, row in enumerate(table.rows):
            texts = tuple(squeeze(cell.text) for cell in row)
            if not any(texts) or self.is_index(row) or (not body and self.is_caption(table, texts)):
                continue
            if not body and len(header) < _MAX_HEADER_ROWS and not self._starts_body(row, bool(header)):
                header.append(number)
                printed.add(texts)
            elif body and texts in printed and not self._amounts(row):
                continue
            elif body and self._heads_section(row, role):
                sections.append(self._section(table, header, body))
                header, body = [number], []
                printed = {texts}
            else:
                body.append(number)
        if header or body:
            sections.append(self._section(table, header, body))
        return tuple(sections)

    def is_caption(self, table: Table, texts: Sequence[str]) -> bool:
        """True for a row above the header that holds the table's title, its unit or who made it."""
        words = list(dict.fromkeys(text for text in texts if text))
        if len(words) == 1 and len(texts) > 2 and (words[0].endswith("表") or words[0] == squeeze(table.title)):
            return True
        return bool(words) and all(says(self._words.caption_cells, word) for word in words)

    def is_index(self, row: Sequence[Cell]) -> bool:
        """True for a row that numbers the columns: 栏次 1 2 3, 1 2 3 4=1+2."""
        texts = [squeeze(cell.text) for cell in row if cell.text.strip() and not cell.spanned]
        texts = [text for text in texts if text not in self._words.code_levels]
        rest = [text for text in texts if not self._is_ordinal_header(text)]
        if not rest or not all(_INDEX.fullmatch(text) for text in rest):
            return False
        if len(rest) < len(texts):
            return True
        firsts = [int(match.group()) for text in rest if (match := re.match(r"\d+", text))]
        rising = all(b == a + 1 for a, b in pairwise(firsts))
        return len(rest) >= 3 and ((len(firsts) == len(rest) and rising) or not firsts)

    def _is_ordinal_header(self, text: str) -> bool:
        return says(self._words.ordinal_headers, fold(text))

    def _amounts(self, row: Sequence[Cell]) -> list[str]:
        """The cells of a row that hold figures; years are none."""
        return [
            cell.text
            for cell in row
            if cell.text and not _YEAR.fullmatch(squeeze(cell.text)) and self._numbers.cell(cell.text) is not None
        ]

    def _starts_body(self, row: Sequence[Cell], below_header: bool) -> bool:
        if self._amounts(row):
            return True
        distinct = list(dict.fromkeys(squeeze(cell.text) for cell in row if cell.text.strip()))
        if _LISTED.match(distinct[0]):
            return True
        return below_header and len(distinct) == 1 and bool(self._words.line_key(distinct[0]))

    def _heads_section(self, row: Sequence[Cell], role: TableRole | None) -> bool:
        """True for a row in the body that names columns again: no figure, and most of its words name columns."""
        if self._amounts(row):
            return False
        texts = list(dict.fromkeys(squeeze(cell.text) for cell in row if cell.text.strip() and not cell.spanned))
        known = [text for text in texts if self._words.column_key(role, (text,))]
        return len(texts) >= 3 and len(known) >= 2 and len(known) * 2 >= len(texts) - 1

    def _section(self, table: Table, header: list[int], body: list[int]) -> Section:
        header, codes = self._with_code_levels(table, header, body)
        filled = _filled([[squeeze(cell.text) for cell in table.rows[number]] for number in header], table.width)
        paths = []
        for column in range(table.width):
            texts = [row[column] for row in filled if row[column]]
            path = [text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1]]
            if column in codes and (not path or path[-1] != codes[column]):
                path.append(codes[column])
            paths.append(tuple(path))
        return Section(tuple(paths), tuple(header), tuple(body))

    def _with_code_levels(self, table: Table, header: list[int], body: list[int]) -> tuple[list[int], dict[int, str]]:
        """类 | 款 | 项 may share the row of the first total; they still head their columns."""
        levels = set(self._words.code_levels)
        first = table.rows[body[0]] if body else ()
        shared = {c: squeeze(cell.text) for c, cell in enumerate(first) if squeeze(cell.text) in levels}
        return header, shared if len(shared) > 1 else {}


def _filled(rows: list[list[str]], width: int) -> list[list[str]]:
    """Header rows with the blanks of spanning cells filled from the left, within the span of the row above."""
    for number, row in enumerate(rows[:-1]):
        for column in range(1, width):
            if row[column] or not any(below[column] for below in rows[number + 1 :]):
                continue
            above = rows[number - 1] if number else None
            if row[column - 1] and (above is None or above[column] == above[column - 1]):
                row[column] = row[column - 1]
    return rows
