"""Accounts told in prose: what makes up a grand total, and what is set off against what."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.dossier import Prose
from auditor.parsing.prose import ProseReader
from auditor.reading.text import read
from auditor.rulebook.library import default_library


def prose_of(text: str) -> Prose:
    return ProseReader(default_library().vocabulary).read(read(Path("example.txt"), text.encode()))


def amounts(prose: Prose, indices: tuple[int, ...]) -> list[str]:
    return [prose.mentions[index].quantity.text for index in indices]


def test_a_sum_runs_from_its_first_figure_over_the_additions_to_the_total() -> None:
    prose = prose_of("全县收入50.5亿元，增长2.1%，加上补助30亿元、调入资金等2亿元后，收入总计82.5亿元。")
    (total,) = prose.totals
    assert (amounts(prose, total.heads), amounts(prose, total.added)) == (["50.5"], ["30", "2"])
    assert total.side == "income" and total.whole and total.sure


def test_what_is_taken_off_counts_against_the_total() -> None:
    prose = prose_of("全县收入80亿元，加上补助20亿元（其中专项5亿元），减去上解支出5亿元，可用财力95亿元。")
    assert amounts(prose, prose.totals[0].added) == ["20"]
    assert amounts(prose, prose.totals[0].taken) == ["5"]


def test_an_addition_without_an_amount_leaves_the_sum_open() -> None:
    prose = prose_of("全县收入50亿元，加上补助10亿元、调入资金等，收入总计82亿元。")
    assert not prose.totals[0].whole


@pytest.mark.parametrize("word", ["加强管理", "加快支出"])
def test_words_that_only_begin_like_an_addition_add_nothing(word: str) -> None:
    prose = prose_of(f"全县收入50亿元，{word}，安排资金10亿元，收入总计82亿元。")
    assert not any(total.named for total in prose.totals)


def test_a_remainder_is_read_after_both_totals_even_without_the_usual_words() -> None:
    prose = prose_of("全县收入总计10亿元，支出总计8亿元，结余2亿元。")
    (settlement,) = prose.settlements
    assert settlement.left is not None
    assert amounts(prose, (settlement.incomes[0], settlement.outgoings[0], settlement.left)) == ["10", "8", "2"]


def test_a_deficit_begins_the_next_sum_with_its_sign() -> None:
    prose = prose_of(
        "失业保险基金收入3亿元，支出3.3亿元，当年收支赤字0.3亿元，加上上年结余4.2亿元，年末滚存结余3.9亿元。"
    )
    assert prose.settlements[0].deficit
    assert prose.totals[-1].deficits == frozenset(prose.totals[-1].heads)
