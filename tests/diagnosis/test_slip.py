from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.diagnosis.slip import Slip, retyped, significant, slip_of
from tests.engine.relations import quantity


def slip(printed: str, right: str, *, exact: bool = True) -> Slip | None:
    figure = quantity(printed)
    return slip_of(figure, Decimal(right) * figure.unit.scale, exact=exact)


@pytest.mark.parametrize(
    ("printed", "right", "shift"),
    [
        ("726.87%", "7268.75", -1),
        ("295.7%", "29.57", 1),
        ("1.23万元", "123", -2),
        ("50元", "500", None),
        ("120元", "1200", -1),
    ],
)
def test_a_misplaced_point_is_told_by_three_digits_or_an_exact_power_of_ten(
    printed: str, right: str, shift: int | None
) -> None:
    assert slip(printed, right) == (Slip("magnitude", shift) if shift else None)


def test_a_misplaced_point_is_not_told_where_a_digit_differs() -> None:
    assert slip("726.87%", "7258.75") is None


@pytest.mark.parametrize(
    ("printed", "right", "shift"),
    [("0.3万元", "2961.68", -4), ("29616800.00万元", "2961.68", 4), ("29616800万元", "2961.68", 4)],
)
def test_ten_thousand_times_off_is_a_unit(printed: str, right: str, shift: int) -> None:
    assert slip(printed, right) == Slip("unit", shift)


def test_nearly_ten_thousand_times_off_is_not_a_unit() -> None:
    assert slip("0.3万元", "3561.68") is None


def test_two_neighbouring_digits_exchanged() -> None:
    assert slip("3962.99元", "3926.99") == Slip("transposed")
    assert slip("71.73%", "71.37", exact=False) == Slip("transposed")
    assert slip("71.73%", "17.73", exact=False) == Slip("transposed")


def test_digits_exchanged_over_the_point_or_far_apart() -> None:
    assert slip("3912.34元", "3913.24") == Slip("transposed")
    assert slip("7508元", "7805") == Slip("transposed")
    assert slip("71.75%", "71.57", exact=False) == Slip("transposed")
    assert slip("3962.99元", "2973.98") is None


def test_one_digit_of_an_exact_figure() -> None:
    assert slip("9325.61元", "9375.61") == Slip("digit")
    assert slip("1.5万元", "1.4") is None


def test_one_digit_of_a_quotient_must_stand_well_before_its_last_places() -> None:
    assert slip("95.03%", "75.03", exact=False) == Slip("digit")
    assert slip("99.99%", "99.96", exact=False) is None
    assert slip("22.8%", "25.8", exact=False) is None


def test_a_digit_left_out() -> None:
    assert slip("1380.73元", "13830.73") == Slip("digit")
    assert slip("380.7元", "3830.7") is None


def test_no_slip_leads_to_zero_or_over_the_sign() -> None:
    assert slip("12.34元", "0") is None
    assert slip("12.34元", "-12.44") is None


def test_retyping_singles_out_the_digit_that_leads_near_the_right_value() -> None:
    figure = quantity("83830.73万元")
    assert [q.text for q in retyped(figure, Decimal("13830.79") * 10_000)] == ["13830.73"]
    assert list(retyped(figure, Decimal("14830.79") * 10_000)) == []


@pytest.mark.parametrize(("text", "digits"), [("100", 1), ("100.00", 5), ("0.05", 1), ("13,830.70", 7), ("0", 0)])
def test_significant_digits(text: str, digits: int) -> None:
    assert significant(text) == digits
