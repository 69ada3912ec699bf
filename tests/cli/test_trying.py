"""A sentence is tried: each number with what is understood of it, and what the checks make of it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from auditor.cli.main import cli
from auditor.model.mention import Role
from auditor.report.messages import knows

SENTENCE = "本年支出120万元，与上年相比增加20万元，增长25%。"


def run(*arguments: str, **given: str) -> Result:
    return CliRunner().invoke(cli, ["checks", "try", *arguments], **given)


def test_every_number_is_shown_with_what_the_words_say_of_it() -> None:
    said = run(SENTENCE, "--lang", "zh").output
    assert [
        word
        for word in ("120万元", "20万元", "25%", "expenditure_total", "rate+", "change+", "所属  120")
        if word not in said
    ] == []


def test_period_and_basis_are_shown_with_how_they_are_known() -> None:
    said = run("2024年一般公共预算支出年初预算为120万元。", "--lang", "zh").output
    assert "期间  2024 (写明)" in said and "口径  initial (写明)" in said and "作用  amount  数额" in said


def test_every_role_has_a_name() -> None:
    assert all(knows(f"try.role.{role.value}") for role in Role)


def test_what_each_check_made_of_it() -> None:
    said = run(SENTENCE, "--lang", "zh").output
    assert "不符  prose/growth-rate" in said and "25%" in said
    assert "未核" not in said  # only those that decided


def test_one_check_says_why_it_skips() -> None:
    said = run("本年支出120万元，占总支出的60%。", "--check", "share", "--lang", "zh").output
    assert "未核  prose/share" in said and "缺少" in said and "prose/growth-rate" not in said


def test_it_reads_standard_input_and_two_reports() -> None:
    text = SENTENCE + "\n=== prior\n本年支出100万元。\n"
    assert run("-", "--lang", "zh", input=text).exit_code == 0


@pytest.mark.parametrize("text", ["没有数字", "。"])
def test_a_text_without_numbers_says_so(text: str) -> None:
    said = run(text, "--lang", "zh")
    assert said.exit_code == 0 and "没有读出数字" in said.output


def test_an_unknown_check_is_one_sentence() -> None:
    said = run(SENTENCE, "--check", "no-such", "--lang", "zh")
    assert said.exit_code == 2 and said.output.count("\n") == 1
