"""Would one slip of the pen in one of its figures explain why a relation fails?"""

from __future__ import annotations

from auditor.engine.slips import explained
from auditor.engine.solve import solve
from auditor.engine.sums import significant
from auditor.model.finding import Operand, Relation


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
