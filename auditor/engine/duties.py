"""Which duties of disclosure does a report fulfil, as far as can be told?

Yes where it is shown, no where a finding refutes it, and no answer otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.model.document import Block, Heading, Paragraph, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Answer, DutyAnswer, Evidence, Outcome, Status
from auditor.rulebook.duties import NamedDuty, Shown, duties_for
from auditor.rulebook.library import Library

_SPACE = re.compile(r"\s+")
_FIRST = 6  # headings and paragraphs that say what kind of report it is


def answers(library: Library, dossier: Dossier, outcomes: Sequence[Outcome], lang: str) -> tuple[DutyAnswer, ...]:
    """The checklist of one document; empty when no duties are known for its kind."""
    profile = dossier.profile
    if not library.duties:
        return ()
    texts = (_SPACE.sub("", b.text) for b in dossier.document.blocks if isinstance(b, Heading | Paragraph))
    first = [text for text, _ in zip(texts, range(_FIRST), strict=False)]
    named = duties_for(library.duties, profile.kind, profile.year, profile.entity, first)
    return tuple(_answer(each, dossier, outcomes, lang) for each in named)


def _answer(named: NamedDuty, dossier: Dossier, outcomes: Sequence[Outcome], lang: str) -> DutyAnswer:
    duty = named.duty
    answer, evidence, note = Answer.OPEN, None, ""
    refuting = next((o for o in outcomes if o.status is Status.FAILED and o.check in duty.refuted), None)
    if refuting is not None:
        answer, evidence = Answer.NO, next(iter(refuting.evidence), None)
        note = refuting.check
    else:
        evidence = next(_shown(duty.shown, dossier, outcomes), None)
        if evidence is not None:
            answer = Answer.YES
    return DutyAnswer(named.id, named.group.say(lang), duty.title.say(lang), named.source, answer, evidence, note)


def _shown(shown: Shown, dossier: Dossier, outcomes: Sequence[Outcome]) -> Iterator[Evidence]:
    """What shows the duty, the best witness first."""
    for grid in dossier.grids:
        title = _SPACE.sub("", grid.table.title)
        if (grid.role and grid.role in shown.tables) or any(pattern.search(title) for pattern in shown.titles):
            yield _table(grid.index, grid.table)
    if shown.words:
        for sentence in dossier.prose.sentences:
            match = next((m for m in (pattern.search(sentence.text) for pattern in shown.words) if m), None)
            if match:
                yield dossier.words_evidence(sentence, *match.span(), role="context")
    for index, block in enumerate(dossier.document.blocks if shown.headings else ()):
        named = isinstance(block, Heading) and any(p.search(_SPACE.sub("", block.title)) for p in shown.headings)
        if isinstance(block, Heading) and named and _has_body(dossier.document.blocks, index):
            yield Evidence("context", block.text, block.location, quote=block.text, key=(index, 0))
    for outcome in outcomes:
        if outcome.status is Status.PASSED and outcome.check in shown.proved and outcome.evidence:
            yield outcome.evidence[0]


def _table(index: int, table: Table) -> Evidence:
    return Evidence(
        "context", table.title, table.title_at or table.location, table=table.title, quote=table.title, key=(index, 0)
    )


def _has_body(blocks: Sequence[Block], index: int) -> bool:
    """True when something stands under a heading before the next one of its level or above."""
    heading = blocks[index]
    assert isinstance(heading, Heading)
    for block in blocks[index + 1 :]:
        if isinstance(block, Paragraph | Table):
            return True
        if isinstance(block, Heading) and block.level <= heading.level:
            return False
    return False
