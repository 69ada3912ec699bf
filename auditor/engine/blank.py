"""Is a number missing where the sentence needs one: 其中离休0人，退休__人?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.engine.passages import Passage, passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.mention import Breakdown, Mention
from auditor.spec.vocabulary import Vocabulary
from auditor.spec.wording import Blank

_HAN = r"[\u4e00-\u9fff]"
_GAP = r"[\s_＿]*"
_SEGMENT = re.compile(r"[^，,；;、。：:（）()！？]+")
# Words before a bare unit of money or a bare % that make it complete: 数万元, 几百万元, 按万元, 单位万元
_MEASURED = re.compile(
    rf"(?P<label>{_HAN}{{0,11}}[^\W\d_数几多余百千上近万亿十零一二三四五六七八九两按以过逾位成额])"
    rf"{_GAP}(?P<unit>[万亿]元|[%％])(?!以|为单位|户|大)"
)
_REACH = 60  # characters between two items of one list
_SHARED = 2  # characters of the labels of two items of one list that agree at their end
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两零几数多]")


def judge(check: Blank, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each blank; what should stand there, where the other figures of the list tell."""
    by_block: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        by_block.setdefault(mention.block, []).append(mention)
    for passage in passages(dossier):
        if passage.place != "paragraph":
            continue
        mentions = by_block.get(passage.block, [])
        for start, end, unit in (*_measured(passage.text), *_counted(passage.text, mentions)):
            yield _outcome(check, dossier, passage, (start, end), unit, mentions)


def _measured(text: str) -> Iterator[tuple[int, int, str]]:
    """A unit of money or a % right after a word: 支出万元, 增长%."""
    for match in _MEASURED.finditer(text):
        yield match.start(), match.end(), match.group("unit")


def _counted(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """An item of a list of counts without its number: its neighbour has one, with the same unit and a like label."""
    for mention in mentions:
        unit = mention.quantity.unit
        if not unit.counted or len(mention.label) < _SHARED:
            continue
        tail = mention.label[-_SHARED:]
        pattern = re.compile(rf"(?P<label>{_HAN}{{0,8}}{re.escape(tail)}){_GAP}{re.escape(unit.symbol)}$")
        for segment in _SEGMENT.finditer(text):
            near = -_REACH <= segment.start() - mention.end <= _REACH
            match = pattern.match(segment.group().strip()) if near else None
            if match and not _NUMERAL.search(segment.group()):
                yield segment.start(), segment.end(), unit.symbol


def _outcome(
    check: Blank, dossier: Dossier, passage: Passage, span: tuple[int, int], unit: str, mentions: Sequence[Mention]
) -> Outcome:
    claimed = passage.evidence(dossier, *span)
    breakdown = _list_around(dossier, passage, span[0], unit)
    if breakdown is None:
        near = [m for m in mentions if m.quantity.unit.symbol == unit and -_REACH <= span[0] - m.end <= _REACH][:3]
        others = tuple(dossier.mention_evidence(mention, "compared") for mention in near)
        return _failed(check, (claimed, *others), None)
    total = dossier.prose.mentions[breakdown.total]
    parts = [dossier.prose.mentions[i] for i in breakdown.parts]
    rest = total.quantity.value - sum((part.quantity.value for part in parts), Decimal(0))
    expected = f"{rest:f}{unit}" if rest >= 0 and all(p.quantity.unit == total.quantity.unit for p in parts) else None
    evidence = (
        claimed,
        dossier.mention_evidence(total, "total"),
        *(dossier.mention_evidence(part, "part") for part in parts),
    )
    return _failed(check, evidence, expected)


def _list_around(dossier: Dossier, passage: Passage, start: int, unit: str) -> Breakdown | None:
    """The innermost list of parts that the blank belongs to: it stands among its parts or right after them."""
    mentions = dossier.prose.mentions
    around = [
        breakdown
        for breakdown in dossier.prose.breakdowns
        if (total := mentions[breakdown.total]).block == passage.block
        and total.quantity.unit.symbol == unit
        and total.end < start
        and breakdown.parts
        and any(-_REACH < start - mentions[part].end < _REACH for part in breakdown.parts)
    ]
    return max(around, key=lambda breakdown: mentions[breakdown.total].start, default=None)


def _failed(check: Blank, evidence: tuple[Evidence, ...], expected: str | None) -> Outcome:
    return Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=evidence,
        expected=expected,
        context={"words": evidence[0].text.strip(), "expected": expected or "—"},
    )
