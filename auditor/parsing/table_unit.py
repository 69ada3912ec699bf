"""In which unit are a table's figures, and is it the one that its caption states?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.model.document import Table
from auditor.model.grid import Grid
from auditor.model.mention import Mention
from auditor.model.quantity import BARE, WAN, YUAN, Qualifier, Quantity, Unit
from auditor.parsing.numbers import Numbers
from auditor.parsing.table_header import Section
from auditor.rulebook.table_words import LONGEST_TEXT, TableWords, compiled, fold

_CANDIDATES = (YUAN, WAN)
_LEAST_DIGITS = 4  # significant digits of a figure that can tell a unit
_LEAST_WEIGHT = 4  # digits beyond the third, of all agreeing figures: two of five digits, four of four
_LEAST_FIGURES = 2  # figures that must agree before a caption is overruled


def settle_units(grids: Sequence[Grid], mentions: Iterable[Mention]) -> tuple[Grid, ...]:
    """The grids in the unit that their figures are in.

    A caption is overruled when none of the table's figures agrees with the prose in the stated unit and at least two do in
    another; tables that print the same figures under the same caption follow. A table without caption takes the unit in
    which it agrees, else the one of the document's other tables.
    """
    quantities = (mention.quantity for mention in mentions)
    told = _Told(q for q in quantities if q.unit.dimension == "money" and _telling(q))
    found: dict[int, tuple[Unit, str]] = {}
    for grid in grids:
        if settled := _by_prose(grid, told):
            found[grid.index] = settled
    _follow(grids, found)
    stated = {grid.captioned for grid in grids if grid.captioned}
    common = next(iter(stated)) if len(stated) == 1 else None
    return tuple(_settled(grid, found.get(grid.index), common) for grid in grids)


def _telling(quantity: Quantity) -> bool:
    return _digits(quantity) >= _LEAST_DIGITS and quantity.qualifier is Qualifier.EXACT


def _digits(quantity: Quantity) -> int:
    """The number of significant digits."""
    return len(quantity.value.normalize().as_tuple().digits)


def _by_prose(grid: Grid, told: _Told) -> tuple[Unit, str] | None:
    figures = {q.value: q for q in grid.amounts.values() if _telling(q) and q.unit in (grid.unit, BARE)}
    agreeing = {
        unit: [(q, m) for q in figures.values() if (m := told.twin(replace(q, unit=unit)))] for unit in _CANDIDATES
    }
    best = max(_CANDIDATES, key=lambda unit: len(agreeing[unit]))
    if grid.captioned is not None and (best == grid.captioned or agreeing.get(grid.captioned)):
        return None
    told_by = [min(_digits(cell), _digits(mention)) for cell, mention in agreeing[best]]
    weight = sum(digits - _LEAST_DIGITS + 1 for digits in told_by)
    if len(told_by) < (_LEAST_FIGURES if grid.captioned else 1) or (grid.captioned and weight < _LEAST_WEIGHT):
        return None
    cell, mention = agreeing[best][0]
    return best, f"{cell.text} = {mention.text}{mention.unit.symbol}"


class _Told:
    """The figures of the prose by how exact they are, and in order of size, for a long report has many."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        alike: dict[tuple[Decimal, Decimal], list[tuple[Decimal, int, Quantity]]] = {}
        for number, quantity in enumerate(quantities):
            lo, hi = quantity.interval.lo, quantity.interval.hi
            alike.setdefault((quantity.step, hi - lo), []).append((lo, number, quantity))
        self.alike = {exactness: sorted(told, key=lambda one: one[:2]) for exactness, told in alike.items()}

    def twin(self, cell: Quantity) -> Quantity | None:
        """The first figure of the prose that agrees with the cell to all its printed digits."""
        base = cell.base
        found = [
            min(told[start:stop], key=lambda one: one[1])
            for (step, width), told in self.alike.items()
            if step >= cell.step
            and (start := bisect_left(told, base - width, key=lambda one: one[0]))
            < (stop := bisect_right(told, base, key=lambda one: one[0]))
        ]
        return min(found, key=lambda one: one[1])[2] if found else None


def _follow(grids: Sequence[Grid], found: dict[int, tuple[Unit, str]]) -> None:
    """Tables that share figures with a corrected one, under the same caption, are in its unit too."""
    while True:
        corrected = {grid.index: _figures(grid) for grid in grids if grid.index in found}
        for grid in grids:
            if grid.index in found or not grid.captioned:
                continue
            own = _figures(grid)
            source = next((n for n, figures in corrected.items() if own & figures), None)
            if source is not None and found[source][0] != grid.captioned:
                shared = max(own & corrected[source])
                found[grid.index] = (found[source][0], f"{own_text(grid, shared)}")
                break
        else:
            return


def _figures(grid: Grid) -> set[Decimal]:
    return {quantity.value for quantity in grid.amounts.values() if _telling(quantity)}


def own_text(grid: Grid, value: Decimal) -> str:
    """How a grid prints a value."""
    return next((q.text for q in grid.amounts.values() if q.value == value), "")


def _settled(grid: Grid, found: tuple[Unit, str] | None, common: Unit | None) -> Grid:
    unit, reason = found or (grid.captioned or common or BARE, "")
    if unit == grid.unit:
        return grid
    columns: Mapping[Unit, Unit] = {grid.unit: unit}
    sides = tuple(
        replace(
            side,
            columns=tuple(replace(column, unit=columns.get(column.unit, column.unit)) for column in side.columns),
        )
        for side in grid.sides
    )
    sides = tuple(
        replace(side, main=next((c for c in side.columns if side.main and c.index == side.main.index), None))
        for side in sides
    )
    plain = {column.index for side in sides for column in side.columns if column.unit == unit}
    amounts = {
        place: replace(quantity, unit=unit) if quantity.unit == grid.unit and place[1] in plain else quantity
        for place, quantity in grid.amounts.items()
    }
    return replace(grid, unit=unit, unit_reason=reason if grid.captioned else "", sides=sides, amounts=amounts)


def stated_unit(table: Table, sections: tuple[Section, ...], words: TableWords, numbers: Numbers) -> Unit | None:
    """The unit that caption, title or a header over all columns states; None when none is stated."""
    first = min((number for section in sections for number in section.header), default=0)
    above = [cell.text for row in table.rows[:first] for cell in row if cell.text]
    for text in (*table.caption, *above, table.title, *table.notes):
        if unit := _unit(fold(text), words.unit_captions, numbers):
            return unit
    if unit := header_unit(table.title, words, numbers):
        return unit
    return None


def header_unit(text: str, words: TableWords, numbers: Numbers) -> Unit | None:
    """The unit that a header gives in brackets: 金额（万元）."""
    return _unit(text, words.unit_headers, numbers)


def _unit(text: str, patterns: tuple[str, ...], numbers: Numbers) -> Unit | None:
    match = compiled(patterns).search(text[:LONGEST_TEXT])
    if match is None:
        return None
    quantity = numbers.cell(f"1{next(filter(None, match.groups()))}")
    return quantity.unit if quantity is not None and quantity.unit != BARE else None
