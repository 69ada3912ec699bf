"""Which figures of a list told in paragraphs make up the figure that the list opens with?

Two kinds of list are read: numbered paragraphs after a paragraph that announces them (具体如下：), and budget items
(类/款/项), each with its budget and what was spent, after the total of both. A list gives a breakdown for each of the two
bases; ``cue`` is :data:`LIST`, for such a list may leave something out without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from auditor.model.document import Document, Heading, Paragraph
from auditor.model.dossier import Sentence
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.labels import alternatives
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

LIST = "list"
_BUDGET = frozenset({"initial_budget", "full_budget", "budget"})
_STYLES = (
    re.compile(r"\s*\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"\s*[（(]\s*\d{1,2}\s*[）)]"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\s*[①-⑳]"),
)
_TAIL = 14


@dataclass(slots=True)
class _Items:
    """The figures that announce a list, and those of each of its items."""

    opening: list[Mention]
    items: list[list[Mention]] = field(default_factory=list)


class ListReader:
    """Finds lists told in paragraphs, with the cues of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        self._announces = re.compile(
            f"(?:{alternatives((*cues.parts, *cues.announcing))})[^。]{{0,{_TAIL}}}[：:。]?\\s*$"
        )

    def read(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> Iterator[Breakdown]:
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.role is Role.AMOUNT and not mention.numeral and "prior" not in mention.tags:
                by_block.setdefault(mention.block, []).append(mention)
        for found in (*self._numbered(document, by_block), *_budget_items(sentences, by_block)):
            yield from _breakdowns(found)

    def _numbered(self, document: Document, by_block: dict[int, list[Mention]]) -> Iterator[_Items]:
        blocks = document.blocks
        for start, block in enumerate(blocks):
            if not isinstance(block, Paragraph) or not self._announces.search(block.text[-60:]):
                continue
            found = _Items(by_block.get(start, []))
            style: re.Pattern[str] | None = None
            own = style_of(block.text)
            for number in range(start + 1, len(blocks)):
                item = blocks[number]
                if not isinstance(item, Heading | Paragraph):
                    break
                here = style_of(block_text(item))
                if style is None:
                    style = here
                if style is None or here is own or (here is not style and isinstance(item, Heading)):
                    break
                if here is style:
                    found.items.append([])
                elif here is None and not isinstance(item, Paragraph):
                    break
                found.items[-1].extend(by_block.get(number, []))
            if found.opening and len(found.items) > 1:
                yield found


def style_of(text: str) -> re.Pattern[str] | None:
    """How a paragraph is numbered; None when it is not."""
    return next((style for style in _STYLES if style.match(text)), None)


def _budget_items(sentences: Sequence[Sentence], by_block: dict[int, list[Mention]]) -> Iterator[_Items]:
    opening: list[Mention] = []
    section: tuple[str, ...] = ()
    found: _Items | None = None
    item = ""
    for sentence in sentences:
        here = [m for m in by_block.get(sentence.block, []) if m.sentence == sentence.index]
        inside = bool(section) and sentence.section[: len(section)] == section
        if sentence.item:
            if not inside or not opening:
                continue
            found = found or _Items(opening)
            if sentence.item != item:
                found.items.append([])
            found.items[-1].extend(here)
        elif found is not None or not inside or here:
            if found is not None and len(found.items) > 1:
                yield found
            found = None
            opening = [*opening, *here] if inside and sentence.section == section else here
            section = sentence.section
        item = sentence.item
    if found is not None and len(found.items) > 1:
        yield found


def _breakdowns(found: _Items) -> Iterator[Breakdown]:
    """One breakdown for budgets and one for what was spent, where every item has the figure."""
    for wanted in (True, False):
        heads = [m for m in found.opening if _is_budget(m) is wanted and m.quantity.unit.dimension == "money"]
        parts = [_first(item, wanted) for item in found.items]
        if not heads or any(part is None for part in parts):
            continue
        chosen = [part for part in parts if part is not None]
        heads = _of_basis(heads, chosen)
        total = sum((part.quantity.base for part in chosen), Decimal(0))
        near = [head for head in heads if abs(head.quantity.base - total) <= head.quantity.step * len(chosen)]
        if near or len({head.quantity.base for head in heads}) == 1:
            head = near[-1] if near else heads[-1]
            yield Breakdown(head.index, tuple(part.index for part in chosen), True, LIST)


def _of_basis(heads: list[Mention], parts: Sequence[Mention]) -> list[Mention]:
    """The totals of the basis that all items give, where there are such: 全年预算 of 年初预算为0万元，全年预算为90万元."""
    shared = frozenset.intersection(*(part.tags & _BUDGET for part in parts))
    return [head for head in heads if head.tags & _BUDGET == shared] or heads


def _first(item: Sequence[Mention], budget: bool) -> Mention | None:
    return next((m for m in item if _is_budget(m) is budget and m.quantity.unit.dimension == "money"), None)


def _is_budget(mention: Mention) -> bool:
    return bool(mention.tags & _BUDGET) and not mention.tags & {"final", "spent"}
