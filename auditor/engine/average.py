"""Does a rate over several years lead from the first figure to the last?

An average rate is compounded: n years at rate r turn the first figure into it times (1 + r)ⁿ. Drafters count the years between the
figures, or the figures' own years, so a rate that fits one year more or less is not accused. A rate that is not said to be an average
may be that of the whole time as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.claim import best, signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.formula import Formula, put
from auditor.model.mention import Mention, Role
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Average
from auditor.rulebook.vocabulary import Vocabulary

AVERAGE = "average"
MOST_YEARS = 20


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    said = vocabulary.tags.get(AVERAGE, ())
    assert isinstance(check, Average)
    mentions = dossier.prose.mentions
    for rate in mentions:
        if rate.role is not Role.RATE or "like_for_like" in rate.tags or not (rate.bases and rate.of):
            continue
        current, prior = mentions[rate.of[0]], mentions[rate.bases[0]]
        if 1 < (years := current.dims.years_since(prior.dims)) <= MOST_YEARS:
            words = next((word for word in said if word in rate.context), "") if AVERAGE in rate.tags else ""
            counts = (*(() if AVERAGE in rate.tags else (1,)), years, years + 1, years - 1)
            yield best(_judged(check, dossier, (rate, current, prior), n, words) for n in counts)


def _judged(check: Average, dossier: Dossier, figures: tuple[Mention, ...], years: int, words: str) -> Outcome:
    rate, current, prior = figures
    operands = {
        "rate": signed(dossier.operand(rate, "claimed"), rate.direction_sign),
        "current": dossier.operand(current, "compared"),
        "prior": dossier.operand(prior, "base"),
    }
    return outcome(
        check, Relation(_compounded(check.holds, years), operands, "rate"), {"label": current.label, "words": words}
    )


def _compounded(formula: Formula, years: int) -> Formula:
    right = formula.right
    for _ in range(years - 1):
        right = put(formula.right, "prior", right)
    return Formula(formula.left, formula.operator, right)
