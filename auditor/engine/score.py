"""Do the points of a self-evaluation add up, and do its funds?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Severity
from auditor.model.formula import parse
from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.model.quantity import BARE, POINT, Quantity
from auditor.parsing.forms import INLINE
from auditor.parsing.line_tree import line_sums
from auditor.parsing.table_header import squeeze
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import SUM, Score
from auditor.rulebook.vocabulary import Vocabulary

FUNDS, INDICATORS = "funds", "indicators"
TOTALS = ("score_total", "total", "grand_total")
HUNDRED_POINTS = 100
HUNDRED = parse("sum(parts) = 100")
GROUP = parse("group = sum(parts)")
CEILING = parse("score <= weight")
ONE_FACT = parse("one = other")
_WHOLE = re.compile("总|合计|资金|小计|年度|预算")
_STATED = re.compile(r"[(（]\s*(\d{1,3}(?:\.\d+)?)\s*分\s*[)）]")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """Outcomes for each self-evaluation table; ``what`` of the check says which of its relations."""
    del vocabulary
    assert isinstance(check, Score)
    relate = {"sums": _sums, "ceiling": _ceiling, "groups": _groups, "funds": _funds}[check.what]
    if check.what == "sums":
        yield from _weights(check, dossier)
    above: _Form | None = None  # a form that ends before its indicators, which stand in a table of their own
    for grid in dossier.grids:
        if grid.role == "self_evaluation":
            form = _Form(dossier, grid, above if above and above.goes_on(grid) else None)
            above = form
            for relation, place, at_most in relate(form):
                yield _cells.judged(check, relation, (grid,), _cells.context(place), at_most=at_most)


def _weights(check: Score, dossier: Dossier) -> Iterator[Outcome]:
    """The weights of a table of targets make its total, or what is had in all; 90 leaves ten for the execution rate."""
    for grid in dossier.grids:
        form = _Form(dossier, grid)
        columns = [(side, column) for side in grid.sides for column in side.columns if column.key == "weight"]
        if not _tells_targets(grid) or len(columns) != 1:
            continue
        made = sum((operand.quantity.value for operand in _printed(form, columns)), Decimal(0))
        for relation, place, at_most in _total(form, "weight", columns, ()):
            told = relation.formula is SUM
            if told or (made != _WITHOUT_RATE and abs(made - HUNDRED_POINTS) <= _NEAR_HUNDRED):
                yield _cells.judged(check, relation, (grid,), _cells.context(place), at_most=at_most)


def _tells_targets(grid: Grid) -> bool:
    """True for a table of targets, by its title or by headers that are indicators: 三级指标."""
    heads = grid.table.rows[:1]
    named = sum(cell.text.endswith(_INDICATOR) and not cell.spanned for row in heads for cell in row)
    return grid.role == "targets" or (not grid.role and named >= _LEVELS)


Columns = list[tuple[Side, Column]]
Found = Iterator[tuple[Relation, Cell, Severity | None]]
_SUBTOTAL = "小计"
_INDICATOR, _LEVELS = "指标", 2  # 二级指标, 三级指标
_WITHOUT_RATE = 90
_NEAR_HUNDRED = 20  # points; a table that makes less is only a part of its form
_NEAR = 2  # blocks from the funds of a form to its indicators
_AWARDED = replace(POINT, counted=True)  # not measured: a whole number of points is exact


def _awarded(operand: Operand) -> Operand:
    """A weight or score, which stands for itself and not for what rounds to it."""
    bare = operand.quantity.unit in (BARE, POINT)
    return replace(operand, quantity=replace(operand.quantity, unit=_AWARDED)) if bare else operand


def _sum_of(total: Operand, parts: tuple[Operand, ...]) -> Operand:
    """The total of points; it may be rounded only where a part is given more finely."""
    finer = any(part.quantity.decimals > total.quantity.decimals for part in parts)
    return total if finer else _awarded(total)


@dataclass(frozen=True, slots=True)
class _Form:
    dossier: Dossier
    grid: Grid
    above: _Form | None = None

    def goes_on(self, grid: Grid) -> bool:
        """True when the indicators of this form stand in the table right below."""
        near = self.grid.part == grid.part and 0 < grid.index - self.grid.index <= _NEAR
        sides = ({side.key for side in self.grid.sides}, {side.key for side in grid.sides})
        return near and INDICATORS not in sides[0] and INDICATORS in sides[1] and FUNDS not in sides[1]

    def operand(self, side: Side, line: Line, column: Column, role: str) -> Operand | None:
        found = _cells.operand(self.dossier, Cell(self.grid, side, line, column), role)
        return found if isinstance(found, Operand) else None

    def scored(self) -> Iterator[Side]:
        return (side for side in self.grid.sides if side.key in (FUNDS, INDICATORS))

    def points(self, key: str) -> list[tuple[Side, Column]]:
        """The columns of weights (or scores), one set for each block."""
        return [(side, column) for side in self.scored() for column in side.columns if column.key == key]


def _lines(side: Side) -> Iterator[Line]:
    totals = (LineKind.TOTAL, LineKind.SUBTOTAL)
    return (
        line for line in side.lines if line.kind not in totals and line.key != "subtotal" and not _is_subtotal(line)
    )


def _is_subtotal(line: Line) -> bool:
    return line.label.endswith(_SUBTOTAL)


def _sums(form: _Form) -> Found:
    """The weights (and scores) of all indicators and of the execution rate make the total: 100 where none is printed."""
    for key in ("weight", "score"):
        columns = form.points(key)
        blocks = [(side, column) for side, column in columns if side.key == INDICATORS]
        funds = [(side, column) for side, column in columns if side.key == FUNDS][:1]
        several = len({side.lines for side, _ in blocks}) > 1
        beside = (
            *_printed(form, funds),
            *(_printed(form.above, form.above.points(key)[:1]) if form.above else ()),
        ) or (_full_marks(form) if key == "weight" else ())
        for chosen in [blocks] if several else [[block] for block in blocks]:
            yield from _total(form, key, chosen, beside)


def _full_marks(form: _Form) -> tuple[Operand, ...]:
    """The points of the execution rate where the header of its score gives them: 得分（10分）."""
    for side, column in form.points("score"):
        for row, cells in enumerate(form.grid.table.rows):
            cell = cells[column.index] if column.index < len(cells) else None
            match = (
                _STATED.search(cell.text)
                if cell and side.key == FUNDS and squeeze(cell.text) in column.header
                else None
            )
            if cell and match:
                return (_stated(form, cell.text, match.group(1), row, column.index),)
    return ()


def _total(form: _Form, key: str, blocks: Columns, beside: tuple[Operand, ...]) -> Found:
    """The total of a column, with and without the points ``beside`` it, those of the execution rate."""
    alone = _printed(form, blocks)
    with_funds = (*alone, *beside)
    if len(with_funds) < 2:
        return
    printed = [
        (side, line, column, operand)
        for side, column in blocks
        for line in side.lines
        if line.key in TOTALS and (operand := form.operand(side, line, column, "total"))
    ]
    if printed:
        side, line, column, total = printed[-1]
        exact = [parts for parts in (with_funds, alone) if sum(o.quantity.value for o in parts) == total.quantity.value]
        parts = exact[0] if exact else with_funds
        relation = Relation(SUM, {"total": _sum_of(total, parts), "parts": parts}, "total")
        yield relation, Cell(form.grid, side, line, column), None
    elif key == "weight":
        side, column = blocks[0]
        exact = [parts for parts in (with_funds, alone) if sum(o.quantity.value for o in parts) == HUNDRED_POINTS]
        place = Cell(form.grid, side, side.lines[0], column)
        yield Relation(HUNDRED, {"parts": exact[0] if exact else with_funds}, "parts"), place, Severity.WARNING


def _printed(form: _Form, columns: Columns) -> tuple[Operand, ...]:
    found = [form.operand(side, line, column, "part") for side, column in columns for line in _lines(side)]
    return tuple(_awarded(operand) for operand in found if operand is not None)


def _ceiling(form: _Form) -> Found:
    """No score exceeds its weight."""
    for side in form.scored():
        weights = [column for column in side.columns if column.key == "weight"]
        score = side.column("score")
        if not weights or score is None:
            continue
        for line in side.lines:
            points, most = form.operand(side, line, score, "claimed"), form.operand(side, line, weights[-1], "compared")
            if points and most:
                relation = Relation(CEILING, {"score": _awarded(points), "weight": _awarded(most)}, "score")
                yield relation, Cell(form.grid, side, line, score), None


def _groups(form: _Form) -> Found:
    """The weights below 产出指标（40分） make 40."""
    for side in form.grid.sides:
        weights = [column for column in side.columns if column.key == "weight"]
        if side.key != INDICATORS or not weights:
            continue
        for column in range(weights[-1].index):
            yield from _stated_groups(form, side, weights[-1], column)


def _stated_groups(form: _Form, side: Side, weight: Column, column: int) -> Found:
    rows = form.grid.table.rows
    lines = list(_lines(side))
    heads = [n for n, line in enumerate(lines) if rows[line.row][column].text and not rows[line.row][column].spanned]
    for number, head in enumerate(heads):
        cell = rows[lines[head].row][column]
        match = _STATED.search(cell.text)
        if match is None:
            continue
        end = heads[number + 1] if number + 1 < len(heads) else len(lines)
        found = [form.operand(side, line, weight, "part") for line in lines[head:end]]
        parts = tuple(_awarded(operand) for operand in found if operand is not None)
        if end == len(lines) and len(parts) > 1 and parts[-1].quantity.value == HUNDRED_POINTS:
            parts = parts[:-1]  # the total of the form, whatever it is called
        if parts:
            stated = _stated(form, cell.text, match.group(1), lines[head].row, column)
            place = Cell(form.grid, side, replace(lines[head], label=cell.text), weight)
            yield Relation(GROUP, {"group": stated, "parts": parts}, "group"), place, None


def _stated(form: _Form, text: str, number: str, row: int, column: int) -> Operand:
    cell = form.grid.table.rows[row][column]
    quantity = _points(number)
    start = text.find(number)
    evidence = Evidence("claimed", number, cell.location, quantity, form.grid.table.title, text, quote=text[:120],
                        span=(start, start + len(number)), key=(form.grid.index, row, column))  # fmt: skip
    return Operand(quantity, evidence)


def _points(number: str) -> Quantity:
    return Quantity(number, Decimal(number), _AWARDED, len(number.partition(".")[2]))


def _funds(form: _Form) -> Found:
    """The year's funds are the sum of their sources, by whatever they are listed."""
    for side in form.grid.sides:
        if side.key == FUNDS and len(side.lines) > 1:
            yield from _sources(form, side)
    for stated in line_sums(replace(form.grid, sides=tuple(s for s in form.grid.sides if s.key == INLINE))):
        side, line = stated.total
        column = side.columns[0]
        total = form.operand(side, line, column, "total")
        found = [form.operand(own, part, own.columns[0], "part") for own, part in stated.options[0]]
        parts = tuple(operand for operand in found if operand is not None)
        if total and parts:
            yield Relation(SUM, {"total": total, "parts": parts}, "total"), Cell(form.grid, side, line, column), None
            yield from _whole(form, side, line, column, total)


def _sources(form: _Form, side: Side) -> Found:
    """Below 年度资金总额 stand its sources, in each column of money; nested ones leave the reading open."""
    first, *rest = side.lines
    if not _WHOLE.search(first.label):
        return  # projects one below the other
    for column in side.columns:
        if column.unit.dimension != "money":
            continue
        total = form.operand(side, first, column, "total")
        found = [form.operand(side, line, column, "part") for line in rest]
        parts = tuple(operand for operand in found if operand is not None)
        if total and parts:
            bound: dict[str, Bound] = {"total": total, "parts": parts}
            yield Relation(SUM, bound, "total"), Cell(form.grid, side, first, column), Severity.WARNING


def _whole(form: _Form, side: Side, line: Line, column: Column, listed: Operand) -> Found:
    """A list by nature of income or expenditure starts from the year's funds."""
    funds = next((own for own in form.grid.sides if own.key == FUNDS and own.lines), None)
    budget = funds and (funds.column("adjusted") or funds.column("budget"))
    if funds and budget and (whole := form.operand(funds, funds.lines[0], budget, "compared")):
        relation = Relation(ONE_FACT, {"one": listed, "other": whole}, "one")
        yield relation, Cell(form.grid, side, line, column), Severity.WARNING
