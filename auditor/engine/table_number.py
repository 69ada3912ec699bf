"""Has each table a number of its own?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import squeezed
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import TableNumber

_CONTINUED = re.compile(r"[（(]?续表?\d?[）)]?$")


def judge(check: TableNumber, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each numbered table. A table continued under the same title keeps its number."""
    for part in dossier.document.parts:
        seen: dict[str, tuple[str, Evidence]] = {}
        for index in range(part.start, part.end):
            table = dossier.document.blocks[index]
            places = getattr(table, "caption_at", ()) or (getattr(table, "location", None),) * 9
            for line, where in zip(getattr(table, "caption", ()), places, strict=False):
                match = check.pattern.search(squeezed(line))
                if match is None:
                    continue
                number, title = match.group(), _CONTINUED.sub("", squeezed(getattr(table, "title", "")))
                evidence = Evidence(
                    "claimed", line, where, table=title, quote=line, span=(0, len(line)), key=(index, 0)
                )
                if number not in seen or not title or seen[number][0] in (title, ""):
                    seen.setdefault(number, (title, evidence))
                    yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
                    continue
                other, first = seen[number]
                yield Outcome(
                    check.id,
                    Status.FAILED,
                    check.severity,
                    evidence=(evidence, first),
                    context={"words": number, "table": title, "label": other},
                )
