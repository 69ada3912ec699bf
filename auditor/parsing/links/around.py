"""What stands around a figure: the amounts of its sentence and of those before, brackets, lists, and the wholes that words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.model.dossier import Sentence
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.brackets import shut_off
from auditor.parsing.labels import names

BUDGETS = frozenset({"budget", "initial_budget", "full_budget", "allocated", "adjusted"})
SPENT = frozenset({"spent", "final"})
MOST = 6  # figures that one may hang on
NAME = 4  # characters of a name that says which figure is meant


class Around:
    """Looks around the figures of a document. ``totals`` gives for the parts of lists the totals they may belong to."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
        breakdowns: Sequence[Breakdown],
        done: re.Pattern[str],
    ) -> None:
        self._done = done  # ends the name of a figure and says no more than that it is the outturn
        self.mentions = mentions
        self.sentences = sentences
        self.totals: dict[int, list[int]] = {}
        for breakdown in breakdowns:
            for part in {*breakdown.parts, *(p for reading in breakdown.alternatives for p in reading)}:
                self.totals.setdefault(part, []).append(breakdown.total)
        self.members = self.totals.keys()
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self._wholes: dict[tuple[str, frozenset[str]], list[Mention]] = {}

    def before(self, mention: Mention) -> list[Mention]:
        """Amounts before it in its sentence, nearest first, without those in a bracket that is closed by then."""
        before = [
            m
            for m in reversed(self.by_sentence[mention.sentence])
            if m.index < mention.index and m.role is Role.AMOUNT and not m.numeral and "basis" not in m.tags
        ]
        return [m for m in before if not self.closed(m, mention)] or before

    def earlier(self, mention: Mention) -> list[Mention]:
        """Amounts of the sentences before it in its block, nearest sentence first, in order within a sentence."""
        found: list[Mention] = []
        number = mention.sentence - 1
        while number >= 0 and self.sentences[number].block == mention.block:
            found += [m for m in self.by_sentence.get(number, []) if m.role is Role.AMOUNT and not m.numeral]
            number -= 1
        return found

    def closed(self, earlier: Mention, later: Mention) -> bool:
        """True when the bracket that ``earlier`` stands in closes before ``later``."""
        sentence = self.sentences[later.sentence]
        return shut_off(sentence.text, earlier.stop - sentence.start, later.start - sentence.start)

    def own_subject(self, mention: Mention, figure: Mention) -> bool:
        """False when a rate or change within a bracket names a part that the figure before the bracket is not: 完成38亿元
        （其中：开发区增长5%）."""
        sentence = self.sentences[mention.sentence]
        if figure.sentence != mention.sentence or len(mention.label) < 2 or names(mention.label, figure.label):
            return True
        between = sentence.text[figure.stop - sentence.start : mention.start - sentence.start]
        return between.count("（") + between.count("(") <= between.count("）") + between.count(")")

    def wholes(self, share: Mention) -> list[Mention]:
        """The amounts that may be the whole of a share; looked for once for each whole that is named."""
        asked = (share.base, share.base_concepts)
        if asked not in self._wholes:
            self._wholes[asked] = [m for m in self.mentions if m.role is Role.AMOUNT and self.is_base(share, m)]
        return self._wholes[asked]

    def called(self, mention: Mention) -> tuple[str, str]:
        """The name of a figure, and that without 完成, 决算 and the like at its end."""
        return mention.label, self._done.sub("", mention.label)

    def is_base(self, share: Mention, mention: Mention) -> bool:
        """True when the words for a whole name a figure, whatever ends its name: 支出 of 支出完成, 支出决算."""
        known = share.base_concepts
        return any(names(share.base, label) for label in self.called(mention)) or (
            bool(known) and known <= mention.concepts
        )


def same_kind(mention: Mention, part: Mention | None) -> bool:
    return part is None or mention.quantity.unit.dimension == part.quantity.unit.dimension


def unique(indices: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(indices))[:MOST]
