"""How is a table shown? The plain form in which ``DocumentReport.tables`` carries it to every format.

    {"index": 12, "title": "收入决算表", "role": "income", "unit": "万元", "page": 3, "line": null,
     "caption": [...], "notes": [...], "doubts": [...],
     "rows": [["合计", "12.00"], ...],        texts, rectangular; a cell under a span is ""
     "numbers": [[4, 1], ...]}                 row and column of the cells read as amounts

``index`` and the row and column of a cell are those of ``Evidence.key``, so a failed cell can be marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auditor.model.finding import DocumentReport, Finding, Severity
from auditor.model.grid import Grid
from auditor.report.view import folded_ids


def describe(grid: Grid) -> dict[str, object]:
    """A table as understood, in the plain form."""
    table = grid.table
    return {
        "index": grid.index,
        "title": table.title,
        "role": grid.role,
        "unit": grid.unit.symbol,
        "page": table.location.page,
        "line": table.location.line,
        "sheet": table.location.sheet,
        "caption": list(table.caption),
        "notes": list(table.notes),
        "doubts": [*table.doubts, *grid.doubts],
        "rows": [["" if cell.spanned else cell.text for cell in row] for row in table.rows],
        "numbers": sorted([row, column] for row, column in grid.amounts),
    }


@dataclass(frozen=True, slots=True)
class ShownCell:
    text: str
    number: bool
    severity: str  # of the worst finding that disputes it; empty when none does
    finding: str  # id of that finding
    compared: bool  # some finding rests on it without disputing it


@dataclass(frozen=True, slots=True)
class ShownTable:
    index: int
    title: str
    role: str
    unit: str
    page: int | None
    line: int | None
    caption: tuple[str, ...]
    notes: tuple[str, ...]
    doubts: tuple[str, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    header: int  # rows before the first number
    disputed: int  # cells that a finding disputes


def shown(document: DocumentReport) -> tuple[ShownTable, ...]:
    """The tables of a document with the cells that findings dispute or rest on."""
    disputes, rests = _marks(document)
    return tuple(_shown(table, disputes, rests) for table in document.tables)


Key = tuple[int, ...]


def _marks(document: DocumentReport) -> tuple[dict[Key, Finding], set[Key]]:
    disputes: dict[Key, Finding] = {}
    rests: set[Key] = set()
    hidden = folded_ids(document.findings)
    for finding in document.findings:
        for place, evidence in enumerate(finding.evidence):
            if len(evidence.key) != 3:
                continue
            if place:
                rests.add(evidence.key)
                continue
            known = disputes.get(evidence.key)
            if known is None or _weight(finding, hidden) > _weight(known, hidden):
                disputes[evidence.key] = finding
    return disputes, rests


def _weight(finding: Finding, hidden: frozenset[str]) -> tuple[bool, int]:
    return (finding.id not in hidden, finding.severity.rank)


def _shown(table: Mapping[str, Any], disputes: dict[Key, Finding], rests: set[Key]) -> ShownTable:
    index = int(table.get("index", -1))
    numbers = {(int(row), int(column)) for row, column in table.get("numbers", ())}
    rows = tuple(
        tuple(
            _cell(str(text), (index, row, column), (row, column) in numbers, disputes, rests)
            for column, text in enumerate(cells)
        )
        for row, cells in enumerate(table.get("rows", ()))
    )
    return ShownTable(
        index=index,
        title=str(table.get("title") or ""),
        role=str(table.get("role") or ""),
        unit=str(table.get("unit") or ""),
        page=table.get("page"),
        line=table.get("line"),
        caption=tuple(map(str, table.get("caption", ()))),
        notes=tuple(map(str, table.get("notes", ()))),
        doubts=tuple(map(str, table.get("doubts", ()))),
        rows=rows,
        header=min((row for row, _ in numbers), default=1),
        disputed=sum(bool(cell.severity) for row in rows for cell in row),
    )


def _cell(text: str, key: Key, number: bool, disputes: dict[Key, Finding], rests: set[Key]) -> ShownCell:
    finding = disputes.get(key)
    severity: Severity | str = finding.severity if finding else ""
    return ShownCell(text, number, str(severity), finding.id if finding else "", key in rests)
