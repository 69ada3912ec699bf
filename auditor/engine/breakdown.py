"""Do the listed parts make up their total?

A list that may leave something out (其中 without more) is held to ``parts <= total``; it is held to equality where its
labels are known to leave nothing out (基本支出 and 项目支出), where every part carries its share, or where the gap looks like
a slip of the pen in one of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.engine import _closing as closing
from auditor.engine._cells import skipped
from auditor.engine._complete import (
    classified,
    named_after_parts,
    numbered,
    paralleled,
    partitioned,
    with_carry,
    with_rest,
)
from auditor.engine._partial import alike, begins_like, borne_out, excess, makes_other_side, same_things
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.slips import digits_of, mends
from auditor.engine.sums import divides, evident, exact, other_unit, significant
from auditor.model.document import Location
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Severity, Status
from auditor.model.mention import Breakdown as Listed
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT, Quantity
from auditor.parsing.breakdowns import BESIDE, CHANGES
from auditor.parsing.closing import BEHIND
from auditor.parsing.item_lists import LIST
from auditor.parsing.unmarked import ANNOUNCED, INTERLEAVED, PARTITION, PROVEN
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Breakdown
from auditor.rulebook.vocabulary import Vocabulary

_NOT_ALL = "所列各项可能不是全部 (the list may not be complete)"
_NOT_PARTS = "所列各数可能不都是部分 (not all that is listed may be parts)"
_FEW = 2  # parts of which a count is no proof that they are all
_SELDOM = 6  # full lists for each that leaves something out
_DIGITS_OF_EXCESS = 2  # parts that exceed their total are suspicious by themselves
_BEHIND = 4  # figures from a part to its share
_NOUN = 2  # characters at the end of a label that say what it is: 资金
_PARTS = 3  # fewer say little of what is no part
_DIGITS_OF_TOTAL = 3  # a total that lacks exactly one of its parts
_DIGITS = 4  # fewer agree with a slip of the pen by chance
_SMALL = Decimal("0.05")  # of the total: a gap that no part left out explains
Proven = frozenset[tuple[int, ...]]  # lists known to leave nothing out, by the blocks of their items
_WHOLE = Quantity("100%", Decimal(100), PERCENT, 0)


_BY_ITEM = (LIST, INTERLEAVED)  # the cues of lists whose items tell several figures each


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Breakdown)
    shares = _shares(dossier) if check.measure == "shares" else {}
    proven = _proven(check, dossier) if check.measure == "amounts" and _is_equal(check) else frozenset()
    results: list[tuple[Listed, Outcome]] = []
    if check.measure == "amounts" and check.parts != "loose":
        yield from closing.judged(
            dossier,
            dossier.prose.breakdowns,
            lambda total, parts: _relation(check, dossier, total, parts),
            lambda listed, digits: _slip(dossier, listed, digits),
        )
    for listed in dossier.prose.breakdowns:
        if listed.cue in BEHIND:
            continue
        if check.parts != "any" and listed.exhaustive != (check.parts == "exhaustive"):
            continue
        if (listed.cue == CHANGES) is not (check.measure == "changes"):
            continue
        if check.measure == "shares":
            yield from _judge_shares(check, dossier, listed, shares)
        else:
            results.append((listed, _judge_amounts(check, dossier, listed, vocabulary, proven)))
    yield from _by_other_lists(check, dossier, results, vocabulary)


def _is_equal(check: Breakdown) -> bool:
    """True of a check that lists make up their totals, not that they stay within them."""
    return check.holds.operator == "="


def _by_other_lists(
    check: Breakdown, dossier: Dossier, results: list[tuple[Listed, Outcome]], vocabulary: Vocabulary
) -> Iterator[Outcome]:
    """What a list that falls short accuses, by what the other lists of the report say of the writer.

    Where lists often leave something out, or one of the same things does, it accuses nobody, even where a slip would explain
    it; where one of the same things makes up its total, its parts make the other side's, or the names leave nothing out, it
    accuses where a slip explains it.
    """
    figures = dossier.prose.mentions
    sides = [word for words in vocabulary.cues.sides.values() for word in words]
    partial = [listed for listed, result in results if result.reason == _NOT_ALL]
    full = [listed for listed, result in results if result.status is Status.PASSED and _told(listed)]
    totals = [listed.total for listed in full] + [grand.total for grand in dossier.prose.totals if grand.named]
    often = len(partial) * _SELDOM > len(full)
    made = [replace(listed, parts=_made_of(figures, listed)) for listed in full] if _is_equal(check) else []
    for listed, result in results:
        if begun := _begun(dossier, listed, result, made):
            yield _relation(check, dossier, listed.total, begun)
        elif not _falls_short(dossier, listed, result):
            yield result
        elif _slip(dossier, listed, _FEW) and (
            partitioned([figures[part].label for part in listed.parts], vocabulary)
            or any(same_things(figures, listed, other, sides) for other in full)
            or any(makes_other_side(figures, listed, other) for other in totals)
        ):
            yield _relation(check, dossier, listed.total, listed.parts)
        else:
            doubted = often or any(alike(figures, listed, other) for other in partial)
            yield skipped(result, _NOT_ALL) if doubted else result


def _begun(dossier: Dossier, listed: Listed, result: Outcome, made: Sequence[Listed]) -> tuple[int, ...]:
    """The first parts of a list that fails, where another list of the same parts shows that they are all and a slip explains the gap."""
    figures = dossier.prose.mentions
    if result.status is Status.PASSED or listed.cue == LIST:
        return ()
    twins = (other for other in made if len(other.parts) < len(listed.parts) and begins_like(figures, listed, other))
    first = next((listed.parts[: len(other.parts)] for other in twins), ())
    return first if first and _slip(dossier, replace(listed, parts=first), _FEW) else ()


def _made_of(figures: Sequence[Mention], listed: Listed) -> tuple[int, ...]:
    """The parts of a list that holds, without what follows them."""
    total = figures[listed.total].quantity
    ends = range(_FEW, len(listed.parts))
    return next(
        (listed.parts[:end] for end in ends if exact(total, [figures[part].quantity for part in listed.parts[:end]])),
        listed.parts,
    )


def _told(listed: Listed) -> bool:
    return listed.cue not in (PROVEN, PARTITION)


def _falls_short(dossier: Dossier, listed: Listed, result: Outcome) -> bool:
    """True where a list makes less than its total and it is open whether that is wrong."""
    lowered = result.status is Status.FAILED and result.severity is Severity.WARNING
    return (lowered or result.reason == _NOT_ALL) and excess(dossier.prose.mentions, listed) < 0


def _judge_amounts(
    check: Breakdown, dossier: Dossier, listed: Listed, vocabulary: Vocabulary, proven: Proven
) -> Outcome:
    """A list holds under one of its readings; it accuses only where none is left that could be meant."""
    figures = dossier.prose.mentions
    total, listed_ = figures[listed.total].quantity, [figures[part].quantity for part in listed.parts]
    if (
        check.measure == "amounts"
        and (filled := _filled(dossier, listed, vocabulary))
        and not other_unit(total, listed_)
    ):
        return _relation(check, dossier, listed.total, filled)
    all_told = check.measure == "amounts" and _told_by_shares(dossier, listed)
    readings = [listed.parts] if all_told else [listed.parts, *listed.alternatives]
    results = [_relation(check, dossier, listed.total, parts) for parts in readings]
    for result in results:
        if result.status is Status.PASSED:
            return result
    first = results[0]
    if check.measure == "changes" or first.status is not Status.FAILED or all_told:
        return first if all_told else _of_sentence_before(dossier, listed, first)
    for parts in evident(total, list(zip(listed.parts, listed_, strict=True))):
        if parts != listed.parts[: len(parts)] or not _left_out(dossier, listed, vocabulary):
            return _relation(check, dossier, listed.total, parts)
    for parts, result in zip(readings, results, strict=True):
        if other_unit(total, [figures[index].quantity for index in parts]):
            return result
    if total.base < 0:
        return skipped(first, "总额为负，各项有加有减 (a negative total has parts of both signs)")
    if not _is_equal(check):
        if _within_outer(dossier, listed):
            return skipped(first, _NOT_PARTS)
        certain = _larger(dossier, listed) or _plain(dossier, listed) or _slip(dossier, listed, _DIGITS_OF_EXCESS)
        return first if certain else skipped(first, _NOT_PARTS)
    return _judge_all(check, dossier, listed, dict(zip(readings, results, strict=True)), vocabulary, proven)


def _within_outer(dossier: Dossier, listed: Listed) -> bool:
    """True where the total is itself a part of a list whose total holds the parts: 项目14个，涵盖供热4个、供水2个，其中12个已开工."""
    figures = dossier.prose.mentions
    parts = sum((figures[part].quantity.base for part in listed.parts), Decimal(0))
    outer = (other.total for other in dossier.prose.breakdowns if listed.total in other.parts)
    return any(figures[total].quantity.base >= parts for total in outer)


def _judge_all(
    check: Breakdown,
    dossier: Dossier,
    listed: Listed,
    failed: dict[tuple[int, ...], Outcome],
    vocabulary: Vocabulary,
    proven: Proven,
) -> Outcome:
    """A list that no reading makes equal to its total accuses as far as it leaves nothing out."""
    if _left_out(dossier, listed, vocabulary):
        return replace(failed[listed.parts], severity=Severity.WARNING)
    if listed.cue in _BY_ITEM:
        return _judge_list(dossier, listed, failed[listed.parts], proven)
    return _judge_readings(check, dossier, listed, failed, vocabulary)


def _judge_readings(
    check: Breakdown, dossier: Dossier, listed: Listed, failed: dict[tuple[int, ...], Outcome], vocabulary: Vocabulary
) -> Outcome:
    """A list of which no reading holds: one that leaves nothing out, the whole of it, or what stands before the first ；."""
    figures = dossier.prose.mentions
    for parts, result in failed.items():
        complete = partitioned([figures[index].label for index in parts], vocabulary)
        if complete and _makes_most(dossier, replace(listed, parts=parts)):
            return result
    if first := _partition_first(figures, listed, vocabulary):
        return _relation(check, dossier, listed.total, first)
    named = _judge_named(dossier, listed, failed[listed.parts], vocabulary)
    short = _to_semicolon(figures, listed)
    if named.status is Status.FAILED or short not in listed.alternatives:
        return named
    return _judge_named(dossier, replace(listed, parts=short), failed[short], vocabulary)


def _makes_most(dossier: Dossier, listed: Listed) -> bool:
    """True for parts that make at least half of their total, or fall short by a slip: what makes less is not all of it."""
    figures = dossier.prose.mentions
    return -2 * excess(figures, listed) < figures[listed.total].quantity.base or _slip(dossier, listed, _FEW)


def _partition_first(figures: Sequence[Mention], listed: Listed, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The parts that a list begins with and that are known to be all, whatever follows: 基本支出0万元、项目支出78万元，年末结转7万元."""
    for words in vocabulary.told_partitions:
        first = listed.parts[: len(words)]
        labels = [figures[index].label for index in first]
        if len(listed.parts) > len(words) and all(
            sum(bool(re.search(rf"(?<![非不])(?:{word})$", label)) for label in labels) == 1 for word in words
        ):
            return first
    return ()


def _to_semicolon(figures: Sequence[Mention], listed: Listed) -> tuple[int, ...]:
    """The parts before the first ；, where a list most likely ends: 在职112人，其中行政36人、事业76人；离退休73人."""
    segment = figures[listed.parts[0]].segment
    return tuple(part for part in listed.parts if figures[part].segment == segment)


def _of_sentence_before(dossier: Dossier, listed: Listed, result: Outcome) -> Outcome:
    """The parts of a change told in the sentence before may not be all, unless a slip explains the gap."""
    mentions = dossier.prose.mentions
    apart = mentions[listed.total].sentence != mentions[listed.parts[0]].sentence
    open_ = result.status is Status.FAILED and apart and not _slip(dossier, listed)
    return skipped(result, _NOT_ALL) if open_ else result


def _judge_named(dossier: Dossier, listed: Listed, failed: Outcome, vocabulary: Vocabulary) -> Outcome:
    """A list that fails under all its readings, by what the names and the number of its parts say of its being complete."""
    if listed.cue == BESIDE and not paralleled(dossier, listed):
        slip = paralleled(dossier, listed, 1) and _slip(dossier, listed, _FEW)
        return replace(failed, severity=Severity.WARNING) if slip else skipped(failed, _NOT_ALL)
    if listed.cue == PARTITION or numbered(dossier, listed) or _complete(dossier, listed, vocabulary):
        return failed
    if with_carry(dossier, listed, vocabulary) and _slip(dossier, listed, _FEW):
        return failed
    if classified(dossier, listed, vocabulary):
        return failed if excess(dossier.prose.mentions, listed) > 0 else replace(failed, severity=Severity.WARNING)
    return _judge_open(
        dossier, listed, failed, composed=listed.cue == ANNOUNCED or listed.cue in vocabulary.cues.composing
    )


def _judge_open(dossier: Dossier, listed: Listed, failed: Outcome, *, composed: bool) -> Outcome:
    """A list of which nothing says that it is complete accuses where a slip of the pen explains the gap."""
    surplus = excess(dossier.prose.mentions, listed)
    needed = _DIGITS_OF_EXCESS if surplus > 0 else _DIGITS - 1 if composed else _DIGITS
    slip = _slip(dossier, listed, needed)
    counted = dossier.prose.mentions[listed.total].quantity.unit.counted
    if counted and not slip and "，" in _between(dossier, listed):
        return skipped(failed, _NOT_PARTS)
    if surplus > 0 and (slip or _larger(dossier, listed) or _two_exceed(dossier, listed)):
        return failed
    told = surplus > 0 or composed or not borne_out(dossier.prose.mentions, listed)
    if slip and len(listed.parts) > 1 and told:
        return replace(failed, severity=Severity.WARNING)
    return skipped(failed, _NOT_PARTS if surplus > 0 else _NOT_ALL)


def _larger(dossier: Dossier, listed: Listed) -> bool:
    """True when one part alone is larger than the whole: no reading of the list mends that."""
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity
    first = mentions[listed.parts[0]].quantity
    return first.interval.lo > total.interval.hi


def _two_exceed(dossier: Dossier, listed: Listed) -> bool:
    """True for a list of money of which the second figure is no part of the first, and the two are more than the whole."""
    mentions = dossier.prose.mentions
    total, first, second = (mentions[index].quantity for index in (listed.total, *listed.parts[:2]))
    plain = total.unit.dimension == "money" and listed.exhaustive and len(listed.parts) > 1
    return (
        plain and first.base < second.base < total.base and first.interval.lo + second.interval.lo > total.interval.hi
    )


def _left_out(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> bool:
    """True when the total lacks exactly one of the parts, which can be no part of another and belongs to the list.

    Points are given once, 其他 is none of those before it (nor are the others of its row), a row joined by 、 or numbered lists things of one kind (…资金) or
    amounts of money, and what is larger than all before it is part of none of them.
    """
    mentions = dossier.prose.mentions
    total, parts = mentions[listed.total].quantity, [mentions[part] for part in listed.parts]
    row = listed.cue == LIST or all(part.context.startswith("、") for part in parts[1:])
    one_kind = len({part.label[-_NOUN:] for part in parts}) == 1
    scored, money = total.unit.dimension == "point", total.unit.dimension == "money"
    surplus = excess(dossier.prose.mentions, listed)
    if surplus > 0 and row and one_kind and with_rest([part.label for part in parts], vocabulary):
        return True
    if len(parts) < _PARTS or significant(total) < (_DIGITS_OF_EXCESS if scored else _DIGITS_OF_TOTAL):
        return False
    for at, part in enumerate(parts):
        last = at + 1 == len(parts)
        larger = not last and all(other.quantity.base < surplus for other in parts[:at])
        apart = scored or (row and (one_kind or money)) or (one_kind and larger)
        if part.quantity.base == surplus and (apart or (last and part.label in vocabulary.cues.rest)):
            return True
    return False


def _plain(dossier: Dossier, listed: Listed) -> bool:
    """True for a list of amounts of money with nothing but commas and names between them."""
    mentions = dossier.prose.mentions
    return not mentions[listed.total].quantity.unit.counted and "；" not in _between(dossier, listed)


def _judge_list(dossier: Dossier, listed: Listed, failed: Outcome, proven: Proven) -> Outcome:
    """A list told in paragraphs, or between ；, may leave something out, unless its other column proves it complete."""
    surplus = excess(dossier.prose.mentions, listed)
    complete = _items(dossier, listed) in proven
    small = abs(surplus) <= _SMALL * dossier.prose.mentions[listed.total].quantity.base
    if (complete or surplus > 0) and ((complete and small) or _slip(dossier, listed)):
        return replace(failed, severity=Severity.WARNING)
    return skipped(failed, _NOT_ALL)


def _proven(check: Breakdown, dossier: Dossier) -> Proven:
    """The lists of which one column, with figures other than 0, adds up."""
    mentions = dossier.prose.mentions
    return frozenset(
        _items(dossier, listed)
        for listed in dossier.prose.breakdowns
        if listed.cue in _BY_ITEM
        and sum(mentions[part].quantity.value != 0 for part in listed.parts) > 1
        and _relation(check, dossier, listed.total, listed.parts).status is Status.PASSED
    )


def _items(dossier: Dossier, listed: Listed) -> tuple[int, ...]:
    """Where the items stand that a list tells of: their paragraphs, or what ；parts in one."""
    parts = [dossier.prose.mentions[part] for part in listed.parts]
    return tuple(part.block if listed.cue == LIST else -part.segment for part in parts)


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
        if (near and mentions[parts[0]].sentence - mentions[total].sentence != 1) or not _is_equal(check)
        else Severity.WARNING
    )
    label = mentions[total].label or mentions[total].context.strip("，,；;。 ")
    return outcome(check, Relation(check.holds, operands, "total"), {"label": label}, at_most=lowered)


def _complete(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> bool:
    mentions = dossier.prose.mentions
    labels = [mentions[part].label for part in listed.parts]
    if mentions[listed.total].quantity.unit.counted and with_rest(labels, vocabulary):
        return True
    if paralleled(dossier, listed) or named_after_parts(mentions[listed.total].label, labels):
        return True
    shares = _shares(dossier)
    return len(listed.parts) > 1 and set(listed.parts) <= set(shares) and not _leaves_out(dossier, listed, shares)


def _told_by_shares(dossier: Dossier, listed: Listed) -> bool:
    """True when each part has its share and the shares make 100 %: nothing is left out, and nothing stands in it twice."""
    figures = dossier.prose.mentions[listed.parts[0] : listed.parts[-1] + _BEHIND]
    shares = {m.of[0]: m.quantity for m in figures if m.role is Role.SHARE and m.of}
    stated = [shares[part] for part in listed.parts if part in shares]
    slack = sum((share.step for share in stated), Decimal(0)) / 2
    return 1 < len(listed.parts) == len(stated) and abs(sum((s.base for s in stated), Decimal(-1))) <= slack


def _leaves_out(dossier: Dossier, listed: Listed, shares: dict[int, Mention]) -> bool:
    """True when every share is right and together they are less than the whole: amounts and shares agree that more is left."""
    mentions = dossier.prose.mentions
    whole = mentions[listed.total].quantity.base
    pairs = [(mentions[part].quantity.base, shares[part].quantity) for part in listed.parts]
    right = whole > 0 and all(abs(part / whole - share.base) <= share.step for part, share in pairs)
    return right and sum(share.base + share.step for _, share in pairs) < 1


def _divide(dossier: Dossier, listed: Listed, shares: dict[int, Mention]) -> bool:
    """True when the share of a part is right for the total of its list."""
    figures = dossier.prose.mentions
    whole = figures[listed.total].quantity
    return any(divides(figures[part].quantity, whole, shares[part].quantity) for part in listed.parts)


def _filled(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The first parts, where they are all there can be and what follows is larger than the whole: 债务余额50亿元，其中：一般债务20亿元，
    专项债务30亿元，控制在限额60亿元以内."""
    mentions = dossier.prose.mentions
    labels = [mentions[part].label for part in listed.parts]
    whole = mentions[listed.total].quantity.base
    for partition in vocabulary.partitions:
        first, rest = labels[: len(partition)], labels[len(partition) :]
        alone = all(sum(word in label for label in first) == 1 for word in partition)
        if rest and alone and mentions[listed.parts[len(partition)]].quantity.base > whole:
            return listed.parts[: len(partition)]
    return ()


def _between(dossier: Dossier, listed: Listed) -> str:
    """The words between the listed figures."""
    mentions = dossier.prose.mentions
    return "".join(mentions[part].context for part in listed.parts[1:])


def _slip(dossier: Dossier, listed: Listed, digits: int = _DIGITS) -> bool:
    """True when one slip of the pen explains the gap, in the total or in a part; of totals of fewer ``digits`` it is not asked."""
    mentions = dossier.prose.mentions
    told = mentions[listed.total]
    total = told.quantity
    parts = [
        (mentions[index].quantity, mentions[index].direction_sign * told.direction_sign or 1) for index in listed.parts
    ]
    if len(digits_of(total.text).replace(".", "").lstrip("0")) < digits:
        return False
    slack = sum((figure.step / 2 for figure in (total, *(part for part, _ in parts)) if not figure.exact), Decimal(0))
    summed = sum((part.base * sign for part, sign in parts), Decimal(0))
    if mends(total, summed - slack, summed + slack):
        return True
    return any(
        mends(part, right - slack, right + slack)
        for part, sign in parts
        if part.value and (right := (total.base - summed) * sign + part.base) > slack
    )


def _shares(dossier: Dossier) -> dict[int, Mention]:
    """The share that hangs on each part."""
    return {m.of[0]: m for m in dossier.prose.mentions if m.role is Role.SHARE and m.of}


def _judge_shares(check: Breakdown, dossier: Dossier, listed: Listed, shares: dict[int, Mention]) -> Iterator[Outcome]:
    found = [shares.get(part) for part in listed.parts]
    if len(found) < 2 or any(share is None for share in found):
        return
    mentions = [share for share in found if share is not None]
    if _leaves_out(dossier, listed, shares):
        return
    if any(share.bases and share.bases[0] != listed.total for share in mentions):
        return
    if listed.total in shares and not _divide(dossier, listed, shares):
        return  # the total is itself a share: all are of a whole that is told elsewhere
    parts = tuple(dossier.operand(share, "claimed" if n == 0 else "part") for n, share in enumerate(mentions))
    whole = Operand(_WHOLE, Evidence("total", "100%", Location(), _WHOLE))
    relation = Relation(check.holds, {"total": whole, "parts": parts}, "parts")
    label = dossier.prose.mentions[listed.total].label
    result = outcome(check, relation, {"label": label})
    yield replace(result, evidence=tuple(part.evidence for part in parts))
