"""Do marks that open and close come in pairs?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.passages import MOST_PLACES, Passage, passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Pairing

AROUND = 8  # characters shown on each side of a stray mark


def judge(check: Pairing, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for all stray marks of a report. Only paragraphs that end: others go on elsewhere."""
    places: list[Evidence] = []
    before = ""
    for passage in passages(dossier):
        if passage.place != "paragraph":
            before = ""
            continue
        for marks in check.marks if passage.text.rstrip().endswith("。") else ():
            at = _stray(passage.text, marks[0], marks[1])
            if at is not None and _stray(before, marks[0], marks[1]) is None:
                places.append(_evidence(dossier, passage, at))
        before = passage.text
    if places:
        yield Outcome(
            check.id,
            Status.FAILED,
            check.severity,
            evidence=tuple(places[:MOST_PLACES]),
            context={"words": places[0].text, "count": str(len(places))},
        )


def _stray(text: str, opening: str, closing: str) -> int | None:
    """Where a mark closes what nothing opened, or else opens what nothing closes; None when all are paired."""
    open_: list[int] = []
    for at, character in enumerate(text):
        if character == opening:
            open_.append(at)
        elif character == closing:
            if not open_:
                return at
            open_.pop()
    return open_[-1] if open_ else None


def _evidence(dossier: Dossier, passage: Passage, at: int) -> Evidence:
    start, end = max(0, at - AROUND), min(len(passage.text), at + AROUND)
    return passage.evidence(dossier, start, end)
