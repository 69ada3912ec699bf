"""Which part is a share of which whole?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.model.mention import Mention, Role
from auditor.parsing.labels import bare, names
from auditor.parsing.links.around import Around, same_kind, unique
from auditor.parsing.links.wholes import common_bases
from auditor.rulebook.vocabulary import Vocabulary

_END = 2  # characters that a short name keeps at both ends
_BETWEEN = "、，,和及与"  # what stands between two shares of a list


class ShareLinks:
    """Links shares to their parts and wholes."""

    def __init__(self, around: Around, vocabulary: Vocabulary) -> None:
        self.around = around
        self._sides = frozenset(word for words in vocabulary.cues.sides.values() for word in words)
        self.shared = {
            part[0]
            for mention in around.mentions
            if mention.role is Role.SHARE and not mention.base and (part := self._part(mention))
        }

    def link(self, mention: Mention) -> Mention:
        of = self._part(mention)
        return replace(mention, of=of, bases=self._share_bases(mention, of))

    def common(self, linked: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        """Shares of a list that names no whole, each with the figure that its fellows agree on."""
        return common_bases(linked, self.around.sentences, self.around.totals)

    def _part(self, share: Mention) -> tuple[int, ...]:
        amounts = self.around.before(share)
        before = [m for m in amounts if "excess" not in m.tags]
        if (place := self._place_in_list(share)) is not None:
            return place
        if len(share.label) >= 2:
            told = (*before, *self.around.earlier(share))
            named = [m for m in told if names(share.label, m.label)]
            named = named or [m for m in before if _short_for(share.label, m.label)]
            return unique(m.index for m in named)
        # 余额80亿元，其中甲50亿元、乙30亿元，比限额低20亿元，占限额的80%
        resumed = bool(before) and before[0] != amounts[0]
        wholes = self.around.totals.get(before[0].index, ()) if resumed else ()
        return unique((*(m.index for m in before[:1]), *wholes))

    def _place_in_list(self, share: Mention) -> tuple[int, ...] | None:
        """What the shares of 收入分别为60万元、40万元，分别占60%、40% belong to, in order; None when it stands alone."""
        here = [m for m in self.around.by_sentence[share.sentence] if not m.numeral]
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
        sentence = self.around.sentences[one.sentence]
        return (
            other.start - one.stop <= 1
            and sentence.text[one.stop - sentence.start : other.start - sentence.start] in _BETWEEN
        )

    def _share_bases(self, share: Mention, of: tuple[int, ...]) -> tuple[int, ...]:
        part = self.around.mentions[of[0]] if of else None
        totals = [self.around.mentions[t] for t in self.around.totals.get(of[0], [])] if of else []
        before = [m for m in self.around.before(share) if part is None or m.index != part.index]
        earlier = self.around.earlier(share)
        if not share.base:
            heads = [m for m in before if m.index not in self.around.members and m.index not in self.shared]
            # 仅占全年预算的24%, 三季度末支出196万元，占60%: what is smaller than the part is no whole of it
            heads = [m for m in heads if part is None or m.quantity.base >= part.quantity.base]
            return unique(
                m.index for m in (*totals, *heads[-1:], *earlier[:1]) if same_kind(m, part) and m.index not in of
            )
        if share.base in self._sides:
            sides = (m for m in (*totals, *before, *earlier) if same_kind(m, part) and self._is_side(m, share.base))
            return unique(m.index for m in sides)
        near = [m for m in (*totals, *before, *earlier) if self.around.is_base(share, m)]
        section = self.around.sentences[share.sentence].section
        far = [m for m in reversed(self.around.wholes(share)) if m.index < share.index and m.block != share.block]
        far.sort(key=lambda m: self.around.sentences[m.sentence].section[:-1] != section[:-1])
        fallback = totals if not near and not far else []
        return unique(m.index for m in (*near, *far, *fallback) if same_kind(m, part))

    def _is_side(self, mention: Mention, side: str) -> bool:
        """True for what 占收入的 may mean: the income of the year, or all there is, and no part of it."""
        called = (bare(label) for label in self.around.called(mention))
        return mention.index not in self.around.members and any(label.endswith(side) for label in called)


def _short_for(short: str, name: str) -> bool:
    """True when a name says less of the same: 编制外人员 of 编制外合同制人员."""
    rest = iter(name)
    ends = short[:_END] == name[:_END] and short[-_END:] == name[-_END:]
    return len(short) > 2 * _END and ends and all(character in rest for character in short)
