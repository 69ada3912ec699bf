"""What does a reader hand over for a line of the source?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.model.document import Location, Run, Table
from auditor.reading.numbering import Number, number_of


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the source, outer white space removed.

    ``gap`` says that a blank line or a wide space is above it. ``full`` (reaches the right margin) and ``indent``
    (begins further right than the lines of a paragraph do) are None where the format does not tell. ``whole``
    marks a line that the format knows to be a paragraph of its own, ``level`` a heading level that it states.
    """

    text: str
    runs: tuple[Run, ...]
    gap: bool = False
    full: bool | None = None
    indent: bool | None = None
    whole: bool = False
    level: int | None = None

    @classmethod
    def at(cls, text: str, location: Location, **layout: object) -> Line:
        """A line that stands at one place."""
        return cls(text, (Run(0, len(text), location),), **layout)  # type: ignore[arg-type]

    @property
    def location(self) -> Location:
        """Where it begins; its box is around all that stands on its first line."""
        first = self.runs[0].location if self.runs else Location()
        if first.bbox is None:
            return first
        boxes = [run.location.bbox for run in self.runs if run.location.page == first.page and run.location.bbox]
        same = [box for box in boxes if box[1] < first.bbox[3] and box[3] > first.bbox[1]]
        x0, tops, x1, bottoms = zip(*same, strict=True)
        return replace(first, bbox=(min(x0), min(tops), max(x1), max(bottoms)))

    @property
    def number(self) -> Number | None:
        return number_of(self.text)

    def joined(self, other: Line) -> Line:
        """This line with ``other`` as its continuation."""
        glue = " " if self.text[-1:].isascii() and self.text[-1:].isalpha() and other.text[:1].isascii() else ""
        shift = len(self.text) + len(glue)
        moved = tuple(Run(run.start + shift, run.end + shift, run.location) for run in other.runs)
        runs = self.runs
        if glue and runs:
            runs = (*runs[:-1], replace(runs[-1], end=runs[-1].end + len(glue)))
        return replace(self, text=self.text + glue + other.text, runs=runs + moved, full=other.full)


Item = Line | Table
