"""Where on the page of a PDF is a box of the page as a reader sees it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.model.document import BBox

if TYPE_CHECKING:
    from pypdf import PageObject

MARGIN = 1.0  # points around a figure


def user_space(page: PageObject, box: BBox) -> BBox:
    """A box of the page as displayed (origin top left, turned) in the coordinates of the PDF."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        match page.rotation % 360:
            case 90:
                corners.append((left + y, bottom + x))
            case 180:
                corners.append((right - x, bottom + y))
            case 270:
                corners.append((right - y, top - x))
            case _:
                corners.append((left + x, top - y))
    (ax, ay), (bx, by) = corners
    return (min(ax, bx) - MARGIN, min(ay, by) - MARGIN, max(ax, bx) + MARGIN, max(ay, by) + MARGIN)
