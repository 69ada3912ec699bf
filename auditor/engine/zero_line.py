"""Do the tables have what words rest on: 主要原因是上年结转, where the line 年初结转 is 0?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.passages import passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ZeroLine


def judge(check: ZeroLine, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each claim of a part whose tables print such a line. A blank is no 0: it may not have been filled in."""
    printed = {number: list(_printed(check, dossier, number)) for number in range(len(dossier.document.parts))}
    for passage in passages(dossier):
        lines = printed.get(passage.part, [])
        if passage.place != "paragraph" or not lines:
            continue
        for match in (match for pattern in check.claims for match in pattern.finditer(passage.text)):
            there = any(operand.quantity.value for operand in lines)
            evidence: tuple[Evidence, ...] = (passage.evidence(dossier, *match.span("spot")), lines[0].evidence)
            yield Outcome(
                check.id,
                Status.PASSED if there else Status.FAILED,
                check.severity,
                evidence=evidence,
                context={
                    "words": match.group("spot"),
                    "label": evidence[1].row or "",
                    "table": evidence[1].table or "",
                },
            )


def _printed(check: ZeroLine, dossier: Dossier, part: int) -> Iterator[Operand]:
    for grid in dossier.grids:
        if grid.part != part or grid.doubts or not grid.table.trusted:
            continue
        for side, line in grid.lines():
            if line.key not in check.lines:
                continue
            for column in side.columns:
                if grid.amount(line, column) is not None:
                    yield dossier.cell(grid, line, column, "compared")
