"""Do the cells of a table satisfy the formulas that the table itself prints?

A form letters or numbers its rows or columns and writes their sums beside them: A=B+C in a column 公式, or 3=1+2 in a row
栏次. (财政部 地方政府债务限额及余额、还本付息公开表样.) Sums and differences are read; rates have checks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditor.engine import _cells
from auditor.engine._cells import Bound, Cell
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome
from auditor.model.formula import Formula, FormulaError, parse
from auditor.model.grid import Column, Grid, Line, Side
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary

_MARK = re.compile(r"(?P<name>[A-Z]|\d{1,2})(?:=(?P<sum>[A-Z\d+\-()]{1,40}))?")
_NAME = re.compile(r"[A-Z]|\d+")
_PLAIN = str.maketrans("＝＋－﹢﹣−（）", "=+-+--()")
_LEAST = 3  # marks in a row or column that letter it


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a row or column of marks says: the place of each name, and the formulas."""

    places: Mapping[str, int]
    formulas: tuple[Formula, ...]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each column under a formula of rows, and for each line under a formula of columns."""
    del vocabulary
    for grid in dossier.grids:
        results = [*_of_rows(check, dossier, grid), *_of_columns(check, dossier, grid)]
        yield from _cells.plausible(results)


def _of_rows(check: Check, dossier: Dossier, grid: Grid) -> Iterator[Outcome]:
    rows = grid.table.rows
    for index in range(grid.table.width):
        marks = _marks((n, row[index].text) for n, row in enumerate(rows) if not row[index].spanned)
        if marks is None:
            continue
        for side in grid.sides:
            lines = {line.row: line for line in side.lines}
            for column in side.columns:
                found = {name: (lines[row], column) for name, row in marks.places.items() if row in lines}
                yield from _judged(check, dossier, grid, side, marks, found)


def _of_columns(check: Check, dossier: Dossier, grid: Grid) -> Iterator[Outcome]:
    for row in grid.table.rows:
        marks = _marks((n, cell.text) for n, cell in enumerate(row) if not cell.spanned)
        if marks is None:
            continue
        for side in grid.sides:
            columns = {column.index: column for column in side.columns}
            for line in side.lines:
                found = {name: (line, columns[at]) for name, at in marks.places.items() if at in columns}
                yield from _judged(check, dossier, grid, side, marks, found)


def _marks(cells: Iterable[tuple[int, str]]) -> _Marks | None:
    """The marks among cells; None where there are few, where one stands twice, or where none is a formula."""
    places: dict[str, int] = {}
    sums: list[str] = []
    for at, text in cells:
        if mark := _MARK.fullmatch("".join(text.split()).translate(_PLAIN)):
            if mark["name"] in places:
                return None
            places[mark["name"]] = at
            sums += [mark.group()] if mark["sum"] else []
    formulas = [formula for text in sums if (formula := _formula(text))]
    return _Marks(places, tuple(formulas)) if formulas and len(places) >= _LEAST else None


def _formula(text: str) -> Formula | None:
    try:
        return parse(_NAME.sub(lambda name: f"_{name.group()}", text))
    except FormulaError:
        return None


def _judged(
    check: Check, dossier: Dossier, grid: Grid, side: Side, marks: _Marks, found: Mapping[str, tuple[Line, Column]]
) -> Iterator[Outcome]:
    for formula in marks.formulas:
        names = [str(name) for name in formula.names()]
        places = {name: found.get(name.removeprefix("_")) for name in names}
        if any(place is None for place in places.values()):
            continue
        cells = {name: Cell(grid, side, *place) for name, place in places.items() if place}
        claimed = names[0]
        bound: dict[str, Bound] = {
            name: _cells.operand(dossier, cell, "total" if name == claimed else "part") for name, cell in cells.items()
        }
        if isinstance(bound[claimed], Operand):
            relation = _cells.stated(formula, bound, claimed)
            words = {**_cells.context(cells[claimed]), "words": str(formula).replace("_", "")}
            yield _cells.judged(check, relation, (grid,), words)
