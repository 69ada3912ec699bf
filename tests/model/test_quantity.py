"""A printed number stands for the values that round to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.interval import INFINITY, Interval
from auditor.model.quantity import PERCENT, WAN, YI, YUAN, Qualifier, Quantity, Unit

PERSON = Unit("人", "person", counted=True)
WAN_PERSON = Unit("万人", "person", Decimal(10_000), counted=True)


def q(text: str, unit: Unit = YUAN, qualifier: Qualifier = Qualifier.EXACT) -> Quantity:
    return Quantity(text, Decimal(text.replace(",", "")), unit, len(text.partition(".")[2]), qualifier)


@pytest.mark.parametrize(
    ("quantity", "lo", "hi"),
    [
        (q("22.8", PERCENT), "0.2275", "0.2285"),
        (q("13830.7", WAN), "138306500", "138307500"),
        (q("138,307,276.56"), "138307276.555", "138307276.565"),
        (q("9325.61", WAN), "93256050", "93256150"),
        (q("1.2", YI), "115000000", "125000000"),
        (q("-0.50", WAN), "-5050", "-4950"),
        (q("14", PERSON), "14", "14"),
        (q("2.5", WAN_PERSON), "24500", "25500"),
        (q("3", WAN_PERSON), "25000", "35000"),
        (q("0"), "0", "0"),
        (q("0.00", WAN), "-50", "50"),
        (q("5"), "4.5", "5.5"),
    ],
)
def test_the_interval_is_half_a_unit_of_the_last_place(quantity, lo, hi):
    assert quantity.interval == Interval(Decimal(lo), Decimal(hi))


@pytest.mark.parametrize(
    ("qualifier", "inside", "outside"),
    [
        (Qualifier.MORE, ["6000", "6999.9"], ["5999", "7000"]),
        (Qualifier.NEARLY, ["5000.1", "6000"], ["6001", "5000"]),
        (Qualifier.AT_LEAST, ["6000", "1000000"], ["5999"]),
        (Qualifier.AT_MOST, ["6000", "-1"], ["6001"]),
    ],
)
def test_words_make_a_number_one_sided(qualifier, inside, outside):
    interval = q("6000", qualifier=qualifier).interval
    assert all(Decimal(value) in interval for value in inside)
    assert not any(Decimal(value) in interval for value in outside)


def test_at_least_has_no_upper_end():
    assert q("95", PERCENT, Qualifier.AT_LEAST).interval.hi == INFINITY


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([YUAN, WAN, YI, PERCENT]))
def test_a_value_printed_and_read_again_contains_itself(value, unit):
    pattern = q("1.00", unit)
    printed = pattern.printed(value * unit.scale)
    assert value * unit.scale in q(printed, unit).interval


def test_a_value_is_printed_as_its_neighbour_is():
    assert q("138,307,276.56").printed(Decimal("1234567.891")) == "1,234,567.89"
    assert q("28", WAN).printed(Decimal(345_000)) == "35"
    assert q("0.5", WAN).printed(Decimal("-0.4")) == "0.0"
