"""Is a line of the level's own account no larger than that of the whole region?

全市利润收入 holds 市级利润收入, so the table of the whole prints no less. What one level hands to another (补助, 上解, 转贷) nets out in the
whole, so such lines, and the totals that they are in, are not compared. Two tables are of one account when their titles say the same but for
the level; two columns when their headers say the same year and basis. Most lines must bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine import _cells
from auditor.engine.again import Path, Printed, printed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.fact import OWN
from auditor.model.finding import Outcome, Relation, Severity, Status
from auditor.model.grid import LineKind
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import OwnPart
from auditor.rulebook.vocabulary import Vocabulary

_HOLD = 5  # lines of the report that hold, before one that does not is held against the report
_OFTEN = 5  # … for each that does not
_MOST = 2  # that do not; where more do not the two tables were drawn up apart
_UNSURE = "两表可比的行不多，或多行不符 (few lines of the two tables bear it out, or many do not)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each line with a figure in both tables."""
    assert isinstance(check, OwnPart)
    groups: dict[tuple[int, str, str], tuple[list[Printed], list[Printed]]] = {}
    for one in printed(dossier, check.table, vocabulary):
        of = (one.grid.part, one.account, one.head)
        own, whole = groups.setdefault(of, ([], []))
        (own if one.said.get("scope") == OWN else whole).append(one)
    handed = re.compile(alternatives(check.handed))
    pairs = [
        [_outcome(check, dossier, one, whole[0], path) for path in _shared(one, whole[0], handed)]
        for own, whole in groups.values()
        for one in (own if len(whole) == 1 else ())
    ]
    held, failed = (
        sum(r.status is status for results in pairs for r in results) for status in (Status.PASSED, Status.FAILED)
    )
    for results in pairs:
        few = sum(result.status is Status.FAILED for result in results) <= _MOST
        for result in results:
            sure = few and held >= max(_HOLD, _OFTEN * failed)
            yield result if sure or result.status is not Status.FAILED else _cells.skipped(result, _UNSURE)


def _shared(own: Printed, whole: Printed, handed: re.Pattern[str]) -> Iterator[Path]:
    """The lines that both tables print an amount of."""
    for path, line in own.lines.items():
        if own.has(path) and whole.has(path) and line.kind is LineKind.ITEM and not handed.search("".join(path)):
            yield path


def _outcome(check: OwnPart, dossier: Dossier, own: Printed, whole: Printed, path: Path) -> Outcome:
    operands = {"own": own.cell(dossier, path, "claimed"), "whole": whole.cell(dossier, path, "total")}
    context = {"table": own.grid.table.title, "words": whole.grid.table.title, "row": path[1], "column": own.head}
    return outcome(check, Relation(check.holds, operands, "own"), context, at_most=Severity.WARNING)
