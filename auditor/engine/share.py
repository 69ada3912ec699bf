"""Is a stated share the part divided by its whole?

A share names its whole (占收入合计的40%), or stands in a list that divides one, or leaves it open. All figures that could be
meant are tried; where none fits, the share is disputed only if what it is measured against is beyond doubt: named in
the same passage, the total of the list, or the whole for which the shares beside it are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.engine._mending import slipped
from auditor.engine.account import nearest
from auditor.engine.relation import decide, outcome, passes
from auditor.engine.sums import exact
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.links.around import BUDGETS
from auditor.parsing.unmarked import TOLD_BY_SUM
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Share
from auditor.rulebook.vocabulary import Vocabulary

_MANY = 3  # parts whose sum does not come about by chance
_FACTORS = (10, 100, 1000, 10_000)
_ITEMS = 6  # paragraphs around an item of a list
_AGREE = 2  # items that show what their shares are of
_NAME = 4  # characters of a name that says by itself what a whole is: 可用财力
_FAR = 12  # figures back in which the whole may stand
_UNNAMED = "未说明占什么的比重 (the share does not say of what)"
_SMALLER = "所见总体小于部分，不是所指的总体 (what was found for the whole is smaller than the part)"
_ELSEWHERE = "部分与总体的年度、口径或范围不同 (part and whole differ in period, basis, scope or fund)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Share)
    reader = _Shares(check, dossier)
    for share in dossier.prose.mentions:
        if share.role is Role.SHARE and not share.numeral and "prior" not in share.tags:
            yield reader.judged(share)


class _Shares:
    def __init__(self, check: Share, dossier: Dossier) -> None:
        self.check = check
        self.dossier = dossier
        self.mentions = dossier.prose.mentions
        self.totals: dict[int, list[int]] = {}
        for listed in dossier.prose.breakdowns:
            for part in listed.parts if listed.cue not in TOLD_BY_SUM else ():
                self.totals.setdefault(part, []).append(listed.total)
        self.certain = {
            part: listed.total
            for listed in dossier.prose.breakdowns
            if listed.cue not in TOLD_BY_SUM and self._full(listed)
            for part in listed.parts
        }
        self.beside: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            if mention.role is Role.SHARE:
                self.beside.setdefault(mention.block, []).append(mention)
        for shares in self.beside.values():
            self.certain |= self._made_up(shares)

    def _full(self, listed: Breakdown) -> bool:
        """True when the parts of a list add up exactly: then their total is the whole of an unnamed share."""
        figures = [self.mentions[part].quantity for part in listed.parts]
        return len(figures) > 1 and exact(self.mentions[listed.total].quantity, figures)

    def _made_up(self, shares: list[Mention]) -> dict[int, int]:
        """The whole of unnamed shares in a row, where their parts add up to a figure further up: 从用途看，甲60亿元，占60%；乙40亿元，占40%."""
        found: dict[int, int] = {}
        by_sentence: dict[int, list[Mention]] = {}
        for share in shares:
            if share.of and not share.base:
                by_sentence.setdefault(share.sentence, []).append(self.mentions[share.of[0]])
        for parts in by_sentence.values():
            first = parts[0].index
            if len(parts) >= _MANY:
                last = max(share.index for share in shares)
                around = (*self.mentions[max(0, first - _FAR) : first], *self.mentions[last + 1 : last + 2])
                above = [m for m in around if m.role is Role.AMOUNT]
                whole = next((m for m in reversed(above) if exact(m.quantity, [part.quantity for part in parts])), None)
                found |= {part.index: whole.index for part in parts} if whole else {}
        return found

    def judged(self, share: Mention) -> Outcome:
        parts = [m for index in share.of if not (m := self.mentions[index]).direction]
        if share.label and not any(m.measured.startswith(share.measured) for m in parts):
            named = [m for m in self._before(share) if m.measured.startswith(share.measured)]
            parts = named or parts  # 税占比 behind 非税收入
        parts = parts or self._before(share)
        if not parts:
            return self._skipped(share, "缺少 part (missing)")
        readings = [(part, whole) for part in parts for whole in self._wholes(share, part)]
        if not readings:
            return self._skipped(share, "缺少 whole (missing)")
        outcomes = [self._outcome(share, part, whole) for part, whole in readings]
        result = nearest(outcomes)
        if result.status is not Status.FAILED:
            return result
        doubts = [self._doubt(share, part, whole) for part, whole in readings]
        certain = [told for told, doubt in zip(outcomes, doubts, strict=True) if not doubt]
        if certain:
            return nearest(certain)
        far = (told for told, doubt in zip(outcomes, doubts, strict=True) if share.base and doubt == _UNNAMED)
        if mended := next((told for told in far if _mended(told)), None):  # its words name a whole that stands far away
            return replace(mended, severity=Severity.WARNING)
        return replace(result, status=Status.SKIPPED, reason=doubts[outcomes.index(result)])

    def _wholes(self, share: Mention, part: Mention) -> list[Mention]:
        """What the share may be measured against: as its words say, the total of its list, what its sentence begins with."""
        if not share.base and part.index in self.certain:
            return [self.mentions[self.certain[part.index]]]
        if self._divides(share, part):
            return []
        if full := [
            self.mentions[i]
            for i in share.bases
            if share.base and self.mentions[i].label == share.base and i != part.index
        ]:
            return [w for w in full if w.quantity.unit.dimension == part.quantity.unit.dimension]
        heads = [m.index for m in self._above(share) if m.sentence == share.sentence or share.quantity.decimals]
        behind = [m.index for m in self._closing(share)]
        indices = dict.fromkeys((*share.bases, *self.totals.get(part.index, ()), *heads, *behind))
        wholes = [self.mentions[index] for index in indices if index != part.index]
        return [w for w in wholes if w.quantity.unit.dimension == part.quantity.unit.dimension]

    def _divides(self, share: Mention, part: Mention) -> bool:
        """True where the total of the part's list is itself a share of what the share says: both are of a whole that is told elsewhere."""
        totals = self.totals.get(part.index, ())
        return bool(share.base) and any(
            other.base == share.base and other.of[:1] == (total,)
            for total in totals
            for other in self.beside[share.block]
        )

    def _closing(self, share: Mention) -> list[Mention]:
        """The figure right behind the last of the unnamed shares of a paragraph: 甲60万元，占60%；乙40万元，占40%。合计100万元."""
        last = max(other.index for other in self.beside[share.block])
        following = self.mentions[last + 1 : last + 2] if not share.base else ()
        return [m for m in following if m.block == share.block and m.role is Role.AMOUNT and not m.numeral]

    def _above(self, share: Mention) -> list[Mention]:
        """The amounts before a share in its paragraph, nearest first."""
        found = self.mentions[max(0, share.index - _FAR) : share.index]
        return [m for m in reversed(found) if m.block == share.block and m.role is Role.AMOUNT and not m.numeral]

    def _before(self, share: Mention) -> list[Mention]:
        """The part of 税收收入80万元，增加5万元，占80%, and of 税收收入80万元，税收占比80%."""
        here = [m for m in self._above(share) if not m.direction and "prior" not in m.tags]
        if share.label:
            named = [m for m in here if share.label in m.label]
            return sorted(named, key=lambda m: not m.measured.startswith(share.measured))[:1]  # 税收 before 非税收入
        return [m for m in here if m.sentence == share.sentence][:1]

    def _outcome(self, share: Mention, part: Mention, whole: Mention) -> Outcome:
        dossier = self.dossier
        relation = Relation(
            self.check.holds,
            {
                "share": dossier.operand(share, "claimed"),
                "part": dossier.operand(part, "part"),
                "whole": dossier.operand(whole, "total"),
            },
            "share",
        )
        near = share.block == part.block == whole.block
        return outcome(self.check, relation, {"label": part.label}, at_most=None if near else Severity.WARNING)

    def _doubt(self, share: Mention, part: Mention, whole: Mention) -> str:
        """Why a share that fits nothing accuses nobody; empty when what it is measured against is certain."""
        if whole.quantity.interval.hi < part.quantity.interval.lo:
            return "" if self._agreed(share, whole) and _point_moved(share, part, whole) else _SMALLER
        told = whole.index in self.totals.get(part.index, ()) and whole.sentence == part.sentence
        if told or self.certain.get(part.index) == whole.index:
            return ""
        if self.dossier.prose.contexts.clash(part.dims, whole.dims):
            return _ELSEWHERE
        if self._agreed(share, whole):
            return ""
        if self._by_name(share, whole):
            return ""
        first = self.mentions[share.bases[0]] if share.base and share.bases else None
        if first is None or first.quantity != whole.quantity:
            return _UNNAMED
        return "" if first.block == share.block or self._one_of_section(share, first) else _UNNAMED

    def _one_of_section(self, share: Mention, whole: Mention) -> bool:
        """True when the section has one figure, no budget, that is what the words for the whole name in full."""
        sentences = self.dossier.prose.sentences
        section, part = sentences[share.sentence].section, sentences[share.sentence].part
        named = {
            m.quantity.base
            for m in (self.mentions[index] for index in share.bases)
            if (sentences[m.sentence].section, sentences[m.sentence].part) == (section, part)
            and not m.tags & BUDGETS - {"allocated"}
        }
        called = share.base_concepts & whole.concepts or (len(share.base) >= _NAME and whole.label.endswith(share.base))
        return bool(section) and bool(called) and named == {whole.quantity.base}

    def _by_name(self, share: Mention, whole: Mention) -> bool:
        """True when a share is called by a part that is only ever measured against the one figure of the paragraph so called: 税收占比."""
        ends = self.check.wholes.get(share.label.removesuffix("收入"), ()) if not share.base else ()
        above = [
            m for m in self._above(share) if any(end in m.label for end in ends) and not m.tags & {"prior", *BUDGETS}
        ]
        return bool(above) and {m.quantity.base for m in above} == {whole.quantity.base}

    def _agreed(self, share: Mention, whole: Mention) -> bool:
        """True when a share beside it is right for that whole, or several of the items of its list that are said to be of the same."""
        if any(self._right(other, whole) for other in self.beside[share.block] if other.index != share.index):
            return True
        near = range(share.block - _ITEMS, share.block + _ITEMS + 1)
        items = [m for block in near if block != share.block for m in self.beside.get(block, ())]
        agree = sum(bool(m.base) and m.base == share.base and self._right(m, whole) for m in items)
        return agree >= _AGREE and not self._rounded(share, whole)

    def _rounded(self, share: Mention, whole: Mention) -> bool:
        """True for a gap of the size of a rounding slip: a whole told further up may be printed more coarsely than it was reckoned with."""
        relation = self._outcome(share, self.mentions[share.of[0]], whole).relation if share.of else None
        return relation is None or decide(relation).severity is Severity.WARNING

    def _right(self, share: Mention, whole: Mention) -> bool:
        if not share.of:
            return False
        part = self.mentions[share.of[0]]
        if part.index == whole.index or part.quantity.unit.dimension != whole.quantity.unit.dimension:
            return False
        result = self._outcome(share, part, whole)
        return result.relation is not None and bool(whole.quantity.value) and passes(result.relation)

    def _skipped(self, share: Mention, reason: str) -> Outcome:
        evidence = self.dossier.mention_evidence(share, "claimed")
        return Outcome(self.check.id, Status.SKIPPED, evidence=(evidence,), reason=reason)


def _mended(result: Outcome) -> bool:
    """True when one slip of the pen in the share makes it right."""
    share = result.relation.operands["share"] if result.relation else ()
    return result.relation is not None and isinstance(share, Operand) and slipped(result.relation, share, _MANY)


def _point_moved(share: Mention, part: Mention, whole: Mention) -> bool:
    """True when the share is right but for the point, or the unit, of its part."""
    ratio, stated = part.quantity.base / whole.quantity.base if whole.quantity.base else 0, share.quantity.interval
    return not share.base and any(stated.lo <= ratio / factor <= stated.hi for factor in _FACTORS)
