"""Which printed numbers are quantities, and what they stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.quantity import Qualifier
from auditor.parsing.numbers import Numbers, chinese_number
from auditor.rulebook.library import default_library

NUMBERS = Numbers(default_library().vocabulary)


def read(text: str) -> list[str]:
    """Each quantity as value, unit and, where it is not exact, its qualifier."""
    shown = []
    for found in NUMBERS.scan(text):
        quantity = found.quantity
        words = "" if quantity.qualifier is Qualifier.EXACT else f" {quantity.qualifier}"
        shown.append(f"{quantity.value}{quantity.unit.symbol}{words}")
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出13836.63万元", ["13836.63万元"]),
        ("支出 138,307,276.56 元", ["138307276.56元"]),
        ("支出１２３．５万元", ["123.5万元"]),
        ("投资1.2亿元", ["1.2亿元"]),
        ("增长22.8%", ["22.8%"]),
        ("增长２２．８％", ["22.8%"]),
        ("提高5个百分点", ["5个百分点"]),
        ("不超过3‰", ["3‰ at_most"]),
        ("占 3.14 %", ["3.14%"]),
        ("农林水支出23万元，占76.23；其他", ["23万元", "76.23%"]),
        ("占地8.5，分别占60.5、39.5%", ["39.5%"]),
        ("年初预算为0，支出决算为3万元", ["3万元", "0元"]),
        ("由于年初预算数为0，无法计算", []),
        ("在职36人，享受28033人次", ["36人", "28033人次"]),
        ("41家定点医疗机构", ["41家"]),
        ("3元/人", ["3元/人"]),
        ("结余-12.50万元", ["-12.50万元"]),
        ("12至15家", ["15家 about"]),
        ("约2300万元", ["2300万元 about"]),
        ("2300余万元", ["2300万元 more"]),
        ("2300万余元", ["2300万元 more"]),
        ("近6000元", ["6000元 nearly"]),
        ("不低于90%", ["90% at_least"]),
        ("≥95%", ["95% at_least"]),
        ("90%以上", ["90% at_least"]),
        ("单价100万元（含）以上", ["100万元 at_least"]),
        ("50元以下", ["50元 at_most"]),
        ("五十六人", ["56人"]),
    ],
)
def test_a_number_with_a_unit_is_a_quantity(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年度",
        "截至2024年12月31日",
        "财绩〔2020〕7号",
        "财办发[2024]15号",
        "联系电话：0700-5550123",
        "1. 基本情况",
        "（3）项目支出",
        "第3条",
        "第12期",
        "科目2080505",
        "DRG2.0",
        "公开05表",
        "9:30",
        "一次性补助",
    ],
)
def test_what_is_no_amount_is_left_alone(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("138,307,276.56", "138307276.56"),
        ("138, 307, 276. 56", "138307276.56"),
        ("137,500,26 5.00", "137500265.00"),
        ("1,234.50 ", "1234.50"),
        ("(1,234.50)", "-1234.50"),
        ("（12.00）", "-12.00"),
        ("-12.00", "-12.00"),
        ("−12.00", "-12.00"),
        ("０．００", "0.00"),
        ("12.5%", "12.5"),
        ("≥160个", "160"),
    ],
)
def test_a_cell_is_read_whole(cell, value):
    quantity = NUMBERS.cell(cell)
    assert quantity is not None
    assert str(quantity.value) == value


@pytest.mark.parametrize(
    "cell",
    ["", "-", "——", "无", "基本支出", "82,096,797.42 82,096,797.42", "12 345", "1,23,4", "2024年", "1.2.3", "5-6"],
)
def test_a_cell_that_is_no_single_number_is_none(cell):
    assert NUMBERS.cell(cell) is None


def test_a_broken_number_is_marked_as_joined():
    joined, whole = NUMBERS.cell("137,500,26 5.00"), NUMBERS.cell("137,500,265.00")
    assert joined is not None and joined.joined
    assert whole is not None and not whole.joined


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("两千五百", 2500), ("二〇二四", None)],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == value


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_every_amount_is_read_as_it_is_printed_plain_grouped_and_in_a_cell(value):
    for printed in (f"{value:f}", f"{value:,f}"):
        (found,) = NUMBERS.scan(f"支出{printed}万元。")
        assert (found.quantity.value, found.quantity.text) == (value, printed)
        cell = NUMBERS.cell(printed)
        assert cell is not None
        assert cell.value == value


@settings(max_examples=200)
@given(st.text(alphabet="0123456789.,%，。 万元人亿约余近以上不低于（）-–至/年月日第一十百", max_size=40))
def test_any_text_is_read_without_an_error_and_in_place(text):
    for found in NUMBERS.scan(text):
        assert 0 <= found.start < found.end <= found.stop <= len(text)
        assert text[found.start : found.end] == found.quantity.text
        assert isinstance(found.quantity.value, Decimal)
    NUMBERS.cell(text)
