"""Which columns of a table are computed from two others, and do they recompute in every row?

A header seldom says what a rate is taken on: 完成预算% is the outturn over the budget or over the adjusted one, 比上年 is a growth or
a ratio. So the rows tell: of all pairs of columns and all formulas of the check, the one under which nearly all rows hold is
the reading. A row is accused when it fails under every reading that most rows bear out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import permutations

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.engine.slips import explained
from auditor.engine.solve import solve
from auditor.engine.sums import significant
from auditor.model import formula as formulas
from auditor.model.dossier import Dossier
from auditor.model.fact import PLANS
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Formula
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.quantity import Quantity
from auditor.parsing.dimensions import DimensionReader
from auditor.parsing.labels import alternatives
from auditor.parsing.line_proof import additive
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import Derived
from auditor.rulebook.table_words import fold, says
from auditor.rulebook.vocabulary import Vocabulary

RESULT, ONE, OTHER, WHOLE = "result", "one", "other", "whole"
MOST_COLUMNS = 14
MOST_ROWS = 80  # to choose the reading by
BORNE_OUT = 0.9  # of the telling rows
FEW_ROWS = 3  # telling rows, one of which may fail by a slip of the pen
DIGITS = 6  # of the different results of rows that hold, where rows are few
SURE_DIGITS = 9  # … of as many such rows, one of which may fail for any reason
LEAST_ROWS = 4  # telling rows that hold before one that fails is held against it
SURE_ROWS = 8  # … before that is an error
MANY_ROWS = 12  # of which two may fail
MOST_READINGS = 4
TAIL = 2  # characters of a header that say what a column holds: 完成, 预算
MANY_SLIPS = 3
FEW = "印证此读法的行不多，差额又不似笔误 (few rows bear this reading out, and no slip of the pen explains the gap)"
COMPARABLE = "可比或同口径的增幅无法由表内数字核对 (growth on an adjusted base cannot be recomputed)"
NEGATIVE = "基数为负，增幅无法核对 (the base is negative)"
TRUNCATED = "多行末位有出入，似以更细的数字计算 (several rows differ in the last place: computed from finer figures)"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A formula on two columns, or on a column and the figure of the whole. ``held`` counts telling rows."""

    formula: Formula
    one: Column
    other: Column | None
    held: int
    weak: bool = False  # few rows bear it out: one that fails must be a slip of the pen


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each row of each column that is found to be computed."""
    assert isinstance(check, Derived)
    columns: list[_Column] = []
    for grid in _cells.grids(dossier, check.table):
        if grid.role in check.not_table:
            continue
        results = [(side, column) for side in grid.sides for column in _results(check, grid, side)]
        adjusted = _adjusted(grid, vocabulary) if results else frozenset()
        plans = _plans(grid, vocabulary) if adjusted else frozenset()
        for side, column in results:
            named = any(says(vocabulary.tables.share_headers, fold(text)) for text in column.header)
            columns.append(_Column(check, dossier, grid, side, column, named, adjusted, plans))
    forms = {form: reading.formula for one in columns for reading in one.readings if (form := one.form(reading))}
    for one in columns:
        found = one.outcomes(forms)
        if vocabulary.tables.is_comparable(one.column.header):
            found = [_cells.skipped(told, COMPARABLE) if told.status is Status.FAILED else told for told in found]
        yield from found


def _adjusted(grid: Grid, vocabulary: Vocabulary) -> frozenset[int]:
    """The rows whose remark says that their growth is on an adjusted base: 剔除一次性因素，同口径增长."""
    words = re.compile(alternatives(vocabulary.tags.get("like_for_like", ())) or "(?!)")
    return frozenset(
        number for number, row in enumerate(grid.table.rows) if any(words.search(cell.text) for cell in row[1:])
    )


def _plans(grid: Grid, vocabulary: Vocabulary) -> frozenset[int]:
    """The columns whose header says a plan."""
    said = DimensionReader(vocabulary).said
    columns = (column for side in grid.sides for column in side.columns)
    return frozenset(column.index for column in columns if said("".join(column.header), None).get("basis") in PLANS)


def _results(check: Derived, grid: Grid, side: Side) -> Iterator[Column]:
    """The columns that may be computed: rates, or changes between two amounts."""
    amounts = {column.index for column in additive(grid, side)}
    for column in side.columns:
        if (column.index not in amounts and column.key != "change") if check.of == "rate" else column.key == "change":
            yield column


Form = tuple[str, ...]  # the ends of the headers of a computed column and of those that it is computed from


@dataclass(frozen=True)
class _Column:
    """A column that may be computed from others. ``share`` is true when its header says that it divides a whole."""

    check: Derived
    dossier: Dossier
    grid: Grid
    side: Side
    column: Column
    share: bool
    adjusted: frozenset[int]  # rows of growth on an adjusted base
    plans: frozenset[int]  # columns of what was planned, a rate on which is no growth

    def outcomes(self, forms: Mapping[Form, Formula]) -> list[Outcome]:
        """One outcome for each row; ``forms`` are the columns that are found to be computed, for those whose rows prove nothing."""
        readings = self.readings or self._formed(forms)
        if not readings:
            return []
        held = readings[0].held
        results = [result for line in self.side.lines if (result := self._judge(line, readings)) is not None]
        slips = sum(r.status is Status.FAILED and r.severity is Severity.WARNING for r in results)
        if slips >= MANY_SLIPS:
            results = [_cells.skipped(r, TRUNCATED) if r.status is Status.FAILED and r.severity is Severity.WARNING else r
                       for r in results]  # fmt: skip
        return results if held >= SURE_ROWS else [_cells.warned(result) for result in results]

    def form(self, reading: _Reading) -> Form | None:
        """How a column and the two on its left that it is computed from are named; None where that is not sure."""
        if reading.weak or reading.other is None or reading.held < LEAST_ROWS:
            return None
        named = (self.column, reading.one, reading.other)
        names = tuple(map(_tail, named))
        return names if all(names) and all(one.index < self.column.index for one in named[1:]) else None

    def _formed(self, forms: Mapping[Form, Formula]) -> list[_Reading]:
        """The reading of a column that is named like one which is computed, with the nearest on its left that are named like those
        that it is computed from."""
        before = [one for one in additive(self.grid, self.side) if one.index < self.column.index]
        for (result, *names), formula in forms.items():
            one, other = (next((c for c in reversed(before) if _tail(c) == name), None) for name in names)
            if result != _tail(self.column) or one is None or other is None:
                continue
            bound = [b for line in self.side.lines if (b := self._bound(line, one, other)) is not None and _tells(b)]
            held = sum(_holds(formula, quantities) for quantities in bound)
            if bound and 2 * held >= len(bound):
                return [_Reading(formula, one, other, held, weak=True)]
        return []

    @cached_property
    def readings(self) -> list[_Reading]:
        """The readings that nearly all rows bear out, the best first."""
        lines = [line for line in self.side.lines if self.grid.amount(line, self.column) is not None]
        told = self._told(lines)
        if len(lines) < FEW_ROWS:
            return told
        lines = lines[:: max(1, len(lines) // MOST_ROWS)]
        others = sorted(additive(self.grid, self.side), key=lambda c: abs(c.index - self.column.index))
        others = [column for column in others if column.index != self.column.index][:MOST_COLUMNS]
        found = []
        for formula in self.check.formulas():
            whole = any(str(name) == WHOLE for name in formula.names())
            pairs: Sequence[tuple[Column, Column | None]] = (
                [(column, None) for column in others] if whole else list(permutations(others, 2))
            )
            for one, other in pairs:
                if (reading := self._fares(formula, one, other, lines)) is not None:
                    found.append(reading)
        return sorted(found, key=lambda reading: -reading.held)[:MOST_READINGS] or told

    def _told(self, lines: Sequence[Line]) -> list[_Reading]:
        """The reading where the rows prove none: words that name a share, and one column that it can be taken on.

        As many rows must hold as fail, the whole apart, and no more than two may fail.
        """
        amounts = [column for column in additive(self.grid, self.side) if column.index != self.column.index]
        shares = [f for f in self.check.formulas() if any(str(name) == WHOLE for name in f.names())]
        if not self.share or len(amounts) != 1 or not shares:
            return []
        bound = [b for line in lines if (b := self._bound(line, amounts[0], None)) is not None and _tells(b)]
        held = sum(_holds(shares[0], quantities) for quantities in bound)
        few = len(bound) - held < min(held + 1, MANY_SLIPS)
        return [_Reading(shares[0], amounts[0], None, held)] if held and few else []

    def _fares(self, formula: Formula, one: Column, other: Column | None, lines: Sequence[Line]) -> _Reading | None:
        """A reading that nearly all telling rows bear out, or all but one of few whose figures do not agree by chance."""
        held = missed = 0
        seen: dict[tuple[Decimal, ...], int] = {}
        for line in lines:
            bound = self._bound(line, one, other)
            if bound is None or not _tells(bound):
                continue
            if _holds(formula, bound):
                held += 1
                seen[tuple(quantity.base for quantity in bound.values())] = significant(bound[RESULT])
            elif line.row not in self.adjusted:
                missed += 1
                if missed > 2 and len(lines) - missed < BORNE_OUT * len(lines):
                    return None
        nearly = held >= BORNE_OUT * (held + missed) or (held >= MANY_ROWS and missed < MANY_SLIPS)
        if held >= LEAST_ROWS and nearly:
            return _Reading(formula, one, other, held)
        by_chance = len(seen) < FEW_ROWS - 1 or sum(seen.values()) < DIGITS
        weak = len(seen) < FEW_ROWS or sum(seen.values()) < SURE_DIGITS
        return None if missed > 1 or by_chance else _Reading(formula, one, other, held, weak)

    def _bound(self, line: Line, one: Column, other: Column | None) -> dict[str, Quantity] | None:
        found = {RESULT: self.grid.amount(line, self.column), ONE: self.grid.amount(line, one)}
        if other is not None:
            found[OTHER] = self.grid.amount(line, other)
        elif (whole := self._whole()) is not None:
            found[WHOLE] = self.grid.amount(whole, one)
        bound = {name: quantity for name, quantity in found.items() if quantity is not None}
        return bound if len(bound) == 3 else None

    def _whole(self) -> Line | None:
        """The line that is the whole of the shares: the first of 100 %."""
        return next((line for line in self.side.lines
                     if (share := self.grid.amount(line, self.column)) is not None and share.base == 1), None)  # fmt: skip

    def _judge(self, line: Line, readings: Sequence[_Reading]) -> Outcome | None:
        """The row under the first reading that holds, else under the best."""
        place = Cell(self.grid, self.side, line, self.column)
        failed: Outcome | None = None
        for reading in readings:
            bound = self._bound(line, reading.one, reading.other)
            if bound is None:
                continue
            result = self._result(place, reading)
            on_plan = reading.other is not None and reading.other.index in self.plans
            if result.status is Status.FAILED and line.row in self.adjusted and not on_plan:
                result = _cells.skipped(result, COMPARABLE)
            if result.status is Status.FAILED and min(bound[ONE].value, bound.get(OTHER, bound[ONE]).value) < 0:
                result = _cells.skipped(result, NEGATIVE)
            if result.status is Status.PASSED:
                return result
            if result.status is Status.FAILED and reading.weak and not _is_slip(result):
                result = _cells.skipped(result, FEW)
            failed = failed or result
        return failed

    def _result(self, place: Cell, reading: _Reading) -> Outcome:
        cells: dict[str, Cell] = {RESULT: place, ONE: Cell(self.grid, self.side, place.line, reading.one)}
        if reading.other is not None:
            cells[OTHER] = Cell(self.grid, self.side, place.line, reading.other)
        elif (whole := self._whole()) is not None:
            cells[WHOLE] = Cell(self.grid, self.side, whole, reading.one)
        bound: dict[str, Bound] = {
            name: _cells.operand(self.dossier, cell, "claimed" if name == RESULT else "compared")
            for name, cell in cells.items()
        }
        return _cells.judged(self.check, Relation(reading.formula, bound, RESULT), (self.grid,), _cells.context(place))


def _tail(column: Column) -> str:
    """The end of a header: 完成 of 全市收入完成."""
    return column.head.rstrip("数")[-TAIL:]


def _is_slip(result: Outcome) -> bool:
    """True when a slip of the pen in the computed figure explains why it does not recompute, or a growth that is taken on the
    current figure."""
    claimed = result.relation.operands[RESULT] if result.relation else None
    if result.relation is None or not isinstance(claimed, Operand):
        return False
    right = solve(result.relation, claimed)
    if right is None or claimed.quantity.value * right < 0:
        return False
    one, other = result.relation.operands.get(ONE), result.relation.operands.get(OTHER)
    if (
        claimed.quantity.unit.dimension == "ratio"
        and isinstance(one, Operand)
        and isinstance(other, Operand)
        and one.quantity.base
    ):
        on_current = 1 - other.quantity.base / one.quantity.base
        if claimed.quantity.interval.lo <= on_current <= claimed.quantity.interval.hi:
            return True
    return explained(claimed.quantity, right)


def _tells(bound: Mapping[str, Quantity]) -> bool:
    """False for rows that hold by chance: nothing printed, or two equal figures."""
    base = bound.get(OTHER, bound.get(WHOLE))
    return base is not None and bool(base.value) and bool(bound[ONE].value) and bound[ONE].base != base.base


def _holds(formula: Formula, bound: Mapping[str, Quantity]) -> bool:
    try:
        values = {name: quantity.interval for name, quantity in bound.items()}
        return formulas.compare(
            formulas.evaluate(formula.left, values), formula.operator, formulas.evaluate(formula.right, values)
        )
    except ZeroDivisionError:
        return False
