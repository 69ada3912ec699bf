"""Which figure is a change, a rate, a share or an execution rate about, and what is it measured against?

Where the words leave several readings open, all of them are kept, likeliest first: a relation that holds under one of
them holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.model.dossier import Sentence
from auditor.model.fact import Contexts
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.beside import PART
from auditor.parsing.brackets import shut_off
from auditor.parsing.labels import names, squeeze
from auditor.parsing.priors import Priors
from auditor.parsing.shares import common_bases

BUDGETS = frozenset({"budget", "initial_budget", "full_budget", "allocated", "adjusted"})
_NOT_SPENT = BUDGETS | {"remaining", "reduced", "increased", "opening", "closing"}
_SPECIFIC = frozenset({"initial_budget", "full_budget", "adjusted"})
_NAMED = frozenset({"initial", "adjusted"})  # bases of an execution rate that only a budget of that name is
_SPENT = frozenset({"spent", "final"})
MOST = 6
_OPENING = 36  # characters: 与上年相比，一般公共预算财政拨款支出…增加 still speaks of the sentence before
_NEXT = 8  # characters between a rate and the change behind it: 增长5.2%，增加2.5亿元
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")
_RATE = 3  # characters of the name of a rate: 结案率
_DENIED = re.compile("[不未]")
SETTLED = "settled"  # an execution rate whose budget is proven
_BASIS = 2  # characters at its end that say that it is a budget
_NAME = 4  # characters of a base that is a name of its own


def link(
    mentions: Sequence[Mention],
    sentences: Sequence[Sentence],
    breakdowns: Sequence[Breakdown],
    count_rates: re.Pattern[str],
    contexts: Contexts,
) -> tuple[Mention, ...]:
    """The mentions with ``of`` and ``bases`` filled in. ``count_rates`` finds rates of counts (结案率) in labels."""
    return _Linker(mentions, sentences, breakdowns, count_rates, contexts).run()


class _Linker:
    def __init__(
        self,
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
        breakdowns: Sequence[Breakdown],
        count_rates: re.Pattern[str],
        contexts: Contexts,
    ) -> None:
        self._count_rate = count_rates
        self.mentions = mentions
        self.sentences = sentences
        self.totals: dict[int, list[int]] = {}
        self.members: set[int] = set()
        for breakdown in breakdowns:
            for part in {*breakdown.parts, *(p for reading in breakdown.alternatives for p in reading)}:
                self.totals.setdefault(part, []).append(breakdown.total)
                self.members.add(part)
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.priors = Priors(mentions, sentences, contexts)
        self.wholes: dict[tuple[str, frozenset[str]], list[Mention]] = {}
        self.shared = {
            self._part(mention)[0]
            for mention in mentions
            if mention.role is Role.SHARE and not mention.base and self._part(mention)
        }

    def run(self) -> tuple[Mention, ...]:
        linked = [self._link(mention) for mention in self.mentions]
        for share, base in common_bases(linked, self.sentences, self.totals):
            linked[share] = replace(linked[share], bases=(base,))
        return tuple(linked)

    def _link(self, mention: Mention) -> Mention:
        match mention.role:
            case Role.CHANGE if PART in mention.tags:
                return replace(mention, of=_unique(m.index for m in self._of_section(mention)))
            case Role.CHANGE:
                return replace(mention, of=self._current(mention), bases=self._earlier_figure(mention))
            case Role.RATE:
                change = self._change(mention)
                of = (change.index,) if change else self._current(mention)
                return replace(mention, of=of, bases=self._earlier_figure(change or mention))
            case Role.SHARE | Role.EXECUTION if self._basis(mention):
                same = [m for m in self._before(mention) if _same(m, self._basis(mention))]
                heads = [m for m in same if m.index not in self.members]
                of = _unique(m.index for m in (*heads, *same))
                return replace(mention, of=of, bases=(mention.index - 1,))
            case Role.SHARE:
                of = self._part(mention)
                return replace(mention, of=of, bases=self._share_bases(mention, of))
            case Role.EXECUTION if self._count_rate.search(mention.label) and (
                counts := _in_order(mention, self._counts(mention))
            ):
                rest = _unique(m.index for m in counts[1:])
                return replace(mention, role=Role.RATIO, of=(counts[0].index,), bases=rest)
            case Role.EXECUTION:
                of = self._spent(mention)
                budgets = self._budgets(mention, of)
                if of and not budgets and (budget := self._settled(mention, self.mentions[of[0]])):
                    return replace(mention, of=of, bases=(budget.index,), tags=mention.tags | {SETTLED})
                return replace(mention, of=of, bases=budgets)
            case Role.RATIO if self._count_rate.search(mention.label):
                counts = _in_order(mention, self._counts(mention))
                return replace(
                    mention, of=_unique(m.index for m in counts[:1]), bases=_unique(m.index for m in counts[1:])
                )
        return mention

    def _before(self, mention: Mention) -> list[Mention]:
        """Amounts before it in its sentence, nearest first, without those in a bracket that is closed by then."""
        before = [
            m
            for m in reversed(self.by_sentence[mention.sentence])
            if m.index < mention.index and m.role is Role.AMOUNT and not m.numeral and "basis" not in m.tags
        ]
        return [m for m in before if not self._closed(m, mention)] or before

    def _basis(self, rate: Mention) -> Mention | None:
        """The figure right before a rate that it is said to be a rate of: 完成任务120公里的105.67%."""
        if not rate.index or "basis" not in (before := self.mentions[rate.index - 1]).tags:
            return None
        return before if before.sentence == rate.sentence else None

    def _own_subject(self, mention: Mention, figure: Mention) -> bool:
        """False when a rate or change within a bracket names a part that the figure before the bracket is not: 完成38亿元
        （其中：开发区增长5%）."""
        sentence = self.sentences[mention.sentence]
        if figure.sentence != mention.sentence or len(mention.label) < 2 or names(mention.label, figure.label):
            return True
        between = sentence.text[figure.stop - sentence.start : mention.start - sentence.start]
        return between.count("（") + between.count("(") <= between.count("）") + between.count(")")

    def _closed(self, earlier: Mention, later: Mention) -> bool:
        """True when the bracket that ``earlier`` stands in closes before ``later``."""
        sentence = self.sentences[later.sentence]
        return shut_off(sentence.text, earlier.stop - sentence.start, later.start - sentence.start)

    def _counts(self, mention: Mention) -> list[Mention]:
        """The counts of one kind before a rate, nearest first: 立案156起，结案153起，结案率98.08%. The nearest counts what the rate is of."""
        counts: list[Mention] = []
        for m in self._before(mention):
            unit = m.quantity.unit
            if unit.counted and (not counts or unit.dimension == counts[0].quantity.unit.dimension):
                counts.append(m)
        return counts if counts and _counts_done(counts[0], mention) and _one_whole(counts) else []

    def _earlier(self, mention: Mention) -> list[Mention]:
        """Amounts of the sentences before it in its block, nearest sentence first, in order within a sentence."""
        found: list[Mention] = []
        number = mention.sentence - 1
        while number >= 0 and self.sentences[number].block == mention.block:
            found += [m for m in self.by_sentence.get(number, []) if m.role is Role.AMOUNT and not m.numeral]
            number -= 1
        return found

    def _change(self, rate: Mention) -> Mention | None:
        """The change that a rate restates: before it in its sentence, with no amount between; or right behind it."""
        behind = self.mentions[rate.index + 1 : rate.index + 2]
        if behind and behind[0].role is Role.CHANGE and behind[0].sentence == rate.sentence:
            previous = self.mentions[rate.index - 1] if rate.index else rate
            follows = self.mentions[rate.index + 2 : rate.index + 3]
            paired = bool(follows) and follows[0].role is Role.RATE and follows[0].sentence == rate.sentence
            if previous.role is not Role.CHANGE and not paired and behind[0].start - rate.stop <= _NEXT:
                return behind[0]
        for m in reversed(self.by_sentence[rate.sentence]):
            if m.index >= rate.index:
                continue
            if m.role is Role.CHANGE:
                return m
            if m.role is not Role.RATE:
                return None
        return None

    def _earlier_figure(self, mention: Mention) -> tuple[int, ...]:
        """The figure that a change is said to start from: 较上年决算数100万元增加20万元; else the same thing's figure of the
        year, or on the basis, that the comparison names."""
        if "like_for_like" in mention.tags:
            return ()
        for m in reversed(self.by_sentence[mention.sentence]):
            if m.index >= mention.index:
                continue
            if m.role in (Role.CHANGE, Role.RATE):
                break
            if self._closed(m, mention) or m.segment != mention.segment:
                continue
            if "prior" in m.tags and m.quantity.unit.dimension == mention.quantity.unit.dimension:
                return (m.index,)
            if "prior" in m.tags and mention.role is Role.RATE:
                return (m.index,)
        behind = self._prior_behind(mention)
        return (behind.index,) if behind else self.priors.of(mention, self._current(mention))

    def _prior_behind(self, rate: Mention) -> Mention | None:
        """The prior figure in a bracket right behind a change or rate: 增长5%（上年为20万元）."""
        sentence = self.sentences[rate.sentence]
        for m in self.mentions[rate.index + 1 : rate.index + 2]:
            words = squeeze(sentence.text[rate.stop - sentence.start : m.start - sentence.start])
            within = m.sentence == rate.sentence and words[:1] in _OPEN and not _CLOSE & {*words}
            if within and m.role is Role.AMOUNT and "prior" in m.tags:
                return m
        return None

    def _current(self, mention: Mention) -> tuple[int, ...]:
        """What a change or a bare rate is about."""
        before = [m for m in self._before(mention) if _may_change(m, mention)]
        if "reason" in mention.tags and before and self._told_before(mention, before[0]):
            return ()
        same = [m for m in before if self._own_subject(mention, m)]
        if before and not same:
            return ()
        own = [m for m in same if m.segment == mention.segment]
        alike = [m for m in same if own and m not in own and m.measured == own[0].measured]  # of another year, perhaps
        same = [*own, *alike] or same
        heads = [m for m in same if m.index not in self.members]
        earlier = [m for m in self._earlier(mention) if _may_change(m, mention)]
        earlier_heads = [m for m in earlier if m.index not in self.members]
        if not same and earlier_heads and _of_year_only(mention) and _with_carried(earlier_heads[0]):
            return ()  # 收入总计…。本年收入较上年增加…: what changed has no figure
        named = [m for m in (*same, *earlier) if mention.label and names(mention.label, m.label)]
        if not same and (subject := self._of_prior(mention)):
            named, earlier_heads, earlier = subject, [], []
        elif not same and self._speaks_of_another(mention):
            earlier_heads, earlier = [], []
        elif not same and mention.role is Role.CHANGE and not mention.compared and mention.measured:
            named += [
                m for m in earlier if m.measured == mention.measured or m.subject == mention.label
            ]  # 接待费增加3万元: of that alone
            earlier_heads, earlier = [], []
        if not same and not named:
            named = self._of_section(mention)
        lists = (
            (named, _final(heads), _final(same), _final(earlier_heads), _final(earlier))
            if not same
            else (named, _final(heads), _final(same))
        )
        return _unique(m.index for group in lists for m in group)

    def _of_section(self, mention: Mention) -> list[Mention]:
        """The one figure that a paragraph further up in the section gives for what is said to change: 事业收入增加20万元."""
        own = self.sentences[mention.sentence]
        found: dict[Decimal, Mention] = {}
        for m in reversed(self.mentions[: mention.index]):
            place = self.sentences[m.sentence]
            if (place.section, place.part) != (own.section, own.part):
                break
            told = m.role is Role.AMOUNT and not m.numeral and not m.tags & BUDGETS and m.block != mention.block
            if told and len(m.measured) >= _NAME and m.measured == mention.measured and _may_change(m, mention):
                found.setdefault(m.quantity.base, m)
        return list(found.values()) if len(found) == 1 else []

    def _told_before(self, mention: Mention, figure: Mention) -> bool:
        """True when a figure's change is told before its reason; what the reason says of changes is of something else."""
        between = self.mentions[figure.index + 1 : mention.index]
        return "reason" not in figure.tags and any(m.role is Role.RATE and "reason" not in m.tags for m in between)

    def _of_prior(self, mention: Mention) -> list[Mention]:
        """The figures above of what a prior figure names: 门诊收入比上年60万元增加20万元 tells of 门诊收入, wherever that stands."""
        here = [m for m in self.by_sentence[mention.sentence] if m.index < mention.index]
        named = {m.measured for m in here if m.role is Role.AMOUNT and "prior" in m.tags and len(m.measured) >= _NAME}
        above = reversed(self.mentions[: here[0].index if here else 0])
        return [
            m
            for m in above
            if m.measured in named and m.role is Role.AMOUNT and not m.numeral and _may_change(m, mention)
        ][:MOST]

    def _speaks_of_another(self, mention: Mention) -> bool:
        """True when so much stands before a change in its sentence, none of it a figure, that it has a subject of its own."""
        sentence = self.sentences[mention.sentence]
        return len(squeeze(sentence.text[: mention.start - sentence.start])) > _OPENING

    def _part(self, share: Mention) -> tuple[int, ...]:
        before = self._before(share)
        if (place := self._place_in_list(share)) is not None:
            return place
        if len(share.label) >= 2:
            named = [m for m in (*before, *self._earlier(share)) if names(share.label, m.label)]
            return _unique(m.index for m in named)
        return _unique(m.index for m in before[:1])

    def _place_in_list(self, share: Mention) -> tuple[int, ...] | None:
        """What the shares of 收入分别为60万元、40万元，分别占60%、40% belong to, in order; None when it stands alone."""
        here = self.by_sentence[share.sentence]
        at = next(n for n, m in enumerate(here) if m.index == share.index)
        first, last = at, at
        while first > 0 and here[first - 1].role is Role.SHARE and self._adjoin(here[first - 1], here[first]):
            first -= 1
        while last + 1 < len(here) and here[last + 1].role is Role.SHARE and self._adjoin(here[last], here[last + 1]):
            last += 1
        count = last - first + 1
        if count == 1:
            return None
        amounts = here[max(0, first - count) : first]
        listed = len(amounts) == count and all(m.role is Role.AMOUNT for m in amounts)
        return (amounts[at - first].index,) if listed else ()

    def _adjoin(self, one: Mention, other: Mention) -> bool:
        sentence = self.sentences[one.sentence]
        return (
            other.start - one.stop <= 1
            and sentence.text[one.stop - sentence.start : other.start - sentence.start] in "、，,和及与"
        )

    def _share_bases(self, share: Mention, of: tuple[int, ...]) -> tuple[int, ...]:
        part = self.mentions[of[0]] if of else None
        totals = [self.mentions[t] for t in self.totals.get(of[0], [])] if of else []
        before = [m for m in self._before(share) if part is None or m.index != part.index]
        earlier = self._earlier(share)
        if not share.base:
            heads = [m for m in before if m.index not in self.members and m.index not in self.shared]
            # 仅占全年预算的24%, 三季度末支出196万元，占60%: what is smaller than the part is no whole of it
            heads = [m for m in heads if part is None or m.quantity.base >= part.quantity.base]
            return _unique(
                m.index for m in (*totals, *heads[-1:], *earlier[:1]) if _same(m, part) and m.index not in of
            )
        near = [m for m in (*totals, *before, *earlier) if _is_base(share, m)]
        section = self.sentences[share.sentence].section
        far = [m for m in reversed(self._amounts_of(share)) if m.index < share.index and m.block != share.block]
        far.sort(key=lambda m: self.sentences[m.sentence].section[:-1] != section[:-1])
        fallback = totals if not near and not far else []
        return _unique(m.index for m in (*near, *far, *fallback) if _same(m, part))

    def _amounts_of(self, share: Mention) -> list[Mention]:
        """The amounts that may be the whole of a share; looked for once for each whole that is named."""
        asked = (share.base, share.base_concepts)
        if asked not in self.wholes:
            self.wholes[asked] = [m for m in self.mentions if m.role is Role.AMOUNT and _is_base(share, m)]
        return self.wholes[asked]

    def _spent(self, mention: Mention) -> tuple[int, ...]:
        before = [m for m in self._before(mention) if self._own_subject(mention, m)]
        if not before and self._before(mention):
            return ()
        before = [m for m in before if "prior" not in m.tags] or before
        spent = [m for m in before if m.tags & _SPENT and not m.tags & {"remaining", "reduced"}]
        plain = [m for m in before if not m.tags & _NOT_SPENT]
        earlier = [m for m in self._earlier(mention) if m.tags & _SPENT] if not before else []
        return _unique(m.index for m in (*spent, *plain, *earlier))

    def _settled(self, rate: Mention, spent: Mention) -> Mention | None:
        """The budget of a paragraph further up, where what is left, or the rate, proves that it is meant: 全年预算100万元。…
        支出90万元，执行率90%，结余10万元."""
        here = [m for m in self.by_sentence[rate.sentence] if m.role is Role.AMOUNT and not m.numeral]
        left = [m.quantity.base for m in here if "remaining" in m.tags and _same(m, spent)]
        part = self.sentences[rate.sentence].part
        if len(left) != 1 or spent.sentence != rate.sentence:
            return None
        for m in reversed(self.mentions[: here[0].index]):
            if self.sentences[m.sentence].part != part:
                break
            if m.role is not Role.AMOUNT or not m.tags & BUDGETS or not _same(m, spent) or m.quantity.base <= 0:
                continue
            by_rate = abs(spent.quantity.base / m.quantity.base - rate.quantity.base) <= rate.quantity.step / 2
            if by_rate or spent.quantity.base + left[0] == m.quantity.base:
                return m
        return None

    def _meant_for(self, budget: Mention, spent: Mention) -> bool:
        """False for a budget of something else, and for one whose own spending is stated between."""
        part = spent.index in self.members and budget.index not in self.members and bool(spent.measured)
        if part and not _named_alike(budget, spent):
            return False  # a part's own budget is not that of its whole
        if _one_subject(spent, budget):
            return True
        if budget.sentence != spent.sentence or (budget.concepts and spent.concepts):
            return False
        between = self.mentions[budget.index + 1 : spent.index]
        return not any(m.role is Role.AMOUNT and m.tags & _SPENT for m in between)

    def _budgets(self, mention: Mention, of: tuple[int, ...]) -> tuple[int, ...]:
        """The budgets that an execution rate may be measured against: of the thing that was spent on, on the basis named."""
        spent = of[0] if of else mention.index
        before = [m for m in self._before(mention) if m.index not in of]
        earlier = self._earlier(mention)
        near = [m for m in before if m.tags & BUDGETS and m.index < spent]
        near = near or [m for m in before if m.tags & _SPECIFIC and not m.tags & {"other_year", "reason"}]
        left = [m for m in before if "remaining" in m.tags and m.index < spent and m not in near]
        pool = [*near, *left, *(m for m in earlier if m.tags & (BUDGETS | {"remaining"}))]
        told = [m for m in pool if _named_by(mention, m)]
        pool = told or [m for m in pool if not of or self._meant_for(m, self.mentions[of[0]])]
        wanted = mention.tags & _SPECIFIC if mention.base else frozenset()
        basis = mention.against.basis.value
        named = [m for m in pool if m.tags & wanted or (basis in _NAMED and m.dims.basis.value == basis)]
        if named:
            return _unique(m.index for m in named)
        if len(mention.base) >= _NAME and not mention.tags & BUDGETS:  # 占计划总投资的: no budget
            far = [m for m in reversed(self._amounts_of(mention)) if m.index < mention.index]
            return _unique(m.index for m in (*far, *named) if not of or m.index not in of)
        if basis == "adjusted":
            return ()  # what was adjusted is not printed
        if wanted:
            return _unique(m.index for m in pool if not m.tags & {"initial_budget", "full_budget"})
        return _unique(m.index for m in pool)


def _counts_done(count: Mention, rate: Mention) -> bool:
    """True when the words of a count hold what its rate is of, and do not deny it: 结案153起 for 结案率, not 不合格12批次."""
    done = frozenset(rate.label[-_RATE:].removesuffix("率"))
    words = count.context + count.after
    return done <= frozenset(words) and not _DENIED.search(words)


def _one_whole(counts: Sequence[Mention]) -> bool:
    """True when the count that stands first may be the whole of the others: of 建议25件、提案61件，办结86件 both are meant."""
    done, *rest = (m.quantity.base for m in counts)
    return len(rest) < 2 or rest[-1] >= max(done, *rest)


def _may_change(figure: Mention, change: Mention) -> bool:
    """True when a change or rate may be one of a figure: of its kind, and not of the year that it starts from."""
    kind = change.quantity.unit.dimension
    start = change.against.period.value
    return (
        kind in ("ratio", figure.quantity.unit.dimension)
        and "prior" not in figure.tags
        and ("reason" not in figure.tags or "reason" in change.tags)
        and not (start and figure.dims.period.value == start != change.dims.period.value)
    )


def _of_year_only(mention: Mention) -> bool:
    return any(word in mention.context for word in ("本年", "当年"))


def _with_carried(mention: Mention) -> bool:
    """A grand total, which holds what was carried over."""
    return not _of_year_only(mention) and any(word in mention.context for word in ("总计", "总额"))


def _final(mentions: list[Mention]) -> list[Mention]:
    """Without budgets, unless there is nothing else."""
    kept = [m for m in mentions if not m.tags & (BUDGETS - {"budget"}) or m.tags & _SPENT]
    return kept or mentions


def _in_order(rate: Mention, counts: list[Mention]) -> list[Mention]:
    """The counts of a rate, what was done before what was to do: 管理2680人，应管理2763人，管理率97%."""
    first, *rest = counts or [rate]
    fewer = rest and rate.quantity.base <= 1 and all(count.quantity.base < first.quantity.base for count in rest)
    return [rest[0], first, *rest[1:]] if fewer else counts


def _named_by(rate: Mention, budget: Mention) -> bool:
    """True when the words that a rate is measured against name what a budget is for: 占采购预算总额的."""
    of_what = rate.base[:-_BASIS]
    return bool(of_what) and budget.subject.endswith(of_what) and names(rate.base, budget.label)


def _named_alike(one: Mention, other: Mention) -> bool:
    return bool(one.measured) and one.measured == other.measured


def _one_subject(spent: Mention, budget: Mention) -> bool:
    """False when the two figures are said to measure different things."""
    one, other = spent.subject, budget.subject
    if not one or not other or one == other or spent.measured == budget.measured:
        return True
    return min((one, other), key=len) == other[: len(one)] == one[: len(other)]


def _is_base(share: Mention, mention: Mention) -> bool:
    known = share.base_concepts
    return names(share.base, mention.label) or (bool(known) and known <= mention.concepts)


def _same(mention: Mention, part: Mention | None) -> bool:
    return part is None or mention.quantity.unit.dimension == part.quantity.unit.dimension


def _unique(indices: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(indices))[:MOST]
