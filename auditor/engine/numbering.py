"""Do the numbers of headings and list items run on?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.outline import Fault, Item, faults, printed
from auditor.model.dossier import QUOTE, Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Numbering

MOST_REPEATS = 3
TOO_MANY = 0.34  # of the steps: then the outline was not read rightly, and nothing is said


def judge(check: Numbering, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each number that does not follow."""
    steps, found = faults(dossier.document.blocks)
    repeats = sum(fault.kind == "repeat" for fault in found)
    if repeats > MOST_REPEATS or len(found) > max(6, TOO_MANY * steps):
        yield Outcome(check.id, Status.SKIPPED, reason="编号层次无法可靠识别 (the outline could not be read reliably)")
        return
    for fault in found:
        if fault.kind == check.fault:
            yield _outcome(check, fault)


def _outcome(check: Numbering, fault: Fault) -> Outcome:
    evidence = [_evidence(fault.item, "claimed")]
    if fault.before:
        evidence.append(_evidence(fault.before, "compared"))
    return Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=tuple(evidence),
        context={
            "words": fault.item.text[:40],
            "label": fault.before.text[:40] if fault.before else "",
            "count": " ".join(printed(value, fault.item.number) for value in fault.wanted),
        },
    )


def _evidence(item: Item, role: str) -> Evidence:
    return Evidence(
        role,
        item.number.text,
        item.location,
        quote=item.text[:QUOTE],
        span=(0, len(item.number.text)),
        key=(item.block, 0),
    )
