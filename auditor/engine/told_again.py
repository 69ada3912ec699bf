"""Is the rate of one figure told twice the same both times: 科技支出0.6亿元，增长22.8%; 科技支出0.6亿元，同比增长28.2%?

The figures have one name and one amount, and nothing that is known of them differs, nor of what the rates are measured against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from auditor.engine._rates import is_adjusted
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation, Severity, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT, Qualifier
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import ToldAgain
from auditor.rulebook.vocabulary import Vocabulary

_NAME = 3  # characters of a name that says what is measured
_ROLES = (Role.RATE, Role.EXECUTION)
_ASIDE = frozenset({"prior", "reason", "like_for_like"})
Key = tuple[Role, str, Decimal | str]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each rate and the one told before it of the same figure."""
    del vocabulary
    assert isinstance(check, ToldAgain)
    told: dict[Key, list[Mention]] = {}
    for rate in dossier.prose.mentions:
        if (key := _key(dossier, rate)) is not None:
            told.setdefault(key, []).append(rate)
    for rates in told.values():
        for earlier, later in combinations(rates, 2):
            if earlier.sentence != later.sentence and _comparable(dossier, earlier, later):
                yield _judged(check, dossier, earlier, later)
                break


def _key(dossier: Dossier, rate: Mention) -> Key | None:
    """What a percentage is of: a growth or execution of a figure, a share of a name in another."""
    if rate.role is Role.SHARE:
        plain = not rate.numeral and not rate.tags & _ASIDE and rate.quantity.qualifier is Qualifier.EXACT
        named = len(rate.measured) >= _NAME < len(rate.base)
        return (rate.role, rate.measured, rate.base) if plain and named else None
    figure = _figure(dossier, rate)
    return None if figure is None else (rate.role, figure.measured, figure.quantity.base)


def _figure(dossier: Dossier, rate: Mention) -> Mention | None:
    """The amount that a percentage is about, by the change between where there is one."""
    plain = rate.role in _ROLES and rate.quantity.unit == PERCENT and not rate.numeral and not is_adjusted(rate)
    if not plain or not rate.of or rate.tags & _ASIDE:
        return None
    figure = dossier.prose.mentions[rate.of[0]]
    if figure.role is Role.CHANGE and figure.of:
        figure = dossier.prose.mentions[figure.of[0]]
    named = figure.role is Role.AMOUNT and len(figure.measured) >= _NAME and figure.quantity.value != 0
    return figure if named and figure.sentence == rate.sentence else None


def _comparable(dossier: Dossier, earlier: Mention, later: Mention) -> bool:
    clash = dossier.prose.contexts.clash
    if earlier.role is Role.SHARE:
        return not clash(earlier.dims, later.dims)
    figures = [dossier.prose.mentions[rate.of[0]] for rate in (earlier, later)]
    same_base = earlier.base == later.base and not clash(earlier.against, later.against)
    return same_base and not clash(figures[0].dims, figures[1].dims)


def _judged(check: ToldAgain, dossier: Dossier, earlier: Mention, later: Mention) -> Outcome:
    operands = {
        "later": signed(dossier.operand(later, "claimed"), later.direction_sign),
        "earlier": signed(dossier.operand(earlier, "compared"), earlier.direction_sign),
    }
    label = later.label if later.role is Role.SHARE else dossier.prose.mentions[later.of[0]].label
    result = outcome(check, Relation(check.holds, operands, "later"), {"label": label})
    return replace(result, severity=Severity.WARNING) if result.status is Status.FAILED else result
