"""Which figure does a comparison start from, when it stands elsewhere?

2025年执行数为400万元，2026年预算安排300万元，比2025年减少25%: the prior figure measures the same thing, of the same level and
fund, in the year (and on the basis) that the comparison names, or in the year before when it names none. In the sentence
and paragraph the words carry; farther off every dimension must be known and equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.model.dossier import Sentence
from auditor.model.fact import PLANS, Contexts, Known
from auditor.model.mention import Mention, Role

MOST = 4
_TELLING = 3  # characters of a name that says which figure is meant; 收入 and 支出 need their fund beside them
OUTTURN = frozenset({"execution", "final", ""})  # a comparison that names no basis means what was carried out
SHARED = ("scope", "fund")  # the dimensions in which a figure and its prior agree


class Priors:
    """Finds prior figures in a document's prose."""

    def __init__(self, mentions: Sequence[Mention], sentences: Sequence[Sentence], contexts: Contexts) -> None:
        self.mentions = mentions
        self.sentences = sentences
        self.contexts = contexts
        self._named: dict[tuple[str, str], list[Mention]] = {}
        self._blocks: dict[int, list[Mention]] = {}
        for m in mentions:
            if m.role is Role.AMOUNT and not m.numeral and "reason" not in m.tags:
                self._named.setdefault((m.measured, m.quantity.unit.dimension), []).append(m)
                self._blocks.setdefault(m.block, []).append(m)

    def of(self, mention: Mention, current: tuple[int, ...]) -> tuple[int, ...]:
        """The prior figures that a change or rate may be measured against, likeliest first; empty when none is known."""
        if not current or mention.tags & {"reason", "like_for_like"}:
            return ()
        now = self.mentions[current[0]]
        year = self._year(mention, now)
        if not year:
            return ()
        near = [m for m in self._near(mention, now) if m.dims.period.value == year and self._fits(mention, m)]
        if near:
            return tuple(m.index for m in near[:MOST])
        return tuple(m.index for m in self._far(mention, now, year))[:MOST]

    def _year(self, mention: Mention, now: Mention) -> str:
        named = mention.against.period.value
        own = now.dims.period.value
        if named:
            return named if named != own else ""
        if mention.against.basis.value in PLANS and mention.against.basis.known is Known.STATED:
            return own  # 较预算节约5万元: the budget of the same year
        return str(int(own) - 1) if own.isdigit() else ""  # no part of a year, no span of years

    def _fits(self, mention: Mention, prior: Mention) -> bool:
        """True when a figure's basis is the one that the comparison names."""
        wanted, basis = mention.against.basis.value, prior.dims.basis.value
        if not wanted:
            return True
        return basis == wanted or (wanted in PLANS and basis in PLANS and "budget" in (basis, wanted))

    def _near(self, mention: Mention, now: Mention) -> Iterator[Mention]:
        """Figures of the same paragraph before the comparison, of the same thing as far as the words say."""
        for m in reversed(self._blocks.get(now.block, ())):
            if m.index >= mention.index or m.index == now.index:
                continue
            same = m.quantity.unit.dimension == now.quantity.unit.dimension and _one_thing(m, now)
            if (
                same
                and self._owned(m, now)
                and not self._aside(m, mention)
                and not self.contexts.clash(m.dims, now.dims, SHARED)
            ):
                yield m

    def _owned(self, prior: Mention, now: Mention) -> bool:
        """False for a prior figure without a name of its own that follows another's: 收支总盘子90万元，上年80万元。… 基本支出60万元，比上年增加5万元."""
        if prior.measured or "prior" not in prior.tags or prior.sentence == now.sentence:
            return True
        told = [m for m in self._blocks[prior.block] if m.index < prior.index and m.sentence == prior.sentence]
        return not told or not told[-1].measured or told[-1].measured == now.measured

    def _aside(self, prior: Mention, mention: Mention) -> bool:
        """True for the prior figure of a bracket that is closed by then, which belongs to the item before: 甲0（上年3）；乙8."""
        if "prior" not in prior.tags and prior.measured:
            return False
        text = self.sentences[prior.sentence].text
        start = self.sentences[prior.sentence].start
        opened = max(text.rfind(c, 0, prior.start - start) for c in "（(")
        within = opened > max(text.rfind(c, 0, prior.start - start) for c in "）)")
        closes = re.search(r"[）)]", text[prior.stop - start :])
        ends = start + (prior.stop - start + closes.end() if closes else len(text))
        return within and (prior.sentence != mention.sentence or ends <= mention.start)

    def _far(self, mention: Mention, now: Mention, year: str) -> Iterator[Mention]:
        if len(now.measured) < 2 or not now.dims.scope.value:
            return
        section, named = self.sentences[now.sentence].item, _says_all(mention)
        for m in self._named.get((now.measured, now.quantity.unit.dimension), ()):
            if m.dims.period.value != year or (self.sentences[m.sentence].item != section and not named):
                continue
            if (
                len(m.measured) < _TELLING
                and m.dims.fund.known is not Known.STATED
                and not (named and m.dims.fund.value)
            ):
                continue  # 预备费10万元，支出6万元: spent from what was named before it
            if not mention.against.basis.value and m.dims.basis.value not in OUTTURN - {""}:
                continue
            if self._fits(mention, m) and not self.contexts.doubt(m.dims, now.dims, SHARED):
                yield m


def _says_all(mention: Mention) -> bool:
    """True of a comparison that says year and basis itself: 比2030年预算增长, which then may stand in another section."""
    return all(mention.against.of(name).known is Known.STATED for name in ("period", "basis"))


def _one_thing(one: Mention, other: Mention) -> bool:
    """True when two figures measure one thing, or one of them says nothing but its basis."""
    a, b = one.measured, other.measured
    return a == b or not a or not b or (one.subject == other.subject and bool(one.subject))
