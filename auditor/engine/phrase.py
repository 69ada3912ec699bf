"""Do words stand in the report that should not: what is left of a form, a doubled word, a sentence cut off?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from auditor.engine.passages import MOST_PLACES, Passage, cells, passages, squeezed, title_of
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Phrase

MOST_WORDS = 3  # quoted in a message


def judge(check: Phrase, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each pattern, however often it is met."""
    found: dict[int, list[Evidence]] = {}
    titled = [
        check.titled is None or bool(check.titled.search(title_of(dossier, number)))
        for number in range(len(dossier.document.parts))
    ]
    for passage in chain(passages(dossier), cells(dossier) if "cell" in check.places else ()):
        if not titled[passage.part] or not _looked_at(check, passage):
            continue
        taken: set[int] = set()
        for number, pattern in enumerate(check.patterns):
            for match in pattern.finditer(passage.text):
                start, end = match.span("spot") if "spot" in pattern.groupindex else match.span()
                if start in taken or any(u.search(passage.sentence(start, end)) for u in check.unless):
                    continue
                taken.update(range(start, end))
                found.setdefault(number, []).append(passage.evidence(dossier, start, end))
    for places in found.values():
        words = list(dict.fromkeys(squeezed(place.text) for place in places))
        yield Outcome(
            check.id,
            Status.FAILED,
            check.severity,
            evidence=tuple(places[:MOST_PLACES]),
            context={"words": "”“".join(words[:MOST_WORDS]), "count": str(len(places))},
        )


def _looked_at(check: Phrase, passage: Passage) -> bool:
    return passage.place in check.places or (passage.ends_section and "passage_end" in check.places)
