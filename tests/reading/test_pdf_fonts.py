"""What a PDF says does not hang on the fonts of the machine that reads it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from auditor.reading.pdf.fonts import without_system_fonts
from auditor.reading.pdf.glyphs import Glyph, read_page
from auditor.reading.pdf.source import open_pdf
from tests.reading.pdf_maker import Maker

WIDE = (-700, -900, 2500, 1900)
NOTHING = (0, 0, 0, 0)


def page() -> bytes:
    """Characters of a font that is named and not embedded, also one character alone."""
    if "HeiseiMin-W3" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    maker = Maker()
    maker.text(96, 100, "本年收入合计1,234.56万元")
    maker.text(300, 100, "。")
    maker.text(96, 140, "年度", font="HeiseiMin-W3")
    maker.text(96, 160, "12.5%", font="Helvetica")
    return maker.bytes()


def read(data: bytes) -> list[tuple[object, ...]]:
    with open_pdf(Path("report.pdf"), data) as source:
        [only], _ = source.pages()
    return [glyph[:-1] for glyph in only.glyphs]


@pytest.mark.parametrize("box", [WIDE, NOTHING])
def test_other_fonts_on_the_machine_change_nothing(box: tuple[int, int, int, int]) -> None:
    data = page()
    expected = read(data)
    assert "".join(str(glyph[0]) for glyph in expected) == "本年收入合计1,234.56万元。年度12.5%"
    with without_system_fonts(box):  # as if each font of the machine looked like that
        assert read(data) == expected


def test_characters_are_as_wide_as_the_file_says_whatever_their_outline() -> None:
    with without_system_fonts(WIDE):
        pdf = pypdfium2.PdfDocument(page())
        glyphs = read_page(pdf[0], 1).glyphs
        pdf.close()
    first = [glyph for glyph in glyphs if glyph.baseline == 100 and glyph.x0 < 300]
    assert [span(glyph) for glyph in first[:3]] == [(96, 108), (108, 120), (120, 132)]
    assert max(glyph.x1 for glyph in first) < 300


def span(glyph: Glyph) -> tuple[float, float]:
    return round(glyph.x0, 2), round(glyph.x1, 2)


def test_pages_are_drawn_with_the_fonts_of_the_machine_again() -> None:
    data = page()

    def picture() -> bytes:
        pdf = pypdfium2.PdfDocument(data)
        drawn = bytes(pdf[0].render().buffer)
        pdf.close()
        return drawn

    before = picture()
    read(data)
    assert picture() == before
