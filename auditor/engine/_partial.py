"""Does the report itself show that a list leaves something out?

A list that falls short of its total by what one slip of the pen would explain may as well lack an item. So it accuses nobody where
other figures bear the total out, or where a list of the same things elsewhere falls short by more than a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from auditor.engine.sums import significant
from auditor.model.mention import Breakdown, Mention, Role

_DIGITS = 5  # of a total: fewer agree with two other figures by chance
_REACH = 9  # blocks up and down in which the figures may stand that bear a total out
_NOUN = 4  # characters at the end of a label that say what it is: 补贴收入
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
