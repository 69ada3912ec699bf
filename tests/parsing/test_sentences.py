"""Which section and which title does a sentence stand under, where headings are run into their text?"""

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.model.dossier import Dossier
from auditor.reading.text import read

REPORT = """云溪市档案馆2031年部门决算
第三部分 2031年度部门决算情况说明
（一）关于收入决算的情况说明。本年收入合计90.00万元。
其中其他收入2.00万元。
（二）关于“三公”经费支出情况的说明。“三公”经费支出9.00万元。其中：
1．因公出国（境）费用。2031年决算数1.00万元，与年初预算持平。
2．公务接待费。2031年决算数3.00万元，比年初预算数4.00万元减少1.00万元。接待来访人员12.00万元。
3．公务用车。公务用车运行维护费2031年决算数5.00万元。
六、国有资本经营预算情况
（一）收入情况
当年收入7.00万元。
"""


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return Auditor.with_library().understand(read(Path("report.txt"), REPORT.encode()))


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("本年收入合计90.00", "income"),
        ("其他收入2.00", "income"),  # stays in force
        ("2031年决算数1.00", "three_public"),  # a number of another style stands below it
        ("当年收入7.00", "capital"),  # 收入 of one fund
    ],
)
def test_a_title_run_into_its_text_tells_the_section(dossier: Dossier, words: str, topic: str) -> None:
    sentence = next(s for s in dossier.prose.sentences if words in s.text)
    assert sentence.topic == topic


@pytest.mark.parametrize(
    ("figure", "concepts"),
    [
        ("1.00", {"abroad"}),
        ("3.00", {"reception"}),
        ("12.00", set()),  # the sentence after that speaks of something else
        ("5.00", {"vehicle_running"}),  # what stands before the year is what it measures
    ],
)
def test_the_title_before_a_figure_says_what_it_measures(dossier: Dossier, figure: str, concepts: set[str]) -> None:
    mention = next(m for m in dossier.prose.mentions if m.quantity.text == figure)
    assert mention.concepts == concepts


@pytest.mark.parametrize(
    ("printed", "sentences"),
    [
        (
            "收入5亿元,增长3.5%,支出4亿元.税收2,300万元;债券1亿元.",
            ["收入5亿元，增长3.5%，支出4亿元。", "税收2,300万元；债券1亿元。"],
        ),
        ("一.收入5亿元", ["一.收入5亿元"]),
        ("（三）.收入5亿元...", ["（三）.收入5亿元..."]),
    ],
)
def test_ascii_marks_between_chinese_words_are_chinese_punctuation(printed: str, sentences: list[str]) -> None:
    prose = Auditor.with_library().understand(read(Path("report.txt"), f"关于预算的报告\n{printed}\n".encode())).prose
    assert [sentence.text for sentence in prose.sentences][1:] == sentences
