"""Do cells of one table agree with cells of another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.engine.footing import NO_TOTAL
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Expression, Formula, Name, Operation, Sum, names, parse_expression
from auditor.model.grid import Grid
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import Tie
from auditor.rulebook.vocabulary import Vocabulary

SUMMARY = "summary"
SEVERAL = "有多张同类表格，无法确定对应关系 (several tables of this kind: it cannot be told which belong together)"
UNLIKE = "两表没有相同的项目，疑非同一分类 (no line stands in both: the tables seem to list different things)"
Tables = Mapping[str, Grid]
Placed = dict[str, list[Cell]]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each report part (and class or code) in which the tables named are all printed."""
    del vocabulary
    assert isinstance(check, Tie)
    for by_role in _sets(dossier):
        tables = {role: found[0] for role, found in by_role.items()}
        if not _applies(check, tables):
            continue
        for choice in [(check.holds, *check.alternatives), *((formula,) for formula in check.also)]:
            ready = [formula for formula in choice if all(name.name in tables for name in formula.names())]
            if any(len(by_role[name.name]) > 1 for formula in ready for name in formula.names()):
                yield Outcome(check.id, Status.SKIPPED, reason=SEVERAL)
            elif ready:
                results = list(_judge(check, dossier, tables, ready))
                results = [_unless_omitted(check, dossier, tables, result) for result in results]
                yield from _cells.plausible(_comparable(check, tables, ready, results)) if check.for_each else results


def _sets(dossier: Dossier) -> list[dict[str, list[Grid]]]:
    """The tables of each report by role. A report that prints several sets of tables (部门, then each 单位) begins one
    with each summary."""
    sets: dict[tuple[int, int], dict[str, list[Grid]]] = {}
    summaries: dict[int, int] = {}
    for grid in dossier.grids:
        if grid.role == SUMMARY:
            summaries[grid.part] = summaries.get(grid.part, 0) + 1
        if grid.role:
            key = (grid.part, max(1, summaries.get(grid.part, 0)))
            sets.setdefault(key, {}).setdefault(grid.role, []).append(grid)
    return [sets[key] for key in sorted(sets)]


def _applies(check: Tie, tables: Tables) -> bool:
    """False when a line that must be zero is not, on whichever side it stands."""
    for text in check.when_zero:
        name = parse_expression(text)
        assert isinstance(name, Name)
        grid = tables.get(name.name)
        for side, line in _cells.lines(grid, name.place[0]) if grid else ():
            amounts = [grid.amount(line, column) for column in side.columns] if grid else []
            if any(amount is not None and amount.value for amount in amounts):
                return False
    return True


def _comparable(check: Tie, tables: Tables, choice: Sequence[Formula], results: list[Outcome]) -> list[Outcome]:
    """The outcomes by class or code; where no line of one table stands in the other, they list different things."""
    if not any(result.status is Status.FAILED for result in results) or any(
        all(any(_placed(tables, name, code) for name in names(side)) for side in (formula.left, formula.right))
        for formula in choice
        for code in _codes(check, [tables[name.name] for name in formula.names()])
    ):
        return results
    return [
        replace(result, status=Status.SKIPPED, reason=UNLIKE) if result.status is Status.FAILED else result
        for result in results
    ]


def _placed(tables: Tables, name: Name, code: str) -> list[Cell]:
    return _cells.code_cells(tables[name.name], code, name.place[0] if name.place else "")


def _unless_omitted(check: Tie, dossier: Dossier, tables: Tables, result: Outcome) -> Outcome:
    """A failure is skipped where the right side may leave out what it lacks (上年结转 in the table of this year's 拨款)."""
    if result.status is not Status.FAILED or dossier.profile.kind not in check.may_omit_in:
        return result
    name = parse_expression(check.may_omit)
    assert isinstance(name, Name)
    assert result.relation is not None
    place = _cells.cell(tables[name.name], *name.place) if name.name in tables else None
    amount = place.grid.amount(place.line, place.column) if place else None
    lacking = _lacking(result.relation)
    if amount is None or not 0 < lacking <= amount.base + amount.step:
        return result
    reason = "另一表可能不含上年结转 (the other table may leave out what was carried in)"
    return replace(result, status=Status.SKIPPED, reason=reason)


def _lacking(relation: Relation) -> Decimal:
    """How much more the left side holds than the right."""
    left = {str(name) for name in names(relation.formula.left)}
    amounts = [
        (figure.quantity.base if name in left else -figure.quantity.base)
        for name, bound in relation.operands.items()
        for figure in _figures(bound)
    ]
    return sum(amounts, Decimal(0))


def _judge(check: Tie, dossier: Dossier, tables: Tables, choice: Sequence[Formula]) -> Iterator[Outcome]:
    if check.for_each:
        for code in _codes(check, [tables[name.name] for formula in choice for name in formula.names()]):
            yield from _choose(check, [_by_code(check, dossier, tables, formula, code) for formula in choice])
    else:
        yield from _choose(check, [_by_place(check, dossier, tables, formula) for formula in choice])


def _choose(check: Tie, results: list[Outcome | None]) -> Iterator[Outcome]:
    found = [result for result in results if result is not None]
    if check.choose == "any":
        found.sort(key=lambda result: result.status is not Status.PASSED)
    yield from found[:1]


def _by_place(check: Tie, dossier: Dossier, tables: Tables, formula: Formula) -> Outcome | None:
    """The relation with every name at its place; a name that the table does not print is 0 when its side has another."""
    summed = _summed(formula)
    placed: Placed = {}
    for name in formula.names():
        word, *keys = name.place
        if word.isdigit():
            found = _cells.code_cells(tables[name.name], word, keys[0] if keys else "")
        else:
            found = _cells.cells(tables[name.name], word, *keys)
            found = found if str(name) in summed or word == _cells.TOP else found[:1]
        placed[str(name)] = found
    for expression in (formula.left, formula.right):
        if not any(placed[str(name)] for name in names(expression)):
            return None
    return _outcome(check, formula, dossier, placed)


def _by_code(check: Tie, dossier: Dossier, tables: Tables, formula: Formula, code: str) -> Outcome | None:
    placed = {str(name): _placed(tables, name, code) for name in formula.names()}
    if check.for_each == "code" and not all(placed.values()):
        return None
    return _outcome(check, formula, dossier, placed)


def _summed(formula: Formula) -> set[str]:
    def walk(expression: Expression) -> Iterator[str]:
        match expression:
            case Sum(of):
                yield str(of)
            case Operation(_, left, right):
                yield from walk(left)
                yield from walk(right)

    return {*walk(formula.left), *walk(formula.right)}


def _codes(check: Tie, tables: list[Grid]) -> list[str]:
    """The codes to compare: functional classes that any table prints, or codes that all print."""
    each: list[set[str]] = []
    for grid in tables:
        if check.for_each == "class":
            each.append({line.code[:3] for _, line in grid.lines() if line.code} | set(_cells.class_lines(grid)))
        else:
            each.append({line.code for _, line in grid.lines() if line.code})
    return sorted(set.union(*each) if check.for_each == "class" else set.intersection(*each))


def _outcome(check: Tie, formula: Formula, dossier: Dossier, placed: Placed) -> Outcome | None:
    first = next(iter(placed))
    bound: dict[str, Bound] = {}
    for name, cells in placed.items():
        found = [_cells.operand(dossier, cell, "claimed" if name == first else "compared") for cell in cells]
        printed = tuple(operand for operand in found if isinstance(operand, Operand))
        bound[name] = printed[0] if len(printed) == 1 else printed
    if not any(_figures(operand) for operand in bound.values()):
        return None
    claimed = next(name for name, operand in bound.items() if isinstance(operand, Operand) or operand)
    grids = {cell.grid.index: cell.grid for cells in placed.values() for cell in cells}
    words = _cells.context(placed[claimed][0])
    missing = any(not _printed(side, bound) for side in (formula.left, formula.right))
    blank = [cells for name, cells in placed.items() if _cells.is_blank(bound[name])]
    read = any(grid.empty for grid in grids.values()) or all(cells and _filled(cells[0]) for cells in blank)
    if missing and not check.for_each and not read:
        return Outcome(check.id, Status.SKIPPED, reason=NO_TOTAL, context=words)
    result = _cells.judged(
        check,
        _cells.stated(formula, bound, claimed),
        grids.values(),
        words,
        at_most=Severity.WARNING if missing else None,
    )
    return _twice_printed(result, words) if result.status is Status.PASSED and formula.operator == "=" else result


def _filled(place: Cell) -> bool:
    """True when the line of a cell has an amount in another column of its side: the blank there is 0."""
    return any(place.grid.amount(place.line, column) is not None for column in place.side.columns)


def _printed(side: Expression, bound: dict[str, Bound]) -> bool:
    """True when some figure of one side of a relation is printed."""
    return any(not _cells.is_blank(bound[str(name)]) for name in names(side))


def _figures(bound: Bound) -> tuple[Operand, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _twice_printed(result: Outcome, words: dict[str, str]) -> Outcome:
    """One fact printed twice with the same number of decimals must be the same figure: a step apart is a forced footing."""
    assert result.relation is not None
    bound = list(result.relation.operands.values())
    if len(bound) != 2 or not all(isinstance(operand, Operand) for operand in bound):
        return result
    left, right = (operand.quantity for operand in bound if isinstance(operand, Operand))
    if left.step != right.step or left.base == right.base:
        return result
    gap = abs(left.base - right.base)
    return replace(
        result,
        status=Status.FAILED,
        severity=Severity.WARNING,
        expected=left.printed(right.base),
        gap=f"{left.in_unit(gap):f}",
        context=words,
    )
