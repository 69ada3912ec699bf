"""Whose report is it, of which kind and year? Told by the title, not by a website's menu or the line of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.dossier import Profile
from auditor.parsing.profile import profile
from auditor.reading.text import read
from auditor.rulebook.library import default_library


def profiled(*lines: str) -> Profile:
    return profile(read(Path("r.txt"), "\n\n".join(lines).encode()), default_library().vocabulary)


def test_a_meeting_is_no_unit() -> None:
    found = profiled(
        "关于云溪市2025年预算执行情况和2026年预算草案的报告",
        "——2026年1月9日在云溪市第三届人民代表大会",
        "第六次会议上",
        "各位代表：",
    )
    assert (found.kind, found.entity, found.year, found.level) == ("budget", "云溪市", 2025, "city")


def test_a_menu_is_no_title() -> None:
    found = profiled(
        "首页 > 部门预算",
        "返回主站",
        "关于云溪市2025年财政决算的报告",
        "市财政局局长 李某某",
        "受市人民政府委托，现报告如下。",
    )
    assert (found.kind, found.entity, found.year) == ("final_accounts", "云溪市", 2025)


def test_years_in_wide_and_chinese_digits() -> None:
    assert profiled("关于云溪市２０２５年预算执行情况的报告", "各位代表：").year == 2025
    assert profiled("二○二四年云溪县一般公共预算支出执行情况表", "各位代表：").year == 2024


def test_a_self_evaluation_of_a_budget_is_no_budget() -> None:
    assert profiled("云溪市档案馆2024年度部门预算整体支出绩效自评表", "一、概况", "好。").kind == "self_evaluation"


def test_a_department_keeps_its_own_name() -> None:
    found = profiled("云溪市柳河区2026年区级部门预算", "云溪市柳河区档案局主要职能", "管理档案。")
    assert (found.entity, found.level) == ("云溪市柳河区档案局", "county")


def test_a_unit_is_named_by_the_sentence_that_says_what_it_is() -> None:
    found = profiled("根据2024年度绩效评价要求，现将自评情况报告如下。", "云溪市档案局系正科级行政单位。")
    assert found.entity == "云溪市档案局"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("关于北京市2025年预算执行情况的报告", "province"),
        ("关于宁南回族自治区2025年预算执行情况的报告", "province"),
        ("关于云溪自治县2025年预算执行情况的报告", "county"),
        ("关于云溪自治州2025年预算执行情况的报告", "city"),
    ],
)
def test_level_of_government(title: str, level: str) -> None:
    assert profiled(title, "各位代表：").level == level
