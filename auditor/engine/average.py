"""Does an average annual rate lead from the first figure to the last?

The growth is compounded: n years at rate r turn the first figure into it times (1 + r)ⁿ. Drafters count the years between the
figures, or the figures' own years, so a rate that fits one year more or less is not accused.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.claim import best, signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.formula import Expression, Formula, Name, Operation
from auditor.model.mention import Mention, Role
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Average
from auditor.rulebook.vocabulary import Vocabulary

AVERAGE = "average"
MOST_YEARS = 20


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Average)
    for rate in dossier.prose.mentions:
        if (
            rate.role is Role.RATE
            and AVERAGE in rate.tags
            and "like_for_like" not in rate.tags
            and rate.bases
            and rate.of
        ):
            current, prior = dossier.prose.mentions[rate.of[0]], dossier.prose.mentions[rate.bases[0]]
            years = _years(current) - _years(prior) if _years(current) and _years(prior) else 0
            if 1 < years <= MOST_YEARS:
                counts = (years, years + 1, years - 1)
                yield best(_judged(check, dossier, rate, current, prior, n) for n in counts)


def _judged(check: Average, dossier: Dossier, rate: Mention, current: Mention, prior: Mention, years: int) -> Outcome:
    operands = {
        "rate": signed(dossier.operand(rate, "claimed"), rate.direction_sign),
        "current": dossier.operand(current, "compared"),
        "prior": dossier.operand(prior, "base"),
    }
    return outcome(check, Relation(_compounded(check.holds, years), operands, "rate"), {"label": current.label})


def _compounded(formula: Formula, years: int) -> Formula:
    right = formula.right
    for _ in range(years - 1):
        right = _put(formula.right, right)
    return Formula(formula.left, formula.operator, right)


def _put(expression: Expression, prior: Expression) -> Expression:
    """The expression with another in the place of ``prior``."""
    match expression:
        case Name("prior"):
            return prior
        case Operation(sign, left, right):
            return Operation(sign, _put(left, prior), _put(right, prior))
    return expression


def _years(mention: Mention) -> int:
    value = mention.dims.period.value
    return int(value) if value.isdigit() and len(value) == 4 else 0
