"""Why is the disputed figure wrong? The explanations a reviewer would try, one function each, in the order tried.

Each is strict: where the figures allow a coincidence, there is no cause, for a wrong cause costs more than none. What
the slips of the pen demand is said in :mod:`auditor.diagnosis.slip`.
"""

from __future__ import annotations

from collections.abc import Callable

from auditor.diagnosis.case import Case
from auditor.diagnosis.mistyped import mistyped, unit_or_point
from auditor.diagnosis.rates import clashing, forced_share, opposite, other_base, truncated
from auditor.diagnosis.sums import balancing, copied, counted_twice, entered_twice, forced_footing, left_out
from auditor.diagnosis.words import exchanged
from auditor.model.finding import Cause

EXPLANATIONS: tuple[Callable[[Case], Cause | None], ...] = (
    exchanged,
    opposite,
    clashing,
    unit_or_point,
    forced_footing,
    copied,
    mistyped,
    forced_share,
    truncated,
    counted_twice,
    entered_twice,
    left_out,
    balancing,
    other_base,
)


def cause_of(case: Case) -> Cause | None:
    """The first explanation that applies; None where none does."""
    return next((cause for explain in EXPLANATIONS if (cause := explain(case)) is not None), None)
