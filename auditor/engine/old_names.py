"""Do items have the names of the classification in force in the year reported?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import MOST_PLACES, passages, years_of_parts
from auditor.model.document import Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.parsing.table_header import squeeze
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import OldName, OldNames

_NOUN, _MARK = "支出", r"(?:[（(]\d{0,3}[类款项]\d{0,3}[）)])"  # the mark of the level may stand before the last word
_PLACES = ("paragraph", "heading")


def judge(check: OldNames, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each old name that a report uses."""
    years = years_of_parts(dossier)
    for name in check.replaced:
        parts = {number for number, year in enumerate(years) if year is not None and year >= name.since}
        if not parts:
            continue
        places = [*_in_prose(dossier, name, parts), *_in_tables(dossier, name, parts)]
        if places:
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=tuple(places[:MOST_PLACES]),
                expected=name.new,
                context={"words": name.old, "label": name.new, "count": str(name.since)},
            )


def _in_prose(dossier: Dossier, name: OldName, parts: set[int]) -> Iterator[Evidence]:
    stem = name.old.removesuffix(_NOUN)
    pattern = re.compile(re.escape(stem) + (rf"{_MARK}?{_NOUN}" if stem != name.old else ""))
    for passage in passages(dossier):
        if passage.part not in parts or passage.place not in _PLACES:
            continue
        found = pattern.search(passage.text)
        if found and not (name.unless and name.unless.match(passage.text, found.end())):
            yield passage.evidence(dossier, *found.span())


def _in_tables(dossier: Dossier, name: OldName, parts: set[int]) -> Iterator[Evidence]:
    for number in parts:
        part = dossier.document.parts[number]
        for index in range(part.start, part.end):
            table = dossier.document.blocks[index]
            if not isinstance(table, Table):
                continue
            for row in table.rows:
                for cell in row:
                    text = squeeze(cell.text)
                    if not cell.spanned and text.endswith(name.old):
                        yield Evidence(
                            "claimed", name.old, cell.location, table=table.title, quote=text, key=(index, 0)
                        )
