"""Why does a sum or a tie not come out: parts twice, parts left out, figures taken from elsewhere or forced?"""

from __future__ import annotations

from decimal import Decimal

from auditor.diagnosis import wording
from auditor.diagnosis.case import Case
from auditor.diagnosis.graph import find, keys_of
from auditor.diagnosis.slip import significant
from auditor.diagnosis.surroundings import Nearby
from auditor.engine.relation import is_linear
from auditor.engine.solve import is_same, solve
from auditor.model.finding import Cause, Operand

_LEAST_DIGITS = 3
_COPY_DIGITS = 4


def forced_footing(case: Case) -> Cause | None:
    """One fact printed twice, one unit of the last place apart, where one copy makes its column add up."""
    pair = list(case.relation.figures())
    if len(pair) != 2 or not case.linear or case.relation.formula.operator != "=":
        return None
    one, other = pair
    step = one.quantity.step
    if other.quantity.step != step or abs(one.quantity.base - other.quantity.base) != step:
        return None
    for copy, twin in ((one, other), (other, one)):
        for passed in case.graph.passed.get(copy.evidence.key, ()):
            mine = find(passed, copy.evidence.key)
            if mine is None or len(keys_of(passed)) < 3 or not is_linear(passed.formula):
                continue
            foots = solve(passed, mine)
            if foots == mine.quantity.base != twin.quantity.base:
                return case.cause("forced_footing", wording.forced_footing(copy.evidence))
    return None


def counted_twice(case: Case) -> Cause | None:
    """The parts exceed their total by exactly one of them."""
    parts = parts_of(case)
    surplus = _surplus(case, parts)
    if len(parts) < 3 or surplus is None or surplus <= 0:
        return None
    same = [part for part in parts if part.quantity.base == surplus]
    if len(same) != 1 or significant(same[0].quantity.text) < _LEAST_DIGITS:
        return None
    return case.cause("double_part", wording.double_part(same[0].evidence))


def entered_twice(case: Case) -> Cause | None:
    """The figures fit without the disputed one, and it is the same as another of them."""
    if case.right != 0 or not case.linear or significant(case.printed.text) < _LEAST_DIGITS:
        return None
    same = [other for other in case.others() if other.quantity.base == case.figure.quantity.base]
    return case.cause("double_part", wording.entered_twice(same[0].evidence)) if same else None


def left_out(case: Case) -> Cause | None:
    """The parts fall short of their total by exactly a figure that stands beside them."""
    parts = parts_of(case)
    surplus = _surplus(case, parts)
    if not parts or surplus is None or surplus >= 0:
        return None
    keys = keys_of(case.relation)
    inner = case.surroundings.inside(keys)
    deepest = max(case.surroundings.depth(part.evidence.key) for part in parts)
    missing = [
        nearby
        for nearby in case.surroundings.beside(keys)
        if nearby.quantity.base == -surplus
        and nearby.quantity.unit.dimension == case.printed.unit.dimension
        and significant(nearby.quantity.text) >= _LEAST_DIGITS
        and nearby.key not in inner
        and nearby.depth <= deepest
        and _same_column(nearby, case.figure)
    ]
    if len(missing) != 1:
        return None
    return case.cause("missing_part", wording.missing_part(missing[0]), missing[0].printed)


def parts_of(case: Case) -> list[Operand]:
    """The listed parts, where the disputed figure is the total they make up."""
    formula = case.relation.formula
    lists = [bound for bound in case.relation.operands.values() if isinstance(bound, tuple)]
    alone = isinstance(case.relation.operands[case.relation.claimed], Operand)
    if len(lists) != 1 or not alone or not case.linear or len(case.relation.operands) != 2:
        return []
    claimed = case.relation.operands[case.relation.claimed]
    assert isinstance(claimed, Operand)
    return list(lists[0]) if is_same(claimed, case.figure) and formula.operator in ("=", "<=", ">=") else []


def _surplus(case: Case, parts: list[Operand]) -> Decimal | None:
    if not parts:
        return None
    return sum((part.quantity.base for part in parts), Decimal(0)) - case.figure.quantity.base


def _same_column(nearby: Nearby, figure: Operand) -> bool:
    key = figure.evidence.key
    return len(key) != 3 or (len(nearby.key) == 3 and nearby.key[2] == key[2])


def balancing(case: Case) -> Cause | None:
    """A figure that contradicts a table, and is what two others of its sentence leave, one of them printed more coarsely."""
    printed = case.printed
    reported = case.figure.evidence.table is None and any(other.evidence.table for other in case.others())
    if not reported or significant(printed.text) < _COPY_DIGITS:
        return None
    beside = [
        figure
        for figure in case.surroundings.sentence_figures(case.figure.evidence.key)
        if figure.quantity.unit == printed.unit
    ]
    pairs = [
        (whole, part)
        for whole in beside
        for part in beside
        if whole.quantity.value - part.quantity.value == printed.value
        and whole.quantity.decimals == printed.decimals > part.quantity.decimals
    ]
    return case.cause("forced", wording.balancing(*pairs[0])) if len(pairs) == 1 else None


def copied(case: Case) -> Cause | None:
    """An amount that is reported from a table, and is the figure of another line or table."""
    if case.right is None or case.is_ratio or not case.is_gross or case.relation.formula.operator != "=":
        return None
    digits = len(case.printed.text.replace(",", "").replace(".", "").lstrip("0"))
    others = list(case.others())
    reported = case.figure.evidence.table is None and all(other.evidence.table for other in others)
    if digits < _COPY_DIGITS or significant(case.printed.text) < _LEAST_DIGITS or not reported:
        return None
    if not all(other.evidence.key in case.graph.passed for other in others):
        return None  # nothing vouches for the table
    keys = keys_of(case.relation)
    found = [cell for cell in case.surroundings.cells_equal_to(case.printed) if cell.key not in keys]
    if not found:
        return None
    label = _pairs(case.surroundings.label(case.figure.evidence.key))
    best = max(found, key=lambda cell: (len(_pairs(cell.label) & label), len(_pairs(cell.table) & label)))
    return case.cause("copied", wording.copied(best))


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters: what two noun phrases share."""
    return {words[n : n + 2] for n in range(len(words) - 1)}
