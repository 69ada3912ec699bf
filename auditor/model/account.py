"""What does a passage say about money that comes in and goes out? Grand totals with what makes them up, and what is left.

All indices are into ``Prose.mentions``.
"""

from __future__ import annotations

from dataclasses import dataclass

INCOME = "income"
EXPENDITURE = "expenditure"


@dataclass(frozen=True, slots=True)
class GrandTotal:
    """A total that the text makes of a figure and of what is added to it: 收入100万元，加上补助20万元，收入总计120万元.

    ``heads`` are readings of the figure that the sum begins with, likeliest first; where one of them is a ``deficit`` it is
    subtracted. ``whole`` is false when something is added without an amount. ``named`` is true when the words 加上 …
    stand in the text, false when the total closes a plain list of amounts.
    """

    total: int
    side: str  # income, expenditure, or empty
    heads: tuple[int, ...]
    added: tuple[int, ...]
    taken: tuple[int, ...] = ()
    deficits: frozenset[int] = frozenset()
    whole: bool = True
    named: bool = True
    sure: bool = True  # what the sum begins with stands in the same passage


@dataclass(frozen=True, slots=True)
class Settlement:
    """Income set off against expenditure: 收入总计120万元，支出总计100万元，收支相抵，结余20万元.

    ``incomes`` and ``outgoings`` are readings of the two sides, likeliest first. ``left`` is what is said to be left,
    ``deficit`` that it is a lack; without it the sides are ``equal`` where words or a carry-over on the spending side say so.
    """

    incomes: tuple[int, ...]
    outgoings: tuple[int, ...]
    left: int | None = None
    deficit: bool = False
    equal: bool = False
    sure: bool = True  # both sides are grand totals, or the only figures of their side
