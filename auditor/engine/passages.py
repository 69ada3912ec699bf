"""Where do words stand? Passages of a document that checks of words look at, and the evidence they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.model.document import Heading, Location, Paragraph, Table, TocEntry
from auditor.model.dossier import Dossier, clip, locate
from auditor.model.finding import Evidence

MOST_PLACES = 12  # pieces of evidence in one finding
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\s*年\s*\d{1,2}\s*月)\s*年?")  # not a date on a cover
_WORDS = re.compile("[\u4e00-\u9fff]{2}")
_STOP = re.compile(r"[。！？!?；;]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text: ``place`` is paragraph, heading, contents, note, field or cell; ``block`` is -1 for a cover field.

    ``at`` is where a cell stands in its table: row and column.
    """

    place: str
    text: str
    block: int
    part: int
    location: Location | None = None  # of a passage that stands in one place
    ends_section: bool = False
    at: tuple[int, ...] = ()

    def evidence(self, dossier: Dossier, start: int, end: int, role: str = "claimed") -> Evidence:
        """The characters ``start`` to ``end`` as evidence."""
        left = max((m.end() for m in _STOP.finditer(self.text, 0, start)), default=0)
        stop = _STOP.search(self.text, end)
        right = stop.end() if stop else len(self.text)
        quote, span = clip(self.text[left:right], start - left, end - left)
        where = self.location or locate(dossier.document.blocks[self.block], start)
        return Evidence(
            role, self.text[start:end], where, quote=quote, span=span, key=(self.block, *(self.at or (start,)))
        )

    def sentence(self, start: int, end: int) -> str:
        """The sentence around ``start`` to ``end``."""
        left = max((m.end() for m in re.finditer(r"[。！？!?]", self.text[:start])), default=0)
        stop = re.compile(r"[。！？!?]").search(self.text, end)
        return self.text[left : stop.end() if stop else len(self.text)]


def passages(dossier: Dossier) -> Iterator[Passage]:
    """Cover fields, headings, lines of the contents, paragraphs and table notes, part by part."""
    blocks = dossier.document.blocks
    for number, part in enumerate(dossier.document.parts):
        for name, value, location in part.fields:
            yield Passage("field", f"{name}：{value}", -1, number, location)
        for index in range(part.start, part.end):
            block = blocks[index]
            if isinstance(block, Heading):
                yield Passage("heading", block.text, index, number, block.location)
            elif isinstance(block, TocEntry):
                yield Passage("contents", block.text, index, number, block.location)
            elif isinstance(block, Paragraph):
                after = blocks[index + 1] if index + 1 < part.end else None
                ends = after is None or isinstance(after, Heading)
                yield Passage("paragraph", block.text, index, number, ends_section=ends)
            elif isinstance(block, Table):
                places: Sequence[Location | None] = block.notes_at or [None] * len(block.notes)
                for note, where in zip(block.notes, places, strict=False):
                    yield Passage("note", note, index, number, where or block.location)


def cells(dossier: Dossier) -> Iterator[Passage]:
    """The cells of all tables that hold words."""
    blocks = dossier.document.blocks
    for number, part in enumerate(dossier.document.parts):
        for index in range(part.start, part.end):
            block = blocks[index]
            for y, row in enumerate(block.rows if isinstance(block, Table) else ()):
                for x, cell in enumerate(row):
                    if not cell.spanned and _WORDS.search(cell.text):
                        yield Passage("cell", cell.text, index, number, cell.location, at=(y, x))


def years_of_parts(dossier: Dossier) -> tuple[int | None, ...]:
    """The year that each part reports: the one on its cover, in its titles, else the document's."""
    return tuple(_year(dossier, number) for number in range(len(dossier.document.parts)))


def _year(dossier: Dossier, number: int) -> int | None:
    part = dossier.document.parts[number]
    stated = part.field("年度")
    if stated and stated.isdecimal():
        return int(stated)
    titles = [b.text for b in dossier.document.blocks[part.start : part.end] if isinstance(b, Heading) and b.level == 0]
    for title in (part.title, *titles):
        found = {int(year) for year in _YEAR.findall(title)}
        if len(found) == 1:
            return found.pop()
    return dossier.profile.year


def title_of(dossier: Dossier, number: int) -> str:
    """The title of a part, without white space: what it is called, or its first heading without a number."""
    part = dossier.document.parts[number]
    first = (b.text for b in dossier.document.blocks[part.start : part.end] if isinstance(b, Heading) and b.level == 0)
    return squeezed(part.title or next(first, ""))


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s+", "", text)
