"""Is what the prose tells of the level's own account no more than what it tells of the whole region?

全市教育支出24亿元 holds 市本级教育支出9亿元. Two figures are of one account when they are called the same and are of one known fund, year and basis; one that
is told twice says too little. What one level hands to another nets out in the whole, and a surplus may be a deficit elsewhere, so neither is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine import _cells
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.fact import OWN, WHOLE
from auditor.model.finding import Outcome, Relation, Severity, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, bare
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import OwnTold
from auditor.rulebook.vocabulary import Vocabulary

_NAME = 2  # characters that say what a figure is: 收入, of a known fund
_HOLD = 4  # pairs that hold, for each that does not
_ASIDE = frozenset({"prior", "reason", "other_year"})
_UNSURE = "可比的数不多，或多处不符 (few figures of the report bear it out, or many do not)"

Account = tuple[str, str, str, str]  # name, fund, year, basis


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each pair."""
    del vocabulary
    assert isinstance(check, OwnTold)
    handed = re.compile(alternatives(check.handed))
    told: dict[Account, dict[str, list[Mention]]] = {}
    for mention in dossier.prose.mentions:
        if _is_told(mention) and not handed.search(mention.context) and (account := _account(mention)):
            told.setdefault(account, {}).setdefault(mention.dims.scope.value, []).append(mention)
    pairs = ((scopes.get(OWN, []), scopes.get(WHOLE, [])) for scopes in told.values())
    results = [_outcome(check, dossier, *own, *whole) for own, whole in pairs if len(own) == len(whole) == 1]
    held = sum(result.status is Status.PASSED for result in results)
    failed = sum(result.status is Status.FAILED for result in results)
    for result in results:
        unsure = result.status is Status.FAILED and held < _HOLD * failed
        yield _cells.skipped(result, _UNSURE) if unsure else result


def _is_told(mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and mention.quantity.unit.dimension == "money"
        and not mention.numeral
        and not mention.direction
        and not mention.tags & _ASIDE
    )


def _account(mention: Mention) -> Account | None:
    """What a figure is of; None where part of that is not known."""
    dims = mention.dims
    name = bare(mention.measured)
    known = len(name) >= _NAME and dims.fund.value and dims.period.value
    return (name, dims.fund.value, dims.period.value, dims.basis.value) if known else None


def _outcome(check: OwnTold, dossier: Dossier, own: Mention, whole: Mention) -> Outcome:
    operands = {"own": dossier.operand(own, "claimed"), "whole": dossier.operand(whole, "total")}
    return outcome(check, Relation(check.holds, operands, "own"), {"label": own.label}, at_most=Severity.WARNING)
