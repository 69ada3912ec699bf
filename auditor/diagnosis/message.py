"""What does a message say? The sentence of a check with the figures put in, each with its unit."""

from __future__ import annotations

import re

from auditor.engine.relation import bind, exactly, is_linear, with_unit
from auditor.engine.solve import reprinted, sign_of, solve
from auditor.engine.working import number
from auditor.model import formula as formulas
from auditor.model.finding import Operand, Outcome, Relation
from auditor.model.formula import Name
from auditor.model.interval import ZERO
from auditor.model.quantity import PERCENT
from auditor.rulebook.check import PLACEHOLDER, RISE, SEVERAL, Text

LISTED = 3  # figures that are named one by one
NOTHING = "—"
UNTITLED = "表中"  # in place of 《》, the name of a table that has none
NO_BASE = Text(zh="“基数为 0，无法计算”", en="nothing, for the base is 0")
ROSE, FELL = Text(zh="增加 ", en="a rise of "), Text(zh="减少 ", en="a fall of ")
GREW, SHRANK = Text(zh="增长 ", en="a rise of "), Text(zh="下降 ", en="a fall of ")


def fill(text: Text, lang: str, result: Outcome) -> str:
    """A check's message with its placeholders filled: names as printed, expressions as computed, ``{rate:rise}`` as a rise
    or a fall."""
    relation = result.relation
    unit = _unit_in_dispute(result)
    known = {
        **result.context,
        "claimed": _measured(result.evidence[0].text, unit) if result.evidence else "",
        "expected": _measured(_given(result, relation), unit) if result.expected else _nothing(relation, lang),
        "gap": _measured(result.gap, unit) if result.gap else NOTHING,
    }

    def put(match: re.Match[str]) -> str:
        word, form = match.groups()
        figure = known[word] if word in known else _computed(word, relation, lang) if relation is not None else ""
        return _turned(figure, lang) if form == RISE else figure

    said = SEVERAL.sub("" if known.get("count") == "1" else r"\1", text.say(lang))
    return PLACEHOLDER.sub(put, said).replace("《》", UNTITLED)


def _turned(figure: str, lang: str) -> str:
    """A change or a rate in words instead of with its sign: 减少 12.5万元, 增长 4.2%."""
    size = figure.removeprefix("-")
    if not size[:1].isdigit():
        return figure
    amount, rate = (ROSE, GREW) if size == figure else (FELL, SHRANK)
    return (rate if size.endswith(PERCENT.symbol) else amount).say(lang) + size


def _unit_in_dispute(result: Outcome) -> str:
    """The unit of the disputed figure; empty where words are in dispute."""
    quantity = result.evidence[0].quantity if result.evidence else None
    return quantity.unit.symbol if quantity is not None else ""


def _measured(text: str, unit: str) -> str:
    """A figure with its unit, whether or not it is printed with it."""
    return text + unit if text[-1:].isdigit() else text


def _nothing(relation: Relation | None, lang: str) -> str:
    """What stands for an expected figure that there is not."""
    return NO_BASE.say(lang) if relation is not None and "/" in str(relation.formula) else NOTHING


def _given(result: Outcome, relation: Relation | None) -> str:
    """What the other figures give, with the sign that the relation reads it with; a sum with all the decimals that it has."""
    expected = result.expected or ""
    if relation is None:
        return expected
    claimed = relation.operands[relation.claimed]
    if (
        not isinstance(claimed, tuple)
        and is_linear(relation.formula)
        and (exact := solve(relation, claimed)) is not None
    ):
        exponent = claimed.quantity.in_unit(exact).normalize().as_tuple().exponent
        expected = with_unit(reprinted(claimed.quantity, exact, at_least=max(0, -int(exponent))))
    return _as_read(relation, expected)


def _as_read(relation: Relation | None, expected: str) -> str:
    """The expected figure with the sign that the relation reads it with, as the other figures of a message have it."""
    claimed = relation.operands[relation.claimed] if relation is not None else ()
    if isinstance(claimed, tuple) or sign_of(claimed) > 0:
        return expected
    return expected.removeprefix("-") if expected.startswith("-") else f"-{expected}"


def _several(operands: tuple[Operand, ...], lang: str) -> str:
    """A few figures one by one, many as their sum."""
    if not operands:
        return "0"
    if len(operands) <= LISTED:
        return "、".join(map(number, operands))
    value = sum((operand.quantity.value for operand in operands), ZERO)
    count = f"（{len(operands)} 项之和）" if lang == "zh" else f" (sum of {len(operands)})"
    return f"{value:f}{operands[0].quantity.unit.symbol}{count}"


def _computed(word: str, relation: Relation, lang: str) -> str:
    expression = formulas.parse_expression(word)
    if isinstance(expression, Name) and str(expression) in relation.operands:
        bound = relation.operands[str(expression)]
        return _several(bound, lang) if isinstance(bound, tuple) else number(bound)
    pattern = next(
        (
            operand.quantity
            for name in formulas.names(expression)
            if isinstance(operand := relation.operands.get(str(name)), Operand)
        ),
        None,
    )
    if pattern is None:
        return ""
    try:
        value = formulas.evaluate(expression, bind(relation, exactly)).lo
    except (ZeroDivisionError, KeyError):
        return "—"
    if "/" in word and pattern.unit.dimension != PERCENT.dimension:
        return f"{round(value * 100, 2):f}%"
    return f"{pattern.printed(value)}{pattern.unit.symbol}"
