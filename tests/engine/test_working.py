"""A failed relation is written as a true statement, whatever its form, and a relation that holds as it is demanded."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.engine.working import contradiction, demanded
from auditor.model.document import Location
from auditor.model.finding import Evidence, Operand, Relation
from auditor.model.formula import parse
from auditor.model.quantity import PERCENT, WAN, YI, YUAN, Quantity, Unit

PEOPLE = Unit("人", "人", counted=True)


def figure(text: str, unit: Unit = WAN) -> Operand:
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    quantity = Quantity(text, value, unit, -exponent)
    return Operand(quantity, Evidence("part", text, Location(), quantity))


@pytest.mark.parametrize(
    ("formula", "operands", "said"),
    [
        (
            "rate = change / (current - change)",
            {"rate": figure("4.42", PERCENT), "change": figure("18.24"), "current": figure("412.36")},
            "18.24 ÷ (412.36 − 18.24) = 4.63% ≠ 4.42%",
        ),
        ("here = there", {"here": figure("1.20"), "there": figure("1.30")}, "1.20 ≠ 1.30"),
        (
            "total = sum(parts)",
            {"total": figure("10.00"), "parts": (figure("4.00"), figure("5.005"))},
            "4.00 + 5.005 = 9.005 ≠ 10.00",
        ),
        (
            "sum(parts) <= total",
            {"total": figure("8.0"), "parts": (figure("4.0"), figure("5.0"))},
            "4.0 + 5.0 = 9.0 > 8.0",
        ),
        (
            "income - spent = closing - opening",
            {"income": figure("9"), "spent": figure("4"), "closing": figure("3"), "opening": figure("1")},
            "9 − 4 = 5 ≠ 2 = 3 − 1",
        ),
        ("rate <= 1", {"rate": figure("105", PERCENT)}, "105% > 100%"),
        ("stated = cell", {"stated": figure("1.2", YI), "cell": figure("13,000")}, "1.2亿元 ≠ 13000万元"),
        (
            "total = personnel + public",
            {"total": figure("2.0"), "personnel": figure("10000", YUAN), "public": figure("5000", YUAN)},
            "10000元 + 5000元 = 1.5万元 ≠ 2.0万元",
        ),
        (
            "change = total - last_year",
            {"change": figure("5"), "total": figure("3"), "last_year": figure("-4")},
            "3 − (-4) = 7 ≠ 5",
        ),
        (
            "rate = staff / quota",
            {"rate": figure("90.00", PERCENT), "staff": figure("45", PEOPLE), "quota": figure("0", PEOPLE)},
            "45 ÷ 0 ≠ 90.00%",
        ),
    ],
)
def test_a_contradiction_is_a_true_statement(formula: str, operands: dict[str, Operand], said: str) -> None:
    relation = Relation(parse(formula), operands, next(iter(operands)))
    assert contradiction(relation) == said


def test_two_values_that_differ_are_seen_to_differ() -> None:
    operands = {"rate": figure("0.01", PERCENT), "part": figure("0.7"), "whole": figure("13836.6")}
    relation = Relation(parse("rate = part / whole"), operands, "rate")
    assert contradiction(relation) == "0.7 ÷ 13836.6 = 0.005% ≠ 0.01%"


def test_a_relation_that_holds_is_written_as_it_is_demanded() -> None:
    operands = {"rate": figure("4.63", PERCENT), "change": figure("18.24"), "current": figure("412.36")}
    relation = Relation(parse("rate = change / (current - change)"), operands, "rate")
    assert demanded(relation) == "4.63% = 18.24 ÷ (412.36 − 18.24)"
