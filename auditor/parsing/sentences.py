"""Where does a sentence begin and end, and under which headings and budget item does it stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.model.document import Block, Document, Heading, Paragraph
from auditor.model.dossier import Sentence
from auditor.parsing.budget_items import BudgetItems
from auditor.parsing.labels import bare
from auditor.rulebook.vocabulary import Vocabulary

_END = re.compile(r"[。！？!?\n]+[”\"）)]*")
_MONEY = re.compile(r"\d\s*(?:万|亿)?元")


@dataclass(slots=True)
class _Place:
    """The headings in force while the blocks go by."""

    items: BudgetItems
    open: list[tuple[int, str]] = field(default_factory=list)
    item: str = ""

    def enter(self, heading: Heading) -> None:
        while self.open and self.open[-1][0] >= heading.level:
            self.open.pop()
        self.open.append((heading.level, heading.title))
        self.item = self.items.leading(heading.title)

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.open)


def block_text(block: Block) -> str:
    return block.text if isinstance(block, Heading | Paragraph) else ""


class Topics:
    """Which section of the vocabulary does a sentence stand in, and which budget item does it speak of?"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._patterns = {
            name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in vocabulary.sections.items()
        }
        self.of = lru_cache(maxsize=1024)(self._of)
        self.items = BudgetItems(vocabulary)

    def _of(self, section: tuple[str, ...]) -> str:
        """The name of the innermost heading that is known; empty when none is."""
        for title in reversed(section):
            for name, pattern in self._patterns.items():
                if pattern.search(bare(title)):
                    return name
        return ""


def sentences(document: Document, topics: Topics) -> Iterator[Sentence]:
    """The sentences of all headings and paragraphs, in order."""
    parts = [part.start for part in document.parts] or [0]
    place = _Place(topics.items)
    index = part = 0
    for number, block in enumerate(document.blocks):
        while part + 1 < len(parts) and number >= parts[part + 1]:
            part += 1
            place = _Place(topics.items)
        if isinstance(block, Heading):
            place.enter(block)
        elif isinstance(block, Paragraph):
            place.item = topics.items.leading(block.text) or place.item
        else:
            continue
        for start, end in _spans(block.text):
            topic = topics.of(place.section)
            yield Sentence(index, number, start, end, block.text[start:end], place.section, place.item, part, topic)
            index += 1
        if isinstance(block, Paragraph) and _MONEY.search(block.text):
            place.item = ""  # said what there is to say about it


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)
