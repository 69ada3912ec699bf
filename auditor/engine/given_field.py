"""Are the fields of the cover and of the captions of tables filled in?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import MOST_PLACES, squeezed
from auditor.model.document import Location, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import GivenField


def judge(check: GivenField, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """On a cover one outcome for each field; one for the captions of all tables together."""
    if check.on == "cover":
        yield from _cover(check, dossier)
    else:
        yield from _captions(check, dossier)


def _cover(check: GivenField, dossier: Dossier) -> Iterator[Outcome]:
    for part in dossier.document.parts:
        for name, value, location in part.fields:
            if name not in check.fields:
                continue
            evidence = _evidence(name, f"{name}：{value}", location)
            if _content(check, value):
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
            else:
                yield _failed(check, (evidence,), name)


def _captions(check: GivenField, dossier: Dossier) -> Iterator[Outcome]:
    pattern = re.compile(rf"(?:^|\s)({'|'.join(map(re.escape, check.fields))})\s*[：:]\s*(\S{{0,40}})")
    blank: list[Evidence] = []
    given = 0
    for table in dossier.document.tables():
        for line, location in _caption(table):
            if not (match := pattern.search(line)):
                continue
            if _content(check, match.group(2)):
                given += 1
            else:
                blank.append(_evidence(match.group(1), line, location))
    if blank:
        yield _failed(check, tuple(blank[:MOST_PLACES]), blank[0].text, len(blank))
    elif given:
        yield Outcome(check.id, Status.PASSED)


def _caption(table: Table) -> Iterator[tuple[str, Location]]:
    places = table.caption_at or (table.location,) * len(table.caption)
    yield from zip(table.caption, places, strict=False)


def _content(check: GivenField, value: str) -> str:
    rest = squeezed(value)
    for pattern in check.filler:
        rest = pattern.sub("", rest)
    return rest


def _evidence(name: str, quote: str, location: Location) -> Evidence:
    start = max(quote.find(name), 0)
    return Evidence("claimed", name, location, quote=quote, span=(start, start + len(name)))


def _failed(check: GivenField, evidence: tuple[Evidence, ...], name: str, count: int = 1) -> Outcome:
    return Outcome(
        check.id, Status.FAILED, check.severity, evidence=evidence, context={"label": name, "count": str(count)}
    )
