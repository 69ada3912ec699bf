"""Which rows does a grid have that no rules part?

Some tables rule their columns and their frame, but not their rows: one ruled row then holds many lines of text, figure
under figure. Such a row is taken apart where every line of figures stands beside a label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.reading.pdf.cells import Grid, Place
from auditor.reading.pdf.glyphs import Glyph
from auditor.reading.pdf.lines import lines_of

_TWO_LINES = 1.9  # of the font size: no lower row holds two lines
_ALIGNED = 0.5  # of the font size, between the baselines of one row
_WRAPPED = 2.0  # of the font size, between the two lines of a label
_FIGURE = re.compile(r"[-−－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[%％]?|[-—–－/]{1,2}")

Line = tuple[float, float, str]  # baseline, font size, text


def with_text_rows(grid: Grid, glyphs: Sequence[Glyph]) -> Grid:
    """The grid, with a row for each line of text where the rules leave them together."""
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        place = grid.row_at(glyph.middle)
        if place is None or grid.ys[place + 1] - grid.ys[place] < _TWO_LINES * glyph.em:
            continue
        if grid.xs[0] <= glyph.x0 and glyph.x1 <= grid.xs[-1] and not glyph.text.isspace():
            inside.setdefault(place, []).append(glyph)
    cuts = {
        row: found
        for row, held in inside.items()
        if not _spans_rows(grid, row) and (found := _cuts(_lines(grid, held)))
    }
    return _cut(grid, cuts) if cuts else grid


def _spans_rows(grid: Grid, row: int) -> bool:
    return any(row in {place[0], first[0]} and place[0] != first[0] for place, first in grid.regions.items())


def _lines(grid: Grid, glyphs: Sequence[Glyph]) -> list[list[Line]]:
    """The lines of text in each column of a row, those of blank columns left out."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        columns.setdefault(bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2) - 1, []).append(glyph)
    return [
        [
            (line[0].baseline, line[0].em, "".join(g.text for g in sorted(line, key=lambda g: g.x0)))
            for line in lines_of(held)
        ]
        for _, held in sorted(columns.items())
    ]


def _cuts(columns: Sequence[Sequence[Line]]) -> list[float]:
    """Where to cut a row: between its lines, when figures stand under figures; nowhere otherwise.

    Each line of figures needs words beside it: on its height, or as two lines of which one is a little above and the
    other a little below. Words without figures are a row only in the column of labels.
    """
    figures = [lines for lines in columns[1:] if _all_figures(lines)]
    if max((len(lines) for lines in figures), default=0) < 2:
        return []
    if coded := _all_figures(columns[0]):
        figures.append(columns[0])
    words = [lines for lines in columns[0 if not coded else 1 :] if not _all_figures(lines)]
    if not words:
        return []
    rows = _rows(figures)
    loose: list[Line] = []
    for number, lines in enumerate(words):
        if found := _beside(rows, lines):
            if number:
                return []
            loose = found
    if any(not row.labelled for row in rows):
        return []
    rows = sorted([*rows, *(_Row(at, at, em) for at, em, _ in loose)], key=lambda row: row.first)
    if any(a.last >= b.first for a, b in pairwise(rows)):
        return []
    return [(a.last + b.first - 0.7 * b.em) / 2 for a, b in pairwise(rows)]


def _all_figures(lines: Sequence[Line]) -> bool:
    return all(_FIGURE.fullmatch(text) for _, _, text in lines)


@dataclass(slots=True)
class _Row:
    """The baselines of the first and the last line of a row."""

    first: float
    last: float
    em: float
    labelled: bool = False

    def holds(self, line: Line) -> bool:
        return abs((self.first + self.last) / 2 - line[0]) < _ALIGNED * line[1]


def _rows(figures: Sequence[Sequence[Line]]) -> list[_Row]:
    """A row for each height on which figures stand."""
    rows: list[_Row] = []
    for at, em, _ in sorted(line for lines in figures for line in lines):
        if not rows or at - rows[-1].first >= _ALIGNED * em:
            rows.append(_Row(at, at, em))
    return rows


def _beside(rows: Sequence[_Row], lines: Sequence[Line]) -> list[Line]:
    """Give the rows their words; those lines that belong to no row of figures."""
    own = [next((row for row in rows if row.holds(line)), None) for line in lines]
    for row in own:
        if row is not None:
            row.labelled = True
    taken = {id(row) for row in own}
    loose: list[Line] = []
    position = 0
    while position < len(lines):
        line, row = lines[position], own[position]
        if row is None and position + 1 < len(lines) and own[position + 1] is None:
            below = lines[position + 1]
            row = _between(rows, line, below)
            if row is not None and id(row) not in taken:
                row.first, row.last, row.labelled = min(row.first, line[0]), max(row.last, below[0]), True
                position += 2
                continue
            row = None
        if row is None:
            loose.append(line)
        position += 1
    return loose


def _between(rows: Sequence[_Row], above: Line, below: Line) -> _Row | None:
    """The row of figures in the middle between two lines."""
    middle = ((above[0] + below[0]) / 2, above[1], "")
    near = below[0] - above[0] < _WRAPPED * above[1]
    return next((row for row in rows if row.holds(middle)), None) if near else None


def _cut(grid: Grid, cuts: dict[int, list[float]]) -> Grid:
    ys, origin = [grid.ys[0]], []
    for row, bottom in enumerate(grid.ys[1:]):
        bounds = [*cuts.get(row, ()), bottom]
        ys += bounds
        origin += [row] * len(bounds)
    first = {row: origin.index(row) for row in origin}
    regions: dict[Place, Place] = {}
    for index, row in enumerate(origin):
        for (r, c), (top, left) in grid.regions.items():
            if r == row:
                regions[index, c] = (index if top == row else first[top], left)
    return replace(grid, ys=ys, regions=regions)
