"""How is a table shown? The plain form in which ``DocumentReport.tables`` carries it to every format.

    {"index": 12, "title": "收入决算表", "role": "income", "unit": "万元", "page": 3, "line": null,
     "caption": [...], "notes": [...], "doubts": [...],
     "rows": [["合计", "12.00"], ...],        texts, rectangular; a spanned cell repeats its text
     "spanned": [[0, 2], ...],                 row and column of the repeated cells
     "numbers": [[4, 1], ...]}                 row and column of the cells read as amounts

``index`` and the row and column of a cell are those of ``Evidence.key``, so a failed cell can be marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor.model.finding import DocumentReport, Finding
from auditor.model.grid import Grid
from auditor.model.verdict import standing


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
        "rows": [[cell.text for cell in row] for row in table.rows],
        "spanned": [
            [row, column] for row, cells in enumerate(table.rows) for column, cell in enumerate(cells) if cell.spanned
        ],
        "numbers": sorted([row, column] for row, column in grid.amounts),
    }


Key = tuple[int, ...]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell to draw. ``severity`` is that of the worst finding that disputes it, ``finding`` its id, or empty."""

    text: str
    number: bool = False
    severity: str = ""
    finding: str = ""
    compared: bool = False  # some finding rests on it without disputing it
    across: int = 1
    down: int = 1
    key: Key = ()  # which printed number it is, as in Evidence.key


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table to draw; ``rows`` are for reading, ``drawn`` leaves out the cells that a wider one covers."""

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
    drawn: tuple[tuple[ShownCell, ...], ...]
    header: int  # rows before the first amount
    disputed: int  # cells that a finding disputes
    left_out: int = 0  # rows that are not drawn, because the table is very long


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The rows and columns of a table that a finding speaks of, under their headers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    left_out: int  # rows that were left out


WIDE = 12
LONG = 14
LONGEST = 400  # rows that are drawn of a table, beside those that matter


def shown(document: DocumentReport) -> tuple[ShownTable, ...]:
    """The tables of a document with the cells that findings dispute or rest on."""
    disputes, rests = _marks(document)
    return tuple(_shown(table, disputes, rests) for table in document.tables)


def _marks(document: DocumentReport) -> tuple[dict[Key, Finding], set[Key]]:
    disputes: dict[Key, Finding] = {}
    rests: set[Key] = set()
    for finding in document.findings:
        for place, evidence in enumerate(finding.evidence):
            if len(evidence.key) != 3:
                continue
            if place:
                rests.add(evidence.key)
                continue
            known = disputes.get(evidence.key)
            if known is None or _weight(finding) > _weight(known):
                disputes[evidence.key] = finding
    return disputes, rests


def _weight(finding: Finding) -> tuple[bool, bool, int]:
    settled = finding.waived is not None or finding.known
    return (finding.follows_from is None, not settled, finding.severity.rank)


def _shown(table: Mapping[str, Any], disputes: dict[Key, Finding], rests: set[Key]) -> ShownTable:
    index = int(table.get("index", -1))
    numbers = _places(table.get("numbers", ()))
    rows = tuple(
        tuple(
            _cell(str(text), (index, row, column), (row, column) in numbers, disputes, rests)
            for column, text in enumerate(cells)
        )
        for row, cells in enumerate(table.get("rows", ()))
    )
    drawn = _drawn(rows, _places(table.get("spanned", ())))
    if len(drawn) > LONGEST:
        marked = (row for row in drawn[LONGEST:] if any(cell.severity or cell.compared for cell in row))
        drawn = (*drawn[:LONGEST], *marked)
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
        drawn=drawn,
        left_out=len(rows) - len(drawn),
        header=min((row for row, _ in numbers), default=1),
        disputed=sum(bool(cell.severity) for row in rows for cell in row),
    )


def _places(pairs: Iterable[Sequence[int]]) -> set[Place]:
    return {(int(row), int(column)) for row, column in pairs}


def _cell(text: str, key: Key, number: bool, disputes: dict[Key, Finding], rests: set[Key]) -> ShownCell:
    finding = disputes.get(key)
    severity = standing(finding) if finding else ""
    return ShownCell(tidy(text, number=number), number, severity, finding.id if finding else "", key in rests, key=key)


_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def tidy(text: str, *, number: bool = False) -> str:
    """A cell's text without the line breaks of a narrow column; a number without the spaces that extraction left."""
    return "".join(text.split()) if number else _WRAPPED.sub("", text)


def _drawn(rows: tuple[tuple[ShownCell, ...], ...], spanned: set[Place]) -> tuple[tuple[ShownCell, ...], ...]:
    covered: set[Place] = set()
    drawn = []
    for row, cells in enumerate(rows):
        kept = []
        for column, cell in enumerate(cells):
            if (row, column) in covered:
                continue
            across, down = _reach(rows, spanned - covered, row, column)
            covered |= {(row + below, column + right) for below in range(down) for right in range(across)}
            kept.append(replace(cell, across=across, down=down) if across * down > 1 else cell)
        drawn.append(tuple(kept))
    return tuple(drawn)


def _reach(rows: tuple[tuple[ShownCell, ...], ...], spanned: set[Place], row: int, column: int) -> Place:
    """How many columns and rows the cell covers: itself and the repeats of its text right and below."""
    text = rows[row][column].text

    def repeats(at_row: int, at_column: int) -> bool:
        return (at_row, at_column) in spanned and rows[at_row][at_column].text == text

    across = down = 1
    while column + across < len(rows[row]) and repeats(row, column + across):
        across += 1
    while row + down < len(rows) and all(repeats(row + down, column + right) for right in range(across)):
        down += 1
    return across, down


def excerpt(finding: Finding, tables: Iterable[ShownTable]) -> Excerpt | None:
    """The part of its table that a finding speaks of; ``None`` for prose or when the table is not at hand."""
    if not finding.evidence or len(finding.evidence[0].key) != 3:
        return None
    index, row, column = finding.evidence[0].key
    table = next((table for table in tables if table.index == index), None)
    if table is None or row >= len(table.rows) or column >= len(table.rows[row]):
        return None
    keys = [e.key for e in finding.evidence if len(e.key) == 3 and e.key[0] == index and e.key[1] < len(table.rows)]
    lines = sorted({key[1] for key in keys})
    chosen = _columns(table, [(key[1], key[2]) for key in keys], single=len(lines) == 1)
    kept = lines if len(lines) <= LONG else sorted({row, *lines[: LONG - 1]})
    rests = {(key[1], key[2]) for key in keys}
    severity = standing(finding)

    def mark(place: Place) -> ShownCell:
        cell = table.rows[place[0]][place[1]]
        return ShownCell(cell.text, cell.number, severity if place == (row, column) else "", "", place in rests)

    return Excerpt(
        heads=tuple(_head(table, column) for column in chosen),
        rows=tuple(tuple(mark((line, c)) for c in chosen) for line in kept),
        left_out=len(lines) - len(kept),
    )


def _columns(table: ShownTable, places: list[Place], *, single: bool) -> list[int]:
    """All columns of a single row that is not too wide; else the columns of the figures with their labels."""
    width = len(table.rows[0])
    if single and width <= WIDE:
        return list(range(width))
    columns = {column for _, column in places if column < width}
    for row, column in places:
        before = (c for c in range(min(column, width) - 1, -1, -1))
        label = next((c for c in before if table.rows[row][c].text and not table.rows[row][c].number), None)
        columns |= {label} if label is not None else set()
    return sorted(columns)


def _head(table: ShownTable, column: int) -> str:
    """The last two header texts above a column; rows that only number the columns are left out."""
    rows = [row for row in table.rows[: table.header] if not _numbers_columns(row)]
    names = [text for text in dict.fromkeys(row[column].text for row in rows) if text]
    return " / ".join(names[-2:])


def _numbers_columns(row: tuple[ShownCell, ...]) -> bool:
    printed = [cell.text for cell in row if cell.text]
    return sum(text.isdecimal() for text in printed) * 2 > len(printed)
