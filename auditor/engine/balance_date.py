"""Does a balance date (截至…) lie in the year that is reported?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import passages, years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.parsing.labels import WIDE_DIGITS
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import BalanceDate


def judge(check: BalanceDate, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each balance date. Sure only where its sentence names the reported year as well."""
    years = years_of_parts(dossier)
    cues = "|".join(map(re.escape, sorted(check.cues, key=len, reverse=True)))
    bare = r"(?:^|(?<=[。；]))\s*(?=20\d\d\s*年\s*12\s*月\s*31\s*日)"
    date = r"(?P<date>(?P<year>20\d{2})\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?)"
    pattern = re.compile(rf"(?:(?P<cue>{cues})\s*|{bare}){date}")
    for passage in passages(dossier):
        reported = years[passage.part]
        if passage.place != "paragraph" or reported is None:
            continue
        for match in pattern.finditer(passage.text.translate(WIDE_DIGITS)):
            year = int(match.group("year"))
            evidence = passage.evidence(dossier, *match.span("date"))
            if year >= reported:
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
                continue
            sentence = passage.sentence(*match.span()).translate(WIDE_DIGITS)
            if any(word in sentence for word in check.unless):
                continue
            if any(int(other.group("year")) == reported for other in pattern.finditer(sentence)):
                continue  # both dates are given, on purpose
            before = sentence[: sentence.find(match.group())]
            named = {int(y) for y in re.findall(r"(?<![〔\[（(\d])(20\d{2})\s*年", before)}
            if (named and reported not in named) or year in named:
                continue  # a sentence about earlier years
            after = sentence[len(before) + len(match.group()) :]
            counted = match.group("date").endswith("日") and any(word in after for word in check.stocks)
            if not (counted or match.group("cue")):
                continue  # a date without 截至 is a balance date where stocks are counted
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity
                if reported in named or counted
                else min(check.severity, Severity.WARNING, key=lambda s: s.rank),
                evidence=(evidence,),
                expected=match.group("date").replace(match.group("year"), str(reported), 1),
                context={"words": match.group("date"), "count": str(reported)},
            )
