"""Does a report that gives one figure also give those that go with it?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.passages import Passage, passages, squeezed
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Disclosure

_PROSE = ("paragraph", "heading")


def judge(check: Disclosure, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each part that gives the first figure."""
    parts: dict[int, list[Passage]] = {}
    for passage in passages(dossier):
        if passage.place in _PROSE:
            parts.setdefault(passage.part, []).append(passage)
    for texts in parts.values():
        given = next(((p, m) for p in texts if (m := check.given.search(p.text))), None)
        if given is None:
            continue
        passage, match = given
        evidence = passage.evidence(dossier, *match.span("spot" if "spot" in check.given.groupindex else 0))
        if any(pattern.search(squeezed(p.text)) for p in texts for pattern in check.needs):
            yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
        else:
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=(evidence,),
                context={"words": squeezed(evidence.text)},
            )
