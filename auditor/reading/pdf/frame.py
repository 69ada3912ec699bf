"""How does user space lie on the page, and the page in the view that is read?"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.document import BBox


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space lies on the page: the visible ``box``, turned by ``rotation`` degrees clockwise for the reader.

    ``displayed_rotation`` is the part of the rotation that viewers apply, too.
    """

    box: BBox
    rotation: int
    displayed_rotation: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.rotation % 180 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in the view."""
        return turned(self.box, self.rotation, x, y)

    def displayed(self, box: BBox) -> BBox:
        """A box of the view on the page as a viewer shows it."""
        if self.rotation == self.displayed_rotation:
            return _rounded(box)
        corners = (unturned(self.box, self.rotation, box[0], box[1]), unturned(self.box, self.rotation, box[2], box[3]))
        (ax, ay), (bx, by) = (turned(self.box, self.displayed_rotation, x, y) for x, y in corners)
        return _rounded((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))


def turned(box: BBox, rotation: int, x: float, y: float) -> tuple[float, float]:
    if rotation == 0:
        return x - box[0], box[3] - y
    x0, y0, x1, y1 = box
    if rotation == 90:
        return y - y0, x - x0
    return (x1 - x, y - y0) if rotation == 180 else (y1 - y, x1 - x)


def unturned(box: BBox, rotation: int, x: float, y: float) -> tuple[float, float]:
    x0, y0, x1, y1 = box
    match rotation:
        case 90:
            return y + x0, x + y0
        case 180:
            return x1 - x, y + y0
        case 270:
            return x1 - y, y1 - x
        case _:
            return x + x0, y1 - y


def _rounded(box: BBox) -> BBox:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
