"""What does a page draw besides text, and what clips its text?"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor.model.document import BBox

EVERYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
_DEEPEST = 8  # forms in forms
_RECTANGLE = 5  # segments; a path of more may hold all rules of a table


class Survey(NamedTuple):
    """What a page draws besides text."""

    ruled: bool
    pictures: int
    formed: frozenset[int]  # text objects inside a form, whose clips are not in user space


def survey_of(page: Any, pdfium: Any) -> Survey:
    across = down = pictures = 0
    formed = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for kind, item, inside_form in _objects(page.raw, pdfium):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if inside_form:
                formed.append(address_of(item))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            wide, tall = right.value - left.value > 15, top.value - bottom.value > 5
            whole_grid = wide and tall and pdfium.FPDFPath_CountSegments(item) > _RECTANGLE
            across += 2 if whole_grid else wide
            down += 2 if whole_grid else tall
    return Survey(across >= 2 and down >= 2, pictures, frozenset(formed))


def _objects(page: Any, pdfium: Any) -> Iterator[tuple[int, Any, bool]]:
    """What a page draws, with its kind, and whether it stands inside a form."""
    form = pdfium.FPDF_PAGEOBJ_FORM
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != form:
            yield kind, item, False
            continue
        forms = [(item, 1)]
        while forms:
            outer, depth = forms.pop()
            for inner in range(pdfium.FPDFFormObj_CountObjects(outer)):
                item = pdfium.FPDFFormObj_GetObject(outer, inner)
                if (kind := pdfium.FPDFPageObj_GetType(item)) != form:
                    yield kind, item, True
                elif depth < _DEEPEST:
                    forms.append((item, depth + 1))


class Clips:
    """The boxes that clip text objects, in user space. Objects share their paths, so each path is measured once."""

    def __init__(self, pdfium: Any) -> None:
        self._pdfium = pdfium
        self._by_path: dict[int, BBox] = {}

    def box(self, item: Any) -> BBox:
        pdfium = self._pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(item)
        result = EVERYWHERE
        for index in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
            x0, y0, x1, y1 = self._path(clip, index)
            result = (max(result[0], x0), max(result[1], y0), min(result[2], x1), min(result[3], y1))
        return result

    def _path(self, clip: Any, index: int) -> BBox:
        pdfium = self._pdfium
        first = pdfium.FPDFClipPath_GetPathSegment(clip, index, 0)
        if not first:
            return EVERYWHERE
        key = address_of(first)
        if key not in self._by_path:
            x, y = ctypes.c_float(), ctypes.c_float()
            points = []
            for step in range(pdfium.FPDFClipPath_CountPathSegments(clip, index)):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, index, step), x, y)
                points.append((x.value, y.value))
            across, up = zip(*points, strict=True)
            self._by_path[key] = (min(across), min(up), max(across), max(up))
        return self._by_path[key]


def address_of(handle: Any) -> int:
    return ctypes.addressof(handle.contents)
