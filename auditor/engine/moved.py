"""Does a figure that moved from one value to another move by what the sentence says: 由100万元调整为120万元，调增20万元?

The two values and the difference stand next to each other, told by their words; what stands between them may only be percentages.
Percentages are also compared with an earlier one beside them: 满意度94.6%，比上年的91.2%提高3.4个百分点; 占比72.5%，提高2.3个百分点（上年为
70.2%）; 执行率2023年为88.5%，2024年为93.2%，提高4.7个百分点.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.model.quantity import POINTS
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Moved
from auditor.rulebook.vocabulary import Vocabulary

_VALUE = frozenset({Role.AMOUNT, Role.RATIO, Role.EXECUTION, Role.SHARE, Role.PRICE})
_MOVE = frozenset({Role.AMOUNT, Role.CHANGE, Role.RATE, Role.RATIO})
_RATE = re.compile(r"[，,](?=[^，,]*$)")
_PRIOR = "prior"
_BETWEEN = re.compile(r"[。；;]")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Moved)
    cues = vocabulary.cues
    starts = re.compile(rf"(?:{alternatives(cues.moved_from)})[^，。；]{{0,30}}$")
    ends = re.compile(rf"^[^，。；]{{0,4}}(?:{alternatives(cues.moved_to)})(?:20\d\d年)?[^，。；\d]{{0,12}}$")
    rises, falls = (
        re.compile(rf"^[，,]?[^，,]{{0,3}}(?:{alternatives(words)})了?$") for words in (cues.rise, cues.fall)
    )
    shared = re.compile(alternatives(cues.respectively))  # 分别提高30元和360元
    mentions = [m for m in dossier.prose.mentions if not m.numeral]
    for at, after in enumerate(mentions):
        before = mentions[at - 1] if at else None
        if (
            before is None
            or not _same(before, after)
            or not starts.search(before.context)
            or not ends.search(after.context)
        ):
            continue
        moved = _difference(mentions[at + 1 : at + 3], after)
        lead = _RATE.split(moved.context)[-1] if moved else ""
        rise = bool(rises.search(lead))
        if moved is None or rise is bool(falls.search(lead)) or shared.search(lead):
            continue  # no difference is stated, or its words do not say which way
        operands = {
            "after": dossier.operand(after, "claimed"),
            "before": dossier.operand(before, "base"),
            "change": signed(dossier.operand(moved, "part"), 1 if rise else -1),
        }
        yield outcome(check, Relation(check.holds, operands, "change"), {"label": before.label})
    against = re.compile(rf"(?:{'|'.join(vocabulary.dimensions.against) or '(?!)'})[^，。；]{{0,12}}[（(]$")
    sides = tuple(re.compile(f"^[，,]?(?:{alternatives(words)})") for words in (cues.above, cues.below))
    yield from _compared(check, dossier, mentions, against)
    yield from _apart(check, dossier, mentions, sides)


def _compared(check: Moved, dossier: Dossier, mentions: list[Mention], against: re.Pattern[str]) -> Iterator[Outcome]:
    """Differences of two percentages, one of which is said to be the earlier one."""
    for at, moved in enumerate(mentions):
        if moved.quantity.unit is not POINTS or not moved.direction or moved.role not in _MOVE:
            continue
        pair = _pair(dossier, _around(mentions, at), moved, against)
        if pair is None or not _same(*pair):
            continue
        before, after = pair
        operands = {
            "after": dossier.operand(after, "claimed"),
            "before": dossier.operand(before, "base"),
            "change": signed(dossier.operand(moved, "part"), moved.direction),
        }
        yield outcome(check, Relation(check.holds, operands, "change"), {"label": after.label})


def _apart(
    check: Moved, dossier: Dossier, mentions: list[Mention], sides: tuple[re.Pattern[str], ...]
) -> Iterator[Outcome]:
    """Differences of two percentages right behind the second, which words say the first is above or below: 74.5%，高于年初预算（69.8%）4.7个百分点."""
    for first, second, apart in zip(mentions, mentions[1:], mentions[2:], strict=False):
        above, below = (bool(side.search(second.context)) for side in sides)
        if apart.quantity.unit is POINTS and not apart.context and above is not below and _same(second, first):
            operands = {
                "after": dossier.operand(first, "claimed"),
                "before": dossier.operand(second, "base"),
                "change": signed(dossier.operand(apart, "part"), 1 if above else -1),
            }
            yield outcome(check, Relation(check.holds, operands, "change"), {"label": first.label})


def _around(mentions: list[Mention], at: int) -> list[Mention | None]:
    """The two figures before one, and the one behind it, where they stand in its sentence."""
    near = [mentions[n] if 0 <= n < len(mentions) else None for n in (at - 2, at - 1, at + 1)]
    return [m if m is not None and m.sentence == mentions[at].sentence else None for m in near]


def _pair(
    dossier: Dossier, around: list[Mention | None], moved: Mention, against: re.Pattern[str]
) -> tuple[Mention, Mention] | None:
    """The earlier and the later percentage that a difference stands beside; None where it is not plain which they are.

    ``against`` are the words before the earlier one in a bracket: 较上年（93.7%）上升1.5个百分点."""
    first, second, behind = around
    if second is None or _BETWEEN.search(moved.context):
        return None
    if behind is not None and _PRIOR in behind.tags and _opens(dossier, moved, behind):
        return behind, second
    if first is None or _BETWEEN.search(second.context):
        return None
    if _PRIOR in second.tags or against.search(second.context):
        return second, first
    years = [m.dims.period.value for m in (first, second)]
    alike = all(year.isdigit() for year in years) and years[0] != years[1] and first.role is second.role
    if not alike or second.measured not in ("", first.measured):
        return None
    return (first, second) if years[0] < years[1] else (second, first)


def _opens(dossier: Dossier, moved: Mention, behind: Mention) -> bool:
    """True for a figure in a bracket right behind another."""
    sentence = dossier.sentence_of(moved)
    between = sentence.text[moved.stop - sentence.start : behind.start - sentence.start].lstrip()
    return between[:1] in ("（", "(") and not {*between} & set("）)")


def _same(before: Mention, after: Mention) -> bool:
    unit, other = before.quantity.unit, after.quantity.unit
    kinds = before.role in _VALUE and after.role in _VALUE and other is not POINTS
    return kinds and before.sentence == after.sentence and unit.dimension == other.dimension


def _difference(following: list[Mention], after: Mention) -> Mention | None:
    """The difference that is stated right after, in 个百分点 for percentages; a rate may stand before it."""
    for mention in following:
        if mention.sentence != after.sentence or _BETWEEN.search(mention.context):
            return None
        unit = mention.quantity.unit
        points = (
            unit is POINTS
            if after.quantity.unit.dimension == "ratio"
            else unit.dimension == after.quantity.unit.dimension
        )
        if points:
            return mention if mention.role in _MOVE else None
        if unit.dimension != "ratio":
            return None
    return None
