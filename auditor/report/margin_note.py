"""How does a marked-up PDF say something that belongs to no figure? In a box of text at the top of a page.

The box brings its own appearance, upright as the page is displayed, so that viewers show and printers print it. In Chinese it
names a font of Adobe's Chinese collection, which viewers have or replace: none has to be shipped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auditor.model.document import BBox
from auditor.report.page_space import user_space

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject

RED, GREEN = "9a1b1b", "1f6b3a"
_CORNER, _PADDING = 8.0, 4.0  # points from the edges of the page, and around the text
_LEADING = 1.4
_NARROW, _WIDE = 0.54, 1.0  # of the size: a letter and a Chinese character, on the safe side


def put(writer: PdfWriter, number: int, lines: Sequence[str], size: float, ink: str) -> None:
    """Adds the box to page ``number`` (from 0); the type is ``size`` points, or smaller where the page is narrow."""
    lines = [line.replace("–", "-") for line in lines]  # the collection has the dash at the width of a character
    page = writer.pages[number]
    edges = float(page.cropbox.width), float(page.cropbox.height)
    across = edges[page.rotation // 90 % 2]
    longest = max(_width(line) for line in lines)
    size = min(size, (across - 2 * (_CORNER + _PADDING)) / longest)
    width, height = longest * size + 2 * _PADDING, len(lines) * size * _LEADING + 2 * _PADDING
    placed = user_space(page, (_CORNER, _CORNER, _CORNER + width, _CORNER + height))
    look = writer._add_object(_appearance(page.rotation, lines, size, (0.0, 0.0, width, height), _colour(ink)))
    writer.add_annotation(number, _annotation(placed, lines, f"{_colour(ink)} rg /Helv {size:.1f} Tf", look))


def _width(line: str) -> float:
    """In multiples of the size of the type."""
    wide = sum(not character.isascii() for character in line)
    return wide * _WIDE + (len(line) - wide) * _NARROW


def _annotation(box: BBox, lines: Sequence[str], style: str, look: object) -> DictionaryObject:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

    return _named(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/FreeText"),
        Rect=_numbers(box),
        Contents=TextStringObject("\n".join(lines)),
        T=TextStringObject("auditor"),
        DA=TextStringObject(style),
        F=NumberObject(4),  # is printed
        AP=DictionaryObject({NameObject("/N"): look}),
    )


def _appearance(rotation: int, lines: Sequence[str], size: float, box: BBox, ink: str) -> DecodedStreamObject:
    from pypdf.generic import DecodedStreamObject, NameObject

    _, _, width, height = box
    chinese = not all(line.isascii() for line in lines)
    frame = f"q 1 1 1 rg {ink} RG 0.8 w 0.4 0.4 {width - 0.8:.2f} {height - 0.8:.2f} re B Q"
    start = f"{size * _LEADING:.2f} TL {_PADDING} {height - _PADDING - size:.2f} Td"
    shown = " ".join(f"<{line.encode('utf-16-be' if chinese else 'ascii').hex()}> Tj T*" for line in lines)
    form = DecodedStreamObject()
    form.set_data(f"{frame} BT /F {size:.2f} Tf {ink} rg {start} {shown} ET".encode("ascii"))
    turn = math.radians(rotation)
    matrix = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0)
    fonts = _named(Font=_named(F=_chinese_font() if chinese else _latin_font()))
    parts = _named(
        Type=NameObject("/XObject"),
        Subtype=NameObject("/Form"),
        BBox=_numbers(box),
        Matrix=_numbers(round(each, 6) for each in matrix),
        Resources=fonts,
    )
    form.update(parts)
    return form


def _colour(ink: str) -> str:
    return " ".join(f"{int(ink[at : at + 2], 16) / 255:.3f}" for at in (0, 2, 4))


def _latin_font() -> DictionaryObject:
    from pypdf.generic import NameObject

    return _named(
        Type=NameObject("/Font"),
        Subtype=NameObject("/Type1"),
        BaseFont=NameObject("/Helvetica"),
        Encoding=NameObject("/WinAnsiEncoding"),
    )


def _chinese_font() -> DictionaryObject:
    """STSong-Light of the collection Adobe-GB1, not embedded; ASCII (CIDs 1 to 95) half as wide as a Chinese character."""
    from pypdf.generic import ArrayObject, NameObject, NumberObject, TextStringObject

    descriptor = _named(
        Type=NameObject("/FontDescriptor"),
        FontName=NameObject("/STSong-Light"),
        Flags=NumberObject(6),
        FontBBox=_numbers((-25, -254, 1000, 880)),
        ItalicAngle=NumberObject(0),
        Ascent=NumberObject(880),
        Descent=NumberObject(-120),
        CapHeight=NumberObject(880),
        StemV=NumberObject(93),
    )
    collection = _named(
        Registry=TextStringObject("Adobe"), Ordering=TextStringObject("GB1"), Supplement=NumberObject(4)
    )
    descendant = _named(
        Type=NameObject("/Font"),
        Subtype=NameObject("/CIDFontType0"),
        BaseFont=NameObject("/STSong-Light"),
        CIDSystemInfo=collection,
        DW=NumberObject(1000),
        W=_numbers((1, 95, 500)),
        FontDescriptor=descriptor,
    )
    return _named(
        Type=NameObject("/Font"),
        Subtype=NameObject("/Type0"),
        BaseFont=NameObject("/STSong-Light"),
        Encoding=NameObject("/UniGB-UCS2-H"),
        DescendantFonts=ArrayObject([descendant]),
    )


def _named(**entries: object) -> DictionaryObject:
    from pypdf.generic import DictionaryObject, NameObject

    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _numbers(values: Iterable[float]) -> ArrayObject:
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject([FloatObject(value) for value in values])
