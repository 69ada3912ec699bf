"""What is a report made of, before it becomes a PDF, Word, Excel, HTML or text file?

A table cell is text, a ``Decimal`` (an amount), ``None`` (blank), ``LEFT`` (merged with the cell to its left) or ``UP``
(merged with the cell above).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

LEFT = "←"
UP = "↑"

Cell = str | Decimal | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Title:
    """A line of the cover."""

    text: str


@dataclass(frozen=True)
class Contents:
    """The table of contents: (text, level)."""

    entries: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Heading:
    """``number`` is 第一部分, 一、, （一） or 1.; level 1 to 4."""

    number: str
    text: str
    level: int

    @property
    def full(self) -> str:
        return f"{self.number} {self.text}" if self.level == 1 else self.number + self.text


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Table:
    """``caption`` is (right above the grid: form number, entity, unit)."""

    title: str
    form: str
    entity: str
    unit: str
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    widths: tuple[int, ...]  # in relation to one another

    @property
    def grid(self) -> tuple[Row, ...]:
        return self.header + self.rows


Block = Title | Contents | Heading | Text | Table


@dataclass(frozen=True)
class Span:
    """A cell and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    value: Cell


def spans(grid: Sequence[Row]) -> list[Span]:
    """The cells of a grid, merged ones once."""
    found: list[Span] = []
    for y, row in enumerate(grid):
        for x, value in enumerate(row):
            if value in (LEFT, UP):
                continue
            columns = 1
            while x + columns < len(row) and row[x + columns] == LEFT:
                columns += 1
            rows = 1
            while y + rows < len(grid) and grid[y + rows][x] == UP:
                rows += 1
            found.append(Span(y, x, rows, columns, value))
    return found


def printed(value: Cell) -> str:
    """A cell as reports print it."""
    if value is None or value in (LEFT, UP):
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else value


# --- planted errors ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CellSlip:
    """A wrong figure in a table: in column ``column`` (from 0) of the row that has the cell ``row`` (a code or label).

    An empty ``row`` is any row.
    """

    table: str
    row: str
    column: int
    right: Decimal
    wrong: Decimal


@dataclass(frozen=True)
class TextSlip:
    """Wrong words in the only paragraph that has ``right``."""

    right: str
    wrong: str


Slip = CellSlip | TextSlip


def planted(blocks: Sequence[Block], slips: Sequence[Slip]) -> tuple[Block, ...]:
    """The report with its errors. ``ValueError`` when a slip does not fit exactly one place."""
    for slip in slips:
        changed = [_with(block, slip) for block in blocks]
        if sum(a != b for a, b in zip(blocks, changed, strict=True)) != 1:
            raise ValueError(f"this slip does not fit exactly one place: {slip}")
        blocks = changed
    return tuple(blocks)


def _with(block: Block, slip: Slip) -> Block:
    if isinstance(slip, TextSlip):
        if isinstance(block, Text) and block.text.count(slip.right) == 1:
            return replace(block, text=block.text.replace(slip.right, slip.wrong))
        return block
    if not isinstance(block, Table) or block.title != slip.table:
        return block
    rows = [
        tuple(slip.wrong if x == slip.column and value == slip.right else value for x, value in enumerate(row))
        if slip.row == "" or slip.row in row
        else row
        for row in block.rows
    ]
    return replace(block, rows=tuple(rows))
