"""Do the bases that the rates of the parts are taken on make up the base of the total's rate?

Where parts make up their total this year, and each has its growth, last year's parts follow from them, and their sum is what the total's
growth was taken on. A part that was there last year alone is not listed, so that bases which fall short prove nothing unless the names leave
nothing out; bases that exceed the total's, and rates that one slip of the pen would put right, do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from auditor.engine._mending import overstated, slipped
from auditor.model.finding import Operand, Outcome, Relation
from auditor.model.formula import Expression, Formula, Name, Operation, put
from auditor.model.quantity import Quantity

TOTAL, RATE, BASES = "total", "rate", "bases"
_PART, _PART_RATE = "part", "part_rate"
_DIGITS = 2  # of a figure that a slip explains
SHORT = "部分的基数之和不足，上年另有的项目可能未列 (the bases fall short: a part of last year may not be listed)"

Rated = tuple[Operand, Operand]  # an amount and its rate


def positive(value: Decimal) -> bool:
    return value > 0


def no_debt(value: Decimal) -> bool:
    return value >= 0


def makes_up(total: Quantity, parts: Sequence[Quantity], least: Callable[[Decimal], bool] = positive) -> bool:
    """True when amounts, each of which is as ``least`` says (positive, for 0 has no rate), make up a total as they are printed."""
    slack = sum((figure.step for figure in (total, *parts)), Decimal(0)) / 2
    gap = total.base - sum((part.base for part in parts), Decimal(0))
    return len(parts) > 1 and all(least(figure.value) for figure in (total, *parts)) and abs(gap) <= slack


def related(holds: Formula, each: Formula, total: Rated, parts: Sequence[Rated]) -> Relation:
    """``holds`` with the sum of what ``each`` gives for the parts in the place of its bases."""
    operands = {TOTAL: total[0], RATE: total[1]}
    bases: Expression | None = None
    for number, (amount, rate) in enumerate(parts, 1):
        operands |= {f"{_PART}_{number}": amount, f"{_PART_RATE}_{number}": rate}
        base = put(each.right, _PART, Name(f"{_PART}_{number}"))
        base = put(base, _PART_RATE, Name(f"{_PART_RATE}_{number}"))
        bases = base if bases is None else Operation("+", bases, base)
    assert bases is not None
    return Relation(Formula(holds.left, holds.operator, put(holds.right, BASES, bases)), operands, RATE)


def exceeds(result: Outcome) -> bool:
    """True when the parts were more than the total was: its rate is then higher than theirs allow."""
    assert result.relation is not None
    return (overstated(result.relation) or 0) > 0


def slips(result: Outcome) -> bool:
    """True when one slip of the pen in the rate of the total explains the gap; in one of many parts some slip always would."""
    assert result.relation is not None
    claimed = result.relation.operands[RATE]
    return isinstance(claimed, Operand) and slipped(result.relation, claimed, _DIGITS)
