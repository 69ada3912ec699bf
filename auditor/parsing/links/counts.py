"""Of which counts is a rate (结案率), and which of them is the whole?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.model.mention import Mention
from auditor.parsing.labels import alternatives
from auditor.parsing.links.around import Around
from auditor.rulebook.vocabulary import Vocabulary

_RATE = 3  # characters of the name of a rate: 结案率
_PAIR = 2
_STEM = 3  # characters of a name that is no rate of anything else
_MEASURED = frozenset({"area", "length", "weight", "volume"})
_DENIED = re.compile("[不未]")


class CountLinks:
    """Finds the counts that rates of counts are taken of."""

    def __init__(self, around: Around, vocabulary: Vocabulary) -> None:
        self.around = around
        self._rates = re.compile(f"(?:{alternatives(vocabulary.cues.count_rates)})$")
        self._grades = re.compile(alternatives(vocabulary.cues.count_grades))

    def of(self, rate: Mention) -> list[Mention]:
        """What was done and what there was to do, in this order; empty where the figure is no rate of counts beside it."""
        counts = _in_order(rate, self._counts(rate))
        return counts if self._rates.search(rate.label) or _named_after(rate, counts) else []

    def _counts(self, mention: Mention) -> list[Mention]:
        """The counts of one kind before a rate, nearest first: 立案156起，结案153起，结案率98.08%. The nearest counts what the rate is of,
        unless the counts are told by grade (基本满意)."""
        counts: list[Mention] = []
        for m in self.around.before(mention):
            unit = m.quantity.unit
            if (unit.counted or unit.dimension in _MEASURED) and (
                not counts or unit.dimension == counts[0].quantity.unit.dimension
            ):
                counts.append(m)
        graded = any(self._grades.search(count.context + count.after) for count in counts)
        return counts if counts and not graded and _counts_done(counts[0], mention) and _one_whole(counts) else []


def _counts_done(count: Mention, rate: Mention) -> bool:
    """True when the words of a count hold what its rate is of, and do not deny it: 结案153起 for 结案率, not 不合格12批次."""
    done = frozenset(rate.label[-_RATE:].rstrip("率度"))
    words = count.context + count.after
    return done <= frozenset(words) and not _DENIED.search(words)


def _one_whole(counts: Sequence[Mention]) -> bool:
    """True when the count that stands first may be the whole of the others: of 建议25件、提案61件，办结86件 both are meant."""
    done, *rest = (m.quantity.base for m in counts)
    return len(rest) < 2 or rest[-1] >= max(done, *rest)


def _in_order(rate: Mention, counts: list[Mention]) -> list[Mention]:
    """The counts of a rate, what was done before what was to do: 管理2680人，应管理2763人，管理率97%."""
    first, *rest = counts or [rate]
    fewer = rest and rate.quantity.base <= 1 and all(count.quantity.base < first.quantity.base for count in rest)
    return [rest[0], first, *rest[1:]] if fewer else counts


def _named_after(rate: Mention, counts: Sequence[Mention]) -> bool:
    """True of a rate called after what was counted, beside the whole of it: 312万平方米，其中机械化清扫面积271万平方米，机械化清扫率87%."""
    stem = rate.label.removesuffix("率")
    both = len(counts) == _PAIR and stem != rate.label and len(stem) >= _STEM
    return both and stem in counts[0].context and counts[1].quantity.base >= counts[0].quantity.base
