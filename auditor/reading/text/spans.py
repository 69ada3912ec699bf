"""Which columns do the cells of a row stand in, when merged cells left it with fewer cells than the table has columns?

Nothing says which cells were merged, but the other rows do: a heading spans the columns whose own headings stand under it,
and figures stand under figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

_NUMERIC = re.compile(r"[-−]?\d[\d,，.\s]{0,40}(?:%|％|万元|元|万|分|人)?$")
_CODE = re.compile(r"\d{1,7}$")
Texts = Sequence[str]
Columns = tuple[int, ...]


class Kind(Enum):
    """What stands in a cell, or in most filled cells of a column."""

    BLANK = 0
    WORDS = 1
    CODE = 2  # a whole number: a code, a line number
    FIGURE = 3

    @classmethod
    def of(cls, text: str) -> Kind:
        if not text:
            return cls.BLANK
        if _CODE.match(text):
            return cls.CODE
        return cls.FIGURE if _NUMERIC.match(text) else cls.WORDS

    @property
    def numeric(self) -> bool:
        return self in (Kind.CODE, Kind.FIGURE)


@dataclass(frozen=True, slots=True)
class Placement:
    """``columns`` gives for each row where its cells begin, and one past where the last one ends.

    ``doubtful`` are rows with figures whose columns cannot be told; they stand as far left as they can. ``below`` are
    the cells (row, column) of headings that continue the heading above them.
    """

    columns: tuple[Columns, ...]
    doubtful: tuple[int, ...]
    below: frozenset[tuple[int, int]]


def place(rows: Sequence[Texts]) -> Placement:
    """Where the cells of each row stand."""
    width = max(len(row) for row in rows)
    first = next((n for n, row in enumerate(rows) if _figures(row)), 0)
    kinds = _column_kinds([row for row in rows[first:] if len(row) == width], width)
    columns: list[Columns] = [_leftmost(row) for row in rows]
    doubtful: list[int] = []
    index = first
    while index < len(rows):
        end = index + 1
        while end < len(rows) and len(rows[end]) == len(rows[index]):
            end += 1
        section = rows[index:end]
        if len(rows[index]) < width and any(_figures(row) for row in section):
            spread = _merged(section, kinds)
            if spread is not None:
                columns[index:end] = [spread] * len(section)
            elif end == index + 1 and index > first and any(len(row) == width for row in rows[:index]):
                apart = _under_figures(rows[index], _column_kinds(_above(rows, index, width), width))
                columns[index] = apart or columns[index]
                doubtful += [] if apart else [index]
        index = end
    _place_headers(rows, columns, kinds, first)
    return Placement(tuple(columns), tuple(doubtful), _continued(rows, columns, first))


def _leftmost(row: Texts) -> Columns:
    return tuple(range(len(row) + 1))


def _figures(row: Texts) -> list[int]:
    return [n for n, text in enumerate(row) if Kind.of(text).numeric]


def _column_kinds(full: Sequence[Texts], width: int) -> tuple[Kind, ...]:
    """The kind of most filled cells of each column."""
    found = []
    for column in range(width):
        counts = Counter(kind for row in full if (kind := Kind.of(row[column])) is not Kind.BLANK)
        if Kind.WORDS in counts and counts[Kind.WORDS] * 2 > counts.total():
            found.append(Kind.WORDS)
        else:
            numeric = Kind.FIGURE if counts[Kind.FIGURE] >= counts[Kind.CODE] else Kind.CODE
            found.append(numeric if counts else Kind.BLANK)
    return tuple(found)


def _merged(section: Sequence[Texts], kinds: tuple[Kind, ...]) -> Columns | None:
    """The columns of the cells of rows with merged cells, such that figures stand under figures and words under words.

    Labels are merged, figures are not: all labels alike (人员经费合计 … 公用经费合计), or the first one that fits.
    """
    cells, width = len(section[0]), len(kinds)
    extra = width - cells
    if not any(kind.numeric for kind in kinds):
        counting = any(_counts_columns(row) for row in section)
        return _widened(cells, (0,), extra) if counting else None
    labels = tuple(n for n in range(cells) if any(Kind.of(row[n]) is Kind.WORDS for row in section))
    choices = [labels] if labels and extra % len(labels) == 0 else []
    choices += [(n,) for n in range(cells)]
    for merged in choices:
        columns = _widened(cells, merged, extra // len(merged))
        if all(_fits(row, columns, merged, kinds) for row in section):
            return columns
    return None


def _widened(cells: int, merged: tuple[int, ...], extra: int) -> Columns:
    """All cells are single but ``merged``, which span ``extra`` more columns each."""
    columns = [0]
    for n in range(cells):
        columns.append(columns[-1] + 1 + (extra if n in merged else 0))
    return tuple(columns)


def _counts_columns(row: Texts) -> bool:
    """The row that numbers the columns: 栏次 1 2 3."""
    return len(row) > 2 and list(row[1:]) == [str(n) for n in range(1, len(row))]


def _fits(row: Texts, columns: Columns, merged: tuple[int, ...], kinds: tuple[Kind, ...]) -> bool:
    for n, text in enumerate(row):
        kind, column = Kind.of(text), kinds[columns[n]]
        if n in merged:
            if kind.numeric:
                return False
        elif Kind.BLANK in (kind, column):
            continue
        elif kind.numeric != column.numeric or (kind is Kind.FIGURE and column is Kind.CODE):
            return False
    return True


def _above(rows: Sequence[Texts], index: int, width: int) -> list[Texts]:
    """The full rows right above row ``index``."""
    above: list[Texts] = []
    for row in reversed(rows[:index]):
        if len(row) != width:
            break
        above.append(row)
    return above


def _under_figures(row: Texts, kinds: tuple[Kind, ...]) -> Columns | None:
    """The figures of a row, as many as there are columns of figures above it, each under one of those."""
    places = [column for column, kind in enumerate(kinds) if kind.numeric]
    figures = _figures(row)
    if not figures or len(figures) != len(places) or figures[0] == 0:
        return None
    columns = list(range(len(row)))
    for n, column in zip(figures, places, strict=True):
        columns[n] = column
    for n in range(figures[-1] + 1, len(row)):
        columns[n] = columns[n - 1] + 1
    rising = all(a < b for a, b in pairwise(columns))
    return (*columns, columns[-1] + 1) if rising and columns[-1] < len(kinds) else None


# --- headings that span columns ------------------------------------------------------------------------------------


def _place_headers(rows: Sequence[Texts], columns: list[Columns], kinds: tuple[Kind, ...], first: int) -> None:
    """From the lowest heading row upwards: a heading spans the headings under it."""
    width = len(kinds)
    words = [n for n, kind in enumerate(kinds) if kind is Kind.WORDS]
    stub = columns[first][1] if _counts_columns(rows[first]) else words[-1] + 1 if words else 0
    for index in range(first - 2, -1, -1):
        below = _spread(rows[index + 1], columns[index + 1], width)
        if len(rows[index]) < width and columns[index + 1][-1] == width:
            columns[index] = _over(rows[index], below, stub) or columns[index]


def _spread(row: Texts, columns: Columns, width: int) -> list[str]:
    cells = [""] * width
    for text, start, end in zip(row, columns, columns[1:], strict=False):
        cells[start:end] = [text] * (end - start)
    return cells


def _over(row: Texts, below: list[str], stub: int) -> Columns | None:
    """The columns of a row of headings above ``below``; the first ``stub`` columns give code and name.

    A blank cell below continues the heading above it; neighbouring filled cells share one heading.
    """
    starts = [n for n, text in enumerate(below) if not text or n == 0 or not below[n - 1]]
    if len(starts) == len(row):
        return (*starts, len(below))
    again = [n for n, text in enumerate(below) if text == below[0] and (n == 0 or below[n - 1] != text)]
    if all(below) and len(again) == len(row):
        return (*again, len(below))
    if 0 < stub < len(below) and stub not in starts and len(starts) + 1 == len(row):
        return (*sorted((*starts, stub)), len(below))  # 项目 over code and name, the next heading over the figures
    if not all(below):
        return None
    step, rest = divmod(len(below), len(row))
    return None if rest else tuple(range(0, len(below) + 1, step))


def _continued(rows: Sequence[Texts], columns: Sequence[Columns], first: int) -> frozenset[tuple[int, int]]:
    """Blank cells of heading rows under a heading, where both rows reach over the whole table."""
    width = max(len(row) for row in rows)
    found = set()
    for index in range(1, first):
        if columns[index - 1][-1] == columns[index][-1] == width:
            found |= {(index, n) for n, text in enumerate(_spread(rows[index], columns[index], width)) if not text}
    return frozenset(found)
