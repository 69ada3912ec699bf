"""Which fonts does pdfium see while a PDF is read? Those in the file, and one stand-in: never those of the machine.

For a font that a PDF names but does not embed, pdfium takes a substitute from the machine. It orders and spaces the
characters by the outlines that it finds there, and drops those that it finds none for, so that the same file would read
differently on another machine. The stand-in has the same plain box for every character; advances come from the file.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

Box = tuple[int, int, int, int]

_BUILT_IN = (b"Courier", b"Helvetica", b"Times", b"Symbol", b"ZapfDingbats")  # pdfium brings these along
_UNITS = 1000  # an em
_BOX = (0, -120, 500, 880)  # narrow, as no character advances by much less
_LAST_CHARACTER = 0x10FFFF


@contextmanager
def without_system_fonts(box: Box = _BOX) -> Iterator[None]:
    """Let pdfium see no font of the machine, but one with this box. Then it sees them again: drawing pages needs them."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_SetSystemFontInfo(_stand_in_only(box))
    try:
        yield
    finally:
        if system := pdfium.FPDF_GetDefaultSystemFontInfo():
            pdfium.FPDF_SetSystemFontInfo(system)


@cache
def _stand_in_only(box: Box) -> Any:
    """A machine, as pdfium is told about it, on which every font looks the same. Kept, as pdfium does not copy it."""
    import pypdfium2.raw as pdfium

    data = _stand_in(box)
    info = pdfium.FPDF_SYSFONTINFO()
    callback = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def font_named(_info: Any, _weight: int, _italic: int, _charset: int, _pitch: int, name: Any, _exact: Any) -> Any:
        return None if ctypes.string_at(name).startswith(_BUILT_IN) else 1

    def font_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # only the whole file
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    info.version = 2
    info.MapFont = callback["MapFont"](font_named)
    info.GetFontData = callback["GetFontData"](font_data)
    return info


def _stand_in(box: Box) -> bytes:
    """A TrueType font that shows every character as the same box."""
    glyph = _box_glyph(*box)
    tables = {
        b"cmap": _every_character(1),
        b"glyf": glyph * 2,  # 0 is what is missing
        b"head": struct.pack(">HHLLLHHQQhhhhHHhhh", 1, 0, 0x10000, 0, 0x5F0F3CF5, 3, _UNITS, 0, 0, *box, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">HHhhhHhhhhhhhhhhhH", 1, 0, 880, -120, 0, 500, 0, 0, 500, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">Hhh", 500, 0, 0),
        b"loca": struct.pack(">LLL", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    directory, body = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for name, table in tables.items():
        start = 12 + 16 * len(tables) + len(body)
        directory += name + struct.pack(">LLL", 0, start, len(table))
        body += table + b"\0" * (-len(table) % 4)
    return directory + body


def _box_glyph(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """An outline of four points on the curve, each given by its distance from the one before."""
    outline = struct.pack(">hhhhhHH", 1, x0, y0, x1, y1, 3, 0) + bytes([1] * 4)
    outline += struct.pack(">4h", x0, x1 - x0, 0, x0 - x1) + struct.pack(">4h", y0, 0, y1 - y0, 0)
    return outline + b"\0" * (-len(outline) % 4)


def _every_character(glyph: int) -> bytes:
    """A character map (format 13, many to one) that leads from every character to one glyph."""
    header = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    return header + struct.pack(">HHLLL", 13, 0, 28, 0, 1) + struct.pack(">LLL", 0x20, _LAST_CHARACTER, glyph)
