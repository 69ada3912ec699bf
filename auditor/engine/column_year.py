"""Is the year in the title of a table the latest of its columns?

A table is of the year that it adds to those before: 2032年预算表 has 2031年执行数 and 2032年预算数. Where other titles of the report bear that out, a
title with the year before was left of last year's table, or copied from the table next to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine import _cells
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Severity, Status
from auditor.model.grid import Grid
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ColumnYear

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_BEAR_OUT = 3  # titles of the report for each that differs
_UNSURE = "本报告其他表题不足以印证 (the other titles of the report do not bear it out)"


def judge(check: ColumnYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each table with one year in its title and years in its headers."""
    results = [result for grid in dossier.grids if (result := _outcome(check, grid)) is not None]
    held = sum(result.status is Status.PASSED for result in results)
    enough = held >= _BEAR_OUT * (len(results) - held)
    for result in results:
        yield result if enough or result.status is not Status.FAILED else _cells.skipped(result, _UNSURE)


def _outcome(check: ColumnYear, grid: Grid) -> Outcome | None:
    title = grid.table.title
    named = list(_YEAR.finditer(title))
    headers = (text for side in grid.sides for column in side.columns for text in column.header)
    years = [int(year) for text in headers for year in _YEAR.findall(text)]
    if len({found.group(1) for found in named}) != 1 or not years or any(word in title for word in check.unless):
        return None
    year, where = named[0].group(1), grid.table.title_at or grid.table.location
    evidence = (Evidence("claimed", year, where, quote=title, span=named[0].span(1), key=(grid.index, 0)),)
    if int(year) == max(years):
        return Outcome(check.id, Status.PASSED, evidence=evidence)
    if int(year) != max(years) - 1:
        return None
    severity = check.severity if grid.sure else Severity.WARNING
    context = {"words": title, "count": str(max(years))}
    return Outcome(check.id, Status.FAILED, severity, evidence=evidence, expected=str(max(years)), context=context)
