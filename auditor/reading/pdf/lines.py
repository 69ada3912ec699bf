"""Which lines do the characters of a page form?

Digits often come from another font than the Chinese characters beside them and may sit on another baseline, so
characters belong to one line when their baselines are less than half a font size apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.model.document import BBox, Location, Run
from auditor.reading.pdf.frame import Frame
from auditor.reading.pdf.glyphs import Glyph
from auditor.reading.pdf.unnamed import blurred

_SAME_LINE = 0.5  # of the font size, between baselines
_OVERPRINT = 0.2  # of the font size: the same character drawn again that near makes it look bold
_WORD_GAP = 0.25  # of the font size, between Latin letters or digits
_HAN_GAP = 0.8
_NO_GAP = 0.12  # of the font size: a drawn space that takes no room divides nothing
_COLUMN_GAP = 3.0
_LEADER = re.compile(r"\s*[.…·．⋯]{4,}$")  # dots that lead to a page number that is not there
_SPACED = re.compile(r"(?<![\d.,])\d(?: [\d.,]){3,30}(?![\d.,])")
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_PIECES = re.compile(r"\s+|[\d０-９][\d０-９,，.．]*[%％‰]?|[^\d０-９\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line. ``glyphs[i]`` drew character ``i`` of ``text``; None for a space that only the gap shows."""

    text: str
    glyphs: tuple[Glyph | None, ...]
    page: int
    frame: Frame
    x0: float
    x1: float
    em: float
    baseline: float

    @classmethod
    def of(cls, text: str, glyphs: Sequence[Glyph | None], page: int, frame: Frame) -> Row:
        drawn = [glyph for glyph in glyphs if glyph is not None]
        return cls(
            text,
            tuple(glyphs),
            page,
            frame,
            x0=min(glyph.x0 for glyph in drawn),
            x1=max(glyph.x1 for glyph in drawn),
            em=_middle([glyph.em for glyph in drawn]),
            baseline=_middle([glyph.baseline for glyph in drawn]),
        )

    @property
    def runs(self) -> tuple[Run, ...]:
        """One run for each number and each stretch of other characters, so that a number's box is tight."""
        result = []
        for piece in _PIECES.finditer(self.text):
            glyphs = [glyph for glyph in self.glyphs[piece.start() : piece.end()] if glyph is not None]
            if glyphs:
                result.append(Run(piece.start(), piece.end(), self._location(glyphs)))
        return tuple(result)

    def _location(self, glyphs: Sequence[Glyph]) -> Location:
        return Location(page=self.page, bbox=self.frame.displayed(box_of(glyphs)))


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def box_of(glyphs: Iterable[Glyph]) -> BBox:
    """The box around glyphs, in the view."""
    x0s, tops, x1s, bottoms = zip(*((g.x0, g.top, g.x1, g.bottom) for g in glyphs), strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))


def rows_of(glyphs: Iterable[Glyph], page: int, frame: Frame) -> list[Row]:
    """The lines that ``glyphs`` form, from top to bottom."""
    rows = (_row(sorted(line, key=lambda glyph: glyph.x0), page, frame) for line in lines_of(glyphs))
    return [row for row in rows if row is not None]


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """``glyphs`` grouped by baseline, from top to bottom, each group as it came."""
    groups: list[tuple[float, float, list[Glyph]]] = []  # baseline, em, glyphs of the largest font so far
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if groups:
            baseline, em, group = groups[-1]
            if glyph.baseline - baseline < _SAME_LINE * max(em, glyph.em):
                group.append(glyph)
                if glyph.em > em:
                    groups[-1] = (glyph.baseline, glyph.em, group)
                continue
        groups.append((glyph.baseline, glyph.em, [glyph]))
    return [group for _, _, group in groups]


def _row(glyphs: Sequence[Glyph], page: int, frame: Frame) -> Row | None:
    text: list[str] = []
    drawn: list[Glyph | None] = []
    last: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.text.isspace():
            spaced = spaced or last is not None
            continue
        if last is not None:
            if glyph.text == last.text and glyph.x0 - last.x0 < _OVERPRINT * glyph.em:
                continue
            space = _space(last, glyph, spaced=spaced)
            text += space
            drawn += [None] * len(space)
        for letter in glyph.text:
            text.append(letter)
            drawn.append(glyph)
        last, spaced = glyph, False
    _close_up(text, drawn)
    line = blurred("".join(text))
    kept = len(_LEADER.sub("", line))
    return Row.of(line[:kept], drawn[:kept], page, frame) if kept else None


def _close_up(text: list[str], drawn: list[Glyph | None]) -> None:
    """Take the spaces out of an amount printed in spaced digits: 6 7 , 2 7 1 . 4 0. Digits alone may be numbers of their own."""
    for match in reversed([*_SPACED.finditer("".join(text))]):
        if _AMOUNT.fullmatch(match.group().replace(" ", "")):
            for at in reversed(range(match.start(), match.end())):
                if text[at] == " ":
                    del text[at], drawn[at]


def _space(a: Glyph, b: Glyph, *, spaced: bool) -> str:
    """The white space that a reader sees between two neighbours of a line."""
    gap = (b.x0 - a.x1) / max(a.em, b.em, 0.1)
    if gap > _COLUMN_GAP:
        return "  "
    narrow = a.text.isascii() and b.text.isascii()
    seen = spaced and gap > _NO_GAP
    return " " if seen or gap > (_WORD_GAP if narrow else _HAN_GAP) else ""
