"""What stands in the cells of a ruled grid?

The grid comes from the ruled lines; the text of its cells from the same characters as the prose, so that every
character of a page is in exactly one cell or one line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from auditor.model.document import BBox, Cell, Location
from auditor.reading.pdf.frame import Frame
from auditor.reading.pdf.glyphs import Glyph
from auditor.reading.pdf.lines import Row, box_of, lines_of, rows_of

Place = tuple[int, int]

_TOUCH = 0.3  # of the font size: neighbours nearer than that are one word
_FIGURE = re.compile(r"[-−－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[%％‰]?")
_BROKEN = re.compile(r"[\d,，.．%％\-−－+\s]+")


@dataclass(slots=True)
class Grid:
    """A grid on one page. ``xs`` and ``ys`` are its lines, from left to right and from top to bottom, in the view.

    ``regions`` maps a place (row, column) that is merged into another to the first place of that merged cell.
    """

    page: int
    frame: Frame
    xs: list[float]
    ys: list[float]
    regions: dict[Place, Place] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    trusted: bool = True

    @property
    def box(self) -> BBox:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.ys) - 1, len(self.xs) - 1

    def on_page(self, page: int) -> Grid:
        """The same grid as if it stood on another page."""
        return replace(self, page=page)

    def region(self, place: Place) -> Place:
        return self.regions.get(place, place)

    def row_at(self, y: float) -> int | None:
        """The row at a height; None above and below the grid."""
        return bisect_right(self.ys, y) - 1 if self.ys[0] <= y < self.ys[-1] else None

    def place_at(self, x: float, y: float) -> Place | None:
        """The first place of the cell that covers a point; None outside the grid."""
        x0, y0, x1, y1 = self.box
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return None
        row = min(bisect_right(self.ys, y) - 1, self.shape[0] - 1)
        column = min(bisect_right(self.xs, x) - 1, self.shape[1] - 1)
        return self.region((row, column))


def merged(open_right: set[Place], open_below: set[Place], shape: tuple[int, int]) -> dict[Place, Place] | None:
    """Which places form one cell, where no line stands right of or below a place; None when one is no rectangle."""
    parent = {(r, c): (r, c) for r in range(shape[0]) for c in range(shape[1])}

    def root(place: Place) -> Place:
        while parent[place] != place:
            place = parent[place]
        return place

    for opened, (down, across) in ((open_right, (0, 1)), (open_below, (1, 0))):
        for r, c in sorted(opened):
            a, b = root((r, c)), root((r + down, c + across))
            parent[max(a, b)] = min(a, b)
    groups: defaultdict[Place, list[Place]] = defaultdict(list)
    for place in parent:
        groups[root(place)].append(place)
    result = {}
    for first, places in groups.items():
        if len({r for r, _ in places}) * len({c for _, c in places}) != len(places):
            return None
        result.update({place: first for place in places if place != first})
    return result


def fill(grid: Grid, glyphs: Sequence[Glyph]) -> tuple[tuple[tuple[Cell, ...], ...], set[int]]:
    """The cells of a grid, and the positions in ``glyphs`` of those that stand in it."""
    held: defaultdict[Place, list[Glyph]] = defaultdict(list)
    taken: set[int] = set()
    for word in _words(grid, glyphs):
        for place, position in _places(grid, [glyphs[position] for position in word], word):
            held[place].append(glyphs[position])
            taken.add(position)
    rows, columns = grid.shape
    firsts = {grid.region((r, c)) for r in range(rows) for c in range(columns)}
    cells = {place: _cell(grid, place, held.get(place, [])) for place in firsts}
    return (
        tuple(
            tuple(
                cells[first] if (first := grid.region((r, c))) == (r, c) else replace(cells[first], spanned=True)
                for c in range(columns)
            )
            for r in range(rows)
        ),
        taken,
    )


def _words(grid: Grid, glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Runs of touching glyphs, as drawn, of which one at least may stand in the grid."""
    x0, y0, x1, y1 = grid.box
    word: list[int] = []
    for position, glyph in enumerate(glyphs):
        near = x0 - 40 < glyph.x1 and glyph.x0 < x1 + 40 and y0 <= glyph.middle <= y1
        if word and not (near and _touch(glyphs[word[-1]], glyph)):
            yield word
            word = []
        if near:
            word.append(position)
    if word:
        yield word


def _touch(a: Glyph, b: Glyph) -> bool:
    if a.text.isspace() or b.text.isspace() or _numeric(a.text) != _numeric(b.text):
        return False
    return abs(a.baseline - b.baseline) < 0.2 * a.em and abs(b.x0 - a.x1) < _TOUCH * a.em


def _numeric(text: str) -> bool:
    return text in "0123456789.,，．%％-−－+"


def _places(grid: Grid, glyphs: Sequence[Glyph], word: Sequence[int]) -> Iterator[tuple[Place, int]]:
    """The cell of every glyph of a word.

    A figure that runs over a line stays whole, in the cell that holds most of it, unless both sides are figures; words
    that were drawn in one go stay whole in the cell where they begin.
    """
    places = [grid.place_at((g.x0 + g.x1) / 2, g.middle) for g in glyphs]
    if len(set(places)) > 1:
        if not _numeric(glyphs[0].text):
            for at, (last, glyph) in enumerate(pairwise(glyphs), start=1):
                if glyph.source == last.source and places[at - 1] is not None:
                    places[at] = places[at - 1]
        elif not _two_figures(glyphs, places):
            counted = Counter(place for place in places if place is not None)
            places = [counted.most_common(1)[0][0]] * len(places)
    for place, position in zip(places, word, strict=True):
        if place is not None:
            yield place, position


def _two_figures(glyphs: Sequence[Glyph], places: Sequence[Place | None]) -> bool:
    whole = "".join(glyph.text for glyph in glyphs)
    parts: dict[Place | None, str] = {}
    for glyph, place in zip(glyphs, places, strict=True):
        parts[place] = parts.get(place, "") + glyph.text
    return all(_FIGURE.fullmatch(part) for part in parts.values()) and (
        _FIGURE.fullmatch(whole) is None or len({glyph.source for glyph in glyphs}) > 1
    )


def _cell(grid: Grid, place: Place, glyphs: list[Glyph]) -> Cell:
    rows = rows_of(glyphs, grid.page, grid.frame)
    if not rows:
        return Cell("", Location(page=grid.page, bbox=grid.frame.displayed(_extent(grid, place))))
    x0, _, x1, _ = _extent(grid, place)
    text, note = _text(rows, x1 - x0)
    return Cell(
        text,
        Location(page=grid.page, bbox=grid.frame.displayed(box_of(g for g in glyphs if not g.text.isspace()))),
        note=note,
    )


def _extent(grid: Grid, place: Place) -> BBox:
    """The box of the cell whose first place this is."""
    covered = [place, *(p for p, first in grid.regions.items() if first == place)]
    return (
        grid.xs[place[1]],
        grid.ys[place[0]],
        grid.xs[max(c for _, c in covered) + 1],
        grid.ys[max(r for r, _ in covered) + 1],
    )


def _text(rows: Sequence[Row], width: float) -> tuple[str, str]:
    """The text of a cell so many points wide, and what was guessed about it."""
    text = rows[0].text
    for above, row in pairwise(rows):
        word = row.glyphs[0]
        full = word is not None and above.x1 - above.x0 + word.x1 - word.x0 > width - above.em
        text += ("" if full and not _split(above.text, row.text) else "\n") + row.text
    joined = joined_figure(text)
    return (text, "") if joined is None else (joined, f"断开的数字已拼接：{' '.join(text.split())}")


def _split(above: str, below: str) -> bool:
    """Both ends are Latin letters or digits: joining them would make a new word or number."""
    return above[-1:].isascii() and below[:1].isascii()


def joined_figure(text: str) -> str | None:
    """The figure that extraction or a line break left in pieces; None when ``text`` is anything else.

    Joined only when the whole is a figure with valid thousands groups and a piece is none.
    """
    pieces = text.split()
    if len(pieces) < 2 or not _BROKEN.fullmatch(text):
        return None
    whole = "".join(pieces)
    if _FIGURE.fullmatch(whole) and not all(_FIGURE.fullmatch(piece) for piece in pieces):
        return whole
    return None


def outside(glyphs: Sequence[Glyph], taken: Iterable[int]) -> list[Glyph]:
    """The glyphs that no cell took."""
    skip = set(taken)
    return [glyph for position, glyph in enumerate(glyphs) if position not in skip]


__all__ = ["Grid", "fill", "joined_figure", "lines_of", "merged", "outside"]
