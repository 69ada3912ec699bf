"""What do the figures and words beside a figure tell of it? Changes that only their rate shows, and reasons.

完成43亿元，增加8亿元，增长23%: with its rate beside it, 增加8亿元 is a change, although nothing it is compared with is
named. And what a reason counts (主要是补助增加3亿元，增长60%) is neither part, base nor change of what it explains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.model.dossier import Sentence
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, squeeze
from auditor.rulebook.vocabulary import Vocabulary

REASON = "reason"
_SUBJECT = 2  # characters of what changed, before the word that says so
PART = "part_of_change"
_BESIDE = 6  # characters between a change and its rate: ，同比增长
_BREAKS = frozenset("；。（(）)：:")


class BesideReader:
    """Sees bare changes and reasons, with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary.cues
        self._reason = re.compile(alternatives(cues.reasons) or "(?!)")
        self._parts = re.compile(alternatives(cues.parts) or "(?!)")
        self._named = re.compile(f"(?<=..)(?:{alternatives((*cues.bare_rise, *cues.bare_fall)) or '(?!)'})$")
        self._bare = tuple(
            (re.compile(f"[、和及]?(?:{alternatives(words) or '(?!)'})(?:了|额|数)?(?:约|为|是)?$"), sign)
            for words, sign in ((cues.bare_rise, 1), (cues.bare_fall, -1))
        )
        self._ends = {
            sign: re.compile(f"(?:{alternatives(words) or '(?!)'})(?:了|额|数)?(?:约|为|是)?$")
            for words, sign in ((cues.bare_rise, 1), (cues.bare_fall, -1))
        }

    def read(self, sentence: Sentence, mentions: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
        """The mentions of a sentence, with bare changes as changes and those of a reason tagged ``reason``.

        ``told`` is what stands before it in its paragraph: where a figure was compared with an earlier one, the items listed
        after that are too, with or without a rate: 三公经费预算68万元，比上年减少4万元。其中：接待费16万元，减少4万元.
        """
        seen = list(mentions)
        compared = any(m.role is Role.CHANGE for m in told)
        for n, mention in enumerate(mentions):
            if mention.role is Role.AMOUNT:
                after = compared or any(m.role is Role.CHANGE for m in seen[:n])
                told_of = self._part_of_change(sentence, mention) if compared else None
                own = self._as_change(sentence, seen, n, after) if n else self._opening_change(sentence, seen)
                seen[n] = told_of or own
            if self._explains(sentence, mention):
                seen[n] = replace(seen[n], tags=seen[n].tags | {REASON})
        return seen

    def _part_of_change(self, sentence: Sentence, mention: Mention) -> Mention | None:
        """What a list says of the parts of a change told before it: 其中教育支出增加15万元."""
        if mention.role is not Role.AMOUNT or not mention.direction or not self._parts.match(sentence.text):
            return None
        named = self._named.search(mention.label)
        if named is None:
            return None
        tags = mention.tags | {PART}
        return replace(mention, role=Role.CHANGE, label=mention.label[: named.start()], tags=tags)

    def _as_change(self, sentence: Sentence, mentions: Sequence[Mention], n: int, compared: bool) -> Mention:
        mention = mentions[n]
        words = _between(sentence, mentions[n - 1], mention).lstrip("，,")
        sign = next((sign for cue, sign in self._bare if cue.match(words)), 0)
        of = any(
            m.role is Role.AMOUNT and m.quantity.unit.dimension == mention.quantity.unit.dimension for m in mentions[:n]
        )
        if not sign or not of:
            return mention
        rated = any(self._rates(sentence, m, mention) for m in (*mentions[n + 1 : n + 2], mentions[n - 1]))
        if not rated and not (compared and mentions[n - 1].role is Role.AMOUNT):
            return mention
        return replace(mention, role=Role.CHANGE, direction=sign)

    def _opening_change(self, sentence: Sentence, mentions: Sequence[Mention]) -> Mention:
        """The first figure of a sentence, as a change where its own rate follows: 接待费增加3万元，增长20%."""
        mention = mentions[0]
        found = ((self._ends[sign].search(mention.label), sign) for sign in (1, -1))
        cue, sign = next(((cue, sign) for cue, sign in found if cue), (None, 0))
        if (
            cue is None
            or cue.start() < _SUBJECT
            or not any(self._rates(sentence, m, mention) and m.direction == sign for m in mentions[1:2])
        ):
            return mention
        return replace(mention, role=Role.CHANGE, direction=sign, label=mention.label[: cue.start()])

    def _rates(self, sentence: Sentence, rate: Mention, change: Mention) -> bool:
        """True for a rate of growth right beside a change, with nothing between but its own words."""
        one, other = sorted((rate, change), key=lambda m: m.start)
        words = _between(sentence, one, other)
        return rate.role is Role.RATE and len(words) <= _BESIDE and _BREAKS.isdisjoint(words)

    def _explains(self, sentence: Sentence, mention: Mention) -> bool:
        """True within a reason, which ends at ； or with its bracket."""
        text = sentence.text[: mention.start - sentence.start]
        text = text[text.rfind("；") + 1 :]
        found = list(self._reason.finditer(text))
        return bool(found) and text.count("）", found[-1].end()) <= text.count("（", found[-1].end())


def _between(sentence: Sentence, one: Mention, other: Mention) -> str:
    return squeeze(sentence.text[one.stop - sentence.start : other.start - sentence.start])
