"""Does a period of implementation reach into the year that is reported?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import Passage, passages, squeezed, years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.parsing.labels import alternatives
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Period

_DAY = r"(?:\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\s*[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?)"
_PERIOD = re.compile(rf"(?P<first>20\d\d){_DAY}\s*[-~～—–－至到]{{1,2}}\s*(?P<last>20\d\d)(?P<end>{_DAY})")
_WITHIN = 30  # characters between the label and its period
_LAST_MONTH = re.compile(r"\D{1,3}12(?!\d)")


def judge(check: Period, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each period. The whole of the year before is what was left of last year's text: sure."""
    label = re.compile(rf"(?:{alternatives(check.labels)})[^。；]*$")
    years = years_of_parts(dossier)
    above = ""
    for passage in passages(dossier):
        if passage.place == "heading":
            above = passage.text
        reported = years[passage.part]
        if passage.place != "paragraph" or reported is None:
            continue
        for match in _PERIOD.finditer(passage.text):
            if not _named(label, passage, match.start(), above):
                continue
            evidence = passage.evidence(dossier, *match.span())
            first, last = int(match.group("first")), int(match.group("last"))
            if last >= reported:
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
                continue
            sure = first == last == reported - 1 and bool(_LAST_MONTH.match(match.group("end")))
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity if sure else Severity.NOTE,
                evidence=(evidence,),
                expected=match.group().replace(str(last), str(reported)) if sure else None,
                context={"words": squeezed(match.group()), "count": str(reported)},
            )


def _named(label: re.Pattern[str], passage: Passage, at: int, above: str) -> bool:
    """The label stands right before the period, or is the heading over a paragraph that is hardly more than it."""
    return bool(label.search(passage.text[max(0, at - _WITHIN) : at]) or (at < _WITHIN and label.search(above)))
