"""What does the page look like around a figure? Cuttings of PDF pages with the figures outlined, as PNG.

Only the pages of findings that carry a page and a box are rendered, each page once.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from auditor.model.document import BBox
from auditor.model.finding import Evidence, Finding

SCALE = 1.6  # pixels a point
ABOVE = 70.0  # points of page that stay visible above and below the figures
TALLEST = 330.0
LIMIT = 120  # pictures a document
GREYS, SHADES = 14, 6
_DISPUTED, _COMPARED = (190, 40, 30), (60, 105, 160)
_DISPUTED_TINT, _COMPARED_TINT = (255, 224, 214), (222, 234, 248)


class Pages:
    """The pages of one PDF, rendered when asked for. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._pdf = pypdfium2.PdfDocument(path)
        self._page: tuple[int, Any] | None = None
        self._left = LIMIT

    def close(self) -> None:
        self._pdf.close()

    def cutting(self, finding: Finding) -> bytes | None:
        """PNG of the page around the disputed figure; ``None`` when it has no box, or too many were made."""
        first = finding.evidence[0] if finding.evidence else None
        if first is None or first.location.page is None or first.location.bbox is None or self._left <= 0:
            return None
        if not 1 <= first.location.page <= len(self._pdf):
            return None
        self._left -= 1
        image = self._render(first.location.page - 1)
        marks = list(_on_page(finding, first.location.page))
        return _png(_cut(_outlined(image, marks), marks))

    def around(self, evidence: Evidence) -> bytes | None:
        """PNG of the strip of the page where something stands; the top of the page when its box is not known."""
        page, box = evidence.location.page, evidence.location.bbox
        if page is None or not 1 <= page <= len(self._pdf) or self._left <= 0:
            return None
        self._left -= 1
        image = self._render(page - 1)
        if box is None:
            return _png(image.crop((0, 0, image.width, min(image.height, int(TALLEST * SCALE / 2)))))
        mark: list[Mark] = [(box, False)]
        return _png(_cut(_outlined(image, mark), mark))

    def _render(self, number: int) -> Any:
        if self._page is None or self._page[0] != number:
            page = self._pdf[number]
            self._page = (number, page.render(scale=SCALE).to_pil().convert("RGB"))
            page.close()
        return self._page[1]


@contextmanager
def opened(path: Path) -> Iterator[Pages | None]:
    """The pages of a PDF; ``None`` when it cannot be opened (moved away, encrypted since)."""
    import pypdfium2

    try:
        pages = Pages(path)
    except (OSError, pypdfium2.PdfiumError):
        yield None
        return
    try:
        yield pages
    finally:
        pages.close()


Mark = tuple[BBox, bool]


def _on_page(finding: Finding, page: int) -> Iterator[Mark]:
    """The boxes of the figures on the page; true for the disputed one."""
    for position, evidence in enumerate(finding.evidence):
        for box in _boxes(evidence, page):
            yield box, position == 0


def _boxes(evidence: Evidence, page: int) -> list[BBox]:
    if evidence.boxes:
        return [box for number, box in evidence.boxes if number == page]
    return [evidence.location.bbox] if evidence.location.page == page and evidence.location.bbox else []


def _outlined(image: Any, marks: list[Mark]) -> Any:
    from PIL import Image, ImageChops, ImageDraw

    tint = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(tint)
    for box, disputed in marks:
        draw.rectangle(_pixels(box, 1.5), fill=_DISPUTED_TINT if disputed else _COMPARED_TINT)
    tinted = ImageChops.multiply(image, tint)
    draw = ImageDraw.Draw(tinted)
    for box, disputed in reversed(marks):
        draw.rectangle(_pixels(box, 2), outline=_DISPUTED if disputed else _COMPARED, width=2 if disputed else 1)
    return tinted


def _pixels(box: BBox, margin: float) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    left, right = sorted((x0, x1))
    top, bottom = sorted((y0, y1))
    return ((left - margin) * SCALE, (top - margin) * SCALE, (right + margin) * SCALE, (bottom + margin) * SCALE)


def _cut(image: Any, marks: list[Mark]) -> Any:
    """The strip of the page with the disputed figure and as many of the others as fit."""
    boxes = [_pixels(box, 0) for box, _ in marks]
    middle = (boxes[0][1] + boxes[0][3]) / 2
    top, bottom = min(box[1] for box in boxes) - ABOVE * SCALE, max(box[3] for box in boxes) + ABOVE * SCALE
    half = TALLEST * SCALE / 2
    top, bottom = max(top, middle - half, 0), min(bottom, middle + half, image.height)
    if bottom - top < 1:
        return image
    return image.crop((0, int(top), image.width, int(bottom)))


def _png(image: Any) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@cache
def _palette() -> Any:
    """Greys, and the shades of both marks: an adaptive palette would drop the few coloured pixels that matter."""
    from PIL import Image

    tints = [(255, 255, 255)] * GREYS + [_DISPUTED_TINT] * SHADES + [_COMPARED_TINT] * SHADES
    depths = [step / (number - 1) for number in (GREYS, SHADES, SHADES) for step in range(number)]
    colours = [
        *(round(edge * depth) for tint, depth in zip(tints, depths, strict=True) for edge in tint),
        *_DISPUTED,
        *_COMPARED,
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours + colours[:3] * (256 - len(colours) // 3))
    return palette
