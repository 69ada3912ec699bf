"""Is a number missing where the sentence needs one: 其中离休0人，退休__人?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.engine.passages import Passage, passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.mention import Breakdown, Mention
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Blank

_HAN = r"[\u4e00-\u9fff]"
_SEGMENT = re.compile(r"[^，,；;、。：:（）()！？]+")
_UNIT = re.compile(r"(?:[万亿]元|[%％])(?=[，,；;。、）)\s]|$)")
# Words right before a unit that make it complete without a number: 数万元, 几百万元, 每万元, 单位万元
_LABEL = re.compile(
    rf"{_HAN}{{0,11}}[^\W\d_数几多余百千上近万亿十零一二三四五六七八九两按以过逾位成额每XxＸ×○*＊](?<!人民币)(?<!单位)(?<!单位为)(?<!单位是)[\s_＿]*$"
)
_SENTENCE = re.compile(r"[，。；]|,\s*[\u4e00-\u9fff]")
_STATES_UNIT = re.compile(
    r"(?:单位[^，,；;。、\d]{0,11}[为是]|[折换]算[为成]?|折合[为成]?)[：:]?\s*$"
)  # 金额单位除特别说明外为万元, 由万元数折算为亿元
_LONGEST = 14  # characters of an item of a list of counts
_REACH = 60  # characters between two items of one list
_SHARED = 2  # characters of the labels of two items of one list that agree at their end
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两零几数多]")


def judge(check: Blank, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each blank; what should stand there, where the other figures of the list tell."""
    by_block: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        by_block.setdefault(mention.block, []).append(mention)
    for passage in passages(dossier):
        if passage.place != "paragraph" or not _SENTENCE.search(passage.text):
            continue  # the head of a table: 完成预算%
        mentions = by_block.get(passage.block, [])
        for start, end, unit in (*_measured(passage.text), *_counted(passage.text, mentions)):
            yield _outcome(check, dossier, passage, (start, end), unit, mentions)


def _measured(text: str) -> Iterator[tuple[int, int, str]]:
    """A unit of money or a % right after a word: 支出万元, 增长%."""
    for match in _UNIT.finditer(text):
        before = text[max(0, match.start() - _LONGEST) : match.start()]
        if _STATES_UNIT.search(before):
            continue
        if label := _LABEL.search(before):
            yield match.start() - len(before) + label.start(), match.end(), match.group()


def _counted(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """An item of a list of counts without its number: its neighbour has one, with the same unit and a like label."""
    likes = [m for m in mentions if m.quantity.unit.counted and len(m.label) >= _SHARED]
    for segment in _SEGMENT.finditer(text) if likes else ():
        words = segment.group().strip()
        if len(words) > _LONGEST or _NUMERAL.search(words):
            continue
        for like in likes:
            unit = like.quantity.unit.symbol
            near = -_REACH <= segment.start() - like.end <= _REACH
            if near and words.endswith(unit) and _label(words, unit).endswith(like.label[-_SHARED:]):
                yield segment.start(), segment.end(), unit
                break


def _label(words: str, unit: str) -> str:
    return words.removesuffix(unit).rstrip("_＿ \u3000")


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
