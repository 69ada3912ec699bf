"""Which figure changed, and from which one did it start?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from auditor.model.fact import Contexts
from auditor.model.mention import Mention, Role
from auditor.parsing.beside import PART
from auditor.parsing.labels import alternatives, names, squeeze
from auditor.parsing.links.around import BUDGETS, MOST, NAME, SPENT, Around, unique
from auditor.parsing.priors import Priors
from auditor.rulebook.vocabulary import Vocabulary

_OPENING = 36  # characters: 与上年相比，一般公共预算财政拨款支出…增加 still speaks of the sentence before
_TELLING = 6  # characters of a name that says what changed, whatever it is compared with
_NAMED = 2  # characters of what a rate before it qualifies
_NEXT = 8  # characters between a rate and the change behind it: 增长5.2%，增加2.5亿元
_STAGE = re.compile("(?:为|数)+$")
_STAGED = 2  # characters that name a stage
_STOPS = frozenset("，,；;。：:")
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")
_ADJUSTING = "adjusting"
_YEAR_BEFORE = "-1"


class ChangeLinks:
    """Links changes and rates of change."""

    def __init__(self, around: Around, vocabulary: Vocabulary, contexts: Contexts) -> None:
        self.around = around
        self.priors = Priors(around.mentions, around.sentences, contexts)
        self._this_year = re.compile(alternatives(vocabulary.cues.this_year) or "(?!)")
        self._singled_out = re.compile(alternatives(vocabulary.cues.singled_out) or "(?!)")
        self._with_carried = re.compile(alternatives(vocabulary.cues.with_carried) or "(?!)")

    def link(self, mention: Mention) -> Mention:
        if PART in mention.tags:
            return replace(mention, of=unique(m.index for m in self._of_section(mention)))
        if mention.role is Role.RATE and (behind := self._qualified(mention)):
            return replace(mention, of=(behind.index,))
        change = self._change(mention) if mention.role is Role.RATE else None
        start = change or mention
        current = self._current(start)
        of = (change.index,) if change else current
        return replace(mention, of=of, bases=self._earlier_figure(start, current))

    def _qualified(self, rate: Mention) -> Mention | None:
        """The amount behind a rate that qualifies its name: 增长6.8%的企业所得税7.77亿元."""
        for m, words in self._behind(rate):
            if words.startswith("的") and not _STOPS & {*words} and len(m.measured) >= _NAMED:
                return m
        return None

    def _behind(self, rate: Mention) -> Iterator[tuple[Mention, str]]:
        """The figure next in the sentence, if it is an amount, and the words between."""
        sentence = self.around.sentences[rate.sentence]
        for m in self.around.mentions[rate.index + 1 : rate.index + 2]:
            if m.sentence == rate.sentence and m.role is Role.AMOUNT:
                yield m, squeeze(sentence.text[rate.stop - sentence.start : m.start - sentence.start])

    def _change(self, rate: Mention) -> Mention | None:
        """The change that a rate restates: before it in its sentence, with no amount between; or right behind it."""
        behind = self.around.mentions[rate.index + 1 : rate.index + 2]
        if behind and behind[0].role is Role.CHANGE and behind[0].sentence == rate.sentence:
            previous = self.around.mentions[rate.index - 1] if rate.index else rate
            follows = self.around.mentions[rate.index + 2 : rate.index + 3]
            paired = bool(follows) and follows[0].role is Role.RATE and follows[0].sentence == rate.sentence
            if previous.role is not Role.CHANGE and not paired and behind[0].start - rate.stop <= _NEXT:
                return behind[0]
        for m in reversed(self.around.by_sentence[rate.sentence]):
            if m.index >= rate.index:
                continue
            if m.role is Role.CHANGE:
                return m if m.segment == rate.segment else None
            if m.role is not Role.RATE:
                return None
        return None

    def _earlier_figure(self, mention: Mention, current: tuple[int, ...]) -> tuple[int, ...]:
        """The figure that a change is said to start from: 较上年决算数100万元增加20万元; else the same thing's figure of the
        year, or on the basis, that the comparison names."""
        if "like_for_like" in mention.tags:
            return ()
        for m in reversed(self.around.by_sentence[mention.sentence]):
            if m.index >= mention.index:
                continue
            if m.role in (Role.CHANGE, Role.RATE):
                break
            if self._aside(m, mention, current):
                return (m.index,)
            if (
                self.around.closed(m, mention) and not self._compared_in_bracket(m, mention)
            ) or m.segment != mention.segment:
                continue
            if "prior" in m.tags and m.quantity.unit.dimension == mention.quantity.unit.dimension:
                return (m.index,)
            if "prior" in m.tags and mention.role is Role.RATE:
                return (m.index,)
            if self._year_before(m, mention):
                return (m.index,)
        behind = self._prior_behind(mention)
        return (behind.index,) if behind else self.priors.of(mention, current)

    def _year_before(self, figure: Mention, change: Mention) -> bool:
        """True for the second of 2031年预算数90万元，2030年预算数80万元，增加10万元: right before the change, and a year older than the first."""
        first = self.around.mentions[figure.index - 1] if figure.index else figure
        near = figure.index == change.index - 1 and first.segment == figure.segment and "other_year" in figure.tags
        alike = figure.quantity.unit.dimension == change.quantity.unit.dimension and first.role is Role.AMOUNT
        return near and alike and first.dims.years_since(figure.dims) == 1 and _stage(first) == _stage(figure)

    def _compared_in_bracket(self, prior: Mention, mention: Mention) -> bool:
        """True for the 20万元 of 比上年（20万元）增长5%: nothing but the end of its bracket stands before the words of the change."""
        sentence = self.around.sentences[mention.sentence]
        between = sentence.text[prior.stop - sentence.start : mention.start - sentence.start].strip()
        return prior.index == mention.index - 1 and between[:1] in _CLOSE and not _STOPS & {*between}

    def _aside(self, prior: Mention, change: Mention, current: tuple[int, ...]) -> bool:
        """True for the 20万元 of 支出21万元（上年20万元），增长5%: it alone stands between the figure and its change, in a bracket of its own."""
        if current != (prior.index - 1,) or prior.index != change.index - 1 or not _year_alone(prior, change):
            return False
        sentence, figure = self.around.sentences[prior.sentence], self.around.mentions[current[0]]
        lead = squeeze(sentence.text[figure.stop - sentence.start : prior.start - sentence.start])
        behind = squeeze(sentence.text[prior.stop - sentence.start :])
        return figure.sentence == prior.sentence and lead[:1] in _OPEN and behind[:1] in _CLOSE

    def _prior_behind(self, rate: Mention) -> Mention | None:
        """The prior figure in a bracket right behind a change or rate: 增长5%（上年为20万元）."""
        for m, words in self._behind(rate):
            opened = words[:1] in _OPEN and not _CLOSE & {*words}
            if opened and ("prior" in m.tags or _year_alone(m, rate)):
                return m
        return None

    def _current(self, mention: Mention) -> tuple[int, ...]:
        """What a change or a bare rate is about."""
        before = _without_asides([m for m in self.around.before(mention) if _may_change(m, mention)])
        if "reason" in mention.tags and before and self._told_before(mention, before[0]):
            return ()
        same = [m for m in before if self.around.own_subject(mention, m)]
        if before and not same:
            return ()
        own = [m for m in same if m.segment == mention.segment]
        alike = [m for m in same if own and m not in own and m.measured == own[0].measured]  # of another year, perhaps
        same = [*own, *alike] or same
        heads = [m for m in same if m.index not in self.around.members and not self._is_rated(m, mention)]
        earlier = [m for m in self.around.earlier(mention) if _may_change(m, mention)]
        earlier_heads = [m for m in earlier if m.index not in self.around.members]
        if not same and earlier_heads and self._this_year.search(mention.context) and self._is_grand(earlier_heads[0]):
            return ()  # 收入总计…。本年收入较上年增加…: what changed has no figure
        named = [m for m in (*same, *earlier) if mention.label and names(mention.label, m.label)]
        if not same and self._singled_out.search(self._words_before(mention)):
            earlier_heads, earlier = [], []  # 增加最多的是甲，比上年增加3万元
        elif not same and self._with_carried.search(self._words_before(mention)):
            named, earlier_heads, earlier = named or [m for m in earlier if self._is_grand(m)], [], []
        elif not same and (subject := self._of_prior(mention)):
            named, earlier_heads, earlier = subject, [], []
        elif not same and mention.quantity.unit.dimension != "money" and (ends := self._prior_ends(mention)):
            earlier = [m for m in earlier if m.measured.endswith(ends)]  # 得分 above 扣3分
            earlier_heads = [m for m in earlier if m.index not in self.around.members]
        elif not same and self._speaks_of_another(mention):
            earlier_heads, earlier = [], []
        elif (
            not same
            and mention.role is Role.CHANGE
            and (not mention.compared or len(mention.measured) >= _TELLING)
            and mention.measured
        ):
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
        return unique(m.index for group in lists for m in group)

    def _is_rated(self, head: Mention, mention: Mention) -> bool:
        """True of the total of a list that has its own rate, for what stands behind a part: 收入197亿元，增长4.6%，其中税收137亿元，增长5.5%."""
        following = self.around.mentions[head.index + 1 : head.index + 2]
        rated = (
            bool(following) and following[0].role in (Role.CHANGE, Role.RATE) and following[0].index != mention.index
        )
        part = self.around.mentions[mention.index - 1]
        return rated and part.index in self.around.members and head.index in self.around.totals[part.index]

    def _of_section(self, mention: Mention) -> list[Mention]:
        """The one figure that a paragraph further up in the section gives for what is said to change: 事业收入增加20万元."""
        own = self.around.sentences[mention.sentence]
        found: dict[Decimal, Mention] = {}
        for m in reversed(self.around.mentions[: mention.index]):
            place = self.around.sentences[m.sentence]
            if (place.section, place.part) != (own.section, own.part):
                break
            told = m.role is Role.AMOUNT and not m.numeral and not m.tags & BUDGETS and m.block != mention.block
            if told and len(m.measured) >= NAME and m.measured == mention.measured and _may_change(m, mention):
                found.setdefault(m.quantity.base, m)
        return list(found.values()) if len(found) == 1 else []

    def _told_before(self, mention: Mention, figure: Mention) -> bool:
        """True when a figure's change is told before its reason; what the reason says of changes is of something else."""
        between = self.around.mentions[figure.index + 1 : mention.index]
        return "reason" not in figure.tags and any(m.role is Role.RATE and "reason" not in m.tags for m in between)

    def _of_prior(self, mention: Mention) -> list[Mention]:
        """The figures above of what a prior figure names: 门诊收入比上年60万元增加20万元 tells of 门诊收入, wherever that stands."""
        here = [m for m in self.around.by_sentence[mention.sentence] if m.index < mention.index]
        named = {m.measured for m in here if m.role is Role.AMOUNT and "prior" in m.tags and len(m.measured) >= NAME}
        above = reversed(self.around.mentions[: here[0].index if here else 0])
        return [
            m
            for m in above
            if m.measured in named and m.role is Role.AMOUNT and not m.numeral and _may_change(m, mention)
        ][:MOST]

    def _prior_ends(self, mention: Mention) -> tuple[str, ...]:
        """The ends of the names that the prior figures of a change's sentence have: 得分 of 与上年自评得分95分相比."""
        here = (m for m in self.around.by_sentence[mention.sentence] if m.index < mention.index)
        return tuple(m.measured[-_NAMED:] for m in here if "prior" in m.tags and len(m.measured) >= NAME)

    def _words_before(self, mention: Mention) -> str:
        sentence = self.around.sentences[mention.sentence]
        return sentence.text[: mention.start - sentence.start]

    def _speaks_of_another(self, mention: Mention) -> bool:
        """True when so much stands before a change in its sentence, none of it a figure, that it has a subject of its own."""
        return len(squeeze(self._words_before(mention))) > _OPENING

    def _is_grand(self, mention: Mention) -> bool:
        """True for a grand total, which holds what was carried over."""
        return bool(self._with_carried.search(mention.context)) and not self._this_year.search(mention.context)


def _may_change(figure: Mention, change: Mention) -> bool:
    """True when a change or rate may be one of a figure: of its kind, and not of the year that it starts from."""
    kind = change.quantity.unit.dimension
    start = change.against.period.value
    return (
        kind in ("ratio", figure.quantity.unit.dimension)
        and "prior" not in figure.tags
        and _ADJUSTING not in figure.tags
        and ("reason" not in figure.tags or "reason" in change.tags)
        and not (start and figure.dims.period.value == start != change.dims.period.value)
    )


def _without_asides(figures: list[Mention]) -> list[Mention]:
    """Without a figure of another year that has no name of its own: 支出90万元，2030年为100万元，同比减少10% is of the 90."""
    named = [m for m in figures if m.label and "other_year" not in m.tags]
    return [m for m in figures if m.label or "other_year" not in m.tags] if named else figures


def _final(mentions: list[Mention]) -> list[Mention]:
    """Without budgets, unless there is nothing else."""
    kept = [m for m in mentions if not m.tags & (BUDGETS - {"budget"}) or m.tags & SPENT]
    return kept or mentions


def _year_alone(figure: Mention, change: Mention) -> bool:
    """True of an amount that nothing is said of but that it is the year before's: 上年20万元, 2030年为20万元."""
    before = figure.dims.period.value == _YEAR_BEFORE or change.dims.years_since(figure.dims) == 1
    return figure.role is Role.AMOUNT and not figure.measured and before


def _stage(mention: Mention) -> str:
    """Of which stage a figure is, by its own words: 预算数, 决算数."""
    return _STAGE.sub("", squeeze(mention.context.rsplit("，", 1)[-1]))[-_STAGED:]
