"""Do headings and table titles name the year that is reported?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.engine.passages import years_of_parts
from auditor.model.document import Block, Heading, Location, Part, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Severity, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import HeadingYear

_YEAR = re.compile(r"(?<![〔\[（(\d])(20\d{2})\s*年")

_ODD = 4  # titles of the year reported for each of the year before


def judge(check: HeadingYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each title that names one year. Only the year before is disputed: what was left of last year."""
    years = years_of_parts(dossier)
    for number, part in enumerate(dossier.document.parts):
        reported = years[number]
        if reported is None or not _outnumber(check, dossier, part, reported):
            continue
        for index in range(part.start, part.end):
            title, where = _title(dossier.document.blocks[index])
            named = list(_YEAR.finditer(title))
            if len({m.group(1) for m in named}) != 1 or any(word in title for word in check.unless):
                continue
            year = named[0].group(1)
            evidence = Evidence("claimed", year, where, quote=title, span=named[0].span(1), key=(index, 0))
            if int(year) == reported:
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
            elif int(year) == reported - 1:
                sure = not check.sure or any(pattern.search(title) for pattern in check.sure)
                yield Outcome(
                    check.id,
                    Status.FAILED,
                    check.severity if sure else min(check.severity, Severity.WARNING, key=lambda s: s.rank),
                    evidence=(evidence,),
                    expected=str(reported),
                    context={"words": title, "count": str(reported)},
                )


def _outnumber(check: HeadingYear, dossier: Dossier, part: Part, reported: int) -> bool:
    """True when so many titles name the year reported that the few with another are the odd ones."""
    if not check.at_least:
        return True
    titles = [_title(dossier.document.blocks[index])[0] for index in range(part.start, part.end)]
    years = Counter(year for title in titles for year in {m.group(1) for m in _YEAR.finditer(title)})
    right = years[str(reported)]
    return right >= check.at_least and right >= _ODD * years[str(reported - 1)]


def _title(block: Block) -> tuple[str, Location]:
    match block:
        case Heading() if block.level <= 2:
            return block.text, block.location
        case Table():
            return block.title, block.title_at or block.location
    return "", Location()
