"""Does the growth of a total that the prose tells agree with that of the parts it lists?

“三公”经费118万元，增长5.7%。其中：因公出国9.5万元，增长54.5% …: see :mod:`auditor.engine._implied`. The parts must make up the total, and each must
have one rate of the kind, told on the same base. Where the names of the parts leave nothing out, or what they were exceeds what the total was, it accuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._complete import partitioned
from auditor.engine._implied import SHORT, Rated, exceeds, makes_up, no_debt, positive, related, slips
from auditor.engine._rates import is_adjusted, rates_of
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.sums import divides
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Status
from auditor.model.mention import Breakdown, Mention, Role
from auditor.model.quantity import Quantity
from auditor.parsing.breakdowns import CHANGES
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import ImpliedTold
from auditor.rulebook.vocabulary import Vocabulary

_EXACT = 6  # decimals that a change of 0 is known to


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each list whose total and parts all have such a rate."""
    assert isinstance(check, ImpliedTold)
    rates = _rates(check, dossier)
    least = no_debt if check.role is Role.CHANGE else positive
    lists = dict.fromkeys((listed.total, *_making_up(dossier, listed, least)) for listed in dossier.prose.breakdowns)
    level = re.compile(rf"[^。；;]{{0,24}}?(?:{alternatives(check.level) or '(?!)'})")
    for total, *parts in lists:
        told = {index: rates[index] for index in (total, *parts) if index in rates}
        flat = {p: still for p in parts if p not in told and (still := _level(dossier, p, level))}
        if (
            total in told
            and len(told) + len(flat) == len(parts) + 1 > len(flat) + 1
            and _on_one_base(dossier, [*told.values()])
        ):
            pairs = [
                _rated(dossier, dossier.prose.mentions[i], told[i]) if i in told else flat[i] for i in (total, *parts)
            ]
            if check.role is Role.SHARE and any(_divides(pairs[0], part) for part in pairs[1:]):
                continue  # the parts are shares of the total itself
            label = dossier.prose.mentions[total].label
            result = outcome(check, related(check.holds, check.each, pairs[0], pairs[1:]), {"label": label})
            told_apart = partitioned([dossier.prose.mentions[part].label for part in parts], vocabulary)
            all_told = told_apart or check.role is Role.SHARE  # the base of a share is the same year's
            yield result if all_told or result.status is not Status.FAILED else _weighed(result)


def _rates(check: ImpliedTold, dossier: Dossier) -> dict[int, Mention]:
    """The rate of each figure that has one and no more."""
    found = rates_of(dossier, (check.role,))
    return {index: rates[0] for index, rates in found.items() if len(rates) == 1 and not is_adjusted(rates[0])}


def _level(dossier: Dossier, part: int, level: re.Pattern[str]) -> Rated | None:
    """A part and its change of 0, where the words behind it say that it is level: 出国费5万元，与上年持平."""
    mention = dossier.prose.mentions[part]
    sentence = dossier.sentence_of(mention)
    following = next((m for m in dossier.prose.mentions[part + 1 : part + 2] if m.sentence == mention.sentence), None)
    end = following.start if following else sentence.end
    match = level.match(sentence.text[mention.stop - sentence.start : end - sentence.start])
    if not match:
        return None
    unit = mention.quantity.unit
    operand = dossier.operand(mention, "part")
    none = Quantity(match.group(), Decimal(0), unit, _EXACT)
    at = mention.stop - sentence.start
    return operand, Operand(none, dossier.words_evidence(sentence, at, at + match.end(), "part"))


def _making_up(dossier: Dossier, listed: Breakdown, least: Callable[[Decimal], bool]) -> tuple[int, ...]:
    """The parts of a list of amounts under the reading in which they make up its total; none where there is no such reading."""
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity
    readings = () if listed.cue == CHANGES else (listed.parts, *listed.alternatives)
    return next(
        (parts for parts in readings if makes_up(total, [mentions[part].quantity for part in parts], least)), ()
    )


def _on_one_base(dossier: Dossier, rates: Sequence[Mention]) -> bool:
    """True of rates that are not known to be on other years, on other stages of the budget, or of what is called otherwise."""
    first, *others = (rate.against for rate in rates)
    named = {rate.base for rate in rates if rate.base}
    return len(named) <= 1 and not any(dossier.prose.contexts.clash(first, other) for other in others)


def _rated(dossier: Dossier, amount: Mention, rate: Mention) -> Rated:
    return dossier.operand(amount, "part"), signed(dossier.operand(rate, "claimed"), rate.direction_sign)


def _divides(total: Rated, part: Rated) -> bool:
    """True when the share of a part is right for the total of its list."""
    (whole, _), (amount, share) = total, part
    return divides(amount.quantity, whole.quantity, share.quantity)


def _weighed(result: Outcome) -> Outcome:
    """A list that may leave out what was there on the base alone."""
    return _cells.warned(result) if exceeds(result) or slips(result) else _cells.skipped(result, SHORT)
