"""Do the listed parts make up their total?

A list that may leave something out (其中 without more) is held to ``parts <= total``; it is held to equality where its
labels are known to leave nothing out (基本支出 and 项目支出), where every part carries its share, or where the gap looks like
a slip of the pen in one of the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.slips import explained
from auditor.model.document import Location
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Severity, Status
from auditor.model.mention import Breakdown as Listed
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT, Quantity
from auditor.parsing.breakdowns import CHANGES
from auditor.parsing.item_lists import LIST
from auditor.spec.check import Check
from auditor.spec.prose_checks import Breakdown
from auditor.spec.vocabulary import Vocabulary

_CHANCE = 20  # small counts make their total by chance
_SMALL = Decimal("0.05")  # of the total: a gap that no part left out explains
Proven = frozenset[tuple[int, ...]]  # lists known to leave nothing out, by the blocks of their items
_WHOLE = Quantity("100%", Decimal(100), PERCENT, 0)


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Breakdown)
    shares = _shares(dossier) if check.measure == "shares" else {}
    proven = _proven(check, dossier) if check.measure == "amounts" and str(check.holds.operator) == "=" else frozenset()
    for listed in dossier.prose.breakdowns:
        if check.parts != "any" and listed.exhaustive != (check.parts == "exhaustive"):
            continue
        if (listed.cue == CHANGES) is not (check.measure == "changes"):
            continue
        if check.measure == "shares":
            yield from _judge_shares(check, dossier, listed, shares)
        else:
            yield _judge_amounts(check, dossier, listed, vocabulary, proven)


def _judge_amounts(
    check: Breakdown, dossier: Dossier, listed: Listed, vocabulary: Vocabulary, proven: Proven
) -> Outcome:
    readings = [listed.parts, *listed.alternatives]
    results = [_relation(check, dossier, listed.total, parts) for parts in readings]
    for result in results:
        if result.status is Status.PASSED:
            return result
    first = results[0]
    if check.measure == "changes":
        return first
    if first.status is Status.FAILED and _ends_early(dossier, listed):
        return replace(first, status=Status.SKIPPED, reason="所列各项可能先已列完 (the list may end earlier)")
    if first.status is not Status.FAILED or str(check.holds.operator) != "=":
        return first
    if listed.cue == LIST:
        return _judge_list(dossier, listed, first, proven)
    if _complete(dossier, listed, vocabulary):
        return first
    surplus = _surplus(dossier, listed)
    slip = _slip(dossier, listed, surplus)
    unit = dossier.prose.mentions[listed.total].quantity.unit
    if unit.counted and not slip and "，" in _between(dossier, listed):
        return replace(
            first, status=Status.SKIPPED, reason="所列各数可能不都是部分 (not all that is listed may be parts)"
        )
    if surplus > 0 and (slip or len(readings) == 1):
        return first
    if slip:
        return replace(first, severity=Severity.WARNING)
    return replace(first, status=Status.SKIPPED, reason="所列各项可能不是全部 (the list may not be complete)")


def _judge_list(dossier: Dossier, listed: Listed, failed: Outcome, proven: Proven) -> Outcome:
    """A list told in paragraphs may leave something out, unless its other column proves it complete."""
    surplus = _surplus(dossier, listed)
    complete = _items(dossier, listed.parts) in proven
    small = abs(surplus) <= _SMALL * dossier.prose.mentions[listed.total].quantity.base
    if (complete or surplus > 0) and ((complete and small) or _slip(dossier, listed, surplus)):
        return replace(failed, severity=Severity.WARNING)
    return replace(failed, status=Status.SKIPPED, reason="所列各项可能不是全部 (the list may not be complete)")


def _proven(check: Breakdown, dossier: Dossier) -> Proven:
    """The lists of which one column, with figures other than 0, adds up."""
    mentions = dossier.prose.mentions
    return frozenset(
        _items(dossier, listed.parts)
        for listed in dossier.prose.breakdowns
        if listed.cue == LIST
        and sum(mentions[part].quantity.value != 0 for part in listed.parts) > 1
        and _relation(check, dossier, listed.total, listed.parts).status is Status.PASSED
    )


def _items(dossier: Dossier, parts: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dossier.prose.mentions[part].block for part in parts)


def _relation(check: Breakdown, dossier: Dossier, total: int, parts: tuple[int, ...]) -> Outcome:
    mentions = dossier.prose.mentions
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        "total": signed(dossier.operand(mentions[total], "claimed"), mentions[total].direction_sign),
        "parts": tuple(
            signed(dossier.operand(mentions[part], "part"), mentions[part].direction_sign) for part in parts
        ),
    }
    near = all(mentions[part].block == mentions[total].block for part in parts)
    lowered = (
        None
        if (near and mentions[parts[0]].sentence - mentions[total].sentence != 1) or str(check.holds.operator) != "="
        else Severity.WARNING
    )
    label = mentions[total].label
    return outcome(check, Relation(check.holds, operands, "total"), {"label": label}, at_most=lowered)


def _complete(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> bool:
    mentions = dossier.prose.mentions
    labels = [mentions[part].label for part in listed.parts]
    for partition in vocabulary.partitions:
        found = [[label for label in labels if word in label] for word in partition]
        if all(len(hits) == 1 for hits in found) and len(labels) == len(partition):
            return True
    shared = {m.of[0] for m in mentions if m.role is Role.SHARE and m.of}
    return len(listed.parts) > 1 and set(listed.parts) <= shared


def _surplus(dossier: Dossier, listed: Listed) -> Decimal:
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity.base
    return sum((mentions[part].quantity.base for part in listed.parts), Decimal(0)) - total


def _ends_early(dossier: Dossier, listed: Listed) -> bool:
    """True when the first parts alone make the total: 在职88人，其中行政15人，事业73人，退休24人."""
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity
    if total.unit.counted and total.base < _CHANCE:
        return False
    head = mentions[listed.parts[0]].quantity.base
    for part in listed.parts[1:-1]:
        head += mentions[part].quantity.base
        if abs(head - total.base) <= total.step / 2:
            return True
    return False


def _between(dossier: Dossier, listed: Listed) -> str:
    """The words between the listed figures."""
    mentions = dossier.prose.mentions
    return "".join(mentions[part].context for part in listed.parts[1:])


def _slip(dossier: Dossier, listed: Listed, surplus: Decimal) -> bool:
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity
    return explained(total, total.base + surplus) or any(
        explained(part, part.base - surplus)
        for part in (mentions[index].quantity for index in listed.parts)
        if part.base - surplus >= 0
    )


def _shares(dossier: Dossier) -> dict[int, Mention]:
    """The share that hangs on each part."""
    return {m.of[0]: m for m in dossier.prose.mentions if m.role is Role.SHARE and m.of}


def _judge_shares(check: Breakdown, dossier: Dossier, listed: Listed, shares: dict[int, Mention]) -> Iterator[Outcome]:
    found = [shares.get(part) for part in listed.parts]
    if len(found) < 2 or any(share is None for share in found):
        return
    mentions = [share for share in found if share is not None]
    if any(share.bases and share.bases[0] != listed.total for share in mentions):
        return
    parts = tuple(dossier.operand(share, "claimed" if n == 0 else "part") for n, share in enumerate(mentions))
    whole = Operand(_WHOLE, Evidence("total", "100%", Location(), _WHOLE))
    relation = Relation(check.holds, {"total": whole, "parts": parts}, "parts")
    label = dossier.prose.mentions[listed.total].label
    result = outcome(check, relation, {"label": label})
    yield replace(result, evidence=tuple(part.evidence for part in parts))
