"""Which lines are the rows of a table that is set with spaces, as ``pdftotext -layout`` and drafters of plain text set them?

A cell ends at two columns of white space. What the rows with figures leave empty parts the columns; a heading stands in the columns that it
reaches over. Lines that leave a row with two cells in one column are no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.model.document import Cell, Location, Table
from auditor.reading.structure.stream import indent_of
from auditor.reading.text.margins import columns

_CELL = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_GAP = re.compile(r"\S(?:[ \u00a0]{2}|[ \u00a0]*\u3000)\s*\S")
_FIGURE = re.compile(r"[-+−－]?\d[\d,，]{0,30}(?:\.\d{1,20})?[%％]?$")
_LEAST = 3  # rows
_FIGURES = 2  # rows with figures
_MOST = 60  # cells of a row
_LONGEST = 24  # characters of a row's label that stands alone


@dataclass(frozen=True, slots=True)
class _Word:
    """A cell with the columns of print that it takes."""

    text: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        return bool(_FIGURE.match(self.text))


def aligned_table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """The table whose first row stands at ``start`` and the position after it; None where the spaces are mere white space."""
    rows = dict(_rows(lines, start))
    after = max(rows, default=start) + 1
    bodies = [words for words in rows.values() if any(word.is_figure for word in words)]
    if len(rows) < _LEAST or len(bodies) < _FIGURES or max(map(len, rows.values())) > _MOST:
        return None, after
    strips = _strips(bodies)
    if len(strips) < 2 or any(not _fits(words, strips) for words in bodies):
        return None, after
    table = tuple(tuple(_placed(words, strips, lines[at], at + 1)) for at, words in rows.items())
    return Table("", (), table, Location(line=start + 1)), after


def is_row(line: str) -> bool:
    """True for a line with a wide gap between two words."""
    return "\t" not in line and bool(_GAP.search(line))


def _rows(lines: Sequence[str], start: int) -> Iterator[tuple[int, list[_Word]]]:
    """The lines that go on with a table, each with its position: rows, labels that stand alone between rows, and single blank lines."""
    position = start
    while position < len(lines):
        line = lines[position]
        if is_row(line):
            yield position, list(_words(line))
        elif line.strip():
            alone = len(line.strip()) <= _LONGEST and not line.strip().endswith(("。", "：", ":", "；"))
            if not alone or not any(map(is_row, lines[position + 1 : position + 2])):
                return
            yield position, list(_words(line))
        elif not any(map(is_row, lines[position + 1 : position + 2])):
            return
        position += 1


def _words(line: str) -> Iterator[_Word]:
    at = width = 0
    for match in _CELL.finditer(line):
        begin = width + columns(line[at : match.start()])
        at, width = match.end(), begin + columns(match.group())
        yield _Word(match.group(), begin, width)


def _strips(bodies: Sequence[Sequence[_Word]]) -> list[tuple[int, int]]:
    """The columns of print that the rows with figures fill, parted where none of them has a character."""
    strips: list[tuple[int, int]] = []
    for start, end in sorted((word.start, word.end) for words in bodies for word in words):
        if strips and start <= strips[-1][1]:
            strips[-1] = (strips[-1][0], max(end, strips[-1][1]))
        else:
            strips.append((start, end))
    return strips


def _fits(words: Sequence[_Word], strips: Sequence[tuple[int, int]]) -> bool:
    """True when no two words of a row stand in one column."""
    taken = [column for word in words for column in _columns(word, strips)]
    return len(taken) == len(set(taken)) == len(words)


def _columns(word: _Word, strips: Sequence[tuple[int, int]]) -> list[int]:
    """The columns that a word stands in or reaches over; the nearest one where it stands between two."""
    over = [n for n, (start, end) in enumerate(strips) if word.start < end and start < word.end]
    middle = (word.start + word.end) / 2
    return over or [min(range(len(strips)), key=lambda n: abs(sum(strips[n]) / 2 - middle))]


def _placed(words: Sequence[_Word], strips: Sequence[tuple[int, int]], line: str, number: int) -> Iterator[Cell]:
    """The cells of a row; a word over several columns is spanned in all but the first."""
    at = Location(line=number)
    cells: dict[int, Cell] = {}
    for word in words:
        over = [column for column in _columns(word, strips) if column not in cells]
        for column in over:
            indent = indent_of(line) if word is words[0] else 0
            cells[column] = Cell(word.text, at, indent=indent, spanned=column > over[0])
    for column in range(len(strips)):
        yield cells.get(column, Cell("", at))
