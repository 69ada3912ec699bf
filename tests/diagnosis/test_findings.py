from __future__ import annotations

from auditor.diagnosis.findings import findings
from auditor.model.document import Document
from auditor.model.dossier import Dossier, Profile, Prose
from auditor.model.finding import Outcome, Severity, Status
from auditor.model.verdict import tally
from tests.diagnosis.reports import audited, auditor, errors
from tests.engine.relations import figure, relation

TITLE = "云溪市档案馆2024年度部门决算\n"
TABLE = """
支出决算表
单位：万元
科目编码	科目名称	本年支出合计	基本支出	项目支出
栏次		1	2	3
合计		{total}	1000.00	383.66
2010101	行政运行	{work}	1000.00	300.00
2100101	医疗救助	83.66		83.66
"""
RIGHT = TABLE.format(total="1383.66", work="1300.00")
WRONG_TOTAL = TABLE.format(total="1883.66", work="1300.00")
WRONG_PART = TABLE.format(total="1383.66", work="1800.00")

GROWTH = "本年支出120万元，与上年相比增加20万元，增长16.67%。"
SPENT = "年初预算为40万元，支出决算为2907.5万元，完成年初预算的726.87%。"


def test_a_right_table_has_no_finding() -> None:
    assert errors(TITLE + RIGHT) == []


def test_one_wrong_total_is_one_error_with_its_consequences_folded() -> None:
    (error,) = errors(TITLE + WRONG_TOTAL)
    assert (error.claimed, error.expected) == ("1883.66", "1383.66")
    assert "将 1883.66万元 改为 1383.66万元 后 2 条关系成立" in error.message
    assert error.cause is not None
    assert error.cause.kind == "digit"
    folded = [finding for finding in audited(TITLE + WRONG_TOTAL) if finding.id in error.folded]
    assert len(folded) == len(error.folded) == 1
    assert all(finding.severity is Severity.WARNING for finding in folded)
    assert [finding.cause.kind for finding in folded if finding.cause] == ["consequence"]


def test_a_part_in_another_unit_is_blamed_and_what_its_list_says_of_it_follows() -> None:
    found = audited(
        "云溪市档案馆2024年度部门决算\n全年共下达资金265万元，其中：修缮费120万元，设备费80万元，培训费65元。\n"
    )
    sums, unit = (finding for finding in found if finding.check in ("prose/parts-make-total", "prose/unit-in-list"))
    assert (sums.claimed, sums.expected) == ("65", "65万元")
    assert "疑误在 65元，改为 65万元 后成立" in sums.message
    assert sums.cause is not None
    assert (sums.cause.kind, sums.cause.suggestion) == ("unit", "65万元")
    assert unit.follows_from == sums.id
    assert sums.folded == (unit.id,)


def test_a_wrong_part_is_blamed_though_both_checks_dispute_the_totals() -> None:
    (error,) = errors(TITLE + WRONG_PART)
    assert (error.claimed, error.expected, error.gap) == ("1800.00", "1300.00", "500")
    assert error.evidence[0].text == "1800.00"
    assert error.evidence[0].role == "claimed"
    assert [evidence.role for evidence in error.evidence[1:]].count("claimed") == 0


def test_the_same_words_in_two_places_stay_two_findings_with_ids_of_their_own() -> None:
    text = TITLE + f"一、收入情况\n{GROWTH}\n二、支出情况\n{GROWTH}\n"
    first, second = (finding.id for finding in errors(text))
    assert first != second
    (alone,) = errors(TITLE + f"二、支出情况\n{GROWTH}\n")
    assert alone.id == second


def test_ids_do_not_change_with_edits_elsewhere() -> None:
    before = errors(TITLE + f"一、收入情况\n{GROWTH}\n二、执行情况\n{SPENT}\n" + WRONG_PART)
    after = errors(
        TITLE + f"一、概况\n新增一段说明。\n二、收入情况\n另有说明。\n{GROWTH}\n\n三、执行情况\n{SPENT}\n" + WRONG_PART
    )
    assert len(before) >= 3
    assert {finding.id for finding in before} == {finding.id for finding in after}


def test_an_id_changes_with_the_figure() -> None:
    (one,), (other,) = errors(TITLE + GROWTH), errors(TITLE + GROWTH.replace("16.67", "16.68"))
    assert one.id != other.id


def test_blame_does_not_move_from_a_figure_whose_check_knows_why_it_is_wrong() -> None:
    (finding,) = errors(TITLE + "收入总计3958.60万元。与上年相比，增加341.15万元，增长8.62%。")
    assert (finding.claimed, finding.expected) == ("8.62%", "9.43%")
    assert finding.cause is not None
    assert finding.cause.kind == "wrong_base"


def test_blame_moves_to_a_mistyped_figure() -> None:
    (finding,) = errors(TITLE + "年初预算为2528.85万元，支出决算为83830.73万元，完成年初预算的546.92%。")
    assert (finding.claimed, finding.expected) == ("83830.73", "13830.73")
    assert finding.evidence[0].text == "83830.73"
    assert "疑误在 83830.73万元，改为 13830.73万元 后成立" in finding.message


def test_findings_stand_in_document_order() -> None:
    text = TITLE + f"一、支出情况\n{SPENT}\n二、收入情况\n{GROWTH}\n"
    lines = [finding.evidence[0].location.line for finding in audited(text)]
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_one_relation_found_by_two_checks_is_one_error_with_the_other_folded() -> None:
    total = figure("110.00元", 1)
    parts = figure("60.35元", 2), figure("41.20元", 3)
    outcomes = tuple(
        Outcome(
            check,
            Status.FAILED,
            relation=relation(holds, "total", total=total, parts=parts),
            evidence=(total.evidence,),
        )
        for check, holds in (
            ("prose/parts-make-total", "total = sum(parts)"),
            ("table/lines-foot", "sum(parts) = total"),
        )
    )
    nothing = Dossier(Document("", "text", "", ()), Profile(), Prose((), (), ()), ())
    first, second = findings(outcomes, auditor().library, "zh", nothing)
    assert first.folded == (second.id,)
    assert (first.severity, second.severity) == (Severity.ERROR, Severity.WARNING)


def test_a_wrong_rate_is_expected_with_two_decimals_and_a_fall_without_sign() -> None:
    (finding,) = errors(TITLE + "2024年度收、支总计1200万元。与上年相比，减少300万元，下降22%。")
    assert (finding.claimed, finding.expected) == ("22%", "20.00%")
    assert finding.message.endswith("应为下降 20.00%")


def test_amounts_are_expected_with_the_grouping_they_are_printed_with() -> None:
    (finding,) = errors(TITLE + TABLE.replace("1000.00", "1,000.00").format(total="1,883.66", work="1,300.00"))
    assert finding.expected == "1,383.66"


AGAIN = f"一、总体情况\n{GROWTH}\n二、支出情况\n{GROWTH}\n三、其他\n{GROWTH}\n"


def test_the_same_mistake_in_several_places_is_one_finding_with_its_places() -> None:
    apart = [f for f in audited(TITLE + AGAIN) if f.check == "prose/growth-rate"]
    first, *others = apart
    assert len(others) == 2 and first.follows_from is None
    assert {(f.follows_from, f.severity, f.claimed) for f in others} == {(first.id, first.severity, first.claimed)}
    assert "同样的错误另有 2 处（第5行、第7行）" in first.message and "同样的错误" not in others[0].message
    assert tally(apart).open == 1


def test_places_do_not_change_the_ids() -> None:
    alone = {f.id for f in audited(TITLE + "三、其他\n" + GROWTH)}
    assert alone <= {f.id for f in audited(TITLE + AGAIN)}


def test_other_figures_are_another_mistake() -> None:
    other = GROWTH.replace("120", "240").replace("16.67%", "8.33%")
    found = [f for f in audited(TITLE + f"一、甲\n{GROWTH}\n二、乙\n{other}\n") if f.check == "prose/growth-rate"]
    assert [f.follows_from for f in found] == [None, None]
