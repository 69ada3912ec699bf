"""Does the purpose or the reason given for a budget item fit its names, or was it copied from another item?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.engine.passages import squeezed
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.parsing.budget_items import BudgetItems
from auditor.parsing.labels import bare, core
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ItemPurpose

SHARED = 2  # characters that a purpose shares with the item that it belongs to


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is said of an item; ``names`` are those of the item from 类 to 项."""

    item: str
    names: tuple[str, ...]
    words: str
    evidence: Evidence


def judge(check: ItemPurpose, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each purpose or reason that an item is given."""
    purposes = list(_purposes(check, dossier, BudgetItems(vocabulary)))
    for one in purposes:
        owner = next((other for other in purposes if _belongs(check, one, other)), None)
        meant = owner.item if owner else _strange_subject(check, one)
        if not meant:
            yield Outcome(check.id, Status.PASSED, evidence=(one.evidence,))
            continue
        evidence = (one.evidence, owner.evidence) if owner else (one.evidence,)
        context = {"words": one.words, "label": one.item, "row": meant}
        yield Outcome(check.id, Status.FAILED, check.severity, evidence=evidence, context=context)


def _purposes(check: ItemPurpose, dossier: Dossier, items: BudgetItems) -> Iterator[Purpose]:
    for sentence in dossier.prose.sentences:
        names = items.path(sentence.item).names if sentence.item else ()
        for pattern in check.patterns if len(names) > 1 else ():
            if match := pattern.search(sentence.text):
                start, end = match.span("spot")
                evidence = dossier.words_evidence(sentence, start, end)
                yield Purpose(squeezed(sentence.item), names, squeezed(match.group("spot")), evidence)


def _strange_subject(check: ItemPurpose, one: Purpose) -> str:
    """The subject that a purpose names instead of its item's own; empty when it names its own, or none."""
    own = [subject for subject in check.subjects if subject in one.names[-1]]
    told = [subject for subject, words in check.subjects.items() if any(word in one.words for word in words)]
    return told[0] if len(own) == 1 and told and not set(own) & set(told) else ""


def _belongs(check: ItemPurpose, one: Purpose, other: Purpose) -> bool:
    """What is said of ``one`` is the name of ``other``, or stands word for word there and fits it better."""
    if one.names == other.names:
        return False
    return _named(check, one, other) or _copied(check, one, other)


def _named(check: ItemPurpose, one: Purpose, other: Purpose) -> bool:
    """The words are the other item's name and no more. An item of a broad name may pay for what another is called after,
    not for what is called by the names of its 款 and 项."""
    told = _core(one.words)
    if _core(one.names[-1]) in told or any(told in _core(own) for own in one.names):
        return False
    return told == _core("".join(other.names[-2:])) or (told == _core(other.names[-1]) and not _is_broad(check, one))


def _is_broad(check: ItemPurpose, one: Purpose) -> bool:
    return any(word in one.names[-1] for word in check.broad)


def _core(words: str) -> str:
    return bare(core(words))


def _copied(check: ItemPurpose, one: Purpose, other: Purpose) -> bool:
    """The words stand at an item of another 类 too, whose names they fit and not their own."""
    if one.words != other.words or one.names[0] == other.names[0] or _is_broad(check, one):
        return False  # items of one 类 may well serve one purpose
    own, others = (_shared(check, one.words, names) for names in (one.names, other.names))
    return others >= SHARED and own < SHARED


def _shared(check: ItemPurpose, words: str, names: Sequence[str]) -> int:
    """The length of the longest run of characters that both have, common words aside."""
    name = "\r".join(names)
    for common in check.common:
        words, name = words.replace(common, "\n"), name.replace(common, "\t")
    longest = 0
    for start in range(len(words)):
        while words[start : start + longest + 1] in name and start + longest < len(words):
            longest += 1
    return longest
