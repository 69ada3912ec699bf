"""Rows with merged cells find their columns again."""

from __future__ import annotations

from auditor.reading.text.spans import place

ITEMS = [["2010101", "行政运行", "35.20", "30.20", "5.00"], ["2080505", "养老保险", "12.10", "12.10", ""]]
NAMES = ["科目代码", "科目名称", "小计", "基本支出", "项目支出"]


def test_a_heading_spans_the_headings_under_it() -> None:
    rows = [["项目", "本年支出", "年末结余"], [*NAMES, ""], *[[*item, "1.00"] for item in ITEMS]]
    assert place(rows).columns[0] == (0, 2, 5, 6)
    rows = [["项目", "年初结余", "本年支出", "年末结余"], ["科目代码", "科目名称", "", "小计", "基本支出", ""]]
    placed = place([*rows, ["2010101", "行政运行", "1.00", "35.20", "30.20", "0.00"]])
    assert placed.columns[0] == (0, 2, 3, 5, 6)
    assert placed.below == {(1, 2), (1, 5)}


def test_of_two_headings_the_first_stands_over_code_and_name() -> None:
    assert place([["项目", "本年支出"], NAMES, *ITEMS]).columns[0] == (0, 2, 5)


def test_two_sides_with_like_headings_share_the_columns() -> None:
    below = ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算"]
    row = ["一、收入", "1", "12.00", "一、支出", "3", "12.00", "12.00"]
    assert place([["收入", "支出"], below, row]).columns[0] == (0, 3, 7)


def test_headings_over_headings_that_divide_evenly() -> None:
    lower = ["合计", "购置费", "运行费", "接待费"] * 2
    rows = [["预算数", "决算数"], [*lower[:4], "总计", *lower[5:]], [f"{n}.50" for n in range(8)]]
    assert place(rows).columns[0] == (0, 4, 8)


def test_the_label_of_a_total_spans_code_and_name() -> None:
    placed = place([NAMES, ["栏次", "1", "2", "3"], ["合计", "47.30", "42.30", "5.00"], *ITEMS])
    assert placed.columns[1] == placed.columns[2] == (0, 2, 3, 4, 5)
    assert placed.doubtful == ()


def test_the_totals_of_two_sides_span_alike() -> None:
    row = ["301", "工资福利支出", "657.28", "302", "商品和服务支出", "153.67"]
    placed = place([["编码", "名称", "数额"] * 2, row, row, ["人员经费合计", "657.28", "公用经费合计", "153.67"]])
    assert placed.columns[-1] == (0, 2, 3, 5, 6)


def test_a_row_that_numbers_the_columns_tells_where_they_are_in_an_empty_table() -> None:
    placed = place([["项目", "本年支出"], NAMES, ["栏次", "1", "2", "3"], ["合计", "", "", ""]])
    assert placed.columns == ((0, 2, 5), (0, 1, 2, 3, 4, 5), (0, 2, 3, 4, 5), (0, 2, 3, 4, 5))


def test_rows_of_a_narrower_section_stay_left() -> None:
    section = [["经费情况", "上年决算", "本年决算"], ["公用经费", "18.32", "11.49"], ["办公费", "4.61", "2.36"]]
    wide = [["完工项目", "规模", "投资", "超支率"], ["", "", "", ""]]
    assert place([*section, *wide]).columns[1] == (0, 1, 2, 3)


def test_figures_that_fit_nowhere_are_doubted_and_stay_left() -> None:
    placed = place([NAMES, *ITEMS, ["合计", "47.30", "见附件", "无"]])
    assert placed.doubtful == (3,)
    assert placed.columns[3] == (0, 1, 2, 3, 4)
