"""What does the text say about each number: its label, its role, its direction, what it was measured against?

Reading is local: the *lead* is what stands between the last stop (or number) and the number. Its words give the role
(增加 → change, 占 → share, 完成年初预算的 → execution), the rest of it is the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.model.dossier import Sentence
from auditor.model.mention import Mention, Role
from auditor.model.quantity import POINTS, Qualifier
from auditor.parsing.labels import Concepts, Labels, alternatives, squeeze
from auditor.parsing.links.around import BUDGETS
from auditor.parsing.numbers import Found, Numbers
from auditor.rulebook.vocabulary import Vocabulary

_STOPS = "，,；;。：:！？!?\n"
_LEAD_LIMIT = 80
_CONTEXT_LIMIT = 120
_COMPARISON = 8
_OPENED = re.compile(
    r"(?P<lead>[^，,；;。：:（(）)]{2,40})[（(]\s*$"
)  # where a bracket opens that begins with a figure
_YEAR = re.compile(r"20\d\d(?=年)")
_OF = re.compile("的(?:约|近|比例|比重|份额)?(?:为|是|达|达到)?")
# 比核定限额低2亿元: how much two figures differ
_OVER = re.compile(r"(?<!相)[比较](?![例重率])[^，。、；：\d比较]{2,12}$")
_BEYOND = re.compile("超出?[^，。；]{0,6}预算数?$")
_WITH, _AGAINST = re.compile(r"[与同较][^，。；：]{2,40}$"), re.compile("相比|相较")
_THAN = re.compile(r"(?:比|较)[^，。；：、\d%]{1,20}$")
_AFTER = re.compile(r"[^，,；;。：:！？!?\n、（）()“”\d]{0,16}")
_SHUT = " ）)"
_GOES_ON = re.compile(r"\s*[）)]的?\s*\d")
_FILL = r"(?:了|的|率|额|数|幅度|比例|金额|幅)*(?:约|为|是|达|共|各|至少|近)*\s*"
_LEVEL = re.compile(r"(?:[到至]|达到)(?:了)?(?:约|近)?$")


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around one number."""

    lead: str  # between the last stop and the number
    clause_before: str  # the clause before that, when it holds no number
    sentence_before: str  # everything before it in its sentence
    whole: str  # everything between the number before it, or the beginning of its segment, and the number


class MentionReader:
    """Finds mentions, with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        self.numbers = Numbers(vocabulary)
        self.labels = Labels(vocabulary)
        self.concepts = Concepts(vocabulary)
        self._rise = re.compile(rf"(?P<cue>{alternatives(cues.rise)}){_FILL}$")
        self._fall = re.compile(rf"(?P<cue>{alternatives(cues.fall)}){_FILL}$")
        self._prior = re.compile(alternatives(cues.prior))
        self._share = re.compile(
            rf"(?P<subject>.*?)(?:{alternatives(cues.share)})(?P<base>.*?)(?:的?比[例重率]|的)?(?:约|为|是|达|达到)?$"
        )
        self._rate_name = re.compile(
            rf"(?P<base>\S{{0,12}}?)(?:{alternatives(cues.execution)})(?:仅|约|为|是|达|达到|已达)*[：:]?$"
        )
        self._executed = re.compile(
            rf"(?:{alternatives(cues.executed)})了?(?P<base>[^，；。]{{0,14}}(?:预算|任务|计划|指标|目标)[^，；。]{{0,6}}?)的?(?:比例)?(?:约|为|是)?$"
        )
        self._whole = re.compile(f"(?:{alternatives(cues.share_wholes)})$" if cues.share_wholes else "(?!)")
        self._shared_out = re.compile(alternatives(cues.shared_out))
        self._planned = re.compile("预算|任务|计划|指标|目标")
        self._tags = [(tag, re.compile(alternatives(words))) for tag, words in vocabulary.tags.items()]
        self._target = re.compile(rf"(?:{alternatives(cues.target)})")
        earlier = "|".join((*vocabulary.dimensions.against, *vocabulary.dimensions.since)) or "(?!)"
        self._earlier = re.compile(rf"(?:{earlier})[^，。；：]{{0,30}}$")
        self._then = re.compile(
            rf"相比|[，,]?(?:[^，,；;。：:\d]{{0,4}}?)(?:均|各)?(?:{alternatives((*cues.rise, *cues.fall))})"
        )
        self._from = re.compile(rf"(?:{alternatives(cues.moved_from)})[^，。；：、]{{0,12}}$")
        self._by = re.compile(rf"(?:{alternatives((*cues.rise, *cues.fall))})了?\d|{alternatives(cues.adjusted_to)}")
        self._moved_to = re.compile(rf"(?:{alternatives(cues.moved_to)})了?")
        self._moves = re.compile(f"(?:{alternatives((*cues.rise, *cues.fall))})了?")
        self._joined_by = frozenset(cues.joined_by)
        self._funds = re.compile(alternatives(vocabulary.funds))

    def read(self, sentence: Sentence, first: int, segment: int, year: int | None = None) -> Iterator[Mention]:
        """The mentions of one sentence; ``first`` and ``segment`` number them within the document.

        A figure that is said to be of another than the ``year`` reported is tagged ``other_year``.
        """
        found = sorted(self.numbers.scan(sentence.text), key=lambda f: f.start)
        previous = 0
        index = first
        carried = self._announced(sentence)
        carried_segment = segment if carried else -1
        carried_year = False
        before: Mention | None = None
        lead = ""
        aside = False
        for item in found:
            if item.start < previous:
                continue
            segment_here = segment + sentence.text.count("；", 0, item.start)
            context = _context(sentence.text, previous, item.start)
            if opened := _aside(sentence.text, item):
                context = replace(context, lead=opened, clause_before="", whole=squeeze(opened))
            elif aside:
                context = replace(context, lead=context.lead.lstrip(_SHUT), whole=context.whole.lstrip(_SHUT))
            aside = bool(opened)
            mention = self._mention(sentence, item, context, index, segment_here)
            if named := _YEAR.search(context.lead):
                foreign = year is not None and int(named.group()) != year
                carried_year = foreign and squeeze(context.lead).startswith(named.group())
            else:
                foreign = carried_year
            if foreign:
                mention = replace(mention, tags=mention.tags | {"other_year"})
            if mention.role is Role.AMOUNT:
                subject = self.concepts.subject(mention.label)
                if not subject and carried_segment == segment_here:
                    mention = replace(
                        mention, subject=carried, concepts=mention.concepts | self.concepts.named(carried)
                    )
                else:
                    mention = replace(mention, subject=subject)
                    carried, carried_segment = subject, segment_here
            before, mention = self._beside(before, mention, context, lead)
            if before is not None:
                yield before
            before, lead = mention, squeeze(context.lead)
            previous = item.stop
            index += 1
        if before is not None:
            yield before

    def _beside(
        self, before: Mention | None, mention: Mention, context: _Context, lead: str
    ) -> tuple[Mention | None, Mention]:
        """Two figures next to one another, with what each says of the other."""
        if before is None:
            return before, mention
        if role := self._listed_role(mention, before, context):
            mention = replace(mention, role=role, direction=before.direction, base=before.base)
        moves = "prior" in before.tags and mention.role is Role.AMOUNT and self._moves.fullmatch(squeeze(context.whole))
        if moves:
            mention = replace(mention, role=Role.CHANGE, label="")  # 比限额100万元低20万元
        if _OF.fullmatch(context.whole) and (role := self._rate_of(before, mention, lead)):
            before = replace(before, tags=before.tags | {"basis"})
            mention = replace(mention, role=role, base=before.label)
        return before, mention

    def _announced(self, sentence: Sentence) -> str:
        """What the title right before it says a sentence is about: 2.公务接待费。2024年决算数13万元."""
        lead = self.labels.clean(sentence.lead)
        return self.concepts.subject(lead) if self.concepts.named(lead) else ""

    def _rate_of(self, before: Mention, mention: Mention, lead: str) -> Role | None:
        """What the rate of 占预算数12万元的93.33% or 完成任务120公里的105.67% is; None when it is neither."""
        ratio = mention.quantity.unit.dimension == "ratio" and mention.quantity.unit is not POINTS
        open_ = mention.role is Role.RATIO or (mention.role is Role.SHARE and not mention.base)
        if not ratio or not open_ or before.role is not Role.AMOUNT:
            return None
        if (match := self._executed.search(lead + "的")) and self._planned.search(self._funds.sub("", match.group())):
            return Role.EXECUTION
        return Role.SHARE if self._share.fullmatch(lead + "的") else None

    def _listed_role(self, mention: Mention, before: Mention | None, context: _Context) -> Role | None:
        """The role of the share before, when this one is next in its list, 分别占60%、40%, or what it became: 占比由60%提高到65%."""
        if before is None or before.role is not Role.SHARE or mention.role is not Role.RATIO:
            return None
        moved = "prior" in before.tags and self._moved_to.fullmatch(squeeze(context.whole))
        return before.role if moved or context.whole in self._joined_by else None

    def _compared_with(self, text: str, found: Found, lead: str) -> bool:
        """True for the earlier figure of 较上年决算数100万元增加20万元, 与上年决算数100万元相比，收支总计增加20万元, 比上年（100万元）增长20% and
        支出由100万元增加20万元, of 占比由60%提高到65%, and of 比限额100万元低20万元."""
        rest = text[found.stop : found.stop + _COMPARISON]
        if not lead and (opened := _OPENED.search(text, max(0, found.start - 3 * _COMPARISON), found.start)):
            lead, rest = squeeze(opened.group("lead")), rest.lstrip().removeprefix("）").removeprefix(")")
        share = found.quantity.unit.dimension == "ratio" and self._moved_to.match(rest)
        moved = self._from.search(lead) and (share or self._by.match(rest))
        compared = _THAN.search(lead) and self._by.match(rest)
        held = _AGAINST.match(rest) and _WITH.search(text, max(0, found.start - _LEAD_LIMIT), found.start)
        return bool(moved or compared or held or (self._earlier.search(lead) and self._then.match(rest)))

    def _mention(self, sentence: Sentence, found: Found, context: _Context, index: int, segment: int) -> Mention:
        lead = squeeze(context.lead)
        compared = bool(self._prior.search(squeeze(context.sentence_before)))
        role, direction, base, label_text = self._role(found, lead, compared)
        base = self.labels.clean(base)
        label = self._named(label_text)
        if len(label) < 2 and context.clause_before and role in (Role.AMOUNT, Role.RATIO):
            label = self.labels.clean(context.clause_before)
        own = squeeze(context.lead if len(label_text) >= 2 else context.clause_before + context.lead)
        own = self._funds.sub("", own)
        after = _AFTER.match(sentence.text, found.stop)
        tags = {tag for tag, words in self._tags if words.search(own)}
        if _BEYOND.search(lead):
            tags -= BUDGETS  # 超出年初预算3万元 is no budget
        if self._compared_with(sentence.text, found, lead):
            tags.add("prior")
        if role is Role.AMOUNT and direction and _OVER.search(lead):
            tags.add("excess")
        return Mention(
            index=index,
            quantity=found.quantity,
            role=role,
            label=label,
            context=context.whole,
            after=squeeze(after.group()) if after else "",
            tags=frozenset(tags),
            direction=direction,
            base=base,
            block=sentence.block,
            start=sentence.start + found.start,
            end=sentence.start + found.end,
            stop=sentence.start + found.stop,
            sentence=sentence.index,
            segment=segment,
            numeral=found.numeral,
            concepts=self.concepts.named(label),
            base_concepts=self.concepts.exact(base) if base else frozenset(),
            compared=compared,
        )

    def _named(self, words: str) -> str:
        """The label that words make: what stands before a year is whose figure it is, or what it measures: 公务接待费2024年决算."""
        label = self.labels.clean(words)
        before = self.labels.before_year(words) if label and not self.concepts.subject(label) else ""
        return before + label if before and self.concepts.named(before) else label

    def _role(self, found: Found, lead: str, compared: bool) -> tuple[Role, int, str, str]:
        """Role, direction, the words of the base, and what remains as label."""
        ratio = found.quantity.unit.dimension == "ratio"
        if found.price:
            return Role.PRICE, 0, "", lead
        wanted = found.quantity.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST) or self._target.match(lead)
        if ratio and wanted:
            return Role.TARGET, 0, "", lead
        if ratio and found.quantity.unit is not POINTS:
            whole = (match := self._share.fullmatch(lead)) and self._whole.search(match.group("base"))
            if match and (whole or self._shared_out.search(lead)):
                return Role.SHARE, 0, match.group("base"), match.group("subject")
            if (match := self._executed.search(lead)) and self._planned.search(self._funds.sub("", match.group())):
                return Role.EXECUTION, 0, match.group("base"), lead[: match.start()]
            if match := self._rate_name.search(lead):
                return Role.EXECUTION, 0, match.group("base"), lead
            if match := self._share.fullmatch(lead):
                return Role.SHARE, 0, match.group("base"), match.group("subject")
        if _LEVEL.search(lead):
            return (Role.RATIO if ratio else Role.AMOUNT), 0, "", lead
        for pattern, sign in ((self._rise, 1), (self._fall, -1)):
            if match := pattern.search(lead):
                rest = self._before_comparison(lead[: match.start()])
                if ratio:
                    return Role.RATE, sign, "", rest
                if compared or self._prior.search(lead):
                    return Role.CHANGE, sign, "", rest
                return Role.AMOUNT, sign, "", lead
        return (Role.RATIO if ratio else Role.AMOUNT), 0, "", lead

    def _before_comparison(self, lead: str) -> str:
        """What stands before 较上年, 与2023年相比 and the like."""
        match = self._prior.search(lead)
        if match is None:
            return lead
        head = lead[: match.start()]
        at = max(head.rfind(c, max(0, len(head) - _COMPARISON)) for c in "与较比同")
        return head[:at] if at >= 0 else head


def _aside(text: str, item: Found) -> str:
    """The words before a bracket that holds nothing but the figure they name, and that goes on with another: 为调整预算（451亿元）的98%, 高于年初预算
    （69.8%）4.7个百分点. Empty for any other figure."""
    opened = _OPENED.search(text, max(0, item.start - 3 * _COMPARISON), item.start)
    return opened["lead"] if opened and _GOES_ON.match(text, item.stop) else ""


def _context(text: str, previous: int, start: int) -> _Context:
    stop = max((text.rfind(c, previous, start) for c in _STOPS), default=-1)
    begin = max(previous, stop + 1)
    opened = _open_bracket(text, begin, start)
    lead_from = opened + 1 if opened >= 0 else begin
    lead = text[lead_from:start][-_LEAD_LIMIT:]
    clause = ""
    if stop > previous:
        earlier = max((text.rfind(c, previous, stop) for c in _STOPS), default=-1)
        clause = text[max(previous, earlier + 1) : stop]
    segment = max(previous, text.rfind("；", previous, start) + 1)
    whole = squeeze(text[segment:start][-_CONTEXT_LIMIT:])
    return _Context(lead, clause[-_LEAD_LIMIT:], text[:start], whole)


def _open_bracket(text: str, begin: int, end: int) -> int:
    """Where a bracket opens that is not closed before ``end``; -1 when none does."""
    depth = 0
    for at in range(end - 1, begin - 1, -1):
        if text[at] in "）)":
            depth += 1
        elif text[at] in "（(":
            if depth == 0:
                return at
            depth -= 1
    return -1
