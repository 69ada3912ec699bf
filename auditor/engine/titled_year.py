"""Do headings name the years of what the title of the report names: 2030年预算执行情况和2031年预算草案?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.engine.passages import squeezed, title_of
from auditor.model.document import Heading
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import TitledYear

_NAMED = re.compile(r"(20\d{2})年(?:度)?([\u4e00-\u9fff]{4,20}?)(?=[和与及暨]20\d{2}年|的?报告|[（(]|$)")
_YEAR = re.compile(r"(?<![〔\[（(\d])(20\d{2})\s*年")
_BETWEEN = 8  # characters of a level or a fund: 2030年全市及市本级预算执行情况


def judge(check: TitledYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each heading that names what the title names; the year before, or after, is what another report left."""
    del vocabulary
    for number, part in enumerate(dossier.document.parts):
        years = _years(title_of(dossier, number))
        for index in range(part.start, part.end) if years else ():
            block = dossier.document.blocks[index]
            if isinstance(block, Heading) and not any(word in block.text for word in check.unless):
                yield from _judged(check, block, index, years)


def _years(title: str) -> Mapping[str, str]:
    """The year of each thing that a title names, where it gives it one."""
    found = [(match.group(2), match.group(1)) for match in _NAMED.finditer(title)]
    names = [name for name, _ in found]
    return {name: year for name, year in found if names.count(name) == 1}


def _judged(check: TitledYear, heading: Heading, index: int, years: Mapping[str, str]) -> Iterator[Outcome]:
    named = list(_YEAR.finditer(heading.text))
    if len(named) != 1:
        return
    year, rest = named[0].group(1), squeezed(heading.text[named[0].end() :]).removeprefix("度")
    name = max((name for name in years if name in rest[: _BETWEEN + len(name)]), key=len, default="")
    if name:
        right = years[name]
        evidence = Evidence(
            "claimed", year, heading.location, quote=heading.text, span=named[0].span(1), key=(index, named[0].start(1))
        )
        if year == right:
            yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
        elif abs(int(year) - int(right)) == 1:
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=(evidence,),
                expected=right,
                context={"words": heading.text, "count": right},
            )
