"""When is a sentence accused of differing from a table, and when is it let alone?"""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.engine.run import run_check
from auditor.model.finding import Outcome
from auditor.reading.text import read

AUDITOR = Auditor.with_library()
INCOME = """\
青岚县档案馆2024年度部门决算
收入决算表
单位：万元
科目编码	科目名称	本年收入合计	财政拨款收入	上级补助收入	事业收入	经营收入	附属单位上缴收入	其他收入
合计	合计	300.20	294.00					6.20
2010601	行政运行	216.20	210.00					6.20
2080505	机关事业单位基本养老保险缴费支出	84.00	84.00
"""
THREE_PUBLIC = """\
青岚县档案馆2024年度部门决算
财政拨款“三公”经费支出决算表
单位：万元
预算数						决算数
合计	因公出国（境）费	公务用车购置及运行维护费			公务接待费	合计	因公出国（境）费	公务用车购置及运行维护费			公务接待费
		小计	公务用车购置费	公务用车运行维护费				小计	公务用车购置费	公务用车运行维护费
9.00	0.00	6.00	0.00	6.00	3.00	7.50	0.00	5.50	0.00	5.50	2.00
七、财政拨款“三公”经费支出决算情况说明
"""
FUNCTIONS = """\
青岚县档案馆2024年度部门决算
一般公共预算财政拨款支出决算表
单位：万元
科目编码	科目名称	合计	基本支出	项目支出
205	教育支出	25.00		25.00
20599	其他教育支出	25.00		25.00
2059999	其他教育支出	25.00		25.00
201	一般公共服务支出	150.00	150.00
20106	财政事务	150.00	150.00
2010601	行政运行	150.00	150.00
合计	合计	175.00	150.00	25.00
五、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况
"""


def outcomes(check: str, text: str) -> list[Outcome]:
    dossier = AUDITOR.understand(read(Path("report.txt"), text.encode()))
    return run_check(AUDITOR.library.get(check), dossier, AUDITOR.library.vocabulary)


def status(check: str, text: str) -> list[str]:
    return [outcome.status.value for outcome in outcomes(check, text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("公务接待费支出决算为2.00万元。", "passed"),
        ("公务接待费年初预算为3.00万元。", "passed"),
        ("公务接待费支出2.00万元。", "passed"),
        ("公务接待费年初预算为2.00万元。", "failed"),
        ("公务接待费支出决算为3.00万元。", "failed"),
    ],
)
def test_the_basis_that_the_words_name_decides_the_half_of_the_table(sentence, expected):
    assert status("statement/three-public-reception", THREE_PUBLIC + sentence) == [expected]


def test_a_narrower_label_is_not_accused_of_differing_from_the_whole():
    assert status("statement/three-public-reception", THREE_PUBLIC + "外宾公务接待费支出决算为0.30万元。") == [
        "skipped"
    ]


def test_a_blank_inside_a_number_is_no_ground_for_an_accusation():
    head = "1、一般公共服务支出（类）财政事务（款）行政运行（项）。\n年初预算为150万元，支出决算为"
    assert "failed" in status("statement/item-final", FUNCTIONS + head + "50.00万元。")
    assert "failed" not in status("statement/item-final", FUNCTIONS + head + "1 50.00万元。")


def test_the_total_of_another_table_is_let_alone():
    summary = """\
收入支出决算总表
单位：万元
收入		支出
项目	决算数	项目	决算数
一、一般公共预算财政拨款收入	294.00	一、一般公共服务支出	210.00
八、其他收入	6.20	八、社会保障和就业支出	84.00
本年收入合计	300.20	本年支出合计	294.00
年初结转和结余	4.00	年末结转和结余	10.20
总计	304.20	总计	304.20
"""
    assert status("statement/income-total", INCOME + summary + "二、收入决算情况说明\n本年收入合计304.20万元。") == [
        "skipped"
    ]
    assert status("statement/income-total", INCOME + summary + "二、收入决算情况说明\n本年收入合计340.20万元。") == [
        "failed"
    ]


def test_of_two_levels_of_one_name_the_path_tells_which():
    item = "1．教育支出（205类）其他教育支出（99款）其他教育支出（99项）25.00万元。"
    assert status("statement/item-stated", FUNCTIONS + item) == ["passed"]
    assert status("statement/item-stated", FUNCTIONS + item.replace("25.00", "26.00")) == ["failed"]


def test_what_an_item_was_spent_on_is_not_the_amount_of_the_item():
    text = (
        FUNCTIONS
        + "1、一般公共服务支出（类）财政事务（款）行政运行（项）150.00万元，主要用于办公费30.00万元、印刷费9.00万元。"
    )
    assert status("statement/item-stated", text) == ["passed"]


def test_a_blank_half_of_a_table_is_zero():
    blank = THREE_PUBLIC.replace("7.50	0.00	5.50	0.00	5.50	2.00", "					")
    assert status("statement/three-public-total", blank + "“三公”经费财政拨款支出决算为0.00万元。") == ["passed"]
    assert status("statement/three-public-total", blank + "“三公”经费财政拨款支出决算为5.00万元。") == ["failed"]


def test_list_numbers_are_no_part_of_a_name():
    text = FUNCTIONS + "1．一般公共服务支出（类）财政事务（款）行政运行（项）。\n年初预算为150万元，支出决算为150万元。"
    assert status("tie/item-names", text) == ["passed"]


def test_a_class_may_be_of_all_funds_or_of_one():
    summary = """\
收支总表
单位：万元
收入		支出
项目	本年预算	项目	本年预算
一、一般公共预算拨款收入	160.00	一、一般公共服务支出	150.00
三、财政专户管理资金收入	15.00	二、教育支出	25.00
收入总计	175.00	支出总计	175.00
"""
    general = FUNCTIONS.replace("150.00", "135.00").replace("175.00", "160.00").partition("五、")[0]
    text = (
        general
        + summary
        + "二、部门收支总体情况\n支出预算175.00万元，其中：一般公共服务支出150.00万元，教育支出25.00万元。"
    )
    assert status("statement/class-of-expenditure", text) == ["passed", "passed"]
    assert status("statement/class-of-expenditure", text.replace("支出150.00万元", "支出155.00万元")) == [
        "failed",
        "passed",
    ]


EXPENDITURE = """\
青岚县档案馆2024年度部门决算
支出决算表
单位：万元
科目编码	科目名称	本年支出合计	基本支出	项目支出
合计	合计	294.00	234.00	60.00
2010601	行政运行	294.00	234.00	60.00
三、支出决算情况说明
"""


@pytest.mark.parametrize(
    ("words", "grand", "of_the_year"),
    [("支出总计", ["failed"], []), ("支出合计", [], ["failed"])],
)
def test_a_figure_is_known_by_the_words_around_it_that_its_kind_needs(words, grand, of_the_year):
    text = f"{EXPENDITURE}2024年度{words}304万元。\n"
    assert status("statement/expenditure-grand-total", text) == grand
    assert status("statement/expenditure-total", text) == of_the_year
