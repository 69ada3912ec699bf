"""Which figures are parts of which total?

A breakdown opens with a cue (其中, 包括, 分别为, a bracket, a colon list), takes its total from before the cue and its parts from
after it. It ends with its sentence, with a comparison to an earlier figure, or where another breakdown of the same
total opens. Nested lists are read too; where commas leave open how far a nested list reaches, the other readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.model.document import Document
from auditor.model.dossier import Sentence
from auditor.model.mention import Breakdown, Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.accounts import additions
from auditor.parsing.brackets import shut_off
from auditor.parsing.labels import Concepts, Labels, alternatives, bare, last_clause, names, squeeze
from auditor.parsing.sentences import block_text
from auditor.rulebook.vocabulary import Vocabulary

CHANGES = "changes"  # the cue of a breakdown of a change into changes
BESIDE = "beside"  # and of the other figures of a list that tells two of each
_NO_PART = {"prior", "basis", "excess"}
_BETWEEN = 40  # characters that may stand between total and cue
_LOOSE_TAIL = 6
_ADJUSTING = "adjusting"
_PAIR = 2
_NEAR = 4  # figures before a list among which the total of its other figures stands
_NOUN = 2  # characters at a label's end that say what it is: 余额, 限额, 收入
_COLON = ("：", ":")
_STOP = re.compile(r"[，,；;]")
_CLAUSE = re.compile(r"[，,；;。：:]")
_CLAUSE_END = re.compile(r"[，,；;。）)]")
_OPENS = re.compile(r"\s*[（(]")
_BASE = re.compile(r"\s*的\s*\d")  # 完成任务120公里的105.67%: what a rate is measured against


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int  # offset in the block
    end: int
    word: str
    loose: bool
    bracket: bool = False
    close: int = -1  # where its bracket closes


class BreakdownReader:
    """Finds breakdowns, with the cues of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        self._cue = re.compile(alternatives((*cues.parts, *cues.loose_parts, *cues.parts_within)))
        self._within = frozenset(cues.parts_within)
        self._achieved = re.compile(f"(?:{alternatives(cues.achieved)})[为：:]?$")
        self._loose = frozenset(cues.loose_parts)
        self._open_end = re.compile(alternatives(cues.enumeration_end))
        self._possible = re.compile(f"(?:{alternatives(cues.possible)})[为：:]?$")
        self._each = re.compile(alternatives(cues.each) if cues.each else "(?!)")
        counted = alternatives((*cues.closing, *cues.closing_first))
        self._counted = re.compile(rf"、[^，,；;]{{1,30}}[，,；;]\s*(?:{counted})[有为计]?$")
        self._apiece = re.compile(f"(?:{alternatives(cues.apiece)})$")
        self._ends = re.compile(f"{alternatives(cues.list_end)}|{additions(vocabulary).pattern}")
        self._own_total = re.compile(
            rf"\s*[，,；;]\s*(?:[两二三四五六七八九\d][项类者种])?(?:{alternatives(cues.closing)})[为是]?\s*"
        )
        self._and_more = re.compile(
            rf"[^，,；;。、\d]{{0,2}}(?:{alternatives(cues.enumeration_end)})[^，,；;。、\d]{{0,6}}[，,；;。]"
        )
        self._labels = Labels(vocabulary)
        self._concepts = Concepts(vocabulary)
        self._final = re.compile(alternatives(vocabulary.tags.get("final", ())) or "(?!)")
        self._sides = frozenset(word for words in cues.sides.values() for word in words)
        self._both = re.compile(alternatives(cues.both_sides) or "(?!)")
        self._prior = re.compile(alternatives(cues.prior))

    def read(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> Iterator[Breakdown]:
        by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        for sentence in sentences:
            here = by_sentence.get(sentence.index, [])
            if not here:
                continue
            text = block_text(document.blocks[sentence.block])
            for cue in (*self._cues(text, sentence), *_colons(text, here)):
                yield from self._breakdown(text, sentence, here, cue, mentions)
                yield from self._changes(text, sentence, here, cue, mentions)

    def _cues(self, text: str, sentence: Sentence) -> Iterator[_Cue]:
        closing = _closings(text, sentence.start, sentence.end)
        for match in self._cue.finditer(text, sentence.start, sentence.end):
            loose = match.group() in self._loose
            opened = text.rfind("（", max(sentence.start, match.start() - 2), match.start())
            close = closing.get(opened, -1)
            yield _Cue(match.start(), match.end(), match.group(), loose, opened >= 0, close)
        for at in range(sentence.start, sentence.end):
            if text[at] in "（(" and not self._cue.match(text, at + 1):
                close = closing.get(at, -1)
                if close > 0:
                    yield _Cue(at, at + 1, "（", False, True, close)

    def _breakdown(
        self, text: str, sentence: Sentence, here: list[Mention], cue: _Cue, mentions: Sequence[Mention]
    ) -> Iterator[Breakdown]:
        end = cue.close if cue.close > 0 else sentence.end
        after = [m for m in here if cue.end <= m.start < end and not m.numeral]
        total = self._total(text, sentence, here, cue, mentions)
        if total is None or not after:
            return
        parts: list[Mention] = []
        alternatives_: list[tuple[int, ...]] = []
        skipping_to = -1  # inside a nested list
        previous = cue.end
        for m in after:
            gap = text[previous : m.start]
            if m.role in (Role.CHANGE, Role.RATE) and parts and "；" in text[m.stop : end]:
                previous = m.stop  # each item goes on with its own comparison
                continue
            if self._closes(m, gap, begun=bool(parts)) or self._cut_off(text, cue, parts, gap):
                break
            own = gap[
                gap.rfind("；") + 1 :
            ]  # 甲费3万元，主要用于办会；乙费9万元: what a reason opened ends with its item
            nested = self._cue.search(own) if parts else None
            if nested and m.start > skipping_to:
                alternatives_.append(tuple(p.index for p in parts))
                opened = _open_bracket(text, previous, m.start)
                skipping_to = _closing(text, opened, end) if opened >= 0 else _segment_end(text, m.start, end)
            previous = m.stop
            if not _counts(m, total) and _is_threshold(m):
                break  # 单价50万元以上 opens another list
            if not _counts(m, total) or m.start < skipping_to or _detail(text, parts, m) or self._each.search(m.label):
                continue
            if not parts and "；" in gap:  # the list before the semicolon has no figures
                break
            if parts and "；" in text[parts[-1].stop : m.start]:
                alternatives_.append(tuple(p.index for p in parts))
            parts += [m] * self._names_before(m)
            if text[m.stop : m.stop + 1] in _COLON:
                skipping_to = _segment_end(text, m.stop, end)  # a part with a list of its own
        parts = self._of_one_kind(parts, total)
        if len(parts) < (2 if cue.word == "（" else 1) or not _one_direction(parts, total):
            return
        chosen = tuple(p.index for p in parts)
        tail = _CLAUSE_END.split(text[parts[-1].stop : parts[-1].stop + _LOOSE_TAIL])[0]  # not the 等 of ），等级为优
        loose = cue.loose or len(parts) < 2 or bool(self._open_end.search(tail))
        yield Breakdown(
            total.index, chosen, not loose, cue.word, tuple(dict.fromkeys(a for a in alternatives_ if a != chosen))
        )
        if beside := _beside(mentions, total, parts):
            yield Breakdown(beside[0], beside[1:], not loose, BESIDE)

    def _names_before(self, mention: Mention) -> int:
        """Of how many names a part is: four of 甲镇、乙镇、丙镇、丁乡各1个."""
        clause = last_clause(mention.context, _CLAUSE)
        return clause.count("、") + 1 if self._apiece.search(clause) and not clause.startswith("、") else 1

    def _cut_off(self, text: str, cue: _Cue, parts: Sequence[Mention], gap: str) -> bool:
        """True after 等，, and where a reason stands for a list: of 主要用于办会，结余3万元 the 3 is no part."""
        if parts:
            return bool(self._and_more.match(text, parts[-1].stop))
        return cue.loose and bool(_STOP.search(gap.lstrip("：:")))

    def _closes(self, mention: Mention, gap: str, *, begun: bool) -> bool:
        """True when the words before a figure end the list: 另有 …, its own 合计, or a comparison with an earlier figure."""
        if not begun and self._counted.search(gap):
            return True  # 内容包括甲、乙、丙，共3项
        if begun and (self._ends.search(gap) or self._own_total.fullmatch(gap)):
            return True
        own = squeeze(gap[gap.rfind("；") + 1 :])
        compares = mention.role in (Role.CHANGE, Role.RATE, Role.AMOUNT) and mention.compared
        return compares and bool(self._prior.search(own))

    def _changes(
        self, text: str, sentence: Sentence, here: list[Mention], cue: _Cue, mentions: Sequence[Mention]
    ) -> Iterator[Breakdown]:
        """Of a change: 支出较上年增加30万元，其中基本支出增加20万元，项目支出增加10万元; or of that of the sentence before."""
        before = [m for m in here if m.stop <= cue.start and not m.numeral]
        near = bool(before) and len(text[before[-1].stop : cue.start]) <= _LOOSE_TAIL
        if near and before[-1].role is Role.RATE:
            before = before[:-1]  # 减少4万元，下降5%，其中 …
        if near and before and before[-1].role is Role.CHANGE:
            total = before[-1]
        elif not text[sentence.start : cue.start].strip():
            told = (m for m in reversed(mentions[: here[0].index]) if m.sentence == sentence.index - 1)
            changes = [m for m in told if m.role is Role.CHANGE and m.block == sentence.block]
            if len(changes) != 1:
                return
            total = changes[0]
        else:
            return
        parts: list[int] = []
        for m in (m for m in here if m.start >= cue.end and (cue.close < 0 or m.start < cue.close)):
            if m.role is Role.RATE:
                continue
            if m.role is not Role.CHANGE or m.quantity.unit.dimension != total.quantity.unit.dimension:
                break
            parts.append(m.index)
        if len(parts) > 1:
            yield Breakdown(total.index, tuple(parts), cue.word not in self._loose, CHANGES)

    def _of_one_kind(self, parts: list[Mention], total: Mention) -> list[Mention]:
        """Points scored or points to be had (产出50分，得48分), whichever the total gives."""
        scored = [p for p in parts if self._achieved.search(p.context)]
        possible = [p for p in parts if self._possible.search(p.context)]
        if 0 < len(possible) < len(parts):
            return [p for p in parts if (p in possible) is bool(self._possible.search(total.context))]
        if total.quantity.unit.dimension != "point" or len(scored) in (0, len(parts)):
            return parts
        if self._achieved.search(squeeze(total.context)):
            return scored
        return [p for p in parts if p not in scored]

    def _total(
        self, text: str, sentence: Sentence, here: list[Mention], cue: _Cue, mentions: Sequence[Mention]
    ) -> Mention | None:
        """The last amount before the cue; or the last one anywhere above whose label the cue's subject names."""
        before = [
            m for m in here if m.stop <= cue.start and m.role is Role.AMOUNT and not m.numeral and "prior" not in m.tags
        ]
        before = [m for m in before if cue.bracket or not shut_off(text, m.stop, cue.start)] or before
        if before and cue.word not in self._within:
            first = next(
                (m for m in here if m.start >= cue.end and m.role is Role.AMOUNT and not m.numeral), before[-1]
            )
            alike = [m for m in before if _counts(m, first) and not _BASE.match(text, m.stop)]
            last = alike[-1] if alike else before[-1]
            if (
                text[last.stop : cue.start].strip() == "；"
            ):  # what 甲3万元、乙2万元；其中 divides is no smaller than its part
                last = next((m for m in reversed(alike) if m.quantity.base >= first.quantity.base), last)
            between = text[last.stop : cue.start]
            goes_on = between.strip() == "；" and first.quantity.base <= last.quantity.base
            if "；" in between and not cue.bracket and not goes_on:
                return self._of_side(between, here, mentions)  # another subject's list
            near = len(text[before[-1].stop : cue.start]) <= _BETWEEN and "。" not in between
            return last if near and not self._each.search(last.label) else None
        if cue.bracket:
            return None
        if before and not text[before[-1].stop : cue.start].strip():
            return before[-1]  # 基本支出90万元中，…
        subject = self._labels.clean(text[sentence.start : cue.start][-_BETWEEN:])
        lead = text[sentence.start : cue.start].strip()
        if not lead or (not before and self._cue.match(lead)):  # 其中 …, or 主要是按政策返还，包括 …
            return _sentence_before(sentence, here, cue, mentions)
        if len(subject) < 3:
            return self._of_side(subject, here, mentions)
        above = [m for m in reversed(mentions[: here[0].index]) if m.role is Role.AMOUNT and not m.numeral]
        named = next((m for m in above if names(subject, m.label) or self._of_subject(subject, m)), None)
        apart = named is not None and named.block != sentence.block
        return next((m for m in above if apart and _made_up(m, here, cue)), named)

    def _of_subject(self, subject: str, mention: Mention) -> bool:
        """True where a label names its basis alone and the words before it what is measured: 三公经费预算25万元，决算20万元."""
        measured = self._concepts.subject(subject)
        final = not self._final.search(subject) or "final" in mention.tags
        named = bool(self._concepts.named(subject) & mention.concepts)
        return bool(measured) and measured == mention.subject and final and named

    def _of_side(self, words: str, here: Sequence[Mention], mentions: Sequence[Mention]) -> Mention | None:
        """The total that a list of one side of the accounts divides: 收支总预算90万元。收入包括：…；支出包括：….

        It is the side's own, or one of both sides, and stands in the paragraph or the one right before.
        """
        side = self._labels.clean(words[words.rfind("；") + 1 :])
        if side not in self._sides:
            return None
        near = (m for m in reversed(mentions[: here[0].index]) if here[0].block - m.block <= 1)
        return next((m for m in near if self._is_whole_of(side, m)), None)

    def _is_whole_of(self, side: str, mention: Mention) -> bool:
        label = bare(mention.label)
        both = bool(self._both.search(label)) and "remaining" not in mention.tags  # not 收支结余
        own = both or side in (label, mention.measured)
        return own and mention.role is Role.AMOUNT and not mention.numeral and not mention.tags & _NO_PART


def _beside(mentions: Sequence[Mention], total: Mention, parts: Sequence[Mention]) -> tuple[int, ...]:
    """The other figures of a list that tells two of each: 接待48批次，420人次，其中外事2批次，12人次；国内46批次，408人次. First their total, which is
    the only figure of its kind in the total's sentence."""
    second = [mentions[part.index + 1] for part in parts if part.index + 1 < len(mentions)]
    kinds = {m.quantity.unit.dimension for m in second}
    if len(second) != len(parts) or len(parts) < _PAIR or len(kinds) != 1 or kinds == {total.quantity.unit.dimension}:
        return ()
    near = mentions[max(0, parts[0].index - _NEAR) : parts[0].index]
    wholes = [m for m in near if m.sentence == total.sentence and m.quantity.unit.dimension in kinds]
    plain = all(
        m.role is Role.AMOUNT and not m.numeral and m.sentence == part.sentence
        for m, part in zip(second, parts, strict=True)
    )
    told = plain and len(wholes) == 1 and wholes[0].role is Role.AMOUNT and not wholes[0].tags & _NO_PART
    return (wholes[0].index, *(m.index for m in second)) if told else ()


def _colons(text: str, here: Sequence[Mention]) -> Iterator[_Cue]:
    """A colon right behind an amount opens the list of what makes it up: 收入预算100万元：财政拨款80万元、其他收入20万元."""
    for m in here:
        if m.role is Role.AMOUNT and text[m.stop : m.stop + 1] in _COLON:
            yield _Cue(m.stop, m.stop + 1, "：", loose=False)


def _sentence_before(sentence: Sentence, here: list[Mention], cue: _Cue, mentions: Sequence[Mention]) -> Mention | None:
    """The total of a sentence that begins with 其中: the figure of the sentence before, when it is plain which."""
    after = [m for m in here if m.start >= cue.end and m.role is Role.AMOUNT and not m.numeral]
    if not after:
        return None
    candidates = [
        m
        for m in reversed(mentions[: here[0].index])
        if m.sentence == sentence.index - 1 and m.block == sentence.block and not m.numeral and _counts(m, after[0])
    ]
    if len({m.quantity.base for m in candidates}) == 1:
        return candidates[0]
    makes = sum((m.quantity.base for m in after if _counts(m, after[0])), Decimal(0))
    exact = next((m for m in candidates if abs(m.quantity.base - makes) <= m.quantity.step / 2), None)
    ends = {_end(m) for m in after if _counts(m, after[0])}
    alike = [m for m in candidates if ends == {_end(m)}]  # 限额9亿元，余额8亿元。其中：一般债务余额 …
    return exact or (alike[0] if len(alike) == 1 else None)


def _made_up(total: Mention, here: Sequence[Mention], cue: _Cue) -> bool:
    """True for a figure of the paragraph that what follows a cue, up to the next ；, makes up."""
    first = next((m for m in here if m.start >= cue.end), total)
    parts = [m.quantity for m in here if m.start >= cue.end and m.segment == first.segment and _counts(m, total)]
    return total.block == first.block and len(parts) > 1 and sum(p.base for p in parts) == total.quantity.base


def _is_threshold(mention: Mention) -> bool:
    return mention.quantity.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST)


def _end(mention: Mention) -> str:
    """What a figure is, by the end of its name: 支出 of 支出安排."""
    return (mention.measured or mention.label)[-_NOUN:]


def _counts(mention: Mention, total: Mention) -> bool:
    """True when it can be a part: an amount of the same dimension that is no comparison."""
    return (
        not mention.tags & _NO_PART
        and mention.role is Role.AMOUNT
        and mention.quantity.unit.dimension == total.quantity.unit.dimension
    )


def _detail(text: str, parts: list[Mention], mention: Mention) -> bool:
    """True within a bracket right after a part's own figure: 行政编制32名（含工勤3名）."""
    for part in reversed(parts):
        opened = _OPENS.match(text, part.stop)
        if opened and mention.start < _closing(text, opened.end() - 1, len(text)):
            return True
    return False


def _one_direction(parts: Sequence[Mention], total: Mention) -> bool:
    """False for 增收1亿元，其中税收8亿元: what is said to rise or fall is not made of what is not; nor is a budget of what was added to it, or what
    was added of what was taken."""
    adjusting = [part for part in parts if _ADJUSTING in part.tags]
    if adjusting and (_ADJUSTING not in total.tags or any(part.direction != total.direction for part in adjusting)):
        return False
    return all(bool(part.direction) for part in parts) if total.direction else True


def _open_bracket(text: str, start: int, end: int) -> int:
    """Where the bracket stands that opens in a stretch and is still open at its end; -1 when there is none."""
    opened = max(text.rfind("（", start, end), text.rfind("(", start, end))
    return -1 if opened < 0 or any(c in text[opened:end] for c in "）)") else opened


def _segment_end(text: str, start: int, end: int) -> int:
    at = text.find("；", start, end)
    return at if at >= 0 else end


def _closings(text: str, start: int, end: int) -> dict[int, int]:
    """Where each bracket that is opened is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at in range(start, end):
        if text[at] in "（(":
            opened.append(at)
        elif text[at] in "）)" and opened:
            found[opened.pop()] = at
    return found


def _closing(text: str, opened: int, end: int) -> int:
    return _closings(text, opened, end).get(opened, -1)
