"""Which figures does a total close that stands after its parts?

``退回12.5万元，追回30.25万元，共收回42.75万元``: the total is told by its words (共, 合计, 总 …), its parts are the figures of its kind
before it, and how far back they reach is open. Where each item has several figures (门诊10人次200元，住院5人次800元，总补偿15人次1000元)
the same kinds of figure recur in the same order, which tells where the list begins. A *plain* list fills its sentence, a figure and a
name in each clause, and its total has no name of its own (共计, 三项合计, 总投资): such a breakdown is ``exhaustive``, the others are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

from auditor.model.account import EXPENDITURE, INCOME
from auditor.model.document import Document
from auditor.model.mention import Breakdown, Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.accounts import additions
from auditor.parsing.brackets import shut_off
from auditor.parsing.labels import alternatives, last_clause
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

CLOSING = "closing"  # the cue of a list that its total closes
SIDE = "side"  # of one that fills its sentence, whose total is of all that comes in or goes out
SERIES = "series"  # and of one of several such lists side by side
BEHIND = (CLOSING, SIDE, SERIES)  # all of which have their total behind them
_MOST = 6  # parts
_MOST_OF_SIDE = 16  # and of 收入总计, 支出总计
_WIDTHS = (3, 2)  # figures of an item
_STOP = re.compile(r"[。；]")
_CLAUSE = re.compile(r"[，,；;。：:、\s]+")
_BRACKET = re.compile(r"[（(]")
_BRACKETED = re.compile(r"[（(][^（）()]{0,200}[）)]")
_PLAIN_ROLES = frozenset({Role.AMOUNT, Role.SHARE, Role.RATIO})
_OPENING = frozenset({"opening", "remaining"})  # what 上年结转 is called by: a part of what there is to spend
_LEFT = frozenset({"remaining", "opening", "closing", "reduced"})
_NAME = 2


class ClosingReader:
    """Finds totals after their parts, with the cues of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        anywhere, first = alternatives(cues.closing), alternatives(cues.closing_first)
        self._closes = re.compile(f"(?:{anywhere})|^(?:{first})")
        nothing = alternatives((*cues.closing, *cues.closing_first, *cues.closing_said))
        self._unnamed = re.compile(f"(?:[两二三四五六七八九\\d]项|{nothing}|[为是达计])*")
        self._each = re.compile(alternatives(cues.each) or "(?!)")
        sides = alternatives(tuple(word for words in cues.sides.values() for word in words))
        all_told = alternatives(cues.closed_total)
        self._side = re.compile(f"(?:(?:{sides})(?:{all_told})|(?:{alternatives(cues.all_of_side)}))[为是达计]*$")
        self._added = additions(vocabulary)
        self._balanced = re.compile(alternatives(cues.balanced) or "(?!)")
        self._income, self._spent = (re.compile(alternatives(cues.sides[side])) for side in (INCOME, EXPENDITURE))
        self._outgoing = re.compile(alternatives((*cues.outgoing, *cues.carried)) or "(?!)")
        self._cuts = re.compile(alternatives((*cues.parts, *cues.loose_parts, *cues.each, *cues.prior, *cues.list_end)))

    def _plain(self, text: str, said: Sequence[Mention], parts: Sequence[Mention], total: Mention) -> bool:
        """True for a list that fills its sentence up to its total; ``said`` are all figures of the sentence."""
        before = [m for m in said if m.index < total.index and not shut_off(text, m.stop, total.start)]
        alike = [m for m in before if m.quantity.unit.dimension == total.quantity.unit.dimension]
        words = _BRACKETED.sub("", text[said[0].start : total.start])
        clause, of_side = _last_clause(total), self._of_side(total)
        return (
            [m.index for m in alike] == [m.index for m in parts]
            and all(m.role in _PLAIN_ROLES for m in before)
            and (of_side or _of_one_sort(parts))
            and len({m.dims.scope.value for m in parts} - {""}) <= 1
            and all(len(_last_clause(m)) >= _NAME for m in parts)
            and not _BRACKET.search(words)
            and not self._cuts.search(words)
            and not self._added.search(said[0].context + words)
            and (of_side or bool(self._unnamed.fullmatch(clause)) or all(_end(clause) in m.context for m in parts))
        )

    def _of_side(self, total: Mention) -> bool:
        """True of 收入总计 and 支出总计, which hold all that comes in and goes out, what is carried over too."""
        return bool(self._side.search(_last_clause(total)))

    def read(self, document: Document, mentions: Sequence[Mention], known: Set[int]) -> Iterator[Breakdown]:
        by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.role is not Role.AMOUNT or mention.numeral or "prior" in mention.tags:
                continue
            if not self._each.search(_last_clause(mention)):  # 每人625元 is no part
                by_block.setdefault(mention.block, []).append(mention)
        for block, figures in by_block.items():
            text = block_text(document.blocks[block])
            yield from self._balanced_lists(text, figures)
            for at, total in enumerate(figures):
                of_side = self._of_side(total)
                if not of_side and not self._closes.search(_last_clause(total)):
                    continue
                if total.index in known and not of_side:
                    continue
                before = [m for m in figures[:at] if not shut_off(text, m.stop, total.start)]
                near = [m for m in before if m.sentence == total.sentence]
                closed = _closed(near, total, _MOST_OF_SIDE) if of_side else _closed(before, total, _MOST)
                exceeded = _exceeded(near, total, _MOST_OF_SIDE if of_side else _MOST)
                whole = exceeded if of_side and exceeded and exceeded[0].parts[0] == near[0].index else []
                for listed in _series(text, figures, at) or whole or closed or exceeded:
                    parts = [m for m in figures if m.index in listed.parts]
                    if listed.cue == CLOSING and not self._plain(text, by_sentence[total.sentence], parts, total):
                        larger = any(part.quantity.base > total.quantity.base for part in parts)
                        if total.index not in known and not larger:
                            yield replace(listed, exhaustive=False)
                    else:
                        yield replace(listed, cue=SIDE) if of_side and listed.cue == CLOSING else listed

    def _balanced_lists(self, text: str, figures: Sequence[Mention]) -> Iterator[Breakdown]:
        """Income and all that became of it in one sentence that says that both are equal: 收入完成90万元，支出80万元，调出资金10万元，收支平衡."""
        for _, said in groupby((m for m in figures if not m.direction), key=lambda m: m.sentence):
            income, *spent = said
            rest = text[spent[-1].stop :].partition("。")[0] if len(spent) > 1 else ""
            if (
                self._balanced.search(rest)
                and not _CLAUSE.search(self._balanced.split(rest)[0].strip("，,"))
                and self._income.search(_last_clause(income))
                and self._spent.search(_last_clause(spent[0]))
                and all(self._outgoing.search(_last_clause(m)) for m in spent[1:])
                and len({m.quantity.unit.dimension for m in (income, *spent)}) == 1
                and not self._added.search(text, income.stop, spent[-1].start)
            ):
                yield Breakdown(income.index, tuple(m.index for m in spent), True, SIDE)


def _last_clause(mention: Mention) -> str:
    return last_clause(mention.context, _CLAUSE)


def _of_one_sort(parts: Sequence[Mention]) -> bool:
    """True where no part is what is left, or lacking, of the others."""
    left = (m.tags & _LEFT - (_OPENING if "opening" in m.tags else frozenset()) for m in parts)
    return len({m.tags - _OPENING for m in parts}) == 1 and not any(left)


def _end(clause: str) -> str:
    """What a total is of, by the end of its words: 发放 of 共发放."""
    return clause.rstrip("为是达计了")[-_NAME:]


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


def _exceeded(before: Sequence[Mention], total: Mention, most: int) -> list[Breakdown]:
    """The figures of its kind in the sentence, where one of them is larger than the total: only a plain list says that it is wrong."""
    alike = [m for m in before if m.quantity.unit.dimension == total.quantity.unit.dimension and not m.direction]
    larger = any(m.quantity.base > total.quantity.base for m in alike)
    plain = larger and 2 <= len(alike) <= most and total.quantity.qualifier is Qualifier.EXACT and not total.direction
    return [Breakdown(total.index, tuple(m.index for m in alike), True, CLOSING)] if plain else []


def _closed(before: Sequence[Mention], total: Mention, most: int) -> list[Breakdown]:
    """The figures of its kind before a total, as far back as they may be its parts; shorter readings are kept."""
    alike: list[Mention] = []
    for mention in reversed(before):
        if len(alike) == most or mention.quantity.base > total.quantity.base:
            break
        if mention.quantity.unit.dimension == total.quantity.unit.dimension and not mention.direction:
            alike.insert(0, mention)
    if total.direction or total.quantity.qualifier is not Qualifier.EXACT or len(alike) < 2:
        return []
    indices = tuple(m.index for m in alike)
    return [Breakdown(total.index, indices, True, CLOSING, tuple(indices[n:] for n in range(1, len(indices) - 1)))]
