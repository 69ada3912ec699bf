"""Exact sums prove readings: lists that end early, figures that divide one before them, a figure in another unit."""

from __future__ import annotations

from decimal import Decimal

from auditor.engine.sums import evident, exact, other_unit, significant
from auditor.model.quantity import WAN, YI, YUAN, Quantity, Unit


def money(text: str, unit: Unit = WAN) -> Quantity:
    decimals = len(text.partition(".")[2])
    return Quantity(text, Decimal(text), unit, decimals)


def test_a_list_may_end_before_its_last_figure() -> None:
    listed = [("a", money("6.01")), ("b", money("3.03")), ("c", money("5.00"))]
    assert list(evident(money("9.04"), listed)) == [("a", "b")]


def test_figures_that_divide_the_one_before_them_are_left_out() -> None:
    listed = [("a", money("331446")), ("x", money("90000")), ("y", money("241446")), ("b", money("130170"))]
    assert ("a", "b") in list(evident(money("461616"), listed))


def test_a_round_total_proves_nothing() -> None:
    assert list(evident(money("50"), [(1, money("20")), (2, money("30")), (3, money("7"))])) == []


def test_one_figure_in_another_unit_makes_the_sum_come_out() -> None:
    assert other_unit(money("20797"), [money("9800", YUAN), money("10997")])
    assert other_unit(money("2.345", YI), [money("12000"), money("1.145")])
    assert not other_unit(money("20797"), [money("9800"), money("10998")])


def test_a_coarser_total_is_met_within_its_last_place() -> None:
    assert exact(money("2.35", YI), [money("12000"), money("11512")])
    assert not exact(money("2.35", YI), [money("12000"), money("11612")])


def test_digits_that_tell() -> None:
    assert [significant(money(text)) for text in ("1200", "0.045", "45.0", "0")] == [2, 2, 3, 0]
