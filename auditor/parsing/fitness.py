"""What is there to be said about the fitness of the tables of a document? One row for each line of a known table.

The rows are what the fitness gate (:mod:`auditor.parsing.gate`) judges. What does not apply to a table's role is None:
only tables of a classification have codes, only public tables hold nothing but amounts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from auditor.model.grid import Grid, Line, LineKind, Side
from auditor.rulebook.table_words import TableRole

_BROKEN_INSIDE = re.compile(r"\d\s+\d")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a table. ``table`` is the block of the table, ``tree`` names the side within the document."""

    table: int
    role: str
    tree: str
    row: int
    code: str | None
    lines: int  # of the table
    totals: int  # how often the side prints the same total: 合计 and 总计 are two
    unreadable: int | None  # cells with digits in columns of amounts that give no amount
    joined: int  # numbers that had a blank inside


def facts(grids: Iterable[Grid], roles: Mapping[str, TableRole]) -> tuple[Fact, ...]:
    """The facts of every table whose role is known and that has lines."""
    return tuple(fact for grid in grids if grid.role in roles for fact in _of_grid(grid, roles[grid.role]))


def fingerprint(known: Iterable[Fact]) -> str:
    """Changes when a fact changes: a stored result of the gate is good for the facts that it was found on."""
    text = json.dumps([asdict(fact) for fact in known], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _of_grid(grid: Grid, role: TableRole) -> list[Fact]:
    lines = sum(len(side.lines) for side in grid.sides)
    found = []
    for number, side in enumerate(grid.sides):
        totals = Counter(line.key or line.label for line in side.lines if line.kind is LineKind.TOTAL)
        for line in side.lines:
            found.append(
                Fact(
                    table=grid.index,
                    role=grid.role,
                    tree=f"{grid.index}/{number}",
                    row=line.row,
                    code=(line.code or None) if role.classification else None,
                    lines=lines,
                    totals=max(totals.values(), default=0),
                    unreadable=_unreadable(grid, side, line) if _holds_amounts(role) else None,
                    joined=_joined(grid, side, line),
                )
            )
    return found


def lacks_columns(grid: Grid, role: TableRole) -> bool:
    """True when a table is of another form than its role: none of its columns is known, or some are not, and fewer than half
    of those are there that the role's words name.

    A role names more than each of its forms prints (budgets have no 上缴上级支出), so half of it is enough.
    """
    keys = {column.key for side in grid.sides for column in side.columns}
    keys |= {line.key for _, line in grid.lines()}
    if not (role.columns or role.needs or role.lines):
        return False  # told by its title alone
    known = [bool(column.key) for side in grid.sides for column in side.columns]
    if not any(known) or all(known):
        return not any(known) and bool(grid.amounts)
    absent = sum(not keys & set(group.split("|")) for group in role.needs)
    return absent > len(role.needs) // 2


def _holds_amounts(role: TableRole) -> bool:
    """Public tables; in tables of scores and targets, words such as ≥95% stand among the figures."""
    return bool(role.classification or role.sides or role.halves)


def _unreadable(grid: Grid, side: Side, line: Line) -> int:
    cells = (grid.table.rows[line.row][column.index] for column in side.columns if column.key)
    places = (column.index for column in side.columns if column.key)
    return sum(
        not cell.spanned and any(map(str.isdigit, cell.text)) and (line.row, x) not in grid.amounts
        for cell, x in zip(cells, places, strict=True)
    )


def _joined(grid: Grid, side: Side, line: Line) -> int:
    found = (grid.amount(line, column) for column in side.columns)
    return sum(q is not None and q.joined and _BROKEN_INSIDE.search(q.text) is not None for q in found)
