"""Has what a sentence lists by name (主要包括：办公费、印刷费) an amount in the tables?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine.passages import MOST_PLACES, Passage, passages, squeezed
from auditor.model.document import Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.grid import Grid, Line
from auditor.parsing.labels import alternatives
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ListedItems

_SHORTEST = 2  # characters of a name
_KNOWN = 0.5  # of the names must be labels of the table, or it is not the table of the list


@dataclass(frozen=True, slots=True)
class _Row:
    grid: Grid
    line: Line
    spent: bool


def judge(check: ListedItems, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each list."""
    rows = _rows(check, dossier)
    for passage in passages(dossier):
        named = rows.get(passage.part)
        if passage.place != "paragraph" or not named:
            continue
        for match in check.pattern.finditer(passage.text):
            names = list(_names(check, match))
            known = [(name, span) for name, span in names if name in named]
            if not names or len(known) < max(2, _KNOWN * len(names)):
                continue
            empty = [(name, span) for name, span in known if not any(row.spent for row in named[name])]
            yield _outcome(check, dossier, passage, match, [(named[name][0], span) for name, span in empty])


def _rows(check: ListedItems, dossier: Dossier) -> dict[int, dict[str, list[_Row]]]:
    """The lines of the tables asked, by part and name. A table without any amount is none to ask."""
    found: dict[int, dict[str, list[_Row]]] = {}
    for grid in dossier.grids:
        if grid.classification != check.classification or grid.doubts or grid.empty or not grid.table.trusted:
            continue
        for side, line in grid.lines():
            amounts = [grid.amount(line, column) for column in side.columns]
            unreadable = any((line.row, column.index) in grid.unreadable for column in side.columns)
            spent = unreadable or any(amount is not None and amount.value for amount in amounts)
            found.setdefault(grid.part, {}).setdefault(fold(line.label), []).append(_Row(grid, line, spent))
    return found


def _names(check: ListedItems, match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    start = match.start("list")
    for part in re.finditer(rf"(?:(?!{alternatives(check.separators)}).)+", match.group("list"), re.DOTALL):
        name = fold(part.group())
        if len(name) >= _SHORTEST:
            yield name, (start + part.start(), start + part.end())


def _outcome(
    check: ListedItems,
    dossier: Dossier,
    passage: Passage,
    match: re.Match[str],
    empty: list[tuple[_Row, tuple[int, int]]],
) -> Outcome:
    if not empty:
        return Outcome(check.id, Status.PASSED, evidence=(passage.evidence(dossier, *match.span("list")),))
    places = [passage.evidence(dossier, *span) for _, span in empty[:MOST_PLACES]]
    first = empty[0][0]
    return Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=(*places, _label(first)),
        context={
            "words": "、".join(squeezed(place.text) for place in places),
            "table": first.grid.table.title,
            "count": str(len(empty)),
        },
    )


def _label(row: _Row) -> Evidence:
    table: Table = row.grid.table
    cell = next(
        (c for c in table.rows[row.line.row] if fold(c.text) == fold(row.line.label)), table.rows[row.line.row][0]
    )
    return Evidence(
        "compared", cell.text, cell.location, table=table.title, row=row.line.label, key=(row.grid.index, row.line.row)
    )
