"""Each explanation of a failure, with near misses: figures that look alike and explain nothing."""

from __future__ import annotations

import pytest

from auditor.diagnosis.case import Case
from auditor.diagnosis.causes import cause_of
from auditor.diagnosis.graph import Graph, disputed
from auditor.diagnosis.surroundings import Surroundings
from auditor.engine.relation import decide
from auditor.engine.solve import solve
from auditor.model.document import Document
from auditor.model.dossier import Dossier, Profile, Prose
from auditor.model.finding import Cause, Outcome, Relation, Severity, Status
from tests.diagnosis.reports import audited, errors
from tests.engine.relations import figure, relation

TITLE = "云溪市档案馆2024年度部门决算\n"


def cause(text: str) -> Cause | None:
    """The cause of the only error in a report."""
    (finding,) = errors(TITLE + text)
    return finding.cause


def warning(text: str) -> Cause | None:
    (finding,) = [finding for finding in audited(TITLE + text) if finding.severity.value == "warning"]
    return finding.cause


def kind(found: Cause | None) -> str | None:
    return found.kind if found else None


def test_what_the_check_itself_knows_comes_first() -> None:
    found = cause("本年支出120万元，与上年相比增加20万元，增长16.67%。")
    assert found is not None
    assert (found.kind, found.suggestion) == ("wrong_base", "20.00%")


def test_a_misplaced_point() -> None:
    found = cause("年初预算为40万元，支出决算为2907.5万元，完成年初预算的726.87%。")
    assert found is not None
    assert (found.kind, found.suggestion) == ("magnitude", "7268.75%")
    assert found.text == "小数点错位（误向左移1位）"
    assert kind(cause("年初预算为40万元，支出决算为2907.5万元，完成年初预算的736.87%。")) is None


def test_a_rate_of_another_figure_nearby() -> None:
    text = "资金预算{}，实际支出24451.35元，冻结剩余指标为25548.65元，预算执行率为95.71%。"
    found = cause(text.format("5万元"))
    assert found is not None
    assert (found.kind, found.suggestion) == ("wrong_base", "48.90%")
    assert "25548.65元" in found.text


def test_a_rate_that_two_figures_nearby_give_has_no_cause() -> None:
    text = (
        "资金预算5万元，实际支出24451.35元，冻结剩余指标为25548.65元，预算执行率为95.71%。"
        "上年冻结剩余指标为25548.00元。"
    )
    assert kind(cause(text)) is None


def test_a_rate_with_two_digits_fits_too_much_to_have_a_cause() -> None:
    assert kind(cause("资金预算5万元，实际支出24000元，冻结剩余指标为25000元，预算执行率为96%。")) is None


def test_the_rate_of_a_budget_of_zero_was_taken_of_another_budget() -> None:
    found = cause("年初预算为0万元，全年预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。")
    assert found is not None
    assert found.kind == "wrong_base"
    assert "“全年预算”321.02万元" in found.text


def test_words_that_exchange_two_figures() -> None:
    found = cause("年初预算为0.00万元，支出决算为28.04万元，由于决算数为0，无法计算百分比。")
    assert found is not None
    assert found.kind == "exchanged"
    assert "年初预算" in found.text


PARTS = ("2.17万元", "36.04万元", "103.07万元", "8.35万元")


def summed(total: str, *parts: str) -> Cause | None:
    adds = relation(
        "total = sum(parts)",
        "total",
        total=figure(total, 1),
        parts=tuple(figure(part, n) for n, part in enumerate(parts, 2)),
    )
    return cause_of_relation(adds)


def cause_of_relation(failed: Relation, *passed: Relation) -> Cause | None:
    outcomes = [Outcome("failed", Status.FAILED, relation=failed)]
    outcomes += [Outcome("passed", Status.PASSED, relation=each) for each in passed]
    claimed = disputed(failed)
    assert claimed is not None
    right = solve(failed, claimed)
    severity = decide(failed).severity if decide(failed).status is Status.FAILED else Severity.WARNING
    nothing = Dossier(Document("", "text", "", ()), Profile(), Prose((), (), ()), ())
    return cause_of(
        Case(failed, claimed, right, severity, "as expected", Graph.of(tuple(outcomes)), Surroundings(nothing))
    )


def test_a_part_counted_twice() -> None:
    found = summed("113.59万元", *PARTS)
    assert found is not None
    assert (found.kind, found.suggestion) == ("double_part", "as expected")
    assert "36.04" in found.zh
    assert summed("113.53万元", *PARTS) is None
    assert (
        summed("103.07万元", "103.07万元", "36.04万元") is None
    )  # the total is the other part: nothing was added twice


def test_a_part_left_out() -> None:
    text = "本年支出合计{}万元，其中：基本支出2.17万元，项目支出103.07万元。另有经营支出36.04万元。"
    found = cause(text.format("141.28"))
    assert found is not None
    assert (found.kind, found.suggestion) == ("missing_part", "36.04万元")
    assert kind(cause(text.format("141.22"))) is None


def test_an_amount_entered_twice() -> None:
    def spent(other: str) -> Cause | None:
        operands = {"other": figure(other, 1), "reserved": figure("21.07万元", 2), "total": figure("21.07万元", 3)}
        return cause_of_relation(relation("other + reserved <= total", "other", **operands))

    found = spent("21.07万元")
    assert found is not None
    assert (found.kind, found.suggestion) == ("double_part", None)  # what the others leave is a limit
    assert spent("21.17万元") is None


def test_one_fact_a_step_apart_where_one_copy_makes_its_column_add_up() -> None:
    here, there = figure("326.71万元", 1), figure("326.72万元", 2)
    tie = relation("here = there", "here", here=here, there=there)
    rest = figure("2613.34万元", 3)
    foots = relation("total = sum(parts)", "total", total=figure("2940.05万元", 4), parts=(here, rest))
    known = relation("here = there", "here", here=figure("326.72万元", 5), there=there)
    assert kind(cause_of_relation(tie, foots, known)) == "forced_footing"
    assert kind(cause_of_relation(tie, foots)) == "forced_footing"
    loose = relation("total = sum(parts)", "total", total=figure("2940.06万元", 4), parts=(here, rest))
    assert cause_of_relation(tie, loose) is None
    far = relation("here = there", "here", here=here, there=figure("326.83万元", 2))
    assert cause_of_relation(far, foots) is None


def test_a_fall_that_is_a_rise() -> None:
    rate = figure("20%", 1, falls=True)
    change, current = figure("20万元", 2), figure("120万元", 3)
    rise = relation("rate = change / (current - change)", "rate", rate=rate, change=change, current=current)
    assert kind(cause_of_relation(rise)) is None  # two figures with one digit each agree too easily
    rate = figure("22.8%", 1, falls=True)
    change, current = figure("22.8万元", 2), figure("122.8万元", 3)
    rise = relation("rate = change / (current - change)", "rate", rate=rate, change=change, current=current)
    assert kind(cause_of_relation(rise)) == "sign"


def test_a_fall_with_the_rate_of_a_rise() -> None:
    text = "限额以上单位销售额9.86亿元，比上年减少0.74亿元，增长{}%。"
    found = cause(text.format("8.11"))
    assert found is not None
    assert (found.kind, found.text) == ("sign", "增减方向前后矛盾")
    assert kind(cause(text.format("8.31"))) is None


def test_a_comparison_the_wrong_way_round() -> None:
    found = cause("年初预算为50万元，支出决算为40万元，决算数大于年初预算数的主要原因是人员增加。")
    assert kind(found) == "reversed"


def test_a_gap_of_one_digit_that_several_figures_explain_names_none_of_them() -> None:
    found = summed("9375.61万元", "25.61万元", "9300.00万元")
    assert found is not None
    assert (found.kind, found.suggestion) == ("digit", None)
    assert summed("9378.61万元", "25.61万元", "9300.00万元") is None


def test_the_last_place_cut_off() -> None:
    text = "本年支出合计307.82万元。其中：一般公共服务支出29.42万元，占本年支出合计的{}%。"
    assert kind(warning(text.format("9.55"))) == "truncated"
    assert kind(warning(text.format("9.57"))) is None


def test_a_share_that_makes_up_the_hundred() -> None:
    text = "本年收入合计200.00万元，其中：财政拨款收入33.33万元，占16.67%；事业收入66.67万元，占33.34%；其他收入100.00万元，占{}%。"
    assert kind(warning(text.format("49.99"))) == "forced"


def test_two_shares_wrong_by_the_same_amount_either_way() -> None:
    text = TITLE + "收入合计13836.6万元，其中：财政拨款收入13830.7万元，占99.99%；其他收入5.9万元，占0.01%。"
    assert [kind(finding.cause) for finding in errors(text)] == ["forced", "forced"]


@pytest.mark.parametrize(("stated", "expected"), [("3325.61", "digit"), ("9235.61", "transposed"), ("9471.61", None)])
def test_a_mistyped_total(stated: str, expected: str | None) -> None:
    text = f"本年支出合计{stated}万元，其中：基本支出25.61万元，项目支出9300万元。"
    assert kind(cause(text)) == expected


TABLES = """
收入支出决算总表
单位：万元
收入	支出
项目	决算数	项目	决算数
一、一般公共预算财政拨款收入	1383.07	一、一般公共服务支出	1300.00
二、其他收入	0.59	二、卫生健康支出	83.66
本年收入合计	1383.66	本年支出合计	1383.66
总计	1383.66	总计	1383.66
"""


def test_the_figure_of_another_line_of_the_table() -> None:
    text = TABLES + "一、收入支出决算总体情况说明\n2024年度收、支总计{}万元。\n"
    found = cause(text.format("1383.07"))
    assert found is not None
    assert (found.kind, found.suggestion) == ("copied", "1383.66")
    assert "“一般公共预算财政拨款收入”1383.07" in found.text
    assert kind(cause(text.format("1384.07"))) != "copied"


def test_the_wrong_unit() -> None:
    text = TABLES + "一、收入支出决算总体情况说明\n2024年度收、支总计0.14万元。\n"
    found = cause(text)
    assert found is not None
    assert (found.kind, found.suggestion) == ("unit", "1383.66")


def test_a_figure_that_two_others_leave() -> None:
    text = TABLES + "一、收入支出决算总体情况说明\n2024年度收、支总计1352.43万元，比上年的{}万元减少1804万元。\n"
    found = cause(text.format("3156.43"))
    assert found is not None
    assert found.kind == "forced"
    assert "3156.43万元 − 1804万元" in found.text
    assert kind(cause(text.format("3156.34"))) is None


def test_the_wrong_year_and_its_correction() -> None:
    text = "2024年度资金审核额度为1277万元，截至2022年12月31日，已使用1063万元。"
    (finding,) = [f for f in audited(TITLE + text) if f.check == "date/balance-date"]
    assert finding.cause is not None
    assert (finding.cause.kind, finding.cause.suggestion) == ("wrong_year", "2024年12月31日")


def test_causes_speak_the_language_of_the_run() -> None:
    (finding,) = errors(TITLE + "年初预算为40万元，支出决算为2907.5万元，完成年初预算的726.87%。", "en")
    assert finding.cause is not None
    assert finding.cause.text == "the decimal point is one place too far left"
