from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.engine.solve import reprinted, solve, substituted
from auditor.model.finding import Operand
from tests.engine.relations import figure, quantity, relation

RATE, CHANGE, CURRENT = figure("22.8%", 1), figure("3156.43万元", 2), figure("13830.7万元", 3)
GROWTH = relation("rate = change / (current - change)", "rate", rate=RATE, change=CHANGE, current=CURRENT)


def test_a_disputed_rate_is_recomputed_from_the_other_figures() -> None:
    solved = solve(GROWTH, RATE)
    assert solved is not None
    assert round(solved * 100, 2) == Decimal("29.57")


@pytest.mark.parametrize("unknown", [CHANGE, CURRENT])
def test_every_figure_of_a_quotient_can_be_the_unknown(unknown: Operand) -> None:
    solved = solve(GROWTH, unknown)
    assert solved is not None
    values = {"rate": RATE.quantity.base, "change": CHANGE.quantity.base, "current": CURRENT.quantity.base}
    values["change" if unknown is CHANGE else "current"] = solved
    assert abs(values["change"] / (values["current"] - values["change"]) - values["rate"]) < Decimal("1e-20")


def test_a_part_of_a_sum_is_solved_exactly() -> None:
    total, one, two = figure("110.00万元", 1), figure("60.00万元", 2), figure("40.00万元", 3)
    adds = relation("total = sum(parts)", "total", total=total, parts=(one, two))
    assert solve(adds, total) == Decimal(1_000_000)
    assert solve(adds, two) == Decimal(500_000)


def test_a_figure_that_stands_twice_is_one_unknown() -> None:
    total, part = figure("90元", 1), figure("30元", 2)
    adds = relation("total = sum(parts)", "total", total=total, parts=(part, part))
    assert solve(adds, part) == Decimal(45)


def test_a_fall_is_solved_as_the_printed_figure() -> None:
    rate, change = figure("25%", 1, falls=True), figure("300万元", 2, falls=True)
    falls = relation(
        "rate = change / (current - change)", "rate", rate=rate, change=change, current=figure("1200万元", 3)
    )
    assert solve(falls, rate) == Decimal("0.2")


def test_there_is_no_solution_where_the_figure_does_not_matter() -> None:
    rate, spent = figure("80%", 1), figure("40万元", 2)
    nothing = relation("rate * budget = spent", "rate", rate=rate, budget=figure("0万元", 3), spent=spent)
    assert solve(nothing, rate) is None


def test_a_solution_that_makes_a_divisor_zero_is_none() -> None:
    rate = figure("0%", 1)
    zero = relation(
        "rate = (spent - budget) / budget", "rate", rate=rate, spent=figure("0元", 2), budget=figure("5元", 3)
    )
    assert solve(zero, zero.operands["budget"]) is None  # type: ignore[arg-type]


def test_substitution_keeps_the_sign_that_words_give() -> None:
    rate = figure("25%", 1, falls=True)
    changed = substituted(relation("rate = 0", "rate", rate=rate), rate, quantity("20%"))
    put = changed.operands["rate"]
    assert isinstance(put, Operand)
    assert put.quantity.value == -20


def test_a_figure_is_reprinted_in_its_unit_grouping_and_decimals() -> None:
    assert reprinted(quantity("1,200.50元"), Decimal("1234567.885")).text == "1,234,567.89"
    assert reprinted(quantity("22.8%"), Decimal("0.295705"), at_least=2).text == "29.57"
    assert reprinted(quantity("5元"), Decimal("-0.2")).text == "0"
