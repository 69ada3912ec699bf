"""Which character is it, when a font does not say? A decimal point shows by its shape; all others stay unknown.

A figure with a character that is not known must not be read as another figure: ``12?5`` is neither 125 nor 12 and 5.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

UNKNOWN = 0xFFFD
_DOT = 0.25  # of the font size: no point is larger
_SQUARE = 0.06  # of the font size, between width and height: a comma is taller than wide
_SAME_FOOT = 0.06  # of the font size, between the lower ends of a point and of the digit before it
_UNNAMED = "[\ufffd\ue000-\uf8ff]"
_DIGIT = r"[\d０-９]"
_FIGURE = r"[\d０-９.,．%％]"
_BLURRED = re.compile(
    rf"(?:[\d０-９.,．，]{{0,30}}{_DIGIT}[.,．]?{_UNNAMED}{{1,30}}|(?<=[^\s]){_UNNAMED}{{1,30}}(?={_DIGIT})){_FIGURE}{{0,30}}"
)


def is_unnamed(code: int) -> bool:
    """True for the replacement character and those of private use."""
    return code == UNKNOWN or 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def blurred(text: str) -> str:
    """``text``, every digit of a figure that has an unnamed character in it unreadable; a bullet is no part of one."""
    return _BLURRED.sub(lambda match: chr(UNKNOWN) * len(match[0]), text)


def by_shape(textpage: Any, index: int, before: int, code: int, pdfium: Any) -> int:
    """The character at ``index`` of a text page, when a digit stands at the index ``before`` it."""
    em = pdfium.FPDFText_GetFontSize(textpage, index) * _scale(textpage, index, pdfium)
    ink, digit = _ink(textpage, index, pdfium), _ink(textpage, before, pdfium)
    width, height = ink.right - ink.left, ink.top - ink.bottom
    dot = 0 < max(width, height) < _DOT * em and abs(width - height) < _SQUARE * em
    if dot and abs(ink.bottom - digit.bottom) < _SAME_FOOT * em:
        return ord(".")
    return code if code <= 0xFFFF else UNKNOWN


class _Ink(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float


def _ink(textpage: Any, index: int, pdfium: Any) -> _Ink:
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, index, *sides)
    return _Ink(*(side.value for side in sides))


def _scale(textpage: Any, index: int, pdfium: Any) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    return float(abs(complex(matrix.c, matrix.d)))
