"""Orders, counts and marks that every format shares."""

from __future__ import annotations

from dataclasses import replace

from auditor.model.finding import Cause
from auditor.report import view
from tests.report.sample import CROSSFOOT, FOLLOWS, GROWTH, ROUNDING, SENTENCE, WORDS, report


def test_figures_of_one_paragraph_are_marked_though_their_quotations_were_cut_differently() -> None:
    first, part, base = GROWTH.evidence
    assert base.span and first.span
    cut = 1
    shifted = replace(base, quote=SENTENCE[cut:], span=(base.span[0] - cut, base.span[1] - cut))
    finding = replace(GROWTH, evidence=(first, part, shifted))
    pieces = view.shared_quote(finding)
    assert [piece.text for piece in pieces if piece.mark == "compared"] == ["13,830.70", "3,156.43"]
    assert view.elsewhere(finding) == ()


def test_a_percent_sign_behind_the_figure_is_marked_with_it() -> None:
    first = GROWTH.evidence[0]
    assert first.span
    bare = replace(first, span=(first.span[0], first.span[1] - 1))
    assert [piece.text for piece in view.marked(bare) if piece.mark] == ["22.8%"]


def test_a_quotation_is_never_lost_by_marking() -> None:
    for finding in (GROWTH, FOLLOWS, ROUNDING, WORDS, CROSSFOOT):
        text = "".join(piece.text for piece in view.shared_quote(finding))
        assert text == finding.evidence[0].quote.replace("\t", view.PIECES)


def test_only_the_first_figure_is_disputed_whatever_its_role() -> None:
    total_first = replace(CROSSFOOT, evidence=(CROSSFOOT.evidence[1], CROSSFOOT.evidence[0]))
    marks = {piece.text: piece.mark for piece in view.shared_quote(total_first)}
    assert (marks["9,102.11"], marks["13,830.70"]) == ("disputed", "compared")


def test_document_order_is_page_then_height() -> None:
    lower = replace(CROSSFOOT, id="x", evidence=(replace(CROSSFOOT.evidence[0], key=(12, 3, 1)),))
    early = replace(CROSSFOOT, id="y", evidence=(CROSSFOOT.evidence[0],))
    location = replace(lower.evidence[0].location, bbox=(0.0, 300.0, 9.0, 310.0))
    lower = replace(lower, evidence=(replace(lower.evidence[0], location=location),))
    assert [finding.id for finding in view.in_order((lower, early))] == ["y", "x"]


def test_figures_of_another_sentence_are_shown_together() -> None:
    (group,) = view.companions(GROWTH.evidence[1:])
    assert [evidence.text for evidence in group.figures] == ["3,156.43", "13,830.70"]
    assert [piece.text for piece in group.pieces if piece.mark] == ["13,830.70", "3,156.43"]


def test_cells_of_one_column_are_compared_in_one_line() -> None:
    base = CROSSFOOT.evidence[1]
    cells = [replace(base, row=f"项目{n}", text=f"{n}, 000.00", quote=f"项目{n}", span=None) for n in range(8)]
    (line,) = view.compared(cells, "zh")
    assert line.startswith("第3页 《支出决算表》“基本支出”列：项目0 0,000.00、项目1 1,000.00")
    assert line.endswith("项目5 5,000.00等 8 个")


def test_words_in_dispute_are_not_repeated_as_a_figure() -> None:
    assert view.figure_parts(WORDS, "zh") == ()
    assert view.figure_parts(replace(WORDS, claimed="增加（减少）"), "zh") == ()
    assert [text for _, text in view.figure_parts(GROWTH, "zh")] == ["22.8%", "29.57%", "6.77个百分点"]


def test_figures_carry_their_unit_once() -> None:
    assert [text for _, text in view.figure_parts(CROSSFOOT, "zh")] == ["13,830.70万元", "13,831.06万元", "0.36万元"]
    assert [text for _, text in view.figure_parts(GROWTH, "en")] == ["22.8%", "29.57%", "6.77 points"]
    assert view.cause(CROSSFOOT, "zh").endswith("→ 建议改为 4,728.59万元")
    left_out = replace(CROSSFOOT, cause=Cause("missing_part", "疑漏列", "36.04万元"))
    assert view.cause(left_out, "zh").endswith("→ 建议补列 36.04万元")


def test_a_finding_belongs_to_the_report_within_the_document() -> None:
    document = report().documents[0]
    later = replace(GROWTH, evidence=(replace(GROWTH.evidence[0], key=(41, 3)),))
    assert view.part(GROWTH, document) == "城区绿化项目"
    assert view.part(later, document) == "档案数字化项目"
    assert view.part(WORDS, document) == "城区绿化项目"  # words without a key: by their line
    assert view.part(GROWTH, report().documents[1]) == ""
