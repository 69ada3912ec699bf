"""Was the report filled in after the year that it reports?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine.passages import years_of_parts
from auditor.model.document import Heading, Paragraph, Part
from auditor.model.dossier import Dossier, locate
from auditor.model.finding import Cause, Evidence, Outcome, Severity, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import FilingDate

_DATE = re.compile(r"(20\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])?")
_ALONE = re.compile(r"(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月(?:\s*\d{1,2}\s*日)?$")
_ENDS = 3  # blocks at the end of a report among which its date may stand


@dataclass(frozen=True, slots=True)
class Filing:
    """A date on which a report was made."""

    year: int
    month: int | None
    evidence: Evidence


def judge(check: FilingDate, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each date on a cover or under a report. In December the year is nearly over: a warning only."""
    for part, reported in zip(dossier.document.parts, years_of_parts(dossier), strict=True):
        if reported is None:
            continue
        for filing in (*_on_cover(check, part), *_standing_alone(dossier, part)):
            if filing.year > reported:
                yield Outcome(check.id, Status.PASSED, evidence=(filing.evidence,))
                continue
            nearly_over = filing.year == reported and filing.month == 12
            yield Outcome(
                check.id,
                Status.FAILED,
                min(check.severity, Severity.WARNING, key=lambda s: s.rank) if nearly_over else check.severity,
                evidence=(filing.evidence, *_year_evidence(part)),
                cause=_cause(filing.evidence.text, str(filing.year), str(reported + 1)),
                context={"words": filing.evidence.text, "count": str(reported)},
            )


def _cause(value: str, year: str, following: str) -> Cause:
    return Cause(
        "wrong_year",
        "",
        value.replace(year, following, 1),
        f"年份疑误，应在 {following} 年填报",
        f"the year seems wrong: such reports are filled in in {following}",
    )


def _on_cover(check: FilingDate, part: Part) -> Iterator[Filing]:
    for name, value, location in part.fields:
        if name in check.fields and (match := _DATE.search(value)):
            quote, start = f"{name}：{value}", len(name) + 1
            evidence = Evidence("claimed", value, location, quote=quote, span=(start, start + len(value)))
            yield Filing(int(match.group(1)), int(match.group(2)) if match.group(2) else None, evidence)


def _standing_alone(dossier: Dossier, part: Part) -> Iterator[Filing]:
    """A line that is nothing but a date: among the titles, or under the last paragraph."""
    for index in range(part.start, part.end):
        block = dossier.document.blocks[index]
        title = isinstance(block, Heading) and block.level == 0
        last = isinstance(block, Paragraph) and index >= part.end - _ENDS
        if isinstance(block, Heading | Paragraph) and (title or last) and (match := _ALONE.match(block.text)):
            evidence = Evidence(
                "claimed", block.text, locate(block, 0), quote=block.text, span=(0, len(block.text)), key=(index, 0)
            )
            yield Filing(int(match.group(1)), int(match.group(2)), evidence)


def _year_evidence(part: Part) -> Iterator[Evidence]:
    """Where the cover says which year is reported."""
    for name, value, location in part.fields:
        if name == "年度":
            yield Evidence("compared", value, location, quote=f"（{value}年度）", span=(1, 1 + len(value)))
