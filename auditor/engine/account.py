"""Does an account told in prose add up: grand totals from what makes them up, remainders, both sides equal?

A sum holds if it holds under one reading of the figure it begins with; else the reading that comes nearest is reported. A
document whose sums mostly fail was not understood (another unit, digits lost), and accuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.engine._mending import any_slipped
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.engine.sums import other_unit
from auditor.model.account import GrandTotal, Settlement
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Account
from auditor.rulebook.vocabulary import Vocabulary

_DIGITS = 3  # of a figure: fewer agree with a slip of the pen by chance
_FEW = 3  # sums of one document of which all may be wrong
_TELLING = 3  # digits of a figure that a slip explains by no chance
_NOT_READ = "同类各式多数不成立，读法存疑 (most sums of this kind fail here: the reading is in doubt)"
_NO_HEAD = "未见起算的数 (the figure that the sum begins with is not printed)"
_FURTHER_UP = "起算的数不在同一段，可能另有所指 (the sum begins with a figure that stands further up)"
_OPEN = "所加各项未全部列出金额 (something is added without an amount)"
_UNSAID = "未说明收支两方应相等 (nothing says that both sides must be equal)"
_SEVERAL = "收支各有几种读法 (income or expenditure may be one of several figures)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Account)
    match check.of:
        case "grand_total":
            results = [_grand_total(check, dossier, total) for total in dossier.prose.totals if total.named]
        case "remainder":
            results = [_remainder(check, dossier, s) for s in dossier.prose.settlements if s.left is not None]
        case "equal_sides":
            results = [_equal_sides(check, dossier, s) for s in dossier.prose.settlements if s.left is None]
    failed = sum(result.status is Status.FAILED and not _by_slip(result) for result in results)
    passed = sum(result.status is Status.PASSED for result in results)
    doubted = failed > _FEW and failed >= passed
    for result in results:
        yield _skipped(result, _NOT_READ) if doubted and result.status is Status.FAILED else result


def _by_slip(result: Outcome) -> bool:
    """True of a failure that one slip of the pen explains: it says nothing against the reading."""
    return result.relation is not None and any_slipped(result.relation, _TELLING)


def _skipped(result: Outcome, reason: str) -> Outcome:
    return replace(result, status=Status.SKIPPED, reason=reason)


def _grand_total(check: Account, dossier: Dossier, found: GrandTotal) -> Outcome:
    figure = dossier.prose.mentions[found.total]
    if not found.heads:
        return Outcome(
            check.id, Status.SKIPPED, evidence=(dossier.mention_evidence(figure, "claimed"),), reason=_NO_HEAD
        )
    if not found.added and not found.taken:
        return Outcome(check.id, Status.SKIPPED, evidence=(dossier.mention_evidence(figure, "claimed"),), reason=_OPEN)
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        "total": _operand(dossier, found.total, "claimed"),
        "added": (
            *(_operand(dossier, index, "part") for index in found.added),
            *(signed(_operand(dossier, index, "part"), -1) for index in found.taken),
        ),
    }
    readings = [
        {**operands, "head": signed(_operand(dossier, head, "base"), -1 if head in found.deficits else 1)}
        for head in found.heads
    ]
    if len(found.heads) > 1 and not found.deficits:  # 补助3万元，调入2万元，加上本级收入9万元，收入总计14万元
        first, *more = (_operand(dossier, head, "part") for head in found.heads)
        readings.append({**operands, "head": first, "added": (*more, *_parts(operands["added"]))})
    result = nearest([outcome(check, Relation(check.holds, r, "total"), {"label": figure.label}) for r in readings])
    if result.status is not Status.FAILED:
        return result
    if found.whole and (found.sure or _unlike_unit(dossier, found) or _slip(result, found)):
        return result
    return _skipped(result, _FURTHER_UP if found.whole else _OPEN)


def _unlike_unit(dossier: Dossier, found: GrandTotal) -> bool:
    """True when the sum comes out exactly once one figure is read in another unit, whichever of the figures it begins with."""
    figures = dossier.prose.mentions
    added = [figures[index].quantity for index in found.added]
    total = figures[found.total].quantity
    return not found.taken and any(other_unit(total, [figures[head].quantity, *added]) for head in found.heads)


def _parts(operand: Operand | tuple[Operand, ...]) -> tuple[Operand, ...]:
    return operand if isinstance(operand, tuple) else (operand,)


def _slip(result: Outcome, found: GrandTotal) -> bool:
    """True when one slip of the pen explains the gap, where there is no doubt what the sum begins with."""
    return result.relation is not None and len(found.heads) == 1 and any_slipped(result.relation, _DIGITS)


def _remainder(check: Account, dossier: Dossier, found: Settlement) -> Outcome:
    assert found.left is not None
    left = signed(_operand(dossier, found.left, "claimed"), -1 if found.deficit else 1)
    label = dossier.prose.mentions[found.left].label
    results = [
        outcome(
            check,
            Relation(
                check.holds,
                {"left": left, "income": _operand(dossier, i, "base"), "spent": _operand(dossier, s, "part")},
                "left",
            ),
            {"label": label},
        )
        for i in found.incomes
        for s in found.outgoings
    ]
    result = nearest(results)
    return result if found.sure or result.status is not Status.FAILED else _skipped(result, _SEVERAL)


def _equal_sides(check: Account, dossier: Dossier, found: Settlement) -> Outcome:
    operands = {
        "spent": _operand(dossier, found.outgoings[0], "claimed"),
        "income": _operand(dossier, found.incomes[0], "compared"),
    }
    result = outcome(check, Relation(check.holds, operands, "spent"))
    return result if found.equal or result.status is not Status.FAILED else _skipped(result, _UNSAID)


def nearest(results: list[Outcome]) -> Outcome:
    """The first reading that holds, else the failed one with the smallest gap."""
    for result in results:
        if result.status is Status.PASSED:
            return result
    failed = [result for result in results if result.status is Status.FAILED]
    return min(failed, key=_gap) if failed else results[0]


def _gap(result: Outcome) -> tuple[int, float]:
    return result.severity.rank, float(result.gap or "inf")


def _operand(dossier: Dossier, index: int, role: str) -> Operand:
    return dossier.operand(dossier.prose.mentions[index], role)
