"""Does a field of the captions (部门：) say the same over every table?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.engine.passages import squeezed
from auditor.model.document import Part, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import SameField

MOST = 3  # tables that may differ; more of them belong to other units


def judge(check: SameField, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each table whose field differs from what nearly all have."""
    pattern = re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, check.fields))})\s*[：:]\s*(?P<value>\S{{2,40}})")
    for part in dossier.document.parts:
        found = list(_values(dossier, part, pattern))
        counted = Counter(value for value, _ in found)
        usual, often = counted.most_common(1)[0] if counted else ("", 0)
        if often < check.at_least or len(found) - often > MOST:
            continue
        right = next(evidence for value, evidence in found if value == usual)
        for value, evidence in found:
            same = value == usual or value.startswith(usual) or usual.startswith(value)
            yield Outcome(
                check.id,
                Status.PASSED if same else Status.FAILED,
                check.severity,
                evidence=(evidence,) if same else (evidence, right),
                context={"words": value, "label": usual, "table": evidence.table or ""},
            )


def _values(dossier: Dossier, part: Part, pattern: re.Pattern[str]) -> Iterator[tuple[str, Evidence]]:
    for index in range(part.start, part.end):
        table = dossier.document.blocks[index]
        if not isinstance(table, Table):
            continue
        places = table.caption_at or (table.location,) * len(table.caption)
        for line, where in zip(table.caption, places, strict=False):
            if match := pattern.search(line):
                value = match.group("value")
                evidence = Evidence(
                    "claimed", value, where, table=table.title, quote=line, span=match.span("value"), key=(index, 0)
                )
                yield squeezed(value), evidence
