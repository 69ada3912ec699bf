"""Which lines of a page go on in the next, as the layout shows it?

A line goes on when the next word would not have fitted on it, and the next line is not indented. What words and
numbers say about a line (a heading, an item of a list) is left to :mod:`auditor.reading.structure.blocks`, except where the
layout would join what a number shows to begin anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from auditor.reading.numbering import number_of
from auditor.reading.pdf.lines import Row
from auditor.reading.structure import cues
from auditor.reading.structure.line import Line

_INDENT = 1.0  # of the font size
_FAR_IN = 6.0  # of the font size: no paragraph begins so far to the right
_SAME_SIZE = 0.12
_CENTRED = 0.03  # of the page width
_TITLE_WIDTH = 0.7
_SECTION = 1  # heading level
_LARGER = 1.15  # than the running text
_COVER = 20.0  # points
_SLACK = 0.8  # of the font size: lines end so much before the margin for reasons that do not show
_LONG = 0.6  # of the text width: a line that ends there without a mark breaks off
_WIDER = 1.4  # line pitch beyond which a blank line or wide space stands between
_UNBROKEN = re.compile(r"[“‘《（(〔【]*(?:[\w.,，．%％\-]*[\d.%％a-zA-Z]|.)[，。、；：！？）)”’》】〕%％,.;:]*")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of running text begin and end on a page, and how far apart their baselines are."""

    left: float
    right: float
    pitch: float
    width: float  # of the page
    body: float  # font size of the running text

    def indented(self, row: Row) -> bool:
        return row.x0 - self.left > _INDENT * row.em

    def centred(self, row: Row) -> bool:
        middle = (row.x0 + row.x1) / 2
        off = min(abs(middle - self.width / 2), abs(middle - (self.left + self.right) / 2))
        return off < _CENTRED * self.width and row.x0 - self.left > row.em * _INDENT

    def fits(self, row: Row, following: Row) -> bool:
        """True when the first word of ``following`` would have fitted at the end of ``row``."""
        word = _UNBROKEN.match(following.text)
        size = _width(following, word.end()) if word else following.em
        return row.x1 + size <= self.right - _SLACK * row.em

    def wrapped_title(self, row: Row, following: Row) -> bool:
        """The second line is centred and the first wide, or both are in the large type of a cover: one title."""
        if not self.centred(following) or not cues.could_be_title(row.text) or number_of(following.text):
            return False
        if following.baseline - row.baseline > 2.2 * row.em:
            return False
        wide = row.x1 - row.x0 > _TITLE_WIDTH * (self.right - self.left) > following.x1 - following.x0
        cover = min(row.em, following.em) >= _COVER and self.centred(row) and not cues.title_like(row.text)
        return wide or cover

    def titled(self, row: Row) -> bool:
        """A centred line in larger type than the running text."""
        return self.centred(row) and row.em >= _LARGER * self.body and cues.could_be_title(row.text)


def body_size(pages: Sequence[Sequence[Row]]) -> float:
    """The font size that most characters of the running text have; 0 when there is none."""
    sizes: Counter[int] = Counter()
    for row in (row for rows in pages for row in rows):
        sizes[round(row.em)] += len(row.text)
    return float(sizes.most_common(1)[0][0]) if sizes else 0.0


def margins_of(
    rows: Sequence[Row], width: float, body_of_document: float, usual: Margins | None = None
) -> Margins | None:
    """The margins of a page by its own lines, else the ``usual`` ones of pages that look alike."""
    if not rows:
        return usual
    body = body_size([rows])
    lines = [row for row in rows if abs(row.em - body) <= 1] or list(rows)
    em = median(row.em for row in lines)
    right = max(row.x1 for row in lines)
    reached = sum(row.x1 > right - 2 * em for row in lines)
    left = min(row.x0 for row in lines)
    steps = [b.baseline - a.baseline for a, b in pairwise(lines) if 0.9 * em < b.baseline - a.baseline < 3.5 * em]
    pitch = min(Counter(round(step) for step in steps).most_common(2), default=(round(1.5 * em), 1))[0]
    if usual is None and reached < 3:
        right = max(right, width - left)  # too few lines to tell: take the margins to be alike
    if usual is not None and (reached < 3 or left > usual.left + 3 * em):
        return Margins(min(left, usual.left), max(right, usual.right), usual.pitch, width, body_of_document)
    return Margins(left, right, float(pitch), width, body_of_document)


def usual_margins(pages: Sequence[Sequence[Row]], width: float, body: float) -> Margins | None:
    """The margins that most pages of running text among ``pages`` have."""
    known = [found for rows in pages if len(rows) >= 8 and (found := margins_of(rows, width, body))]
    if not known:
        return None
    return Margins(
        median(m.left for m in known), median(m.right for m in known), median(m.pitch for m in known), width, body
    )


def lines_of_page(rows: Sequence[Row], margins: Margins) -> Iterator[tuple[float, Line]]:
    """Each paragraph (or what this page shows of it) with the place of its first baseline."""
    start: float | None = None
    line: Line | None = None
    last: Row | None = None
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else None
        full = following is not None and not margins.fits(row, following)
        if following is None:
            full = row.x1 > margins.right - 2.5 * row.em
        gap = last is None or row.baseline - last.baseline > _WIDER * margins.pitch
        own = Line(row.text, row.runs, gap=gap, full=full, indent=margins.indented(row), level=_level(row, margins))
        if line is not None and last is not None and start is not None:
            if _goes_on(last, row, margins, full=line.full is True):
                line = line.joined(own)
                last = row
                continue
            yield start, line
        start, line, last = row.baseline, own, row
    if line is not None and start is not None:
        yield start, line


def _level(row: Row, margins: Margins) -> int | None:
    """A line that stands out as a title does, and that neither its number nor its words tell."""
    told = number_of(row.text) or cues.is_report_title(row.text) or cues.is_contents_title(row.text)
    return _SECTION if margins.titled(row) and row.page > 1 and not told else None


def _goes_on(last: Row, row: Row, margins: Margins, *, full: bool) -> bool:
    """``row`` stands below ``last``, which is ``full``, as the next line of its paragraph does."""
    if margins.wrapped_title(last, row) and abs(last.em - row.em) <= _SAME_SIZE * last.em:
        return True
    number = number_of(row.text)
    if abs(last.em - row.em) > _SAME_SIZE * max(last.em, row.em) or (number is not None and number.level <= 3):
        return False
    step = row.baseline - last.baseline
    if cues.leader(last.text) or not 0 < step <= max(_WIDER * margins.pitch, 1.2 * row.em):
        return False
    if margins.indented(row) or last.x0 - margins.left > _FAR_IN * last.em:
        return False
    if cues.TERMINAL.search(last.text):
        return full and number is None and not cues.STARTS_ANEW.match(row.text)
    return full or (number is None and last.x1 - margins.left > _LONG * (margins.right - margins.left))


def _width(row: Row, end: int) -> float:
    glyphs = [glyph for glyph in row.glyphs[:end] if glyph is not None]
    return max(glyph.x1 for glyph in glyphs) - min(glyph.x0 for glyph in glyphs) if glyphs else row.em
