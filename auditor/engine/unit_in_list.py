"""Has one amount of a list another unit than it was meant in: 道路120.5万元、水渠80.2元、路灯65.3万元?

Drafters of a list in 万元 slip into 元 or 亿元. The amount is then a thousand times smaller or larger than every other one of
its list, and falls in among them once its number is read in their unit. A price, an amount for each of something, is small by nature.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.model.dossier import Dossier
from auditor.model.finding import Cause, Outcome, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Unit
from auditor.parsing.labels import alternatives
from auditor.parsing.sentences import block_text
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import UnitInList

_BETWEEN = re.compile(r"[）)]?[、，,；;和及与][^。；;，,、\d]{1,24}")  # from one amount of a list to the next
_LEAST = 3  # amounts of a list
_APART = 1000  # times smaller or larger than every other
_AMONG = 10  # times smaller or larger than some other at most, once it is read in the unit of the list
_TELLING = 2  # digits: a round 1元 may be a symbol


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, UnitInList)
    each = re.compile(alternatives((*vocabulary.cues.each, *check.small)) or "(?!)")
    for listed in _lists(dossier):
        if any(each.search(mention.context) for mention in listed):
            continue
        unit = _unit_of(listed)
        odd = [mention for mention in listed if mention.quantity.unit != unit]
        if unit is not None and len(odd) == 1 and _apart(odd[0], [m for m in listed if m is not odd[0]], unit):
            yield _failed(check, dossier, odd[0], [m for m in listed if m is not odd[0]], unit)


def _lists(dossier: Dossier) -> Iterator[list[Mention]]:
    """Runs of amounts of money in one sentence with nothing but a stop and a name before each."""
    run: list[Mention] = []
    for mention in dossier.prose.mentions:
        money = mention.role is Role.AMOUNT and mention.quantity.unit.dimension == "money" and not mention.numeral
        if run and not (money and _goes_on(dossier, run[-1], mention)):
            if len(run) >= _LEAST:
                yield run
            run = []
        if money:
            run.append(mention)
    if len(run) >= _LEAST:
        yield run


def _goes_on(dossier: Dossier, before: Mention, mention: Mention) -> bool:
    if before.sentence != mention.sentence:
        return False
    text = block_text(dossier.document.blocks[mention.block])
    return bool(_BETWEEN.fullmatch(text, before.stop, mention.start))


def _unit_of(listed: Sequence[Mention]) -> Unit | None:
    """The unit of all amounts of a list but one."""
    unit, count = Counter(mention.quantity.unit for mention in listed).most_common(1)[0]
    return unit if count == len(listed) - 1 else None


def _apart(odd: Mention, others: Sequence[Mention], unit: Unit) -> bool:
    """True when an amount is far from every other one as it is printed, and among them in their unit."""
    amounts = [mention.quantity.base for mention in others if mention.quantity.base > 0]
    quantity = odd.quantity
    if len(amounts) < _LEAST - 1 or sum(c.isdigit() for c in quantity.text.strip("0.")) < _TELLING:
        return False
    meant = quantity.value * unit.scale
    far = quantity.base * _APART < min(amounts) or quantity.base > _APART * max(amounts)
    return far and min(amounts) <= meant * _AMONG and meant <= max(amounts) * _AMONG


def _failed(check: UnitInList, dossier: Dossier, odd: Mention, others: Sequence[Mention], unit: Unit) -> Outcome:
    said, expected = odd.quantity.text + odd.quantity.unit.symbol, odd.quantity.text + unit.symbol
    evidence = (
        dossier.mention_evidence(odd, "claimed"),
        *(dossier.mention_evidence(mention, "compared") for mention in others),
    )
    return Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=evidence,
        expected=expected,
        cause=Cause("unit", "", expected, f"疑为{unit.symbol}", f"{unit.symbol} seems to be meant"),
        context={"label": odd.label, "said": said, "unit": unit.symbol},
    )
