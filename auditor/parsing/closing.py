"""Which figures does a total close that stands after its parts?

``退回12.5万元，追回30.25万元，共收回42.75万元``: the total is told by its words (共, 合计, 总 …), its parts are the figures of its kind
before it, and how far back they reach is open. Where each item has several figures (门诊10人次200元，住院5人次800元，总补偿15人次1000元)
the same kinds of figure recur in the same order, which tells where the list begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from auditor.model.document import Document
from auditor.model.mention import Breakdown, Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.labels import alternatives
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

CLOSING = "closing"  # the cue of a list that its total closes
SERIES = "series"  # and of one of several such lists side by side
_MOST = 6  # parts
_WIDTHS = (3, 2)  # figures of an item
_STOP = re.compile(r"[。；]")
_CLAUSE = re.compile(r"[，,；;。：:、\s]+")


class ClosingReader:
    """Finds totals after their parts, with the cues of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        anywhere, first = alternatives(cues.closing), alternatives(cues.closing_first)
        self._closes = re.compile(f"(?:{anywhere})|^(?:{first})")

    def read(self, document: Document, mentions: Sequence[Mention], known: Set[int]) -> Iterator[Breakdown]:
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.role is Role.AMOUNT and not mention.numeral and "prior" not in mention.tags:
                by_block.setdefault(mention.block, []).append(mention)
        for block, figures in by_block.items():
            text = block_text(document.blocks[block])
            for at, total in enumerate(figures):
                if total.index in known or not self._closes.search(_last_clause(total)):
                    continue
                yield from _series(text, figures, at) or _closed(figures[:at], total)


def _last_clause(mention: Mention) -> str:
    return next((words for words in reversed(_CLAUSE.split(mention.context)) if words), "")


def _series(text: str, figures: Sequence[Mention], at: int) -> list[Breakdown]:
    """The lists side by side that a group of totals closes; none when the groups before it are of other kinds."""
    for width in _WIDTHS:
        group = figures[at : at + width]
        kinds = [m.quantity.unit.dimension for m in group]
        if len(set(kinds)) < width or _STOP.search(text[group[0].stop : group[-1].start]):
            continue
        groups: list[Sequence[Mention]] = []
        start = at - width
        while start >= 0 and [m.quantity.unit.dimension for m in figures[start : start + width]] == kinds:
            if "。" in text[figures[start].stop : figures[start + width].start]:
                break
            groups.insert(0, figures[start : start + width])
            start -= width
        if 2 <= len(groups) <= _MOST:
            return [
                Breakdown(total.index, tuple(items[n].index for items in groups), True, SERIES)
                for n, total in enumerate(group)
            ]
    return []


def _closed(before: Sequence[Mention], total: Mention) -> Iterator[Breakdown]:
    """The figures of its kind before a total, as far back as they may be its parts; shorter readings are kept."""
    alike: list[Mention] = []
    for mention in reversed(before):
        if len(alike) == _MOST or mention.quantity.base > total.quantity.base:
            break
        if mention.quantity.unit.dimension == total.quantity.unit.dimension and not mention.direction:
            alike.insert(0, mention)
    if total.direction or total.quantity.qualifier is not Qualifier.EXACT or len(alike) < 2:
        return
    indices = tuple(m.index for m in alike)
    yield Breakdown(total.index, indices, True, CLOSING, tuple(indices[n:] for n in range(1, len(indices) - 1)))
