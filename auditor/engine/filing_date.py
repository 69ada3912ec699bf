"""Was the report filled in after the year that it reports?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Cause, Evidence, Outcome, Severity, Status
from auditor.spec.vocabulary import Vocabulary
from auditor.spec.wording import FilingDate

_DATE = re.compile(r"(20\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])?")


def judge(check: FilingDate, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each date on a cover. In December the year is nearly over: a warning only."""
    years = years_of_parts(dossier)
    for number, part in enumerate(dossier.document.parts):
        reported = years[number]
        for name, value, location in part.fields:
            match = _DATE.search(value) if name in check.fields else None
            if match is None or reported is None:
                continue
            quote = f"{name}：{value}"
            start = len(name) + 1
            evidence = Evidence("claimed", value, location, quote=quote, span=(start, start + len(value)))
            if int(match.group(1)) > reported:
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
                continue
            late = match.group(1) == str(reported) and match.group(2) == "12"
            yield Outcome(
                check.id,
                Status.FAILED,
                min(check.severity, Severity.WARNING, key=lambda s: s.rank) if late else check.severity,
                evidence=(evidence, *_year_evidence(dossier, number)),
                cause=_cause(value, match.group(1), str(reported + 1)),
                context={"words": value, "count": str(reported)},
            )


def _cause(value: str, year: str, following: str) -> Cause:
    return Cause(
        "wrong_year",
        "",
        value.replace(year, following, 1),
        f"年份疑误，应在 {following} 年填报",
        f"the year seems wrong: such reports are filled in in {following}",
    )


def _year_evidence(dossier: Dossier, number: int) -> Iterator[Evidence]:
    """Where the cover says which year is reported."""
    for name, value, location in dossier.document.parts[number].fields:
        if name == "年度":
            yield Evidence("compared", value, location, quote=f"（{value}年度）", span=(1, 1 + len(value)))
