"""Interval arithmetic never loses a value: what points inside the operands give lies inside the result."""

from __future__ import annotations

from decimal import Decimal
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.interval import INFINITY, ZERO, Interval, total, union

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)
TOLERANCE = Decimal("1e-25")  # of a quotient, which is rounded


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    lo, hi = sorted((draw(NUMBERS), draw(NUMBERS)))
    if lo == hi:
        return Interval.point(lo)
    return Interval(lo, hi, draw(st.booleans()), draw(st.booleans()))


@st.composite
def inhabited(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and a point of it."""
    interval = draw(intervals())
    ends = [end for end in (interval.lo, interval.hi) if end in interval]
    inner = interval.lo + interval.width * draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]))
    return interval, draw(st.sampled_from([*ends, inner]))


@pytest.mark.parametrize("operation", [add, sub, mul])
@given(left=inhabited(), right=inhabited())
def test_the_result_contains_what_points_give(operation, left, right):
    assert operation(left[1], right[1]) in operation(left[0], right[0])


@given(left=inhabited(), right=inhabited())
def test_a_quotient_contains_what_points_give_or_refuses_a_divisor_that_may_be_zero(left, right):
    divisor = right[0]
    if divisor.lo <= 0 <= divisor.hi:
        with pytest.raises(ZeroDivisionError):
            left[0] / divisor
        return
    quotient, point = left[0] / divisor, truediv(left[1], right[1])
    assert quotient.lo - TOLERANCE <= point <= quotient.hi + TOLERANCE


@given(inhabited())
def test_negation_turns_the_ends_and_keeps_what_is_open(pair):
    interval, point = pair
    assert -point in -interval
    back = -interval
    assert -back == interval


@given(inhabited(), inhabited())
def test_two_intervals_meet_exactly_when_they_are_not_apart(left, right):
    a, b = left[0], right[0]
    assert a.meets(b) == b.meets(a)
    if left[1] in b or right[1] in a:
        assert a.meets(b)
    if a.distance(b) > 0:
        assert not a.meets(b)


@given(st.lists(inhabited(), min_size=1, max_size=6))
def test_a_total_contains_the_sum_and_a_union_every_part(pairs):
    assert sum((point for _, point in pairs), ZERO) in total(interval for interval, _ in pairs)
    joined = union(interval for interval, _ in pairs)
    assert all(point in joined for _, point in pairs)


def test_an_empty_total_is_zero():
    assert total([]) == Interval.point(0)


def test_swapped_ends_are_refused():
    with pytest.raises(ValueError, match="swapped"):
        Interval(Decimal(2), Decimal(1))


def test_intervals_that_touch_meet_only_where_both_ends_belong():
    left, closed = Interval(Decimal(0), Decimal(1)), Interval(Decimal(1), Decimal(2))
    opened = Interval(Decimal(1), Decimal(2), True, False)
    assert left.meets(closed)
    assert not left.meets(opened)
    assert left.distance(opened) == 0


def test_a_closed_zero_times_an_open_end_reaches_zero():
    product = Interval(ZERO, Decimal(1)) * Interval(Decimal(2), Decimal(3), True, True)
    assert ZERO in product
    assert Decimal(3) not in product


def test_an_unbounded_side_stays_unbounded():
    at_least = Interval(Decimal(95), INFINITY)
    assert (at_least + Interval.point(1)).hi == INFINITY
    assert Decimal(10**9) in at_least * Interval.point(2)
    assert (Interval.point(0) * at_least) == Interval.point(0)
