"""Where in the tables does a figure stand? Grids by role, lines by key, label, code or names, columns by key.

Shared by the kinds that judge tables and by those that tie prose to tables. A blank cell is no figure: it is left out of
sums and is 0 there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine import relation as relations
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Expression, Formula, Name, Number, Operation, Sum
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.quantity import BARE, PERCENT
from auditor.parsing.line_tree import roots
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import ANY
from auditor.rulebook.table_words import fold

ROUNDED_ZERO = "0 可能是舍去的尾数 (a printed 0 may be an amount that was rounded away)"
HALF = Decimal("0.5")
ONLY, TOP = "only", "top"
CLASS = "class_"
_TOTAL = "total"
_TOTALS = (_TOTAL, "grand_total")
MISREAD_SHARE = 0.4  # of a table's relations: when more fail, the reading is at fault rather than the report
MISREAD_LEAST = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table."""

    grid: Grid
    side: Side
    line: Line
    column: Column


Bound = Operand | tuple[Operand, ...]


def grids(dossier: Dossier, roles: Sequence[str], part: int | None = None) -> Iterator[Grid]:
    """The grids with one of the roles (``any``: all that have lines), in document order."""
    for grid in dossier.grids:
        if part is not None and grid.part != part:
            continue
        if grid.role in roles or ANY in roles:
            yield grid


def lines(grid: Grid, word: str, side: str = "") -> list[tuple[Side, Line]]:
    """The lines that a word names: by key, else by code, else by label without brackets and white space."""
    within = [(own, line) for own, line in grid.lines() if not side or own.key == side]
    folded = fold(word)
    for wanted in (
        [place for place in within if place[1].key == word and not place[1].code],
        [place for place in within if word in _TOTALS and place[1].key in _TOTALS],
        [place for place in within if place[1].code == word],
        [place for place in within if fold(place[1].label) == folded],
    ):
        if wanted:
            return wanted
    return []


def by_names(grid: Grid, names: Sequence[str]) -> list[tuple[Side, Line]]:
    """The coded lines reached by names from 类 to 项 (any tail of them): 行政运行 under 财政事务. Where a 款 and its 项 have one
    name, the one that is as deep as the path is long."""
    path = [fold(name) for name in names if name]
    if not path:
        return []
    found = [place for side in grid.sides for place in _reached(side, path)]
    deep = [place for place in found if len(place[1].code) == 2 * len(path) + 1]
    return deep if len(deep) == 1 else found


def paths(grid: Grid) -> Iterator[tuple[str, ...]]:
    """The names of each coded line below a class, from 类 down to its own, folded."""
    for side in grid.sides:
        labels = {line.code: fold(line.label) for line in side.lines if line.code}
        for code, own in labels.items():
            above = [labels[code[:end]] for end in (3, 5) if end < len(code) and code[:end] in labels]
            if above:
                yield (*above, own)


def _reached(side: Side, path: Sequence[str]) -> Iterator[tuple[Side, Line]]:
    labels = {line.code: fold(line.label) for line in side.lines if line.code}
    for line in side.lines:
        if not line.code or fold(line.label) != path[-1]:
            continue
        above = [labels.get(line.code[:end], "") for end in (3, 5) if end < len(line.code)]
        if len(path) == 1 or all(not printed or printed in path[:-1] for printed in above[-len(path) + 1 :]):
            yield side, line


def cells(grid: Grid, word: str, *keys: str) -> list[Cell]:
    """The cells of the lines that a word names and of a column or side key. ``only`` is the one line of a table without
    labels, ``top`` the highest lines of a code tree."""
    sides = {side.key for side in grid.sides if side.key}
    side_key = next((key for key in keys if key in sides), "")
    if not sides and len(grid.sides) == 1 and len(keys) > 1:
        keys = keys[1:]  # a table of one side need not name it
    column_key = next((key for key in keys if key != side_key), "")
    if word == ONLY:
        named = [(side, line) for side in grid.sides if (line := _only(side) or _beside(grid, side))]
    elif word == TOP:
        named = [(side, line) for side in grid.sides if any(x.code for x in side.lines) for line in roots(side)]
    else:
        named = lines(grid, word)
    found = []
    for side, line in named:
        column = _column(side, column_key)
        if column is not None and (not side_key or side.key == side_key):
            found.append(Cell(grid, side, line, column))
    return found


def _column(side: Side, key: str) -> Column | None:
    """The column with a key; where none is headed 合计, the one that the table is about: 2024年预算数 before 基本支出 and 项目支出."""
    return (side.column(key) if key else None) or (side.main if key in ("", _TOTAL) else None)


def _only(side: Side) -> Line | None:
    """The line that speaks for a side: its only one, or its total."""
    if len(side.lines) == 1:
        return side.lines[0]
    return next((line for line in side.lines if line.key in _TOTALS), None)


def _beside(grid: Grid, side: Side) -> Line | None:
    """The one line of the table, for a half of it in which nothing is printed."""
    rows = {line.row: line for other in grid.sides for line in other.lines}
    return next(iter(rows.values())) if not side.lines and side.key and len(rows) == 1 else None


def cell(grid: Grid, word: str, *keys: str) -> Cell | None:
    """The first of the cells that are named; None when there is none."""
    found = code_cells(grid, word, keys[0] if keys else "") if word.isdigit() else cells(grid, word, *keys)
    return found[0] if found else None


def operand(dossier: Dossier, place: Cell, role: str) -> Bound:
    """The figure of a cell as evidence; an empty tuple, which is 0 in a sum, where it is blank."""
    if place.grid.amount(place.line, place.column) is None:
        return ()
    return dossier.cell(place.grid, place.line, place.column, role)


def class_lines(grid: Grid) -> dict[str, tuple[Side, Line]]:
    """The uncoded lines that name functional classes, by code: of the side that names most of them."""
    named = [
        {line.key.removeprefix(CLASS): (side, line) for line in side.lines if line.key.startswith(CLASS)}
        for side in grid.sides
    ]
    return max(named, key=len, default={})


def code_cells(grid: Grid, code: str, column_key: str) -> list[Cell]:
    """The cells that make up a code: its own line, the class of this name, else the highest lines below it."""
    if code in (classes := class_lines(grid)):
        side, line = classes[code]
        column = _column(side, column_key)
        return [Cell(grid, side, line, column)] if column else []
    for side in grid.sides:
        column = _column(side, column_key)
        if column is None:
            continue
        own = [line for line in side.lines if line.code == code]
        if own:
            return [Cell(grid, side, own[0], column)] if len(own) == 1 else []
        below = [line for line in side.lines if line.code.startswith(code)]
        printed = {line.code for line in below}
        top = [line for line in below if not any(line.code[:end] in printed for end in (5, 3) if end < len(line.code))]
        if top:
            return [Cell(grid, side, line, column) for line in top]
    return []


def context(place: Cell) -> dict[str, str]:
    """Words for a message about a cell."""
    return {
        "table": place.grid.table.title,
        "row": place.line.label or place.line.code or "—",
        "label": place.line.label or place.line.code,
        "column": "/".join(place.column.header),
    }


def judged(
    check: Check,
    relation: Relation,
    tables: Collection[Grid],
    words: Mapping[str, str],
    *,
    at_most: Severity | None = None,
) -> Outcome:
    """Judge a relation between cells. A failure in a table that is in doubt is skipped with the doubt as reason."""
    dimensions = {figure.quantity.unit.dimension for figure in relation.figures()}
    if "/" in str(relation.formula):
        dimensions -= {PERCENT.dimension}
    if "*" in str(relation.formula):
        dimensions -= {BARE.dimension}  # how many
    if len(dimensions) > 1:
        return Outcome(check.id, Status.SKIPPED, reason="单位不同或未标明 (units differ or are not stated)")
    result = relations.outcome(check, relation, words, at_most=at_most)
    if result.status is not Status.FAILED:
        return result
    if _within_zeros(relation, result):
        return skipped(result, ROUNDED_ZERO)
    for grid in tables:
        if _lacks_a_figure(relation, grid):
            return skipped(result, "同一行或列有无法读出的金额 (an amount of this row or column cannot be read)")
        if grid.doubt:
            return skipped(result, grid.doubt)
    return result if all(grid.sure for grid in tables) else warned(result)


def _within_zeros(relation: Relation, result: Outcome) -> bool:
    """True when a sum of amounts without decimals holds once each 0 may be an amount that was rounded away."""
    claimed = relation.operands[relation.claimed]
    figures = [figure.quantity for figure in relation.figures()]
    whole = all(quantity.decimals == 0 and quantity.unit == figures[0].unit for quantity in figures)
    zeros = [quantity for quantity in figures if not quantity.value and quantity.text]
    if not (whole and zeros) or figures[0].unit.counted or "/" in str(relation.formula) or isinstance(claimed, tuple):
        return False
    return result.gap is not None and Decimal(result.gap) <= len(figures) * HALF


def _lacks_a_figure(relation: Relation, grid: Grid) -> bool:
    """True when a row or column that the relation runs along has an amount that cannot be read."""
    keys = [figure.evidence.key for figure in relation.figures() if figure.evidence.key[:1] == (grid.index,)]
    if not grid.unreadable or len(keys) < 2:
        return False
    rows, columns = {key[1] for key in keys}, {key[2] for key in keys}
    return any(
        (len(rows) == 1 and row in rows) or (len(columns) == 1 and column in columns) for row, column in grid.unreadable
    )


def as_percentage(cell: Operand) -> Operand:
    """A cell of a column of rates as the percentage that it is where it says nothing else."""
    if cell.quantity.unit.dimension == PERCENT.dimension:
        return cell
    percent = replace(cell.quantity, unit=PERCENT)
    return replace(cell, quantity=percent, evidence=replace(cell.evidence, quantity=percent))


def skipped(result: Outcome, reason: str) -> Outcome:
    return replace(result, status=Status.SKIPPED, reason=reason)


def plausible(results: Sequence[Outcome], *, borne_out: float = 1 - MISREAD_SHARE) -> list[Outcome]:
    """The outcomes of one table; when most relations fail, the table was misread and the failures are skipped."""
    decided = [result for result in results if result.status in (Status.PASSED, Status.FAILED)]
    failed = [result for result in decided if result.status is Status.FAILED and result.severity is Severity.ERROR]
    if len(failed) < MISREAD_LEAST or len(failed) <= (1 - borne_out) * len(decided):
        return list(results)
    reason = f"{len(decided)} 条关系中 {len(failed)} 条不成立，疑为读表有误 ({len(failed)} of {len(decided)} relations fail: probably misread)"
    return [skipped(result, reason) if result.status is Status.FAILED else result for result in results]


def stated(formula: Formula, bound: Mapping[str, Bound], claimed: str) -> Relation:
    """The relation between the figures that are printed: blank addends are left out of the formula."""
    printed = {name: operand for name, operand in bound.items() if not is_blank(operand)}
    left, right = (_without_blanks(side, printed) or Number(Decimal(0)) for side in (formula.left, formula.right))
    return Relation(Formula(left, formula.operator, right), printed, claimed)


def _without_blanks(expression: Expression, printed: Mapping[str, Bound]) -> Expression | None:
    match expression:
        case Name():
            return expression if str(expression) in printed else None
        case Sum(of):
            return expression if str(of) in printed else None
        case Operation("+", left, right):
            first, second = _without_blanks(left, printed), _without_blanks(right, printed)
            return Operation("+", first, second) if first and second else first or second
        case Operation("-", left, right):
            first, second = _without_blanks(left, printed), _without_blanks(right, printed)
            return Operation("-", first or Number(Decimal(0)), second) if second else first
    return expression


def is_blank(bound: Bound) -> bool:
    return isinstance(bound, tuple) and not bound


def warned(result: Outcome, severity: Severity = Severity.WARNING) -> Outcome:
    """The same failure, no graver than ``severity``."""
    if result.status is not Status.FAILED or result.severity.rank <= severity.rank:
        return result
    return replace(result, severity=severity)
