"""Do the headings call the reporting unit by one name?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from auditor.engine.passages import passages, squeezed
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import OwnName

ALIKE = 0.6  # two names mean one unit, one of them misspelt or left of another text; less alike they are two units
OFTEN = 2  # headings that agree on the name


def judge(check: OwnName, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each heading that names a unit."""
    endings = tuple(vocabulary.entities.endings)
    found: dict[int, list[tuple[str, Evidence]]] = {}
    for passage in passages(dossier):
        if passage.place != "heading":
            continue
        match = next((m for pattern in check.patterns if (m := pattern.search(passage.text))), None)
        name = _bare(check, squeezed(match.group("spot"))) if match else ""
        if match and name.endswith(endings):
            found.setdefault(passage.part, []).append((name, passage.evidence(dossier, *match.span("spot"))))
    for named in found.values():
        counted = Counter(name for name, _ in named)
        usual, often = counted.most_common(1)[0]
        if often < OFTEN:
            continue
        right = next(evidence for name, evidence in named if name == usual)
        for name, evidence in named:
            other = counted[name] < often and usual not in name and name not in usual
            alike = SequenceMatcher(None, name, usual, autojunk=False).ratio() >= ALIKE
            yield Outcome(
                check.id,
                Status.FAILED if other and alike else Status.PASSED,
                check.severity,
                evidence=(evidence, right) if other and alike else (evidence,),
                context={"words": name, "label": usual},
            )


def _bare(check: OwnName, name: str) -> str:
    for word in check.filler:
        name = name.removeprefix(word).removesuffix(word)
    return name
