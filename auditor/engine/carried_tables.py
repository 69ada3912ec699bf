"""Does the plan's table begin with what the table of the year before leaves: 结转下年支出232934 … 上年结转收入232934?

One is the last line of what was carried out in one year, the other the first of what the next may spend, of one fund and level. Both are the same in
nearly every report; where two other pairs of the report are, one that differs by a slip of the pen is an error. What else differs may have been
adjusted since.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.engine import _cells
from auditor.engine._mending import ROUNDED, any_slipped, rounded
from auditor.engine.again import Printed, printed
from auditor.engine.claim import UNPROVEN
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import ANY, CarriedTables
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

_PROOF = 2  # pairs of the report that are equal
_DIGITS = 3
_ADJUSTED = "上年结余可能另有调整 (what was left may have been adjusted since)"

Key = tuple[int | str, ...]  # part, fund, level, year that is left behind


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each fund and level of which one line each tells both."""
    assert isinstance(check, CarriedTables)
    results = list(_pairs(check, dossier, vocabulary))
    proven = sum(result.status is Status.PASSED for result in results)
    for result in results:
        assert result.relation is not None
        if result.status is not Status.FAILED:
            yield result
        elif rounded(result.relation):
            yield _cells.skipped(result, ROUNDED)
        elif proven < _PROOF:
            yield _cells.skipped(result, UNPROVEN)
        elif not any_slipped(result.relation, _DIGITS):
            yield _cells.skipped(result, _ADJUSTED)
        else:
            yield result


def _pairs(check: CarriedTables, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    left: defaultdict[Key, dict[object, Operand]] = defaultdict(dict)
    told: defaultdict[Key, dict[object, tuple[Operand, dict[str, str]]]] = defaultdict(dict)
    ends, begins = re.compile(f"(?:{'|'.join(check.left)})$"), re.compile(f"(?:{'|'.join(check.told)})$")
    columns = [c for c in printed(dossier, (ANY,), vocabulary) if c.said.get("period", "").isdecimal()]
    latest = max((c.said["period"] for c in columns), default="")
    for column in columns:
        done = any(word in column.stage for word in check.carried_out)
        planned = any(word in column.stage for word in check.planned) and column.said["period"] == latest
        if column.grid.doubt or not (done or planned):
            continue
        key: Key = (column.grid.part, column.said.get("fund", ""), column.said.get("scope", ""))
        year = int(column.said["period"])
        if done:
            for operand, _ in _lines(dossier, column, ends, "base"):
                left[(*key, year)].setdefault(operand.quantity.base, operand)
        for operand, words in _lines(dossier, column, begins, "claimed"):
            told[(*key, year - 1)].setdefault(operand.quantity.base, (operand, words))
    for key, openings in told.items():
        balances = left.get(key, {})
        for base, (operand, words) in openings.items():
            one = balances.get(base) or (next(iter(balances.values())) if len(balances) == len(openings) == 1 else None)
            if one is not None:
                context = {**words, "words": one.evidence.table or ""}
                yield outcome(check, Relation(check.holds, {"told": operand, "left": one}, "told"), context)


def _lines(
    dossier: Dossier, column: Printed, named: re.Pattern[str], role: str
) -> Iterator[tuple[Operand, dict[str, str]]]:
    for path, line in column.lines.items():
        if named.match(fold(line.label)) and column.has(path):
            place = _cells.Cell(column.grid, column.side, line, column.column)
            yield column.cell(dossier, path, role), _cells.context(place)
