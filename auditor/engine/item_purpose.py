"""Does the purpose given for a budget item fit its names, or was it copied from another item?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine.passages import passages, squeezed
from auditor.model.document import Heading
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ItemPurpose

_NAMES = re.compile(r"^[^：:。；]{4,120}?[（(]项[）)]")
SHARED = 2  # characters that a purpose shares with the item that it belongs to


@dataclass(frozen=True, slots=True)
class Purpose:
    names: str
    words: str
    evidence: Evidence


def judge(check: ItemPurpose, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each item with a purpose."""
    purposes = list(_purposes(check, dossier))
    for one in purposes:
        owner = next((other for other in purposes if _belongs(check, one, other)), None)
        strange = _strange_subject(check, one) if owner is None else ""
        if strange:
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=(one.evidence,),
                context={"words": one.words, "label": one.names, "row": strange},
            )
            continue
        if owner is None:
            yield Outcome(check.id, Status.PASSED, evidence=(one.evidence,))
            continue
        yield Outcome(
            check.id,
            Status.FAILED,
            check.severity,
            evidence=(one.evidence, owner.evidence),
            context={"words": one.words, "label": one.names, "row": owner.names},
        )


def _purposes(check: ItemPurpose, dossier: Dossier) -> Iterator[Purpose]:
    """Each purpose with the names of its item, which stand before it or in the heading above."""
    heading = ""
    for passage in passages(dossier):
        if passage.place == "heading":
            heading = passage.text
        if passage.place != "paragraph":
            continue
        names = _NAMES.match(passage.text) or (
            _NAMES.match(heading)
            if passage.block and isinstance(dossier.document.blocks[passage.block - 1], Heading)
            else None
        )
        match = check.pattern.search(passage.text)
        if names and match:
            start, end = match.span("spot")
            yield Purpose(squeezed(names.group()), squeezed(match.group("spot")), passage.evidence(dossier, start, end))


def _strange_subject(check: ItemPurpose, one: Purpose) -> str:
    """The subject that a purpose names instead of its item's own; empty when it names its own, or none."""
    last = re.split(r"[（(]款[）)]", one.names)[-1]
    own = [subject for subject in check.subjects if subject in last]
    told = [subject for subject, words in check.subjects.items() if any(word in one.words for word in words)]
    return told[0] if len(own) == 1 and told and not set(own) & set(told) else ""


def _belongs(check: ItemPurpose, one: Purpose, other: Purpose) -> bool:
    """The purpose of ``one`` stands word for word at ``other``, whose names it fits and not its own."""
    if one is other or one.words != other.words or _class(one.names) == _class(other.names):
        return False  # items of one 类 may well serve one purpose
    return _shared(check, one.words, other.names) >= SHARED and _shared(check, one.words, one.names) < SHARED


def _class(names: str) -> str:
    return re.sub(r"^[\d（(一二三四五六七八九十）)、.．]+", "", re.split(r"[（(]类[）)]", names, maxsplit=1)[0])


def _shared(check: ItemPurpose, words: str, names: str) -> int:
    """The length of the longest run of characters that both have, common words aside."""
    for common in check.common:
        words, names = words.replace(common, "\n"), names.replace(common, "\r")
    longest = 0
    for start in range(len(words)):
        while words[start : start + longest + 1] in names and start + longest < len(words):
            longest += 1
    return longest
