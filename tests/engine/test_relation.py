"""A relation holds, is off by a rounding slip, or is an error; what cannot be decided is skipped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.engine.relation import decide
from auditor.model.finding import Operand, Severity, Status
from auditor.model.quantity import Qualifier
from tests.engine.relations import figure, relation

PASSED, SLIP, ERROR = (Status.PASSED, None), (Status.FAILED, Severity.WARNING), (Status.FAILED, Severity.ERROR)


def tier(verdict):
    return verdict.status, verdict.severity if verdict.status is Status.FAILED else None


def qualified(operand: Operand, qualifier: Qualifier) -> Operand:
    return replace(operand, quantity=replace(operand.quantity, qualifier=qualifier))


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("29.57%", PASSED), ("29.6%", PASSED), ("30%", PASSED), ("29.58%", SLIP), ("22.8%", ERROR)],
)
def test_a_rate_is_judged_at_its_printed_precision(rate, expected):
    judged = relation(
        "rate = change / (current - change)",
        "rate",
        rate=figure(rate, 1),
        change=figure("3156.43万元", 2),
        current=figure("13830.7万元", 3),
    )
    assert tier(decide(judged)) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [("100.00万元", PASSED), ("100.01万元", PASSED), ("100.02万元", SLIP), ("100.03万元", SLIP), ("100.10万元", ERROR)],
)
def test_a_sum_allows_for_the_rounding_of_each_part(total, expected):
    parts = tuple(figure(text, n) for n, text in enumerate(("60.00万元", "40.00万元"), start=2))
    assert tier(decide(relation("total = sum(parts)", "total", total=figure(total, 1), parts=parts))) == expected


@pytest.mark.parametrize(("total", "expected"), [("36人", PASSED), ("37人", ERROR), ("35人", ERROR)])
def test_counts_are_exact_and_never_off_by_rounding(total, expected):
    parts = tuple(figure(text, n) for n, text in enumerate(("30人", "6人"), start=2))
    assert tier(decide(relation("total = sum(parts)", "total", total=figure(total, 1), parts=parts))) == expected


def test_a_long_sum_that_holds_only_by_a_pile_up_of_roundings_is_a_warning():
    parts = tuple(figure("1.00万元", n) for n in range(2, 42))
    near = relation("total = sum(parts)", "total", total=figure("40.02万元", 1), parts=parts)
    far = relation("total = sum(parts)", "total", total=figure("40.18万元", 1), parts=parts)
    assert tier(decide(near)) == PASSED
    assert tier(decide(far)) == SLIP


@pytest.mark.parametrize("spent", ["624380元", "62.4380万元", "62.44万元"])
def test_units_of_one_dimension_are_converted(spent):
    judged = relation(
        "rate = spent / budget", "rate", rate=figure("78.05%", 1), spent=figure(spent, 2), budget=figure("80.00万元", 3)
    )
    assert tier(decide(judged)) == PASSED


def test_parts_may_not_exceed_their_whole_but_may_fall_short():
    parts = tuple(figure(text, n) for n, text in enumerate(("60.00万元", "45.00万元"), start=2))
    holds = "sum(parts) <= total"
    assert tier(decide(relation(holds, "total", total=figure("105.00万元", 1), parts=parts))) == PASSED
    assert tier(decide(relation(holds, "total", total=figure("200.00万元", 1), parts=parts))) == PASSED
    assert tier(decide(relation(holds, "total", total=figure("100.00万元", 1), parts=parts))) == ERROR


def test_an_approximate_figure_decides_nothing():
    total = qualified(figure("200万元", 1), Qualifier.ABOUT)
    verdict = decide(relation("total = part", "total", total=total, part=figure("100万元", 2)))
    assert verdict.status is Status.SKIPPED
    assert verdict.reason


def test_a_one_sided_figure_decides_what_it_can():
    more = qualified(figure("6000万元", 1), Qualifier.MORE)
    assert tier(decide(relation("total = part", "total", total=more, part=figure("6420万元", 2)))) == PASSED
    assert tier(decide(relation("total = part", "total", total=more, part=figure("5420万元", 2)))) == ERROR


def test_a_divisor_that_may_be_zero_is_skipped_with_the_reason():
    verdict = decide(
        relation("rate = a / b", "rate", rate=figure("80%", 1), a=figure("0.00万元", 2), b=figure("0.00万元", 3))
    )
    assert verdict.status is Status.SKIPPED
    assert "zero" in verdict.reason


def test_a_rate_that_no_divisor_within_the_rounding_of_zero_gives_is_wrong():
    verdict = decide(
        relation("rate = a / b", "rate", rate=figure("80%", 1), a=figure("40万元", 2), b=figure("0.00万元", 3))
    )
    assert tier(verdict) == ERROR
    assert verdict.expected is None


def test_what_the_disputed_figure_should_be_is_solved_for():
    judged = relation(
        "rate = change / (current - change)",
        "rate",
        rate=figure("22.8%", 1),
        change=figure("3156.43万元", 2),
        current=figure("13830.7万元", 3),
    )
    expected = decide(judged).expected
    assert expected is not None
    assert judged.operands["rate"].quantity.printed(expected) == "29.6"


@pytest.mark.parametrize(
    ("there", "expected"),
    [("37.52万元", SLIP), ("37.51万元", PASSED), ("37.5万元", PASSED), ("375149元", PASSED), ("37.55万元", ERROR)],
)
def test_two_figures_that_are_one_and_are_rounded_alike_are_printed_alike(there, expected):
    judged = relation("here = there", "here", here=figure("37.51万元", 1), there=figure(there, 2))
    assert tier(decide(judged)) == expected
