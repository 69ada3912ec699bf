"""Does a section that is there to give an amount give one of the year reported?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import years_of_parts
from auditor.model.document import Heading, Paragraph, Part, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.mention import Mention
from auditor.parsing.labels import alternatives
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import SectionAmount

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_REFERS = re.compile(r"[见如按][^。；]{0,12}(?:附?表|附件|文件)")


def judge(check: SectionAmount, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each such section that holds nothing but paragraphs."""
    years = years_of_parts(dossier)
    for number, part in enumerate(dossier.document.parts):
        for index in range(part.start, part.end):
            heading = dossier.document.blocks[index]
            if not isinstance(heading, Heading) or not any(p.search(heading.title) for p in check.headings):
                continue
            section = _section(dossier, part, index)
            if not section:
                continue
            evidence = Evidence("claimed", heading.text, heading.location, quote=heading.text, key=(index, 0))
            amounts = [m for m in dossier.prose.mentions if m.block in section and m.quantity.unit.dimension == "money"]
            given = any(_own(check, dossier, mention, years[number]) for mention in amounts)
            others = tuple(dossier.mention_evidence(mention, "compared") for mention in amounts[:3])
            yield Outcome(
                check.id,
                Status.PASSED if given else Status.FAILED,
                check.severity,
                evidence=(evidence,) if given else (evidence, *others),
                context={"words": heading.title},
            )


def _section(dossier: Dossier, part: Part, index: int) -> list[int]:
    """The paragraphs under a heading; none where a subsection, a table or a reference to one may give the amount."""
    found: list[int] = []
    heading = dossier.document.blocks[index]
    for at in range(index + 1, part.end):
        block = dossier.document.blocks[at]
        if isinstance(block, Heading):
            deeper = isinstance(heading, Heading) and block.level > heading.level
            return [] if deeper else found
        if isinstance(block, Table) or (isinstance(block, Paragraph) and _REFERS.search(block.text)):
            return []
        if isinstance(block, Paragraph):
            found.append(at)
    return found


def _own(check: SectionAmount, dossier: Dossier, mention: Mention, reported: int | None) -> bool:
    """True of an amount that is, or may be, that of the year reported."""
    sentence = dossier.sentence_of(mention)
    before = sentence.text[: mention.start - sentence.start]
    named = _YEAR.findall(before)
    if named:
        return reported is None or int(named[-1]) == reported
    return not re.search(alternatives(check.other) or "(?!)", before)
