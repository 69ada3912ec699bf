"""Small PDFs for tests: ruled tables, prose with exact line breaks, and pages that are hard to read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
FONT = "STSong-Light"
EMBEDDED = "Vera"
SIZE = 12.0
LEFT, RIGHT = 72.0, 522.0
PITCH = 18.0

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


class Maker:
    """A PDF under construction; distances count from the top left of the page."""

    def __init__(self, size: tuple[float, float] = A4, **options: object) -> None:
        known = pdfmetrics.getRegisteredFontNames()
        if FONT not in known:
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        if EMBEDDED not in known:
            pdfmetrics.registerFont(TTFont(EMBEDDED, "Vera.ttf"))  # reportlab brings it along
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, pageCompression=0, invariant=1, **options)
        self.size = size

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def page(self, size: tuple[float, float] | None = None) -> None:
        """Begin the next page."""
        self.canvas.showPage()
        if size:
            self.size = size
            self.canvas.setPageSize(size)

    def text(self, x: float, y: float, text: str, size: float = SIZE, font: str = FONT) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.size[1] - y, text)

    def centred(self, y: float, text: str, size: float = SIZE) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(self.size[0] / 2, self.size[1] - y, text)

    def right(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawRightString(x, self.size[1] - y, text)

    def lines(self, y: float, *lines: str, indent: float = 2 * SIZE) -> float:
        """Lines of one paragraph, the first indented; the place below them."""
        for position, line in enumerate(lines):
            self.text(LEFT + (indent if position == 0 else 0), y, line)
            y += PITCH
        return y

    def table(
        self,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        left: float = LEFT,
        height: float = 20.0,
        merges: Sequence[Merge] = (),
        ruled: bool = True,
        size: float = 10.0,
    ) -> float:
        """A table with a ruled grid; a cell's text may have several lines. The place below it."""
        xs = [left + sum(widths[:i]) for i in range(len(widths) + 1)]
        ys = [top + height * i for i in range(len(rows) + 1)]
        inside = {(r, c): m for m in merges for r in range(m[0], m[2] + 1) for c in range(m[1], m[3] + 1)}
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                merge = inside.get((r, c))
                if merge is None or merge[:2] == (r, c):
                    last = merge[2:] if merge else (r, c)
                    self._cell((xs[c], ys[r], xs[last[1] + 1], ys[last[0] + 1]), text, ruled=ruled, size=size)
        return ys[-1]

    def _cell(self, box: tuple[float, float, float, float], text: str, *, ruled: bool, size: float) -> None:
        x0, y0, x1, y1 = box
        if ruled:
            for a, b in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
                self.canvas.line(a[0], self.size[1] - a[1], b[0], self.size[1] - b[1])
        lines = text.split("\n")
        start = (y0 + y1) / 2 - (len(lines) - 1) * size * 0.6 + size * 0.35
        for position, line in enumerate(lines):
            y = start + position * size * 1.2
            if line[:1].isdigit() or line[:1] == "-":
                self.right(x1 - 3, y, line, size)
            else:
                self.text(x0 + 3, y, line, size)

    def renamed(self, **codes: str) -> bytes:
        """The PDF, in which embedded fonts say that other characters are printed: ``seven="E007"`` (UTF-16)."""
        writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(self.bytes())))
        usual = {"seven": b"<0037>", "period": b"<002E>"}
        for font in writer.pages[0]["/Resources"]["/Font"].values():
            if "/ToUnicode" in font:
                names = font["/ToUnicode"]
                said = names.get_data()
                for name, code in codes.items():
                    said = said.replace(usual[name], b"<%s>" % code.encode())
                names.set_data(said)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()
