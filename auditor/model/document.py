"""What was read from a file: headings, paragraphs and tables in reading order, each with its place.

Readers make a :class:`Document`, whatever the format; nothing after them knows where it came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model.carried import Carried

BBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Location(Carried):
    """A place in the source: a text line (1-based), or a PDF page (1-based) with a box.

    ``bbox`` is x0, y0, x1, y1 in PDF points with the origin at the top left. ``sheet`` is the name of a worksheet.
    """

    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The characters ``start`` to ``end`` of a text stand at one place. Runs are sorted and do not overlap."""

    start: int
    end: int
    location: Location


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, joined over hard line breaks and page breaks; ``runs`` say where its characters stand.

    ``trusted`` is false when the words were read from a picture (OCR).
    """

    text: str
    runs: tuple[Run, ...]
    trusted: bool = True

    def locate(self, offset: int) -> Location:
        """The place of the character at ``offset``."""
        for run in self.runs:
            if offset < run.end:
                return run.location
        return self.runs[-1].location if self.runs else Location()


@dataclass(frozen=True, slots=True)
class Heading:
    """A title or numbered heading. ``level`` 0 is a title, 1 a part (第一部分), 2 一、, 3 （一）, 4 1., 5 (1), 6 ①."""

    text: str  # as printed, with its number
    level: int
    number: str  # as printed: "一、", "(1)"; empty when there is none
    ordinal: int | None  # the number's value
    location: Location

    @property
    def title(self) -> str:
        return self.text.removeprefix(self.number).strip()


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents (目录)."""

    text: str
    level: int
    number: str
    ordinal: int | None
    location: Location

    @property
    def title(self) -> str:
        return self.text.removeprefix(self.number).strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``text`` keeps what is printed, outer white space removed; ``note`` says what was guessed about it.

    A cell that spans several places of the grid stands in each of them with the same text, and ``spanned`` is true
    in all but the first. ``indent`` is how far the text is set in, in widths of a character; 0 where the format does not tell
    (in PDF the box of the location does).
    """

    text: str
    location: Location
    spanned: bool = False
    note: str = ""
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, rectangular: every row has the same number of cells.

    ``title`` is the heading above it, ``caption`` the small print between title and grid (单位：万元, 公开01表, 部门：),
    ``notes`` the lines under it. ``doubts`` names what the reader is not sure of; a table with doubts is judged with care.
    ``trusted`` is false when the cells were read by a method that may err (no ruled lines, OCR).
    """

    title: str
    caption: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    location: Location
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    trusted: bool = True
    title_at: Location | None = None  # where the title, each caption line and each note stand, when the reader knows
    caption_at: tuple[Location, ...] = ()
    notes_at: tuple[Location, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


Block = Heading | TocEntry | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Part:
    """One report within a document: blocks ``start`` to ``end``. Most documents have one part.

    A file of project self-evaluations has one part for each project, with the fields printed on its cover
    (项目名称, 项目单位, 填报日期 …) in ``fields``.
    """

    title: str
    start: int
    end: int
    fields: tuple[tuple[str, str, Location], ...] = ()

    def field(self, name: str) -> str | None:
        return next((value for key, value, _ in self.fields if key == name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read. ``path`` is as given on the command line."""

    path: str
    format: str  # text, pdf, word, sheet, html, csv, json
    sha256: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()
    warnings: tuple[str, ...] = ()  # what could not be read, with its page
    unread: tuple[int, ...] = ()  # pages that were not read: without text layer, damaged, or in unnamed characters
    gate: dict[str, object] = field(default_factory=dict)  # the fitness gate's result, when it ran

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))
