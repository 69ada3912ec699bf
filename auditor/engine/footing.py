"""Do the cells of a row or a column of one table satisfy a formula?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Formula
from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.parsing.line_proof import additive
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import Footing
from auditor.rulebook.vocabulary import Vocabulary

PRIOR = "prior_"
EXPLAINED = "差额等于同一行另一栏，栏目可能不同 (the gap is another cell of the row: the columns may differ)"
NO_TOTAL = "合计单元格为空 (the cell of the total is blank)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each row (or column) that prints the disputed figure or one of its parts."""
    del vocabulary
    assert isinstance(check, Footing)
    for grid in _cells.grids(dossier, check.table):
        results: list[Outcome] = []
        for side in grid.sides:
            if check.side and side.key != check.side:
                continue
            results.extend(
                _rows(check, dossier, grid, side) if check.for_each == "row" else _columns(check, dossier, grid, side)
            )
        yield from _cells.plausible(results)


def _rows(check: Footing, dossier: Dossier, grid: Grid, side: Side) -> Iterator[Outcome]:
    names = list(dict.fromkeys(str(name) for name in check.holds.names()))
    quotient = any(sign in str(check.holds) for sign in "*/")
    printed = {column.key.removeprefix(PRIOR) for column in side.columns}
    if printed & set(check.not_columns) or not set(check.needs) <= printed:
        return
    for leader in [column for column in side.columns if column.key.removeprefix(PRIOR) == names[0]]:
        scope = side.columns if quotient or leader.key in ("change", "closing") else _scope(side, leader)
        chosen = {names[0]: leader} | {name: found for name in names[1:] if (found := _beside(scope, name, leader))}
        if len(chosen) < (len(names) if quotient else 2):
            continue
        unknown = any(column.key == "" for column in side.columns)
        for line in side.lines:
            if check.lines and line.key not in check.lines:
                continue
            bound: dict[str, Bound] = {
                name: _cells.operand(
                    dossier, Cell(grid, side, line, chosen[name]), "total" if name == names[0] else "part"
                )
                if name in chosen
                else ()
                for name in names
            }
            if quotient and any(_cells.is_blank(operand) for operand in bound.values()):
                continue
            words = _cells.context(Cell(grid, side, line, leader))
            yield from _outcome(check, grid, bound, names[0], words, doubtful=unknown)


def _scope(side: Side, leader: Column) -> Sequence[Column]:
    """The columns that may add up to a leader: those under its topmost header, where it has one, and of its year."""
    prior = leader.key.startswith(PRIOR)
    same = [column for column in side.columns if column.key.startswith(PRIOR) == prior]
    under = [column for column in same if len(leader.header) > 1 and column.header[:1] == leader.header[:1]]
    return under if len(under) > 1 else same


def _beside(scope: Sequence[Column], key: str, leader: Column) -> Column | None:
    """The column with a key that shares most of its header with the leader: each half of a table has its own."""
    found = [column for column in scope if column.key.removeprefix(PRIOR) == key]
    return max(
        found,
        key=lambda column: (_shared(column.header, leader.header), -abs(column.index - leader.index)),
        default=None,
    )


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many header texts two columns share from the top."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _columns(check: Footing, dossier: Dossier, grid: Grid, side: Side) -> Iterator[Outcome]:
    names = list(dict.fromkeys(str(name) for name in check.holds.names()))
    places: dict[str, Sequence[Line]] = {name: _named(side, name) for name in names}
    if len(places[names[0]]) != 1 or not any(places[name] for name in names[1:]):
        return
    if not all(places[name] for name in (*check.needs, *check.needs_lines)):
        return
    if any(_named(side, key) for key in check.not_lines):
        return
    for column in additive(grid, side):
        bound: dict[str, Bound] = {}
        for name in names:
            found = [
                _cells.operand(dossier, Cell(grid, side, line, column), "total" if name == names[0] else "part")
                for line in places[name]
            ]
            printed = tuple(operand for operand in found if isinstance(operand, Operand))
            bound[name] = printed[0] if len(printed) == 1 else printed
        if any(_cells.is_blank(bound[name]) for name in check.needs):
            continue
        words = _cells.context(Cell(grid, side, places[names[0]][0], column))
        yield from _outcome(check, grid, bound, names[0], words, doubtful=False)


def _named(side: Side, key: str) -> list[Line]:
    """The lines with a key; those after 其中 only where there is no other."""
    found = [line for line in side.lines if line.key == key]
    return [line for line in found if line.kind is not LineKind.OF_WHICH] or found


def _outcome(
    check: Footing, grid: Grid, bound: dict[str, Bound], claimed: str, words: dict[str, str], *, doubtful: bool
) -> Iterator[Outcome]:
    if all(_cells.is_blank(operand) for operand in bound.values()):
        return
    if _cells.is_blank(bound[claimed]):
        yield blank_total(check, grid, check.holds, bound, words)
        return
    relation = _cells.stated(check.holds, bound, claimed)
    result = _cells.judged(check, relation, (grid,), words, at_most=Severity.WARNING if doubtful else None)
    yield explained(grid, relation, result) if check.for_each == "row" else result


def explained(grid: Grid, relation: Relation, result: Outcome) -> Outcome:
    """The outcome of a sum along a row; a failure by just what another cell of the row holds is skipped."""
    if result.status is Status.FAILED and _is_a_cell(grid, relation, result):
        return _cells.skipped(result, EXPLAINED)
    return result


def _is_a_cell(grid: Grid, relation: Relation, result: Outcome) -> bool:
    """True when the gap is what another cell of the row holds: the column belongs to the sum under another name."""
    claimed = relation.operands[relation.claimed]
    keys = {figure.evidence.key for figure in relation.figures()}
    if not isinstance(claimed, Operand) or result.gap is None or "/" in str(relation.formula):
        return False
    row = claimed.evidence.key[1]
    gap = Decimal(result.gap) * claimed.quantity.unit.scale
    return any(
        place[0] == row
        and (grid.index, *place) not in keys
        and amount.base
        and abs(abs(amount.base) - gap) <= amount.step / 2
        for place, amount in grid.amounts.items()
    )


def blank_total(
    check: Check, grid: Grid, formula: Formula, bound: Mapping[str, Bound], words: dict[str, str]
) -> Outcome:
    """A blank total is 0 where that is what its parts come to; elsewhere nothing is said."""
    named = next(name for name, operand in bound.items() if not _cells.is_blank(operand))
    result = _cells.judged(check, _cells.stated(formula, bound, named), (grid,), words)
    if result.status is Status.PASSED:
        return result
    return Outcome(check.id, Status.SKIPPED, evidence=result.evidence, reason=NO_TOTAL, context=words)
