"""Was the disputed figure mistyped: a digit, the decimal point, the unit?"""

from __future__ import annotations

from decimal import Decimal

from auditor.diagnosis import wording
from auditor.diagnosis.case import Case
from auditor.diagnosis.repair import is_singled_out
from auditor.diagnosis.slip import slip_of
from auditor.diagnosis.sums import parts_of
from auditor.engine.relation import with_unit
from auditor.engine.slips import one_digit, transposed
from auditor.engine.solve import printed_base, reprinted, solve
from auditor.model.finding import Cause
from auditor.model.quantity import Quantity

_FULL_DECIMALS = 4
_FAR = 100  # steps


def unit_or_point(case: Case) -> Cause | None:
    """Ten thousand times too large or small (元 for 万元), or a misplaced decimal point."""
    slip = slip_of(case.printed, case.right, exact=case.linear) if case.right is not None else None
    if slip is None or not slip.shift or case.right is None or case.is_vouched_for:
        return None
    words = wording.unit(slip.shift, ratio=case.is_ratio) if slip.kind == "unit" else wording.magnitude(slip.shift)
    return case.cause(slip.kind, words, _in_full(case.printed, case.right))


def _in_full(printed: Quantity, right: Decimal) -> str | None:
    """The right value with all its decimals, where there are few: 2961.68 for what was printed as 0.3."""
    exponent = printed.in_unit(right).normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _FULL_DECIMALS:
        return None
    return with_unit(reprinted(printed, right, at_least=max(-exponent, 0)))


def mistyped(case: Case) -> Cause | None:
    """Two neighbouring digits changed places, or one digit is wrong."""
    if case.right is None or not case.is_gross:
        return None
    if not case.linear and is_singled_out(case.relation, case.figure, reprinted(case.printed, case.right)):
        texts = case.printed.text, case.printed.printed(case.right)
        if one_digit(*texts) or transposed(*texts):
            return _slipped(case, "digit" if one_digit(*texts) else "transposed")
    slip = slip_of(case.printed, case.right, exact=case.linear)
    if case.is_vouched_for:
        return _in_some_part(case)
    if slip is None or slip.shift:
        return None
    if _rivals(case, slip.kind):
        return _in_some_figure(case) if slip.kind == "digit" else None
    return _slipped(case, slip.kind)


def _slipped(case: Case, kind: str) -> Cause:
    return case.cause(kind, wording.TRANSPOSED if kind == "transposed" else wording.DIGIT)


def _in_some_part(case: Case) -> Cause | None:
    """One digit of a part is wrong, but it cannot be told which part's."""
    words = wording.SOME_PARTS_DIGIT
    return Cause("digit", "", None, *words) if len(parts_of(case)) > 1 and _is_of_one_digit(case) else None


def _in_some_figure(case: Case) -> Cause | None:
    """One digit of the total or of a part is wrong."""
    return Cause("digit", "", None, *wording.SOME_DIGIT) if _is_of_one_digit(case) else None


def _is_of_one_digit(case: Case) -> bool:
    """True when the gap is a multiple of a power of ten, far above the last place."""
    assert case.right is not None
    off = (case.right - printed_base(case.figure)).normalize()
    return len(off.as_tuple().digits) == 1 and abs(off) >= case.printed.step * _FAR


def _rivals(case: Case, kind: str) -> bool:
    """True when the same slip in another figure that nothing vouches for explains the failure just as well."""
    if not case.linear or len(case.graph.failed.get(case.figure.evidence.key, ())) > 1:
        return False
    for other in case.others():
        if other.evidence.key in case.graph.passed or not other.evidence.key:
            continue
        right = solve(case.relation, other)
        printed = other.evidence.quantity or other.quantity
        slip = slip_of(printed, right, exact=True) if right is not None else None
        if slip is not None and slip.kind == kind:
            return True
    return False
