"""Where does a sentence begin and end, and under which headings and budget item does it stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model.document import Block, Document, Heading, Paragraph
from auditor.model.dossier import Sentence

_END = re.compile(r"[。！？!?\n]+[”\"）)]*")
# 一般公共服务支出（类）财政事务（款）行政运行（项） names a budget item
_ITEM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?"
    r"(?P<item>[^，。；：:\d]{2,40}?[（(]类[）)][^，。；：:]{0,80}[（(][项款][）)])"
)


@dataclass(slots=True)
class _Place:
    """The headings in force while the blocks go by."""

    open: list[tuple[int, str]] = field(default_factory=list)
    item: str = ""

    def enter(self, heading: Heading) -> None:
        while self.open and self.open[-1][0] >= heading.level:
            self.open.pop()
        self.open.append((heading.level, heading.title))
        found = _ITEM.match(heading.title)
        self.item = found.group("item") if found else ""

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.open)


def block_text(block: Block) -> str:
    return block.text if isinstance(block, Heading | Paragraph) else ""


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of all headings and paragraphs, in order."""
    parts = [part.start for part in document.parts] or [0]
    place = _Place()
    index = part = 0
    for number, block in enumerate(document.blocks):
        while part + 1 < len(parts) and number >= parts[part + 1]:
            part += 1
            place = _Place()
        if isinstance(block, Heading):
            place.enter(block)
        elif isinstance(block, Paragraph):
            if found := _ITEM.match(block.text):
                place.item = found.group("item")
        else:
            continue
        for start, end in _spans(block.text):
            yield Sentence(index, number, start, end, block.text[start:end], place.section, place.item, part)
            index += 1


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)
