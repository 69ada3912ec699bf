"""What does a table mean? Document tables become grids: role, unit, sides, lines and amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from auditor.model.document import Document, Table
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.quantity import BARE, PERCENT, POINT, WHOLE, Quantity, Unit
from auditor.parsing.fitness import lacks_columns
from auditor.parsing.forms import INLINE, FormReader
from auditor.parsing.numbers import Numbers
from auditor.parsing.self_proof import bears_out
from auditor.parsing.table_columns import ColumnReader, Strip
from auditor.parsing.table_header import HeaderReader, Section, squeeze
from auditor.parsing.table_lines import LineReader
from auditor.parsing.table_roles import RoleReader
from auditor.parsing.table_unit import header_unit, stated_unit
from auditor.rulebook.table_words import TableRole, fold, says
from auditor.rulebook.vocabulary import Vocabulary

SWALLOWED = "表头含有数字串，疑为读表有误 (figures stand in the header: probably misread)"
PIECES = "表格可能被分页截断 (the table may be cut in pieces)"
_YEAR = re.compile(r"20\d\d")
_RATIO_KEYS = frozenset({"rate"})
_POINTS = frozenset({"weight", "score"})
_NUMBERS = frozenset({"quantity"})
_MONEY = frozenset({"budget", "adjusted", "actual"})
_FIGURE = re.compile(r"[\d\s.,，%()（）-]+")
_RUN_TOGETHER = re.compile(r"[\d.,%-]{12,}")
_NO_RATIO = 5  # what a column of ratios (1.05 for 105 %) seldom exceeds
_MAX_UNREADABLE = 0.2


def read_grids(document: Document, vocabulary: Vocabulary, numbers: Numbers) -> tuple[Grid, ...]:
    """Every table of a document, understood as far as its words allow. Units are as stated; see ``settle_units``."""
    reader = GridReader(vocabulary, numbers)
    ends = [part.end for part in document.parts]
    grids = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.rows:
            part = next((number for number, end in enumerate(ends) if index < end), 0)
            grids.append(reader.read(block, index, part))
    return tuple(_borne_out(grid) for grid in _doubt_pieces(grids))


def _borne_out(grid: Grid) -> Grid:
    doubtful = bool(grid.table.doubts) or not grid.table.trusted
    return replace(grid, borne_out=True) if doubtful and bears_out(grid) else grid


def _doubt_pieces(grids: list[Grid]) -> list[Grid]:
    """Two tables of one kind and form in a row, the second without a title of its own, are pieces that were not joined."""
    pieces: set[int] = set()
    for one, two in pairwise(grids):
        same = one.role == two.role and one.part == two.part and bool(one.role)
        columns = [[column.header for side in grid.sides for column in side.columns] for grid in (one, two)]
        again = same and columns[0] == columns[1] and two.table.title in ("", one.table.title)
        if again or _turns_the_page(one, two):
            pieces |= {one.index, two.index}
    return [replace(grid, doubts=(*grid.doubts, PIECES)) if grid.index in pieces else grid for grid in grids]


def _turns_the_page(one: Grid, two: Grid) -> bool:
    """True when an untitled table follows the one before it directly, on the next page."""
    before, after = one.table.rows[-1][0].location.page, two.table.rows[0][0].location.page
    directly = two.index == one.index + 1 and not two.table.title
    return directly and before is not None and after is not None and after == before + 1


class GridReader:
    """Reads tables with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        self._words = vocabulary.tables
        self._numbers = numbers
        self._headers = HeaderReader(self._words, numbers)
        self._roles = RoleReader(self._words)
        self._columns = ColumnReader(self._words, numbers)
        self._lines = LineReader(self._words)
        self._forms = FormReader(self._words, numbers)

    def read(self, table: Table, index: int, part: int) -> Grid:
        """One table as a grid. ``index`` is its block, ``part`` its report."""
        sections = self._headers.sections(table, None)
        table = _titled(table, sections)
        key = self._roles.role(table, sections)
        role = self._words.roles.get(key)
        grid = self._grid(table, index, part, key, role)
        if role is not None and role.layout != "form" and lacks_columns(grid, role):
            return self._grid(table, index, part, "", None)  # of this name and another form: its own amounts must tell
        return grid

    def _grid(self, table: Table, index: int, part: int, key: str, role: TableRole | None) -> Grid:
        form = role is not None and role.layout == "form"
        sections = self._forms.sections(table, role) if role and form else self._headers.sections(table, role)
        captioned = stated_unit(table, sections, self._words, self._numbers)
        unit = captioned or BARE
        sides = [side for section in sections for side in self._sides(table, section, role, unit)]
        amounts = {
            place: quantity
            for side in sides
            for line in side.lines
            for column in side.columns
            for place, quantity in self._amount(table, line, column)
        }
        amounts |= _of_percentages(amounts)
        if form:
            for inline in self._forms.inline(
                table, next((c.unit for s in sides for c in s.columns if c.key in _MONEY), unit)
            ):
                rows = {line.row for line in inline.side.lines}
                sides = [
                    side
                    if side.key == INLINE
                    else replace(side, lines=tuple(x for x in side.lines if x.row not in rows))
                    for side in sides
                ]
                sides.append(inline.side)
                amounts |= inline.amounts
        year = _YEAR.search(squeeze(table.title))
        unreadable = _unreadable(table, sides, amounts)
        return Grid(
            index=index,
            part=part,
            role=key,
            table=table,
            unit=unit,
            captioned=captioned,
            unit_reason="",
            sides=tuple(sides),
            amounts=amounts,
            unreadable=unreadable,
            doubts=(*table.doubts, *_many_unreadable(unreadable, amounts), *_swallowed(sections)),
            year=int(year.group()) if year else None,
            classification=role.classification if role else "",
        )

    def _sides(self, table: Table, section: Section, role: TableRole | None, unit: Unit) -> list[Side]:
        strips = self._columns.strips(table, section, role)
        lines = self._lines.lines(table, section.rows, strips, role.classification if role else "")
        sides = []
        for strip, own in zip(strips, lines, strict=True):
            columns = _dated(tuple(self._column(section, column, role, unit, strip) for column in strip.amounts))
            main = _main(columns, role)
            key = strip.key or self._key_of_lines(own, role) or self._key_of_columns(columns, role)
            sides.append(Side(key, own, columns, main))
        return sides

    @staticmethod
    def _key_of_columns(columns: tuple[Column, ...], role: TableRole | None) -> str:
        """The block of a form that has these columns."""
        if role is None or role.layout != "form":
            return ""
        keys = {column.key for column in columns}
        return "funds" if keys & _MONEY else "indicators" if keys & _POINTS else ""

    def _key_of_lines(self, lines: tuple[Line, ...], role: TableRole | None) -> str:
        """The side's key by its lines, where the header does not tell: 本年收入合计 or 收入总计 makes it the income side."""
        if role is None or not role.sides:
            return ""
        found = [self._words.line_key(line.label) for line in lines]
        grand = [fold(line.label) for line, key in zip(lines, found, strict=True) if key in self._words.totals]
        named = {key for key, words in role.sides.items() if any(says(words, label) for label in grand)}
        return next((key for key in role.sides if f"{key}_total" in found), named.pop() if len(named) == 1 else "")

    def _column(self, section: Section, column: int, role: TableRole | None, unit: Unit, strip: Strip) -> Column:
        path = section.paths[column]
        key = self._words.column_key(role, path)
        if self._words.column_key(None, path[-1:]) in _RATIO_KEYS:
            key = "rate"  # a role's words for the headers above do not make amounts of rates
        labels = [text for c in strip.labels for text in section.paths[c]]
        own = next((found for text in reversed(path) if (found := header_unit(text, self._words, self._numbers))), None)
        above = next((found for text in labels if (found := header_unit(text, self._words, self._numbers))), None)
        if key in _RATIO_KEYS:
            own = PERCENT
        elif key in _POINTS:
            own = POINT
        elif key in _NUMBERS:
            own = WHOLE
        return Column(column, path, key, own or above or unit)

    def _amount(self, table: Table, line: Line, column: Column) -> list[tuple[tuple[int, int], Quantity]]:
        cell = table.rows[line.row][column.index]
        if not cell.text or cell.spanned:
            return []
        quantity = self._numbers.cell(cell.text)
        if quantity is None:
            return []
        if quantity.unit == BARE and not (column.unit == PERCENT and abs(quantity.value) <= 1 and quantity.decimals):
            quantity = replace(quantity, unit=column.unit)  # 0.95 in a column of rates is the ratio itself
        return [((line.row, column.index), quantity)]


def _of_percentages(amounts: Mapping[tuple[int, int], Quantity]) -> dict[tuple[int, int], Quantity]:
    """The figures up to 1 of columns that print percentages: 0.95 beside 12.3 and 104.6 is no ratio of its own."""
    large = {
        column for (_, column), amount in amounts.items() if amount.unit == PERCENT and abs(amount.value) > _NO_RATIO
    }
    return {
        place: replace(amount, unit=PERCENT)
        for place, amount in amounts.items()
        if place[1] in large and amount.unit == BARE and abs(amount.value) <= 1
    }


def _unreadable(
    table: Table, sides: list[Side], amounts: dict[tuple[int, int], Quantity]
) -> frozenset[tuple[int, int]]:
    """The cells that should hold an amount, hold digits, and cannot be read as one."""
    return frozenset(
        (line.row, column.index)
        for side in sides
        for line in side.lines
        for column in side.columns
        if not (cell := table.rows[line.row][column.index]).spanned
        and _FIGURE.fullmatch(cell.text)
        and any(map(str.isdigit, cell.text))
        and (line.row, column.index) not in amounts
    )


def _many_unreadable(
    unreadable: frozenset[tuple[int, int]], amounts: dict[tuple[int, int], Quantity]
) -> tuple[str, ...]:
    """The reason not to judge a table of which many amounts cannot be read."""
    if len(unreadable) > _MAX_UNREADABLE * (len(unreadable) + len(amounts)):
        return (f"{len(unreadable)} 个金额单元格无法读出 ({len(unreadable)} amount cells cannot be read)",)
    return ()


def _swallowed(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The reason not to judge a table whose header took figures for words."""
    texts = [text for section in sections for path in section.paths for text in path]
    return (SWALLOWED,) if any(_RUN_TOGETHER.search(text) for text in texts) else ()


def _titled(table: Table, sections: tuple[Section, ...]) -> Table:
    """A table without a title takes the one printed in its first rows."""
    if table.title or not sections or not sections[0].header:
        return table
    above = [squeeze(cell.text) for row in table.rows[: sections[0].header[0]] for cell in row]
    return replace(table, title=next((text for text in above if text.endswith("表") and len(text) > 3), ""))


def _dated(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns of one key whose own headers name different years: all but the latest are of a prior year."""
    years = {c.index: year.group() for c in columns if (year := _YEAR.search("/".join(c.header)))}
    latest = {
        key: max(years[c.index] for c in columns if c.key == key and c.index in years)
        for key in {c.key for c in columns if c.index in years}
    }
    return tuple(
        replace(c, key=f"prior_{c.key}") if c.key and c.index in years and years[c.index] < latest[c.key] else c
        for c in columns
    )


def _main(columns: tuple[Column, ...], role: TableRole | None) -> Column | None:
    """The column that speaks for a line where only the line is named."""
    keys = role.main if role else TableRole.main
    by_key = {column.key: column for column in reversed(columns)}
    return next((by_key[key] for key in keys if key in by_key), columns[0] if len(columns) == 1 else None)
