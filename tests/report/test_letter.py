"""The letter names place, figures, basis and suggestion, leaves room for the answer, and says only what was confirmed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest

from auditor.model.finding import Decision, Report
from auditor.report import Context, letter
from tests.report.sample import ACCEPTED, CROSSFOOT, FOLLOWS, GROWTH, OLD, report


def opened(given: Report | None = None, **context: Any) -> Any:
    return docx.Document(io.BytesIO(letter.write(given or report(), Context(**context))))


def rows(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]]


def decided(kind: str, finding: str) -> Report:
    whole = report()
    documents = tuple(
        replace(
            document,
            findings=tuple(
                replace(f, decision=Decision(kind, "王复核", "属实")) if f.id == finding else f
                for f in document.findings
            ),
        )
        for document in whole.documents
    )
    return replace(whole, documents=documents)


def test_a_row_gives_place_printed_should_be_why_suggestion_and_room_for_the_answer() -> None:
    row = next(row for row in rows(opened()) if CROSSFOOT.message in row[4])
    number, place, printed, should, why, suggestion, answer = row
    assert number == "1"
    assert place == "第3页 《支出决算表》“合计”行“合计”列"
    assert (printed, should) == ("13,830.70万元", "13,831.06万元")
    assert "原因：4,728.59 误写为 4,728.95" in why
    assert suggestion == "建议改为 4,728.59万元"
    assert answer == ""


def test_the_check_that_failed_is_named_by_its_title_and_source() -> None:
    why = next(row for row in rows(opened()) if GROWTH.message in row[4])[4]
    assert "依据：" in why
    assert "prose/growth-rate" not in why


def test_waived_known_and_folded_findings_are_not_sent() -> None:
    text = "".join("".join(row) for row in rows(opened()))
    assert not [each for each in (ACCEPTED, OLD, FOLLOWS) if each.message in text]


def test_each_unit_has_a_section_and_what_was_not_read_is_named() -> None:
    text = "\n".join(paragraph.text for paragraph in opened().paragraphs)
    assert ["云溪市档案馆：" in text, "青岚县民政局：" in text, "坏.docx" in text] == [True, True, True]
    assert "其余数字未能核对" in text  # a document without findings is not called right


def test_only_confirmed_findings_once_there_are_decisions() -> None:
    document = opened(decided("confirm", CROSSFOOT.id))
    assert [row[4].split("\n")[0] for row in rows(document)] == [CROSSFOOT.message]
    assert "核对人意见：属实" in rows(document)[0][4]


def test_a_question_alone_keeps_the_others_in() -> None:
    assert len(rows(opened(decided("ask", CROSSFOOT.id)))) == len(rows(opened()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_language_and_its_heads_repeat_on_every_page(lang: str) -> None:
    document = opened(lang=lang)
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads[-1] == ("单位答复" if lang == "zh" else "answer of the unit")
    assert document.tables[0].rows[0]._tr.xpath(".//w:tblHeader")


def test_the_same_mistake_in_several_places_is_one_row_with_its_places() -> None:
    whole = report()
    (first,) = CROSSFOOT.evidence[:1]
    again = replace(CROSSFOOT, id="again", evidence=(replace(first, location=replace(first.location, page=7)),))
    documents = tuple(
        replace(d, findings=(*d.findings, again)) if CROSSFOOT in d.findings else d for d in whole.documents
    )
    found = [row for row in rows(opened(replace(whole, documents=documents))) if CROSSFOOT.message in row[4]]
    assert len(found) == 1 and "第3页" in found[0][1] and "第7页" in found[0][1]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "页未能读出，没有核对"), ("en", "Pages not read and so not checked")]
)
def test_pages_that_were_not_read_are_named_to_the_unit(lang: str, said: str) -> None:
    assert sum(said in paragraph.text for paragraph in opened(lang=lang).paragraphs) == 1
    whole = report()
    read = replace(whole, documents=tuple(replace(document, unread=()) for document in whole.documents))
    assert not any(said in paragraph.text for paragraph in opened(read, lang=lang).paragraphs)
