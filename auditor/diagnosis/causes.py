"""Why is the disputed figure wrong? The explanations a reviewer would try, one function each, in the order tried.

Each is strict: where the figures allow a coincidence, there is no cause, for a wrong cause costs more than none. What
the slips of the pen demand is said in :mod:`auditor.diagnosis.slip`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from auditor.diagnosis import wording
from auditor.diagnosis.graph import Graph, disputed, find, holds_with, keys_of
from auditor.diagnosis.repair import is_singled_out
from auditor.diagnosis.slip import significant, slip_of
from auditor.diagnosis.surroundings import Nearby, Surroundings
from auditor.engine.relation import decide, is_linear, passes, with_unit
from auditor.engine.slips import one_digit, transposed
from auditor.engine.solve import is_same, printed_base, reprinted, solve
from auditor.model.finding import Cause, Operand, Outcome, Relation, Severity
from auditor.model.formula import Name, Number, Operation
from auditor.model.quantity import PERCENT, Qualifier, Quantity

_LEAST_DIGITS = 3
_COPY_DIGITS = 4
_WHOLE = Decimal(1)
_YEAR = re.compile(r"20\d\d")
_FORCED_STEPS = 3
_FULL_DECIMALS = 4
_FAR = 100


@dataclass(frozen=True, slots=True)
class Case:
    """A failed relation with the figure to blame; ``right`` is that figure's value in the base unit, where it has one."""

    relation: Relation
    figure: Operand
    right: Decimal | None
    suggestion: str | None
    graph: Graph
    surroundings: Surroundings
    in_words: bool = False  # the check disputes words about the figures, not a figure

    @property
    def printed(self) -> Quantity:
        return self.figure.evidence.quantity or self.figure.quantity

    @property
    def linear(self) -> bool:
        return is_linear(self.relation.formula)

    @property
    def is_ratio(self) -> bool:
        return self.printed.unit.dimension == PERCENT.dimension

    @property
    def is_vouched_for(self) -> bool:
        """True when passed relations hold the figure to what is printed."""
        if self.right is None:
            return False
        quantity = reprinted(self.printed, self.right)
        return next(self.graph.breaks(self.figure, quantity), None) is not None

    @property
    def is_gross(self) -> bool:
        """True when rounding cannot explain the failure, however sure the check is that its figures belong together."""
        return decide(self.relation).severity is Severity.ERROR

    def others(self) -> Iterator[Operand]:
        return (operand for operand in self.relation.figures() if not is_same(operand, self.figure))

    def cause(self, kind: str, words: wording.Words, suggestion: str | None = None) -> Cause:
        bound = self.relation.formula.operator != "="  # what the others give is then a limit, not the right figure
        return Cause(kind, "", suggestion or (None if bound else self.suggestion), words.zh, words.en)


def cause_of(case: Case) -> Cause | None:
    """The first explanation that applies; None where none does."""
    return next((cause for explain in EXPLANATIONS if (cause := explain(case)) is not None), None)


def unit_or_point(case: Case) -> Cause | None:
    """Ten thousand times too large or small (元 for 万元), or a misplaced decimal point."""
    slip = slip_of(case.printed, case.right, exact=case.linear) if case.right is not None else None
    if slip is None or not slip.shift or case.right is None or case.is_vouched_for:
        return None
    words = wording.unit if slip.kind == "unit" else wording.magnitude
    return case.cause(slip.kind, words(slip.shift, ratio=case.is_ratio), _in_full(case.printed, case.right))


def _in_full(printed: Quantity, right: Decimal) -> str | None:
    """The right value with all its decimals, where there are few: 2961.68 for what was printed as 0.3."""
    exponent = printed.in_unit(right).normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _FULL_DECIMALS:
        return None
    return with_unit(reprinted(printed, right, at_least=max(-exponent, 0)))


def mistyped(case: Case) -> Cause | None:
    """Two neighbouring digits changed places, or one digit is wrong."""
    if case.right is None or not case.is_gross:
        return None
    if not case.linear and is_singled_out(case.relation, case.figure, reprinted(case.printed, case.right)):
        texts = case.printed.text, case.printed.printed(case.right)
        if one_digit(*texts) or transposed(*texts):
            return _slipped(case, "digit" if one_digit(*texts) else "transposed")
    slip = slip_of(case.printed, case.right, exact=case.linear)
    if case.is_vouched_for:
        return _in_some_part(case)
    if slip is None or slip.shift:
        return None
    if _rivals(case, slip.kind):
        return _in_some_figure(case) if slip.kind == "digit" else None
    return _slipped(case, slip.kind)


def _slipped(case: Case, kind: str) -> Cause:
    return case.cause(kind, wording.TRANSPOSED if kind == "transposed" else wording.DIGIT)


def _in_some_part(case: Case) -> Cause | None:
    """One digit of a part is wrong, but it cannot be told which part's."""
    words = wording.SOME_PARTS_DIGIT
    return Cause("digit", "", None, *words) if len(_parts(case)) > 1 and _is_of_one_digit(case) else None


def _in_some_figure(case: Case) -> Cause | None:
    """One digit of the total or of a part is wrong."""
    return Cause("digit", "", None, *wording.SOME_DIGIT) if _is_of_one_digit(case) else None


def _is_of_one_digit(case: Case) -> bool:
    """True when the gap is a multiple of a power of ten, far above the last place."""
    assert case.right is not None
    off = (case.right - printed_base(case.figure)).normalize()
    return len(off.as_tuple().digits) == 1 and abs(off) >= case.printed.step * _FAR


def _rivals(case: Case, kind: str) -> bool:
    """True when the same slip in another figure that nothing vouches for explains the failure just as well."""
    if not case.linear or len(case.graph.failed.get(case.figure.evidence.key, ())) > 1:
        return False
    for other in case.others():
        if other.evidence.key in case.graph.passed or not other.evidence.key:
            continue
        right = solve(case.relation, other)
        printed = other.evidence.quantity or other.quantity
        slip = slip_of(printed, right, exact=True) if right is not None else None
        if slip is not None and slip.kind == kind:
            return True
    return False


def opposite(case: Case) -> Cause | None:
    """The right figure with the wrong sign: a rise where it fell."""
    if case.right is None or case.right * printed_base(case.figure) >= 0:
        return None
    if reprinted(case.printed, -case.right).value != case.printed.value or significant(case.printed.text) < 2:
        return None
    return case.cause("sign", wording.SIGN)


def clashing(case: Case) -> Cause | None:
    """A rise and a fall that would agree if both went the same way."""
    if not case.is_ratio:
        return None
    for other in case.others():
        turned = replace(other.quantity, value=-other.quantity.value)
        if case.surroundings.is_change(other.evidence.key) and passes(_taken(case.relation, other, turned)):
            return Cause("sign", "", None, *wording.CLASH)
    return None


def _taken(relation: Relation, figure: Operand, quantity: Quantity) -> Relation:
    """The relation with ``quantity`` taken for a figure, its sign included."""
    operands = {
        name: replace(bound, quantity=quantity) if isinstance(bound, Operand) and is_same(bound, figure) else bound
        for name, bound in relation.operands.items()
    }
    return replace(relation, operands=operands)


def truncated(case: Case) -> Cause | None:
    """The last place was cut off instead of rounded."""
    if case.right is None:
        return None
    quantity, right = case.printed, case.printed.in_unit(case.right)
    place = Decimal(1).scaleb(-quantity.decimals)
    cut = right.quantize(place, ROUND_DOWN)
    if cut != quantity.value or reprinted(quantity, case.right).value == quantity.value:
        return None
    return case.cause("truncated", wording.TRUNCATED)


def forced_share(case: Case) -> Cause | None:
    """A share that makes the shares of its list add to exactly 100 %."""
    shares = case.surroundings.shares_beside(case.figure.evidence.key)
    if case.right is None or len(shares) < 2 or sum((share.base for share in shares), Decimal(0)) != _WHOLE:
        return None
    off = printed_base(case.figure) - case.right
    if abs(off) <= case.printed.step * _FORCED_STEPS:
        return case.cause("forced", wording.FORCED_SHARE)
    if any(abs(off + other) <= case.printed.step for other in _errors_beside(case)):
        return case.cause("forced", wording.OFFSET_SHARE)
    return None


def _errors_beside(case: Case) -> Iterator[Decimal]:
    """By how much other shares of the same sentence are wrong, where they are."""
    beside = case.surroundings.keys_of_shares(case.figure.evidence.key) - {case.figure.evidence.key}
    for failure in {f.index: f for key in beside for f in case.graph.failed.get(key, ())}.values():
        figure = disputed(failure.relation)
        if figure is not None and figure.evidence.key in beside and len(failure.relation.operands) > 1:
            right = solve(failure.relation, figure)
            if right is not None:
                yield printed_base(figure) - right


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
    parts = _parts(case)
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


def left_out(case: Case) -> Cause | None:
    """The parts fall short of their total by exactly a figure that stands beside them."""
    parts = _parts(case)
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


def _parts(case: Case) -> list[Operand]:
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


def other_base(case: Case) -> Cause | None:
    """A percentage that was taken of another figure nearby."""
    if not case.is_ratio or significant(case.printed.text) < _LEAST_DIGITS or not case.is_gross:
        return None
    keys = keys_of(case.relation)
    beside = [nearby for nearby in case.surroundings.beside(keys) if nearby.quantity.value > 0]
    for matches, words in ((_bases(case, beside), wording.other_base), (_numerators(case, beside), wording.other_part)):
        values = {nearby.quantity.base for nearby in matches}
        if len(values) > 1:
            return None
        if matches:
            return case.cause("wrong_base", words(matches[0]))
    return None


def _bases(case: Case, beside: list[Nearby]) -> list[Nearby]:
    formula = case.relation.formula
    match formula.right:
        case Operation("/", over, _) if isinstance(formula.left, Name):
            quotient = replace(formula, right=Operation("/", over, Name(_OTHER)))
            return _fitting(case, quotient, beside, over)
        case Name():
            pass
    match formula.left:
        case Operation("*", rate, Name()):
            product = replace(formula, left=Operation("*", rate, Name(_OTHER)))
            return _fitting(case, product, beside, formula.right)
    return []


def _numerators(case: Case, beside: list[Nearby]) -> list[Nearby]:
    formula = case.relation.formula
    match formula.right:
        case Operation("/", Name(), Name() as under) if isinstance(formula.left, Name):
            return _fitting(case, replace(formula, right=Operation("/", Name(_OTHER), under)), beside, under)
    return []


_OTHER = "other"


def _fitting(case: Case, formula: object, beside: list[Nearby], kept: object) -> list[Nearby]:
    """The figures nearby that make the relation hold in the place of another."""
    operand = case.relation.operands.get(str(kept)) if isinstance(kept, Name) else None
    dimension = operand.quantity.unit.dimension if isinstance(operand, Operand) else None
    found = []
    for nearby in beside:
        if nearby.quantity.unit.dimension != dimension or nearby.quantity.qualifier is not Qualifier.EXACT:
            continue
        other = replace(case.figure, quantity=nearby.quantity, evidence=replace(case.figure.evidence, key=nearby.key))
        relation = Relation(formula, {**case.relation.operands, _OTHER: other}, case.relation.claimed)  # type: ignore[arg-type]
        if holds_with(relation, case.figure, case.printed):
            found.append(nearby)
    return found


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


EXPLANATIONS: tuple[Callable[[Case], Cause | None], ...] = (
    exchanged,
    opposite,
    clashing,
    unit_or_point,
    copied,
    mistyped,
    forced_footing,
    forced_share,
    truncated,
    counted_twice,
    entered_twice,
    left_out,
    balancing,
    other_base,
)
