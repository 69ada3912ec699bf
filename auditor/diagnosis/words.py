"""Why are words about figures wrong?"""

from __future__ import annotations

import re

from auditor.diagnosis import wording
from auditor.diagnosis.case import Case
from auditor.model.finding import Cause, Outcome
from auditor.model.formula import Number

_YEAR = re.compile(r"20\d\d")


def exchanged(case: Case) -> Cause | None:
    """Words say 0 of one figure, and another of the sentence is 0; or that one figure is larger, and it is smaller."""
    formula = case.relation.formula
    if formula.operator in ("<", ">") and case.in_words:
        values = {figure.quantity.base for figure in case.relation.figures()}
        words = wording.REVERSED if len(values) > 1 else wording.LEVEL
        return Cause("reversed", "", None, *words)
    if formula.operator != "=" or not isinstance(formula.right, Number) or formula.right.value != 0:
        return None
    zeros = [n for n in case.surroundings.sentence_amounts(case.figure.evidence.key) if n.quantity.value == 0]
    if len(zeros) != 1 or not zeros[0].label:
        return None
    return Cause("exchanged", "", None, *wording.exchanged(zeros[0]))


def cause_in_words(outcome: Outcome) -> Cause | None:
    """Why words are wrong, where the check says what they should be."""
    if not outcome.evidence or outcome.expected is None:
        return None
    said, expected = outcome.evidence[0].text, outcome.expected
    years = _YEAR.findall(said), _YEAR.findall(expected)
    if years[0] != years[1] and _YEAR.sub("", said) == _YEAR.sub("", expected):
        return Cause("wrong_year", "", expected, *wording.WRONG_YEAR)
    if not any(c.isdigit() for c in said) and expected[:1].isdigit():
        return Cause("blank", "", expected, *wording.BLANK)
    return None
