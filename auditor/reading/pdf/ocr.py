"""What does a scanned page print? Needs ``pip install auditor[ocr]``; works offline, with the models in the package.

Recognised lines become glyphs, each character given its share of the line's width, so that a scanned page goes the same
way as any other. What comes from here is not trusted: no finding that rests on it is more than a warning.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Any

from auditor.reading.pdf.glyphs import Glyph

DPI = 150
_LEAST = 0.5  # confidence; below it the words are noise of the scan
_EM = 0.8  # font size, as a share of the height of a recognised line
_HALF = 0.55  # width of a Latin letter or digit, against a Chinese character


def available() -> bool:
    """True when the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_glyphs(page: Any) -> list[Glyph]:
    """The characters recognised on a pypdfium2 page, in its view as displayed (origin at the top left, points)."""
    bitmap = page.render(scale=DPI / 72)
    found = _engine()(bitmap.to_numpy())
    boxes = found.boxes if found.boxes is not None else ()
    glyphs: list[Glyph] = []
    for number, (box, text, score) in enumerate(zip(boxes, found.txts or (), found.scores or (), strict=True)):
        if score >= _LEAST and text.strip():
            points = [(float(x) * 72 / DPI, float(y) * 72 / DPI) for x, y in box]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            glyphs += _spread(text, min(xs), max(xs), min(ys), max(ys), number + 1)
    return glyphs


def _spread(text: str, x0: float, x1: float, top: float, bottom: float, source: int) -> list[Glyph]:
    """The characters of a line, side by side over its width."""
    em = _EM * (bottom - top)
    widths = [_HALF if letter.isascii() else 1.0 for letter in text]
    unit = (x1 - x0) / sum(widths)
    glyphs, at = [], x0
    for letter, width in zip(text, widths, strict=True):
        end = at + width * unit
        glyphs.append(Glyph(letter, at, end, bottom - 0.25 * em, em, top, bottom, source))
        at = end
    return glyphs


@cache
def _engine() -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reports home otherwise
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
