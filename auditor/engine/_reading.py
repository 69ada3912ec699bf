"""Has the reading of a sentence proven itself? What decides whether a figure that disagrees with a table is accused.

The words of a sentence rarely say in full which cell they mean. They are believed when they name the concept and nothing
more, or when other amounts of the sentence or of its section do stand in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model.dossier import Dossier, Sentence
from auditor.model.grid import Grid
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Quantity

TOTAL_LINES = frozenset({"total", "grand_total", "income_total", "expenditure_total"})
_TELLING = 3  # digits of an amount that does not agree by chance


def read_from(dossier: Dossier, mention: Mention, grids: Iterable[Grid]) -> bool:
    """True when other amounts of the sentence or of its section stand in one of the tables: two, or one of three digits."""
    printed = [quantity for grid in grids for quantity in grid.amounts.values()]
    found = {
        other.quantity.base: telling(other.quantity)
        for other in _around(dossier, mention)
        if any(same(other.quantity, quantity) for quantity in printed)
    }
    return len(found) > 1 or any(found.values())


def _around(dossier: Dossier, mention: Mention) -> Iterator[Mention]:
    sentence = dossier.prose.sentences[mention.sentence]
    for other in dossier.prose.mentions:
        if other.index == mention.index or other.role is not Role.AMOUNT or not other.quantity.value:
            continue
        place = dossier.prose.sentences[other.sentence]
        if other.quantity.value != mention.quantity.value and _together(place, sentence):
            yield other


def _together(one: Sentence, other: Sentence) -> bool:
    return one.block == other.block or (one.section == other.section and one.part == other.part)


def telling(quantity: Quantity) -> bool:
    """True for an amount with so many digits that it does not agree by chance."""
    whole, _, decimals = quantity.text.replace(",", "").partition(".")
    return len((whole + decimals.rstrip("0")).lstrip("0")) >= _TELLING


def same(one: Quantity, other: Quantity) -> bool:
    """True when two printed figures may be one."""
    return one.unit.dimension == other.unit.dimension and one.interval.meets(other.interval)


def total_elsewhere(mention: Mention, grids: Iterable[Grid]) -> Grid | None:
    """The first table of which the figure is the total."""
    for grid in grids:
        for side in grid.sides:
            column = side.column("total") or side.main
            amounts = [grid.amount(line, column) for line in side.lines if column and line.key in TOTAL_LINES]
            if any(amount is not None and amount.value and same(mention.quantity, amount) for amount in amounts):
                return grid
    return None
