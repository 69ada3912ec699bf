"""Which figures make up a grand total, and what is left of income after expenditure?

Government prose tells an account in a fixed order: a figure, what is added to it (加上 …) or taken off (减去 …), the
total; then the same for expenditure; then what is left (收支相抵 …). A passage is read from one total to the next. Where
the figure that a sum begins with stands further up, every figure of that side is kept as a reading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.model.account import EXPENDITURE, INCOME, GrandTotal, Settlement
from auditor.model.document import Document
from auditor.model.dossier import Sentence
from auditor.model.mention import Mention, Role
from auditor.parsing.brackets import depth
from auditor.parsing.labels import Labels, alternatives, names
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[，,；;。：:！？!?\n]")
_BRACKET = re.compile(r"[（(\[［][^（）()\[\]［］]*[）)\]］]")
_FILLER = re.compile(r"[\s，,；;：:、]+")
_NO_HEAD = frozenset({"prior", "basis", "initial_budget", "full_budget", "adjusted", "adjusting"})
MOST_HEADS = 6
_ROLLED = 2  # figures that a balance rolls forward from: what it was and what the year left
_FLOW = 3  # and where it is told by income and expenditure


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block of text with its amounts."""

    text: str
    amounts: tuple[Mention, ...]
    above: tuple[Mention, ...] = ()  # amounts of the blocks before it in its section
    carried: GrandTotal | None = None  # the income total that the paragraph before ends with

    def within(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.amounts if start <= m.start < end]

    def clause(self, mention: Mention) -> str:
        """The words between the last stop, or the figure before, and a figure; without brackets."""
        before = max((m.stop for m in self.amounts if m.stop <= mention.start), default=0)
        lead = _BRACKET.sub("", self.text[before : mention.start])
        return _CLAUSE.split(lead)[-1]


class AccountReader:
    """Finds grand totals and settlements, with the cues of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        self._total = re.compile(rf"(?:{alternatives(cues.grand_total)})[^\d，。；]{{0,8}}$")
        self._moved_to = re.compile(f"(?:{alternatives(cues.moved_to)})$")
        self._added = additions(vocabulary)
        self._labels = Labels(vocabulary)
        self._basis = re.compile(f"(?:{alternatives(cues.basis_tail)})数?$")
        self._done = re.compile(f"(?:{alternatives(cues.done)})$")
        self._taking = frozenset((*cues.taking, *cues.taking_first))
        self._parts = re.compile(alternatives((*cues.parts, *cues.loose_parts)))
        self._offset = re.compile(alternatives(cues.offset))
        self._left = re.compile(alternatives(cues.left_over))
        self._deficit = re.compile(alternatives(cues.deficit))
        self._balanced = re.compile(alternatives(cues.balanced))
        self._carried = re.compile(alternatives(cues.carried))
        self._closed_total = re.compile(alternatives(cues.closed_total))
        self._open_fund = re.compile(alternatives(cues.open_funds))
        self._filler = frozenset(cues.after_additions)
        self._sides = {side: re.compile(alternatives(words)) for side, words in cues.sides.items()}

    def read(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> tuple[list[GrandTotal], list[Settlement]]:
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if not mention.numeral and mention.quantity.unit.dimension == "money":
                by_block.setdefault(mention.block, []).append(mention)
        totals: list[GrandTotal] = []
        settlements: list[Settlement] = []
        above: list[Mention] = []
        section: tuple[str, ...] = ()
        for block, amounts in by_block.items():
            if sentences[amounts[0].sentence].section != section:
                section, above = sentences[amounts[0].sentence].section, []
            carried = totals[-1] if totals and above and self._continues(totals[-1], above, amounts) else None
            passage = _Passage(block_text(document.blocks[block]), tuple(amounts), tuple(above), carried)
            found = list(self._totals(passage))
            totals += found
            settlements += self._settlements(passage, found)
            above += amounts
        return totals, settlements

    def _continues(self, income: GrandTotal, above: Sequence[Mention], amounts: Sequence[Mention]) -> bool:
        """True when the paragraph before tells income to its total, and this one begins with the same fund's expenditure."""
        total, first = above[-1], amounts[0]
        same = total.dims.scope.value == first.dims.scope.value and total.dims.fund.value == first.dims.fund.value
        told = income.total == total.index and income.named and income.side == INCOME and bool(total.dims.scope.value)
        return told and same and first.block - total.block == 1 and self.side(first.label) == EXPENDITURE

    def _totals(self, passage: _Passage) -> Iterator[GrandTotal]:
        boundary = 0
        for mention, name in self._named_amounts(passage):
            if mention.role is not Role.AMOUNT or not self._total.search(name):
                continue
            side = self.side(name)
            begin = max(boundary, passage.text.rfind("。", 0, mention.start) + 1)
            settled = list(self._offset.finditer(passage.text, begin, mention.start))
            own = settled[-1].start() if settled else boundary
            opened = self._added.search(passage.text, settled[-1].end() if settled else begin, mention.start)
            if opened and not _CLAUSE.search(passage.text, opened.end(), mention.start):
                continue  # 加上年滚存结余130万元 is no total
            yield from self._spent_down(passage, mention, side)
            if opened:
                yield self._sum(passage, mention, side, own, opened)
            elif rolled := self._rolled(passage, mention, begin) or self._rolled_on(passage, mention, begin):
                yield rolled
            elif side:
                yield GrandTotal(mention.index, side, (), (), named=False, whole=False)
            boundary = mention.stop
        yield from self._used_up(passage)

    def _named_amounts(self, passage: _Passage) -> Iterator[tuple[Mention, str]]:
        """The amounts with the words that name them; 收入总计由30亿元调整为40亿元 names the second."""
        before = ""
        for mention in passage.amounts:
            name = self._name(passage, mention)
            moves = bool(before) and bool(self._moved_to.search(name))
            following = [m for m in passage.amounts if m.start > mention.stop][:1]
            starts = "prior" in mention.tags and any(self._moved_to.search(passage.clause(m)) for m in following)
            before, shown = (name if starts else ""), (before if moves else name)
            if not starts:
                yield mention, shown

    def _used_up(self, passage: _Passage) -> Iterator[GrandTotal]:
        """What is left of an income after two or more outgoings that fill its sentence: 收入2.5亿元，支出1.5亿元，调出0.9亿元，结余0.1亿元."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in passage.amounts:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        for told in by_sentence.values():
            if len(told) > _FLOW and self._is_used_up(passage, told):
                income, *spent, left = told
                yield GrandTotal(left.index, "", (income.index,), (), tuple(m.index for m in spent), sure=False)

    def _is_used_up(self, passage: _Passage, told: Sequence[Mention]) -> bool:
        """True of an income, what was spent of it and what is left, each in a clause of its own and nothing added or divided."""
        first, second, *more = clauses = [self._name(passage, m) for m in told]
        start, end = told[0].start, told[-1].start
        return (
            all(m.role is Role.AMOUNT and not m.tags & _NO_HEAD for m in told)
            and (self.side(first), self.side(second)) == (INCOME, EXPENDITURE)
            and not any(self._total.search(clause) or self.side(clause) == INCOME for clause in (second, *more))
            and [bool(self._left.search(clause)) for clause in clauses[1:]] == [False] * len(more) + [True]
            and not self._parts.search(passage.text, start, end)
            and not self._added.search(passage.text, start, end)
            and not depth(passage.text, told[0].stop, end)
        )

    def _spent_down(self, passage: _Passage, total: Mention, side: str) -> Iterator[GrandTotal]:
        """What is left of an income total after the outgoings listed in the rest of its sentence, or in the next one where it is the last
        figure: 收入总量6亿元；支出4亿元，结转下年2亿元."""
        told = passage.within(total.stop, self._sentence_end(passage, total.stop))
        told = told or passage.within(
            total.stop, self._sentence_end(passage, self._sentence_end(passage, total.stop) + 1)
        )
        told = [m for m in told if m.role not in (Role.CHANGE, Role.RATE)]
        if side != INCOME or len(told) < _ROLLED or any(m.role is not Role.AMOUNT or m.tags & _NO_HEAD for m in told):
            return
        *spent, left = told
        clauses = [self._name(passage, m) for m in told]
        first = self.side(clauses[0]) == EXPENDITURE and not any(self._total.search(clause) for clause in clauses)
        listed = self._parts.search(passage.text, total.stop, left.start)
        last = self._left.search(clauses[-1]) or "reduced" in left.tags  # 调出资金
        if first and not listed and not depth(passage.text, total.stop, left.start) and last:
            yield GrandTotal(left.index, "", (total.index,), (), tuple(m.index for m in spent), sure=False)

    @staticmethod
    def _sentence_end(passage: _Passage, start: int) -> int:
        end = passage.text.find("。", start)
        return end if end >= 0 else len(passage.text)

    def _sum(self, passage: _Passage, total: Mention, side: str, boundary: int, opened: re.Match[str]) -> GrandTotal:
        text = passage.text
        added: list[int] = []
        taken: list[int] = []
        last = opened.end()
        whole = True
        for mention in passage.within(opened.end(), total.start):
            if depth(text, opened.end(), mention.start) > 0:
                continue
            if mention.role is not Role.AMOUNT or mention.tags & {"prior", "basis"}:
                whole = False
                continue
            signs = list(self._added.finditer(text, opened.start(), mention.start))
            (taken if signs[-1].group() in self._taking else added).append(mention.index)
            last = mention.stop
        whole = whole and bool(added or taken) and self._closed(text[last : total.start])
        heads, sure = self._heads(passage, side, boundary, opened)
        deficits = frozenset(m.index for m in heads if self._deficit.search(passage.clause(m)))
        return GrandTotal(
            total.index, side, tuple(m.index for m in heads), tuple(added), tuple(taken), deficits, whole, sure=sure
        )

    def _rolled(self, passage: _Passage, total: Mention, begin: int) -> GrandTotal | None:
        """A balance told by what it was before and what the year left: 本年收支结余3亿元，上年结转15亿元，滚存结余18亿元."""
        if not self._left.search(passage.clause(total)):
            return None
        told = [m for m in passage.within(begin, total.start) if m.role is Role.AMOUNT]
        if told and (before := self._opening_behind(passage, total)):
            told = [before, told[-1]]
            return self._of_two(passage, total, told)
        listed = bool(told) and self._parts.search(passage.text, told[-1].stop, total.start)
        if len(told) < _ROLLED or listed or depth(passage.text, begin, total.start):
            return None
        return self._of_two(passage, total, told[-_ROLLED:])

    def _opening_behind(self, passage: _Passage, total: Mention) -> Mention | None:
        """The balance before, in a bracket right behind the one that it leads to: 年末滚存结余18亿元（上年末滚存结余15亿元）."""
        following = [m for m in passage.amounts if m.start > total.stop][:1]
        opens = passage.text[total.stop : total.stop + 1] in ("（", "(")
        return next(
            (m for m in following if opens and "opening" in m.tags and depth(passage.text, total.stop, m.start)), None
        )

    def _of_two(self, passage: _Passage, total: Mention, told: Sequence[Mention]) -> GrandTotal | None:
        opening = [m for m in told if "opening" in m.tags]
        year = [m for m in told if self._offset.search(passage.clause(m)) and m not in opening]
        if len(opening) != 1 or len(year) != 1:
            return None
        lack = frozenset(m.index for m in year if self._deficit.search(passage.clause(m)))
        return GrandTotal(total.index, "", (year[0].index,), (opening[0].index,), deficits=lack)

    def _rolled_on(self, passage: _Passage, total: Mention, begin: int) -> GrandTotal | None:
        """A balance told by the one before, income and expenditure: 上年结余15亿元，本年收入9亿元，支出6亿元，年末滚存结余18亿元."""
        told = [
            m
            for m in passage.within(begin, total.start)
            if m.role is Role.AMOUNT and not self._offset.search(passage.clause(m))
        ]
        listed = self._parts.search(passage.text, begin, total.start) or depth(passage.text, begin, total.start)
        if len(told) != _FLOW or listed or not self._left.search(passage.clause(total)):
            return None
        opening = [m for m in told if "opening" in m.tags]
        income, spent = (
            [m for m in told if m not in opening and self.side(passage.clause(m)) == side and not m.tags & _NO_HEAD]
            for side in (INCOME, EXPENDITURE)
        )
        if not len(opening) == len(income) == len(spent) == 1:
            return None
        return GrandTotal(total.index, "", (income[0].index,), (opening[0].index,), (spent[0].index,), sure=False)

    def _name(self, passage: _Passage, mention: Mention) -> str:
        """The words that name a figure: in 收入总计包括本年收入90万元 those of the part, not of its total."""
        return self._parts.split(passage.clause(mention))[-1]

    def _closed(self, between: str) -> bool:
        """True when nothing else is added between the last amount and the total."""
        clauses = _CLAUSE.split(_BRACKET.sub("", between))[:-1]
        return all(_FILLER.sub("", clause) in self._filler for clause in clauses)

    def _heads(self, passage: _Passage, side: str, boundary: int, opened: re.Match[str]) -> tuple[list[Mention], bool]:
        """The figures that a sum may begin with, and whether the passage leaves no doubt that it is one of them."""
        text = passage.text
        own = max(boundary, text.rfind("。", 0, opened.start()) + 1)
        here = self._leading(passage, own, opened.start(), "")
        if here:
            return here[:MOST_HEADS], True
        subject = self._labels.clean(_CLAUSE.split(text[own : opened.start()])[-1])
        if len(subject) > 2:  # 一般公共预算收入加上 …: the figure stands further up
            told = reversed((*passage.above, *passage.within(0, own)))
            named = [m for m in told if any(names(subject, label) for label in self._called(m))]
            return [m for m in named if m.role is Role.AMOUNT and not m.tags & _NO_HEAD][:MOST_HEADS], False
        near = self._leading(passage, boundary, own, side)
        if near:
            return near[::-1][:MOST_HEADS], True
        above = self._leading(passage, 0, boundary, side)
        far = [
            m for m in passage.above if m.role is Role.AMOUNT and not m.tags & _NO_HEAD and self.side(m.label) == side
        ]
        return [*above[::-1], *far[::-1]][:MOST_HEADS], False

    def _called(self, mention: Mention) -> tuple[str, ...]:
        """What a figure may be called: 收入 of 收入完成, 收入决算数."""
        return (mention.label, self._basis.sub("", mention.label), self._done.sub("", mention.label))

    def _leading(self, passage: _Passage, start: int, end: int, side: str) -> list[Mention]:
        """The amounts of a stretch that are no parts of others, and that name the side; an adjusted budget where there are no others."""
        found: list[Mention] = []
        adjusted: list[Mention] = []
        for mention in passage.within(start, end):
            sentence = max(start, passage.text.rfind("。", 0, mention.start) + 1)
            if mention.role is not Role.AMOUNT or mention.tags & _NO_HEAD - {"adjusted"}:
                continue
            if depth(passage.text, sentence, mention.start) > 0:
                continue
            if self._parts.search(passage.text, sentence, mention.start):
                continue
            if side and self.side(passage.clause(mention)) not in (side, ""):
                continue
            (adjusted if "adjusted" in mention.tags else found).append(mention)
        return found or adjusted

    def side(self, words: str) -> str:
        """Whether words name income or expenditure; empty when both or neither."""
        named = [side for side, pattern in self._sides.items() if pattern.search(words)]
        return named[0] if len(named) == 1 else ""

    def _settlements(self, passage: _Passage, totals: Sequence[GrandTotal]) -> Iterator[Settlement]:
        """Each pair of an income total and an expenditure total, and each remainder that words announce."""
        settled: set[tuple[int, int]] = set()
        for match in self._offset.finditer(passage.text):
            stop = passage.text.find("。", match.end())
            after = passage.within(match.start(), stop if stop >= 0 else len(passage.text))
            left = next((m for m in after if m.role is Role.AMOUNT), None)
            if left is None or not self._left.search(passage.text, match.start(), left.start):
                continue
            before = [t for t in totals if self._at(passage, t.total).stop <= match.start()]
            if passage.carried and not any(t.side == INCOME for t in before):
                before = [passage.carried, *before]
            incomes, sure_in = self._side_readings(passage, before, INCOME, match.start())
            outgoings, sure_out = self._side_readings(passage, before, EXPENDITURE, match.start())
            if incomes and outgoings:
                settled.add((incomes[0], outgoings[0]))
                lack = bool(self._deficit.search(passage.text, match.start(), left.start))
                here = [index for index in (incomes[0], outgoings[0]) if index >= passage.amounts[0].index]
                last = max(self._at(passage, index).stop for index in here)
                between = [m for m in passage.within(last, left.start) if m.role is Role.AMOUNT]
                more = [m for m in between if not depth(passage.text, last, m.start)]
                yield Settlement(incomes, outgoings, left.index, lack, sure=sure_in and sure_out and not more)
        carried = [passage.carried] if passage.carried else []
        for one, other, end in self._pairs(passage, [*carried, *totals]):
            if (one.total, other.total) in settled:
                continue
            begin = self._at(passage, other.total).stop
            left = next((m for m in passage.within(begin, end) if self._left.search(passage.clause(m))), None)
            listed = left is not None and self._parts.search(passage.text, begin, left.start)
            same = self._at(passage, one.total).quantity.base == self._at(passage, other.total).quantity.base
            if left is not None and left.role is Role.AMOUNT and not listed and not same:
                lack = bool(self._deficit.search(passage.clause(left)))
                yield Settlement((one.total,), (other.total,), left.index, lack)
            else:
                yield Settlement((one.total,), (other.total,), equal=self._must_equal(passage, one, other))
        ends = [*(self._at(passage, following.total).start for following in totals[1:]), len(passage.text)]
        for told, stop in zip(totals, ends, strict=False):
            if told.side == INCOME and (spent := self._balanced_spending(passage, told, stop)):
                yield Settlement((told.total,), (spent.index,), equal=True)

    def _pairs(self, passage: _Passage, totals: Sequence[GrandTotal]) -> Iterator[tuple[GrandTotal, GrandTotal, int]]:
        """Income totals with the expenditure totals after them, and where the next total stands; 收入总计 goes with 支出总计."""
        grand = [
            t for t in totals if t.named or self._closed_total.search(self._name(passage, self._at(passage, t.total)))
        ]
        for number, (one, other) in enumerate(itertools.pairwise(grand)):
            if (one.side, other.side) == (INCOME, EXPENDITURE):
                last = number + 2 >= len(grand)
                yield one, other, len(passage.text) if last else self._at(passage, grand[number + 2].total).start

    def _side_readings(
        self, passage: _Passage, totals: Sequence[GrandTotal], side: str, end: int
    ) -> tuple[tuple[int, ...], bool]:
        """The grand total of a side when the passage has one, else its figures, nearest first; and whether that is sure."""
        named = [t.total for t in totals if t.side == side]
        if named:
            return (named[-1],), True
        sentence = passage.text.rfind("。", 0, end) + 1
        segment = max(sentence, passage.text.rfind("；", 0, end) + 1)
        nearest, own, found = (
            [m for m in self._leading(passage, start, end, side) if self.side(passage.clause(m)) == side]
            for start in (segment, sentence, 0)
        )
        if only := next((told for told in (nearest, own) if len(told) == 1), None):
            return (only[0].index,), True
        return tuple(m.index for m in reversed(found))[:MOST_HEADS], len(found) == 1

    def _must_equal(self, passage: _Passage, income: GrandTotal, spent: GrandTotal) -> bool:
        """True when words say so, or what is carried over is part of what was spent."""
        mention = self._at(passage, spent.total)
        if self._says_balanced(passage, mention):
            return True
        if not income.named and not spent.named:
            near = mention.sentence == self._at(passage, income.total).sentence
            return near and not self._open_fund.search(passage.text)
        if not spent.added and self._carried.search(self._sentence(passage, mention)):
            return True  # 加上上解支出和年终结余等，支出总计70亿元
        added = [self._at(passage, index) for index in spent.added]
        return spent.whole and any(self._carried.search(passage.clause(m)) for m in added)

    @staticmethod
    def _sentence(passage: _Passage, mention: Mention) -> str:
        """The words of a figure's sentence before it."""
        return passage.text[passage.text.rfind("。", 0, mention.start) + 1 : mention.start]

    def _says_balanced(self, passage: _Passage, spent: Mention) -> bool:
        """True when the rest of the sentence says that both sides are equal, or a sentence after it that says no more."""
        rest, _, after = passage.text[spent.stop :].partition("。")
        return bool(self._balanced.search(rest) or self._balanced.fullmatch(after.split("。")[0].strip()))

    def _balanced_spending(self, passage: _Passage, income: GrandTotal, end: int) -> Mention | None:
        """What is spent of an income total, where it alone is told before words that both are equal: 安排支出90万元，收支平衡."""
        told = [m for m in passage.within(self._at(passage, income.total).stop, end) if m.role is Role.AMOUNT]
        if len(told) != 1 or self.side(passage.clause(told[0])) != EXPENDITURE or told[0].tags & _NO_HEAD:
            return None
        between = _CLAUSE.split(passage.text[told[0].stop : end])
        said = len(between) > 1 and self._balanced.fullmatch(between[1].strip())
        return told[0] if said and not between[0].strip() else None

    def _at(self, passage: _Passage, index: int) -> Mention:
        return next(m for m in (*passage.amounts, *passage.above) if m.index == index)


def additions(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Finds the words that add something to a figure, or take it off."""
    cues = vocabulary.cues
    words = alternatives((*cues.adding, *cues.taking))
    first = alternatives((*cues.adding_first, *cues.taking_first))
    return re.compile(rf"(?!{alternatives(cues.not_adding)})(?:{words}|(?<=[，,；;。])(?:{first}))")
