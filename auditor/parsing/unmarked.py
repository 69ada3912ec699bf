"""Which figures make up a total although no word says that they do?

Three kinds are read. Figures that follow a total and add up to it to the last digit do not do so by chance: they are its parts
(债务余额26.63亿元。分性质看，一般债务19.29亿元，专项债务7.34亿元). And where the names of figures are known to leave nothing out
(税收收入、非税收入), they are parts of the figure before them whether they add up or not. So are those that divide it by something, as their words
announce: 在岗职工344人。按岗位分：技术人员288人、管理人员24人、工勤人员32人.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import pairwise

from auditor.model.document import Document
from auditor.model.fact import OWN
from auditor.model.mention import Breakdown, Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.brackets import depth
from auditor.parsing.closing import BEHIND
from auditor.parsing.interleaved import interleaved
from auditor.parsing.labels import alternatives, squeeze
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

PROVEN = "proven"  # the cue of a list that its sum gives away
INTERLEAVED = "interleaved"  # and of one of several that its items tell at once
TOLD_BY_SUM = (PROVEN, INTERLEAVED, *BEHIND)  # the cues of lists that may add up by chance
PARTITION = "partition"  # and of one that the names of its parts make complete
ANNOUNCED = "announced"  # and of one that words say divides what stands before it
_FAR = 12  # paragraphs from an announced list to its total
_DIGITS = 4  # of a total, below which sums agree by chance
_REACH = 9  # figures after a total that may be its parts
_APART = 6  # figures that may stand between the parts of a partition
_WORDS = 4  # at the end of a name that say nothing of it
_NOUN = 2  # characters of what names have in common: 收入, not 级
_REASON = "reason"  # a figure that says why, not what
_STOP = re.compile("[。；]")
_LEAST = 2  # parts of an announced list
_USED = "用于"
_NO_TOTAL = frozenset({"prior", "basis"})
_PLANS = frozenset({"initial_budget", "full_budget", "adjusted", "budget"})


class UnmarkedReader:
    """Finds lists without a cue, with the partitions of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._partitions = vocabulary.told_partitions
        self._ends = [[re.compile(rf"(?<![非不])(?:{w})$") for w in words] for words in self._partitions]
        self._divides = re.compile(f"(?:{'|'.join(vocabulary.cues.dividing) or '(?!)'})[，,：:]")
        self._done = re.compile(f"(?:{alternatives(vocabulary.cues.done)}){{1,{_WORDS}}}$")

    def read(self, document: Document, mentions: Sequence[Mention], known: Sequence[Breakdown]) -> Iterator[Breakdown]:
        divided = _owners(known)
        alone = {listed.parts[0] for listed in known if len(listed.parts) == 1}
        lists, totals = {listed.parts for listed in known}, {listed.total for listed in known}
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if _is_figure(mention):
                by_block.setdefault(mention.block, []).append(mention)
        for block, figures in by_block.items():
            text = block_text(document.blocks[block])
            named = self._named(figures)
            told = list(self._told(text, figures, named, divided, alone))
            if told:
                divided |= _owners(told)
                more = self._told(text, figures, named, divided, alone)
                told += [listed for listed in more if listed not in told]
                divided |= _owners(told)
            lists.update(listed.parts for listed in told)
            told += self._announced(text, figures, by_block, lists, divided)
            told += [found for found in interleaved(figures, divided, INTERLEAVED) if found.total not in totals]
            yield from told
            totals.update(listed.total for listed in told)
            yield from (listed for listed in _proven(figures) if listed.total not in totals)

    def _told(
        self,
        text: str,
        figures: Sequence[Mention],
        named: Sequence[Sequence[Set[int]]],
        divided: Mapping[int, int],
        alone: Set[int],
    ) -> Iterator[Breakdown]:
        """The partitions that are told: ``divided`` gives the total of the parts of known lists, which are no parts of others but where they
        are ``alone`` in theirs."""
        for words, those in zip(self._partitions, named, strict=True):
            for at, first in enumerate(figures) if all(those) else ():
                parts = _first_of_each(figures[at : at + _APART * len(words)], those)
                if (
                    parts is None
                    or parts[0] is not first
                    or any(p.index in divided and p.index not in alone for p in parts)
                ):
                    continue
                total = self._total_of(text, figures[:at], parts, divided)
                if total is None or any(re.search(word, total.label) for word in words):
                    continue
                own = [m for m in figures if m.index not in divided and not _is_use(m)]
                if _adds_up(total, parts) or not _goes_on(own, parts):
                    yield Breakdown(total.index, tuple(p.index for p in parts), True, PARTITION)

    def _announced(
        self,
        text: str,
        figures: Sequence[Mention],
        blocks: Mapping[int, Sequence[Mention]],
        known: Set[tuple[int, ...]],
        divided: dict[int, int],
    ) -> Iterator[Breakdown]:
        """The lists that fill the rest of a sentence after words that announce a division (按岗位分：, 从级次看，); their total is added to
        ``divided``."""
        for match in self._divides.finditer(text):
            ends = _STOP.search(text, match.end())
            stop = ends.start() if ends else len(text)
            parts = [m for m in figures if match.end() <= m.start < stop]
            indices = tuple(part.index for part in parts)
            plain = len({part.quantity.unit.dimension for part in parts}) == 1 and all(part.label for part in parts)
            bracketed = any(depth(text, match.end(), part.start) for part in parts)
            if len(parts) < _LEAST or not plain or bracketed or indices in known:
                continue
            if total := self._divided(text, match.start(), parts, blocks):
                whole = divided.get(total.index, total.index)  # 按类型分，甲3亿元，乙6亿元。按用途分，…
                divided |= dict.fromkeys(indices, whole)
                yield Breakdown(whole, indices, True, ANNOUNCED)

    def _divided(
        self, text: str, start: int, parts: Sequence[Mention], blocks: Mapping[int, Sequence[Mention]]
    ) -> Mention | None:
        """What an announced list divides: the figure that the sentence before begins with, unless that is less than a part; then one that the
        parts make up. Further up the last that is called like its parts."""
        block, dimension = parts[0].block, parts[0].quantity.unit.dimension
        begin = text.rfind("。", 0, max(0, text.rfind("。", 0, start))) + 1
        here = [m for m in blocks[block] if begin <= m.start < start and m.quantity.unit.dimension == dimension]
        if here and any(part.quantity.base > here[0].quantity.base for part in parts):
            above = (m for m in reversed(blocks[block]) if m.start < start and m.quantity.unit.dimension == dimension)
            return next((m for m in above if _adds_up(m, parts) and _may_total(m, parts)), None)
        if here:
            return here[0] if _may_total(here[0], parts) else None
        head = self._head_of(parts)
        above = (m for n in range(block - 1, block - _FAR, -1) for m in reversed(blocks.get(n, ())))
        alike = (m for m in above if head and _may_total(m, parts) and m.quantity.unit.dimension == dimension)
        return next((m for m in alike if m.dims.scope.value != OWN and _is_called(m, head)), None)

    def _named(self, figures: Sequence[Mention]) -> list[list[set[int]]]:
        """For each word of each partition the figures whose names end with it."""
        names = [(self._name(m.label), self._name(squeeze(m.context))) for m in figures]
        return [
            [
                {m.index for m, said in zip(figures, names, strict=True) if any(ends.search(name) for name in said)}
                for ends in partition
            ]
            for partition in self._ends
        ]

    def _total_of(
        self, text: str, before: Sequence[Mention], parts: Sequence[Mention], divided: Mapping[int, int]
    ) -> Mention | None:
        """The figure right before the parts, or one a little further up that they make up exactly."""
        dimension = parts[0].quantity.unit.dimension
        near = [m for m in before[-4:] if m.quantity.unit.dimension == dimension and _may_total(m, parts)]
        for total in reversed(near):
            if _adds_up(total, parts):
                return total
        last = near[-1] if near else None
        if last is None or any(m.sentence - before.sentence > 1 for before, m in pairwise((last, *parts))):
            return None
        if "；" in text[last.stop : parts[0].start]:
            return None
        if (
            last.index in divided
        ):  # 新增债券4亿元，再融资2亿元。分级次看，省级1亿元，市县5亿元: the total is divided anew
            last = next((m for m in before if m.index == divided[last.index]), last)
        if self._head_of(parts) not in last.label or any(p.quantity.base > last.quantity.base for p in parts):
            return None
        return last

    def _head_of(self, parts: Sequence[Mention]) -> str:
        """What the names of the parts have in common at their ends: 收入 of 税收收入 and 非税收入."""
        first, *others = (self._name(part.label) for part in parts)
        end = next((n for n in range(len(first)) if all(other.endswith(first[n:]) for other in others)), len(first))
        return first[end:][-_NOUN:] if len(first) - end >= _NOUN else ""

    def _name(self, words: str) -> str:
        """Words that name a figure, without 完成 at their end."""
        return self._done.sub("", words)


def _owners(lists: Iterable[Breakdown]) -> dict[int, int]:
    """The total of each part."""
    return {part: listed.total for listed in lists for part in listed.parts}


def _is_called(mention: Mention, head: str) -> bool:
    """True of a figure that is called so and no more, itself or by what stands before it: 收入预算9亿元，实际完成8亿元."""
    return mention.measured == head or (not mention.measured and mention.subject.endswith(head))


def _is_figure(mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and not mention.numeral
        and not mention.direction
        and mention.quantity.qualifier is Qualifier.EXACT
        and mention.quantity.value >= 0
        and "prior" not in mention.tags
        and "basis" not in mention.tags
    )


def _may_total(total: Mention, parts: Sequence[Mention]) -> bool:
    """True for what is carried out, and for a plan whose parts are said to be planned, of the same fund."""
    basis, fund = total.dims.basis.value, total.dims.fund.value
    planned = bool(basis) and all(p.dims.basis.value == basis and p.dims.fund.value == fund for p in parts)
    return not total.tags & _NO_TOTAL and (planned or not total.tags & _PLANS)


def _first_of_each(figures: Sequence[Mention], named: Sequence[Set[int]]) -> list[Mention] | None:
    """One figure for each word of a partition, each the first that it names; None when a word has none."""
    found: list[Mention] = []
    for indices in named:
        part = next((m for m in figures if m.index in indices and m not in found), None)
        if part is None:
            return None
        found.append(part)
    return sorted(found, key=lambda m: m.index)


def _is_use(mention: Mention) -> bool:
    """True of a figure that says why, or what a part was used for: 专项债券9亿元，3亿元用于土地储备."""
    return _REASON in mention.tags or not mention.label or mention.label.startswith(_USED)


def _goes_on(figures: Sequence[Mention], parts: Sequence[Mention]) -> bool:
    """True when the list has more figures of its kind in the sentence than the parts: 基本支出、项目支出、经营支出."""
    last = parts[-1]
    return any(
        m.index > parts[0].index
        and m not in parts
        and m.sentence == last.sentence
        and m.quantity.unit.dimension == last.quantity.unit.dimension
        for m in figures
    )


def _proven(figures: Sequence[Mention]) -> Iterator[Breakdown]:
    for at, total in enumerate(figures):
        digits = "".join(c for c in total.quantity.text if c.isdigit()).strip("0")
        if len(digits) < _DIGITS:
            continue
        following = [
            m
            for m in figures[at + 1 : at + 1 + _REACH]
            if m.quantity.unit.dimension == total.quantity.unit.dimension and m.quantity.value
        ]
        run = next(
            (
                following[start:end]
                for start in range(min(2, len(following)))
                for end in range(start + 2, len(following) + 1)
                if _adds_up(total, following[start:end])
            ),
            None,
        )
        if run:
            yield Breakdown(total.index, tuple(m.index for m in run), True, PROVEN)


def _adds_up(total: Mention, parts: Sequence[Mention]) -> bool:
    return sum((part.quantity.base for part in parts), Decimal(0)) == total.quantity.base
