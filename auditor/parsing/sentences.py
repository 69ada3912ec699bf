"""Where does a sentence begin and end, and under which headings and budget item does it stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.model.document import Block, Document, Heading, Paragraph
from auditor.model.dossier import Sentence
from auditor.parsing.labels import bare
from auditor.spec.vocabulary import Vocabulary

_END = re.compile(r"[。！？!?\n]+[”\"）)]*")
# 一般公共服务支出（类）财政事务（款）行政运行（项） names a budget item
_ITEM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?"
    r"(?P<item>[^，。；：:\d]{2,40}?[（(]类[）)][^，。；：:]{0,80}[（(][项款][）)])"
)


# “一般公共服务支出-财政事务-行政运行”科目 names one, too
_DASHED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?[“\"](?P<item>[^”\"，。；\d]{2,90})[”\"]\s*科目"
)
_MONEY = re.compile(r"\d\s*(?:万|亿)?元")


def _item_of(text: str) -> str:
    """The budget item that a text begins with; empty when it names none."""
    found = _ITEM.match(text) or _DASHED.match(text)
    return found.group("item") if found else ""


@dataclass(slots=True)
class _Place:
    """The headings in force while the blocks go by."""

    open: list[tuple[int, str]] = field(default_factory=list)
    item: str = ""

    def enter(self, heading: Heading) -> None:
        while self.open and self.open[-1][0] >= heading.level:
            self.open.pop()
        self.open.append((heading.level, heading.title))
        self.item = _item_of(heading.title)

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.open)


def block_text(block: Block) -> str:
    return block.text if isinstance(block, Heading | Paragraph) else ""


class Topics:
    """Which section of the vocabulary does a sentence stand in?"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._patterns = {
            name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in vocabulary.sections.items()
        }
        self.of = lru_cache(maxsize=1024)(self._of)

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
    place = _Place()
    index = part = 0
    for number, block in enumerate(document.blocks):
        while part + 1 < len(parts) and number >= parts[part + 1]:
            part += 1
            place = _Place()
        if isinstance(block, Heading):
            place.enter(block)
        elif isinstance(block, Paragraph):
            place.item = _item_of(block.text) or place.item
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
