"""Does the report itself show that a list leaves something out, or that it leaves out nothing?

A list that falls short of its total by what one slip of the pen would explain may as well lack an item. So it accuses nobody where
other figures bear the total out, or where a list of the same things elsewhere falls short by more than a slip. Where a list of
the same things makes up its own total, on the other side of the accounts or of another year, the things are all there are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import combinations

from auditor.engine.sums import significant
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.labels import bare, core

_DIGITS = 5  # of a total: fewer agree with two other figures by chance
_REACH = 9  # blocks up and down in which the figures may stand that bear a total out
_NOUN = 4  # characters at the end of a label that say what it is: 补贴收入
_THING = 2  # characters of the name of a part
_ALIKE = 2  # labels that two lists of the same things have in common


def borne_out(figures: Sequence[Mention], listed: Breakdown) -> bool:
    """True when the total of a list makes a third figure near it together with another one: 税收收入 with 非税收入."""
    total = figures[listed.total]
    if significant(total.quantity) < _DIGITS:
        return False
    near = {
        m.quantity.base
        for m in figures
        if abs(m.block - total.block) <= _REACH
        and m.role is Role.AMOUNT
        and m.quantity.unit == total.quantity.unit
        and m.index not in (listed.total, *listed.parts)
        and significant(m.quantity) >= _DIGITS - 1
    }
    whole = total.quantity.base
    return any(abs(one - other) == whole or one + other == whole for one, other in combinations(near, 2))


def alike(figures: Sequence[Mention], one: Breakdown, other: Breakdown) -> bool:
    """True when two lists divide different totals into the same things."""
    named, again = ({figures[part].label[-_NOUN:] for part in listed.parts} - {""} for listed in (one, other))
    return one.total != other.total and len(named & again) >= _ALIKE


def same_things(figures: Sequence[Mention], one: Breakdown, other: Breakdown, sides: Collection[str]) -> bool:
    """True when two lists divide different totals into the same things and nothing else, whichever of the ``sides`` they are on."""
    named, again = (_things(figures, listed, sides) for listed in (one, other))
    if one.total == other.total or not named or len(named) != len(again):
        return False
    found = [[label for label in again if label.endswith(thing) or thing.endswith(label)] for thing in named]
    return all(len(labels) == 1 for labels in found) and len({label for labels in found for label in labels}) == len(
        named
    )


def begins_like(figures: Sequence[Mention], one: Breakdown, other: Breakdown) -> bool:
    """True when the first parts of a list are called in order as all of those of another: what follows belongs to neither total."""
    named, again = ([figures[part].label[-_NOUN:] for part in listed.parts] for listed in (one, other))
    return one.total != other.total and len(again) >= _ALIKE and all(again) and named[: len(again)] == again


def makes_other_side(figures: Sequence[Mention], one: Breakdown, other: int) -> bool:
    """True when the parts make exactly another total of the paragraph, as those of 总收入 make 总支出."""
    total, again = figures[one.total], figures[other]
    made = total.quantity.base + excess(figures, one)
    return one.total != other and total.block == again.block and made == again.quantity.base


def excess(figures: Sequence[Mention], listed: Breakdown) -> Decimal:
    """By how much, in the base unit, the parts of a list exceed its total; below 0 where they fall short."""
    made = sum((figures[part].quantity.base for part in listed.parts), Decimal(0))
    return made - figures[listed.total].quantity.base


def _things(figures: Sequence[Mention], listed: Breakdown, sides: Collection[str]) -> set[str]:
    """What each part is, without the side it is on: 养老保险基金 of 养老保险基金收入; empty where a part has no name of its own."""
    things = set()
    for part in listed.parts:
        label = bare(core(figures[part].label))
        for side in sides:
            label = label.removesuffix(side)
        things.add(label)
    return things if len(things) == len(listed.parts) and all(len(thing) >= _THING for thing in things) else set()
