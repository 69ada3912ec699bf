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
    """One outcome for each heading, or beginning of a paragraph, that names a unit."""
    endings = tuple(vocabulary.entities.endings)
    running: set[int] = set()  # blocks of running text
    found: dict[int, list[tuple[str, Evidence]]] = {}
    for passage in passages(dossier):
        if passage.place not in ("heading", "paragraph"):
            continue
        match = next((m for pattern in check.patterns if (m := pattern.search(passage.text))), None)
        name = _bare(check, squeezed(match.group("spot"))) if match else ""
        if match and name.endswith(endings):
            running |= {passage.block} if passage.place == "paragraph" else set()
            found.setdefault(passage.part, []).append((name, passage.evidence(dossier, *match.span("spot"))))
    for named in found.values():
        counted = Counter([*(name for name, _ in named), *([dossier.profile.entity] if dossier.profile.entity else [])])
        usual, often = counted.most_common(1)[0]
        if often < OFTEN:
            continue
        right = next((evidence for name, evidence in named if name == usual), None)
        for name, evidence in named:
            other = right is not None and counted[name] < often and usual not in name and name not in usual
            alike = _misspelt(name, usual) if evidence.key[0] in running else _means(name, usual)
            yield Outcome(
                check.id,
                Status.FAILED if other and alike else Status.PASSED,
                check.severity,
                evidence=(evidence, right) if other and alike and right else (evidence,),
                context={"words": name, "label": usual},
            )


def _means(name: str, usual: str) -> bool:
    return SequenceMatcher(None, name, usual, autojunk=False).ratio() >= ALIKE


def _misspelt(name: str, usual: str) -> bool:
    """True when one character is another: a paragraph may well speak of a unit that is called much like this one."""
    return len(name) == len(usual) and sum(a != b for a, b in zip(name, usual, strict=True)) == 1


def _bare(check: OwnName, name: str) -> str:
    for word in check.filler:
        name = name.removeprefix(word).removesuffix(word)
    return name
