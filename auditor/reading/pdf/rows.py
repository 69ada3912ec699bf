"""Which rows does a grid have that no rules part?

Some tables rule their columns and their frame, but not their rows: one ruled row then holds many lines of text, figure
under figure. Such a row is taken apart where every line of figures stands beside a line of the first column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.reading.pdf.cells import Grid, Place
from auditor.reading.pdf.glyphs import Glyph
from auditor.reading.pdf.lines import lines_of

_TWO_LINES = 1.9  # of the font size: no lower row holds two lines
_ALIGNED = 0.5  # of the font size, between the baselines of one row
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
    """Where to cut a row: between its lines, when figures stand under figures; nowhere otherwise."""
    figures = [lines for lines in columns[1:] if all(_FIGURE.fullmatch(text) for _, _, text in lines)]
    if max((len(lines) for lines in figures), default=0) < 2:
        return []
    labels = columns[0]
    beside = all(
        any(abs(baseline - at) < _ALIGNED * em for at, _, _ in labels) for lines in figures for baseline, em, _ in lines
    )
    alike = all(len(lines) <= len(labels) for lines in columns)
    return [(a[0] + b[0] - 0.7 * b[1]) / 2 for a, b in pairwise(labels)] if beside and alike else []


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
