"""Lists that no word announces: told by their sum, or by names that leave nothing out."""

from __future__ import annotations

from pathlib import Path

from auditor.model.mention import Breakdown
from auditor.parsing.prose import ProseReader
from auditor.parsing.unmarked import PARTITION, PROVEN
from auditor.reading.text import read
from auditor.rulebook.library import default_library


def lists_of(text: str) -> list[tuple[str, str, list[str]]]:
    prose = ProseReader(default_library().vocabulary).read(read(Path("example.txt"), text.encode()))

    def told(listed: Breakdown) -> tuple[str, str, list[str]]:
        figures = prose.mentions
        return listed.cue, figures[listed.total].quantity.text, [figures[part].quantity.text for part in listed.parts]

    return [told(listed) for listed in prose.breakdowns]


def test_figures_that_add_up_to_the_last_digit_are_parts() -> None:
    assert lists_of("全年投入3512.4万元，道路改造3000.1万元，管网维护512.3万元，验收12次。") == [
        (PROVEN, "3512.4", ["3000.1", "512.3"])
    ]


def test_a_round_sum_proves_nothing() -> None:
    assert lists_of("全年投入50万元，道路改造30万元，管网维护20万元。") == []


def test_names_that_leave_nothing_out_are_parts_even_where_the_sum_is_wrong() -> None:
    assert lists_of("一般公共预算收入26.9亿元。税收收入20.3亿元，非税收入6.3亿元。") == [
        (PARTITION, "26.9", ["20.3", "6.3"])
    ]


def test_a_figure_of_another_kind_before_them_is_no_total() -> None:
    assert lists_of("化债资金26.9亿元。税收收入20.3亿元，非税收入6.3亿元。") == []
