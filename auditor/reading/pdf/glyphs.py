"""Which characters does a page print, and where? What is asked of pdfium about characters is asked here.

Coordinates are those of the page *view*: PDF points, origin at the top left, turned so that most of the text reads from
left to right. :meth:`Frame.displayed` leads from there to the page as a viewer shows it.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from auditor.model.document import BBox
from auditor.reading.pdf.frame import Frame, unturned
from auditor.reading.pdf.objects import EVERYWHERE, Clips, Survey, address_of, survey_of
from auditor.reading.pdf.unnamed import UNKNOWN, by_shape, is_unnamed

_HYPHEN_AT_LINE_END = 2  # pdfium puts this control character where a hyphen ends a line
_INVISIBLE = 3  # text render mode
_AFTER_FIGURES = 0x3A  # digits, points, signs and control characters come before this one
_RADICALS = dict(
    zip(
        "⺁⺄⺠⺫⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "厂乙民目虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


class Glyph(NamedTuple):
    """A printed character. ``baseline`` and ``em`` (font size as printed) place it in a line."""

    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    top: float
    bottom: float
    source: int  # the text object it was drawn by

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PageText:
    """A page: its glyphs in the order they were drawn, and what else stands on it."""

    number: int
    frame: Frame
    sheet: BBox  # the whole sheet (MediaBox) in user space
    glyphs: list[Glyph] = field(default_factory=list)
    unmapped: int = 0  # glyphs whose font does not say which character they are
    pictures: int = 0
    ruled: bool = False  # has lines that may make a grid
    trusted: bool = True  # false when the text was recognised in a picture

    @property
    def width(self) -> float:
        return self.frame.size[0]

    @property
    def height(self) -> float:
        return self.frame.size[1]

    @property
    def sheet_size(self) -> tuple[float, float]:
        """Width and height of the whole sheet, turned as the view is."""
        x0, y0, x1, y1 = self.sheet
        return (y1 - y0, x1 - x0) if self.frame.rotation % 180 else (x1 - x0, y1 - y0)

    def from_camelot(self, x: float, y: float) -> tuple[float, float]:
        """A point counted from the bottom left of the whole sheet, in the view."""
        return self.frame.place(*unturned(self.sheet, self.frame.rotation, x, self.sheet_size[1] - y))


def read_page(page: Any, number: int) -> PageText:
    """The glyphs of a pypdfium2 page that lie on the page and inside their clipping path."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()  # keeps the handle alive
    survey = survey_of(page, pdfium)
    chars = list(_characters(textpage.raw, _Styles(textpage.raw, survey, pdfium), pdfium))
    displayed = page.get_rotation() % 360
    frame = Frame(page.get_cropbox(), (displayed + _text_turn(chars, displayed)) % 360, displayed)
    glyphs = [_glyph(char, letter, frame) for char in chars if (letter := _letter(char.code)) and _is_shown(char)]
    width, height = frame.size
    return PageText(
        number,
        frame,
        page.get_mediabox(),
        [g for g in glyphs if g.x1 >= 0 and g.x0 <= width and 0 <= g.baseline <= height],
        unmapped=sum(char.style.unmapped for char in chars),
        pictures=survey.pictures,
        ruled=survey.ruled,
        trusted=sum(char.style.hidden for char in chars) * 2 <= len(chars),
    )


class _Style(NamedTuple):
    """What the characters of a text object have in common."""

    source: int  # address of the object
    em: float
    angle: int  # direction of the writing, degrees anticlockwise in user space, a multiple of 90
    clip: BBox  # in user space
    font: Any  # handle
    widths: dict[int, float]  # of the characters of the font that are known so far
    stretch: float  # length of one unit of advance on the page
    unmapped: bool  # the font does not say which characters it prints
    hidden: bool  # not painted: a scanner put the recognised words behind the picture


class _Char(NamedTuple):
    code: int
    style: _Style
    x: float  # the origin, in user space
    y: float
    box: BBox  # around origin, advance and outline, in user space
    advance: float  # 0 when the font does not say


def _is_shown(char: _Char) -> bool:
    clip, box = char.style.clip, char.box
    return clip[0] <= (box[0] + box[2]) / 2 <= clip[2] and clip[1] <= (box[1] + box[3]) / 2 <= clip[3]


def _characters(textpage: Any, styles: _Styles, pdfium: Any) -> Iterator[_Char]:
    """The drawn characters of a text page; those that pdfium makes up (spaces, line ends) have no text object."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    style = _Style(0, 0.0, 0, EVERYWHERE, None, {}, 0.0, unmapped=False, hidden=False)
    digit = -1  # index of the latest digit
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        item = pdfium.FPDFText_GetTextObject(textpage, index)
        if not item:
            continue
        source = address_of(item)
        if source != style.source:
            style = styles.of(source, item, index)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
        code = _code(textpage, index, pdfium)
        if code < 0:
            continue
        width = style.widths.get(code)
        if width is None:
            width = style.widths[code] = _width(style.font, code, pdfium)
        advance = width * style.stretch
        if is_unnamed(code):
            code = by_shape(textpage, index, digit, code, pdfium) if digit == index - 1 else min(code, UNKNOWN)
        elif 0x30 <= code <= 0x39 or 0xFF10 <= code <= 0xFF19:
            digit = index
        yield _Char(code, style, x.value, y.value, (box.left, box.bottom, box.right, box.top), advance)


def _code(textpage: Any, index: int, pdfium: Any) -> int:
    """The character at an index; -1 for the second half of one. Where a font names none, pdfium says its own code."""
    code = int(pdfium.FPDFText_GetUnicode(textpage, index))
    if code < _AFTER_FIGURES:
        return UNKNOWN if pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 else code
    if not 0xD800 <= code <= 0xDFFF:
        return code
    if code >= 0xDC00:
        return -1
    return 0x10000 + ((code - 0xD800) << 10) + int(pdfium.FPDFText_GetUnicode(textpage, index + 1)) - 0xDC00


def _width(font: Any, code: int, pdfium: Any) -> float:
    """How far a font advances with a character at size 1, by the widths that the file gives; 0 when it is not known."""
    width = ctypes.c_float()
    return width.value if font and pdfium.FPDFFont_GetGlyphWidth(font, code, 1.0, width) else 0.0


class _Styles:
    """How the text objects of a page print their characters."""

    def __init__(self, textpage: Any, survey: Survey, pdfium: Any) -> None:
        self._textpage = textpage
        self._survey = survey
        self._pdfium = pdfium
        self._clips = Clips(pdfium)
        self._widths: dict[int, dict[int, float]] = {}  # by font
        self._matrix = pdfium.FS_MATRIX()

    def of(self, source: int, item: Any, index: int) -> _Style:
        """The style of a text object, by the first of its characters."""
        pdfium, textpage, matrix = self._pdfium, self._textpage, self._matrix
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        size = pdfium.FPDFText_GetFontSize(textpage, index)
        em = size * math.hypot(matrix.c, matrix.d)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360 if matrix.b else _straight(matrix.a)
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        unmapped = is_unnamed(code) or pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1
        clip = EVERYWHERE if source in self._survey.formed else self._clips.box(item)
        hidden = self._survey.pictures > 0 and pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
        font, stretch = pdfium.FPDFTextObj_GetFont(item), size * math.hypot(matrix.a, matrix.b)
        widths = self._widths.setdefault(address_of(font) if font else 0, {})
        return _Style(source, em, angle, clip, font, widths, stretch, unmapped, hidden)


def _straight(a: float) -> int:
    return 180 if a < 0 else 0


def _text_turn(chars: list[_Char], rotation: int) -> int:
    """By how much the page must be turned clockwise for most of its text to stand upright."""
    if not chars:
        return 0
    angle = Counter(char.style.angle for char in chars).most_common(1)[0][0]
    return (angle - rotation) % 360


def _glyph(char: _Char, letter: str, frame: Frame) -> Glyph:
    """The character in the view: from its origin to its advance, whatever the outline that a font draws there."""
    style, box = char.style, char.box
    ax, ay = frame.place(box[0], box[1])
    bx, by = frame.place(box[2], box[3])
    x0, x1 = min(ax, bx), max(ax, bx)
    em = style.em or abs(by - ay)
    if style.angle == frame.rotation:
        x0, baseline = frame.place(char.x, char.y)
        top, bottom = baseline - 0.85 * em, baseline + 0.15 * em
        if char.advance > 0:
            x1 = min(x1, x0 + char.advance)  # never beyond what the page text says
    else:
        top, bottom = min(ay, by), max(ay, by)
        baseline = bottom - 0.15 * em
    return Glyph(letter, x0, x1, baseline, em, top, bottom, style.source)


@lru_cache(maxsize=4096)
def _letter(code: int) -> str:
    if code == _HYPHEN_AT_LINE_END:
        return "-"
    if code < 32 or code == 0xFFFE or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    if code < 0x2E80:
        return " " if code in {0xA0, 0x2002, 0x2003, 0x2009} else "" if code in {0xAD, 0x200B} else chr(code)
    letter = chr(code)
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", letter)  # some fonts map a character to its radical
    return _RADICALS.get(letter, letter)
