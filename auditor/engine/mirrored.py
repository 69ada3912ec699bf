"""Do income and expenditure that are equal change the same way: 收入预算100万元，比上年减少5万元; 支出预算100万元，比上年增加5万元?

Both sides of a budget are equal in each year, so they rise or fall together, and by the same amount. Only changes of one size, or
of two that a slip of the pen explains, are held against each other: of others the bases may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.slips import explained
from auditor.engine.sums import significant
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Mirrored
from auditor.rulebook.vocabulary import Vocabulary

_APART = 4  # paragraphs between the two sides
_PLANS = ("budget", "initial")  # whose sides are equal each year
_DIGITS = 3  # that do not agree by chance


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Mirrored)
    sides = {side: re.compile(f"(?:{alternatives(words)})") for side, words in vocabulary.cues.sides.items()}
    changes = [m for m in dossier.prose.mentions if m.role is Role.CHANGE and m.of and "reason" not in m.tags]
    for one, other in pairwise(changes):
        first, second = (dossier.prose.mentions[m.of[0]] for m in (one, other))
        told = [_side(sides, m) for m in (first, second)]
        if set(told) == {"income", "expenditure"} and _mirror(dossier, one, other, first, second):
            income, expenditure = (one, other) if told[0] == "income" else (other, one)
            operands = {
                "expenditure": signed(dossier.operand(expenditure, "claimed"), expenditure.direction_sign),
                "income": signed(dossier.operand(income, "compared"), income.direction_sign),
            }
            yield outcome(check, Relation(check.holds, operands, "expenditure"), {"label": second.label})


def _side(sides: dict[str, re.Pattern[str]], figure: Mention) -> str:
    """The side that a figure's name tells; empty for both and for none."""
    named = [side for side, pattern in sides.items() if pattern.search(figure.label)]
    return named[0] if len(named) == 1 else ""


def _mirror(dossier: Dossier, one: Mention, other: Mention, first: Mention, second: Mention) -> bool:
    """True for equal figures of one context, with changes of one size, or of what a slip makes of it, on one base."""
    contexts = dossier.prose.contexts
    equal = first.quantity.base == second.quantity.base and one.quantity.base and other.quantity.base
    alike = one.quantity.base == other.quantity.base or (
        one.direction == other.direction
        and explained(other.quantity, one.quantity.base)
        and all(figure.dims.basis.value in _PLANS for figure in (first, second))
        and all(_beside(dossier, change, figure) for change, figure in ((one, first), (other, second)))
        and (one.against.basis.value, one.against.period.value)
        == (other.against.basis.value, other.against.period.value)
    )
    telling = significant(first.quantity) >= _DIGITS and significant(one.quantity) >= _DIGITS
    near = other.block - one.block <= _APART
    clash = contexts.clash(first.dims, second.dims) or contexts.clash(one.against, other.against)
    return bool(equal and alike and telling and near and not clash)


def _beside(dossier: Dossier, change: Mention, figure: Mention) -> bool:
    """True where the amount right before a change is the figure that it is of, or one equal to it: then it is not that of a part."""
    before = dossier.prose.mentions[change.index - 1]
    return before.role is Role.AMOUNT and before.quantity.base == figure.quantity.base
