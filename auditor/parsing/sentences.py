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

_CHINESE_MARK = {",": "，", ";": "；", ":": "：", ".": "。", "．": "。"}
_ASCII_MARK = re.compile(  # 一. and （一）. number a heading
    r"(?<=[\u3007\u4e00-\u9fff%％）)”》])[,;:]|(?<=[\u4e00-\u9fff%％”》])(?<![一二三四五六七八九十])[.．](?![.．])"
)
_END = re.compile(r"[。！？!?\n]+[”\"）)]*")
_LEAD = re.compile(  # a heading run into its text: （二）关于收入预算的说明。2026年…
    r"\s{0,20}(?P<number>[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])"
    r"(?P<title>[^。，,；;：:！!？?\d\n]*(?:20\d\d年[^。，,；;：:！!？?\d\n]*)?)[。：:](?=.)"
)
_LEAD_LENGTH = 40
_DIGITS = re.compile(r"[一二三四五六七八九十]+|\d+|[①-⑳]")
_MONEY = re.compile(r"\d\s*(?:万|亿)?元")


@dataclass(slots=True)
class _Place:
    """The headings in force while the blocks go by."""

    items: BudgetItems
    open: list[tuple[int, str]] = field(default_factory=list)
    item: str = ""
    leads: list[tuple[str, str]] = field(default_factory=list)  # headings run into their text: style of number, title

    def enter(self, heading: Heading) -> None:
        while self.open and self.open[-1][0] >= heading.level:
            self.open.pop()
        self.open.append((heading.level, heading.title))
        self.leads.clear()
        self.item = self.items.leading(heading.title)

    def lead(self, text: str) -> tuple[str, int]:
        """The title that a paragraph opens with, and where it ends: it stays in force until one with a number of its style."""
        found = _LEAD.match(text)
        if found is None or not 1 < len(found.group("title")) <= _LEAD_LENGTH:
            return "", -1
        style = _DIGITS.sub("0", found.group("number"))
        at = next((n for n, (known, _) in enumerate(self.leads) if known == style), len(self.leads))
        self.leads[at:] = [(style, found.group("title"))]
        return found.group("title"), found.end()

    @property
    def announced(self) -> tuple[str, ...]:
        """The titles above a sentence, those that are run into a text among them."""
        return (*self.section, *(title for _, title in self.leads))

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.open)


def block_text(block: Block) -> str:
    """The words of a block, character by character as printed, but with Chinese punctuation where ASCII marks stand for it."""
    return _punctuated(block.text) if isinstance(block, Heading | Paragraph) else ""


@lru_cache(maxsize=1024)
def _punctuated(text: str) -> str:
    """``收入5亿元,增长3%.`` reads ``收入5亿元，增长3%。``: a mark behind a Chinese character, a unit or a closing bracket; never one in a number."""
    return _ASCII_MARK.sub(lambda mark: _CHINESE_MARK[mark.group()], text)


class Topics:
    """Which section of the vocabulary does a sentence stand in, and which budget item does it speak of?"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._patterns = {
            name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in vocabulary.sections.items()
        }
        self._wide, self._funds = frozenset(vocabulary.wide_sections), frozenset(vocabulary.fund_sections)
        self.of = lru_cache(maxsize=1024)(self._of)
        self.items = BudgetItems(vocabulary)

    def _of(self, section: tuple[str, ...]) -> str:
        """The name of the innermost heading that is known; empty when none is. 收入情况 under the heading of a fund is of it."""
        known = [name for title in reversed(section) if (name := self._named(bare(title)))]
        if known and known[0] in self._wide:
            return next((name for name in known if name in self._funds), known[0])
        return known[0] if known else ""

    def _named(self, title: str) -> str:
        return next((name for name, pattern in self._patterns.items() if pattern.search(title)), "")


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
        printed = block_text(block)
        lead, told = place.lead(printed) if isinstance(block, Paragraph) else ("", -1)
        topic = topics.of(place.announced)
        for start, end in _spans(printed):
            text, about = printed[start:end], lead if start <= told < end else ""
            yield Sentence(index, number, start, end, text, place.section, place.item, part, topic, about)
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
