"""How is a table understood: its role, unit, columns, and the lines of its one or more trees?

A :class:`Grid` is a table with meaning. Tables with two or three trees side by side (income | expenditure, 人员 | 公用 | 公用)
have one :class:`Side` for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.model.document import Table
from auditor.model.quantity import Quantity, Unit

UNTRUSTED = "表格的读取方式不可靠 (the table was read by a method that may err)"


class LineKind(StrEnum):
    ITEM = "item"
    SUBTOTAL = "subtotal"  # 本年收入合计, 小计, 人员经费合计
    TOTAL = "total"  # 合计, 总计
    OF_WHICH = "of_which"  # 其中：…


@dataclass(frozen=True, slots=True)
class Line:
    """A row of one side. ``label`` has no spaces, list number or brackets of 其中; ``code`` is whole (2010602) or empty."""

    row: int  # index in Table.rows
    label: str
    code: str
    kind: LineKind
    level: int  # depth by code (3, 5, 7 digits → 1, 2, 3), else by indentation or list number; 0 for totals
    key: str = ""  # its name in the vocabulary (income_total, opening, class_201 …), empty when unknown or coded


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts. ``key`` is its name in the vocabulary (total, basic, budget …), empty when unknown."""

    index: int  # column in Table.rows
    header: tuple[str, ...]  # header texts from top to bottom, no spaces, no repeats
    key: str
    unit: Unit  # the table's unit, or the one its own header states

    @property
    def head(self) -> str:
        """The lowest of its headers, right above the amounts; empty when it has none."""
        return self.header[-1] if self.header else ""


@dataclass(frozen=True, slots=True)
class Side:
    """A tree of lines with its columns. ``key`` is its name in the vocabulary (income, expenditure …), or empty.

    ``main`` is the column that speaks for a line where only the line is named.
    """

    key: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    main: Column | None = None

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as understood.

    ``amounts`` maps (row, column) of the table to the printed quantity; a blank or nil mark (—, /) has no entry and
    counts as 0 only inside a sum. ``captioned`` is the unit the table states, ``unit`` the one its figures are in: they
    differ when 万元 is printed over yuan, and ``unit_reason`` then says what shows it.
    """

    index: int  # in Document.blocks
    part: int  # in Document.parts
    role: str  # in the vocabulary; empty when unknown
    table: Table
    unit: Unit
    captioned: Unit | None
    unit_reason: str
    sides: tuple[Side, ...]
    amounts: Mapping[tuple[int, int], Quantity]
    unreadable: frozenset[tuple[int, int]] = frozenset()  # cells of amounts whose figures cannot be read
    doubts: tuple[str, ...] = ()  # why relations of this table are skipped; empty when it is fit to be judged
    year: int | None = None
    classification: str = ""  # functional, economic, or empty when the lines follow none
    borne_out: bool = False  # its own sums hold although it was read by a method that may err

    @property
    def doubt(self) -> str:
        """The first reason not to judge the table at all; empty when there is none, or none but a reading that is borne out."""
        doubts = [doubt for doubt in self.doubts if not (self.borne_out and doubt in self.table.doubts)]
        return doubts[0] if doubts else "" if self.table.trusted or self.borne_out else UNTRUSTED

    @property
    def sure(self) -> bool:
        """False when what rests on the table is a warning at most."""
        return self.table.trusted and not self.doubts

    @property
    def empty(self) -> bool:
        """True when the table has no amount other than 0."""
        return not any(quantity.value for quantity in self.amounts.values())

    def side(self, key: str) -> Side | None:
        return next((side for side in self.sides if side.key == key), None)

    def amount(self, line: Line, column: Column) -> Quantity | None:
        return self.amounts.get((line.row, column.index))

    def lines(self) -> Iterator[tuple[Side, Line]]:
        return ((side, line) for side in self.sides for line in side.lines)
