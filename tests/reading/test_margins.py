"""Margins of a text whose lines were broken by its layout."""

from __future__ import annotations

import pytest

from auditor.reading.text.margins import Margins, columns

LINE = "本年支出用于库房改造和馆藏档案数字化加工以及宣传"


def test_a_text_with_one_line_a_paragraph_has_no_margin() -> None:
    lines = [f"{LINE * n}。" for n in (1, 3, 2, 5, 4, 1, 3, 2, 5, 4, 6, 2)]
    assert Margins.of(lines).right == {}


def test_full_lines_are_told_where_most_lines_break_at_one_column() -> None:
    lines = [LINE] * 12 + ["经费。"]
    margins = Margins.of(lines)
    assert margins.layout(3, lines)["full"] is True
    assert margins.layout(12, lines)["full"] is None


def test_a_line_is_full_when_the_next_word_had_no_room() -> None:
    lines = [*[LINE] * 10, LINE[:-3], "321.02万元已经全部支付完毕没有结余资金也没有结转", *[LINE] * 5]
    assert Margins.of(lines).layout(10, lines)["full"] is True


def test_indents_are_told_only_where_some_line_has_one() -> None:
    plain = [LINE] * 12
    assert Margins.of(plain).layout(2, plain)["indent"] is None
    indented = ["    " + LINE[:-2], *[LINE] * 12]
    assert Margins.of(indented).layout(0, indented)["indent"] is True
    assert Margins.of(indented).layout(1, indented)["indent"] is False


def test_a_text_with_a_blank_line_after_every_line_is_spaced() -> None:
    assert Margins.of([text for _ in range(12) for text in (LINE, "")]).spaced


@pytest.mark.parametrize(("text", "wide"), [("元12", 4), ("（类）", 6), ("", 0)])
def test_columns_count_wide_characters_twice(text: str, wide: int) -> None:
    assert columns(text) == wide
