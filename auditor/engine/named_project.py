"""Is the project that a section speaks of the one on the cover?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from auditor.engine.passages import passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import NamedProject

_LOOSE = re.compile(r"[\s“”\"《》（）()、，]|\d{4}年度?|(?:经费|资金|费用|项目|补助|专项)+$")
ALIKE = 0.5
SHORTEST = 4  # characters of a name that tells projects apart: 财政资金 names none


def judge(check: NamedProject, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each place that names a project."""
    parts = dossier.document.parts
    for passage in passages(dossier):
        cover = next((f for f in parts[passage.part].fields if f[0] == check.field), None)
        if passage.place != "paragraph" or cover is None:
            continue
        for match in check.pattern.finditer(passage.text):
            named = match.group("spot")
            evidence = passage.evidence(dossier, *match.span("spot"))
            if len(_LOOSE.sub("", named)) < SHORTEST:
                continue
            if _same(named, cover[1]):
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
                continue
            printed = Evidence("compared", cover[1], cover[2], quote=f"{cover[0]}：{cover[1]}")
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=(evidence, printed),
                expected=cover[1],
                context={"words": named, "label": cover[1]},
            )


def _same(one: str, other: str) -> bool:
    """Two names of one project: most of the shorter stands in the longer, in order."""
    a, b = _LOOSE.sub("", one), _LOOSE.sub("", other)
    if not a or not b or a in b or b in a:
        return True
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= 2)
    return shared >= ALIKE * min(len(a), len(b))
