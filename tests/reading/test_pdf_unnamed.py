"""Characters that a font does not name: never another figure than the one that is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.document import Document, Paragraph
from auditor.reading.pdf import read
from auditor.reading.pdf.unnamed import blurred
from tests.reading.pdf_maker import EMBEDDED, Maker


def document(**names: str) -> Document:
    maker = Maker()
    maker.text(72, 100, "本年收入合计")
    maker.text(144, 100, "12.75", font=EMBEDDED)
    maker.text(176, 100, "万元，支出合计")
    maker.text(260, 100, "3.40", font=EMBEDDED)
    maker.text(284, 100, "万元。")
    return read(Path("report.pdf"), maker.renamed(**names))


def text(read_back: Document) -> str:
    [paragraph] = [block for block in read_back.blocks if isinstance(block, Paragraph)]
    return paragraph.text


@pytest.mark.parametrize("name", ["E007", "FFFD", "DBC0DDB7"])
def test_a_figure_with_an_unnamed_digit_is_no_other_figure(name: str) -> None:
    read_back = document(seven=name)
    assert text(read_back) == "本年收入合计�����万元，支出合计3.40万元。"
    assert any(warning.startswith("第1页有1个字符没有文字编码") for warning in read_back.warnings) == (name != "E007")


@pytest.mark.parametrize("name", ["E010", "DBC0DDB0"])
def test_an_unnamed_dot_on_the_line_is_a_decimal_point(name: str) -> None:
    assert text(document(period=name)) == "本年收入合计12.75万元，支出合计3.40万元。"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("１２\ufffd５万元", "\ufffd\ufffd\ufffd\ufffd万元"),
        ("合计\ufffd2.5万元", "合计\ufffd\ufffd\ufffd\ufffd万元"),
        ("1,200\ue010", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"),
        ("\uf0b72025年预算", "\uf0b72025年预算"),  # a bullet
        ("增加 \uf0b7 2.5%", "增加 \uf0b7 2.5%"),
        ("12.\ufffd5%，", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd，"),
        ("项目\ufffd\ufffd支出2.5万元", "项目\ufffd\ufffd支出2.5万元"),
    ],
)
def test_only_figures_that_hold_an_unnamed_character_are_blurred(printed: str, expected: str) -> None:
    assert blurred(printed) == expected
