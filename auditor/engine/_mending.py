"""Would one slip of the pen in one of its figures, or rounding, explain why a relation fails?"""

from __future__ import annotations

from decimal import Decimal

from auditor.engine.slips import explained
from auditor.engine.solve import sign_of, solve
from auditor.engine.sums import significant
from auditor.model.finding import Operand, Relation

_PLACES = 2  # units of the last place: both figures are rounded, and so is what they are reckoned from
ROUNDED = "相差不超过末位两个单位，属取舍 (they differ by no more than two units of the last place, which is rounding)"


def rounded(relation: Relation) -> bool:
    """True when two figures that should be the same are so but for their last place."""
    one, other = (figure.quantity for figure in relation.figures())
    return abs(one.base - other.base) <= _PLACES * max(one.step, other.step)


def overstated(relation: Relation) -> Decimal | None:
    """How much more the disputed figure is than the others give; None where they give none. Less than 0 when it is less."""
    claimed = relation.operands[relation.claimed]
    right = solve(relation, claimed) if isinstance(claimed, Operand) else None
    return (
        claimed.quantity.base - right * sign_of(claimed) if isinstance(claimed, Operand) and right is not None else None
    )


def slipped(relation: Relation, figure: Operand, digits: int = 1) -> bool:
    """True when one slip in ``figure`` explains the gap; figures of fewer ``digits`` agree with one by chance."""
    right = solve(relation, figure)
    printed = figure.evidence.quantity or figure.quantity
    if right is None or not printed.value or significant(printed) < digits:
        return False
    return explained(printed, abs(right) if figure.quantity.value < 0 else right)


def any_slipped(relation: Relation, digits: int = 1) -> bool:
    """True when one slip in any one figure of a relation explains the gap."""
    return any(slipped(relation, figure, digits) for figure in relation.figures())
