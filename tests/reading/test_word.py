"""Word documents read as they are printed, with tracked changes accepted."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table
from auditor.reading.word import read


def parsed(document: Any) -> Document:
    stream = io.BytesIO()
    document.save(stream)
    return read(Path("a.docx"), stream.getvalue())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def body_xml(document: Any, xml: str) -> None:
    wrapped = f"<w:body {nsdecls('w', 'r', 'wp', 'a')} {EXTRA}>{xml}</w:body>"
    for element in parse_xml(wrapped):
        document.element.body.insert(len(document.element.body) - 1, element)


EXTRA = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def test_paragraphs_and_tables_come_in_document_order_with_their_running_number() -> None:
    source = docx.Document()
    source.add_paragraph("一、收入情况说明")
    source.add_paragraph("")
    source.add_paragraph("本年收入120万元。")
    source.add_paragraph("收入决算表")
    source.add_paragraph("单位：万元")
    table = source.add_table(2, 2)
    for cell, text in zip(table._cells, ["项目", "金额", "合计", "120"], strict=True):
        cell.text = text
    source.add_paragraph("注：本表反映收入。")
    source.add_paragraph("二、支出情况说明")
    heading, paragraph, found, following = parsed(source).blocks
    assert isinstance(heading, Heading) and heading.location.line == 1
    assert isinstance(paragraph, Paragraph) and paragraph.locate(0).line == 3
    assert isinstance(found, Table)
    assert (found.title, found.caption, found.notes) == ("收入决算表", ("单位：万元",), ("注：本表反映收入。",))
    assert [row[0].location.line for row in found.rows] == [6, 7]
    assert isinstance(following, Heading) and following.location.line == 9


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    source = docx.Document()
    table = source.add_table(3, 3)
    for cell, text in zip(table._cells, ["甲", "乙", "丙", "丁", "戊", "1", "己", "庚", "2"], strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(1, 1)).text = "项目"
    (found,) = parsed(source).tables()
    assert grid(found) == [["项目", "项目", "丙"], ["项目", "项目", "1"], ["己", "庚", "2"]]
    spanned = [[cell.spanned for cell in row] for row in found.rows]
    assert spanned == [[False, True, False], [True, True, False], [False, False, False]]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    source = docx.Document()
    body_xml(
        source,
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del w:id='1'><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:moveFrom w:id='3'><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>万元。</w:t></w:r></w:p>",
    )
    assert texts(parsed(source)) == ["收入120万元。"]


def test_a_paragraph_whose_end_was_deleted_runs_on_into_the_next() -> None:
    source = docx.Document()
    body_xml(
        source,
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>收入120</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>万元。</w:t></w:r></w:p>",
    )
    assert texts(parsed(source)) == ["收入120万元。"]


def test_a_deleted_row_is_no_row() -> None:
    source = docx.Document()
    table = source.add_table(3, 2)
    for cell, text in zip(table._cells, ["项目", "金额", "合计", "1", "合计", "2"], strict=True):
        cell.text = text
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} w:id='1'/>"))
    (found,) = parsed(source).tables()
    assert grid(found) == [["项目", "金额"], ["合计", "2"]]


NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
  <w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3."/></w:lvl>
</w:abstractNum>"""


def numbered(source: Any, paragraphs: list[tuple[int, str]]) -> list[str]:
    numbering = source.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    for level, text in paragraphs:
        paragraph = source.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='90'/></w:numPr>")
        )
    return texts(parsed(source))


def test_automatic_numbers_are_printed_and_start_over_under_each_heading() -> None:
    found = numbered(docx.Document(), [(0, "甲项"), (1, "乙项"), (1, "丙项"), (2, "丁项"), (0, "戊项"), (1, "己项")])
    assert found == ["一、甲项", "（一）乙项", "（二）丙项", "1.1.丁项", "二、戊项", "（一）己项"]


def test_automatic_numbers_go_past_ten() -> None:
    found = numbered(docx.Document(), [(0, f"第{chr(0x4E00 + i)}项") for i in range(21)])
    assert [text.partition("、")[0] for text in found][8:] == [
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
        "十六",
        "十七",
        "十八",
        "十九",
        "二十",
        "二十一",
    ]


def test_heading_styles_make_headings_without_a_number() -> None:
    source = docx.Document()
    source.add_heading("青岚县档案馆部门决算", 0)
    source.add_heading("单位概况", 1)
    first, second = parsed(source).blocks
    assert isinstance(first, Heading) and isinstance(second, Heading)
    assert (first.level, second.level) == (0, 1)


def test_tabs_and_typesetting_spaces_become_plain_spaces() -> None:
    source = docx.Document()
    source.add_paragraph("支出决算表")
    source.add_paragraph("部门：青岚县档案馆\t\t单位：\u00a0万元")
    table = source.add_table(2, 2)
    for cell, text in zip(table._cells, ["项目", "金\u2003额", "合计", "\u00a012\u200b0 "], strict=True):
        cell.text = text
    (found,) = parsed(source).tables()
    assert found.caption == ("部门：青岚县档案馆    单位： 万元",)
    assert grid(found) == [["项目", "金 额"], ["合计", "120"]]


def test_text_boxes_and_footnotes_are_read_once() -> None:
    source = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框中有10万元。</w:t></w:r></w:p></w:txbxContent>"
    body_xml(
        source,
        "<w:p><w:r><w:t>正文有20万元。</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert texts(parsed(source)) == ["正文有20万元。", "框中有10万元。"]


def test_a_table_that_lays_out_others_is_taken_apart() -> None:
    source = docx.Document()
    outer = source.add_table(1, 2)
    outer.cell(0, 0).text = "左边的说明有12万元。"
    inner = outer.cell(0, 1).add_table(2, 2)
    for cell, text in zip(inner._cells, ["项目", "金额", "合计", "120"], strict=True):
        cell.text = text
    document = parsed(source)
    assert texts(document) == ["左边的说明有12万元。"]
    assert [grid(table) for table in document.tables()] == [[["项目", "金额"], ["合计", "120"]]]


def test_a_nested_table_in_a_table_of_figures_comes_after_it() -> None:
    source = docx.Document()
    outer = source.add_table(2, 2)
    for cell, text in zip(outer._cells, ["项目", "金额", "合计", "120"], strict=True):
        cell.text = text
    inner = outer.cell(1, 0).add_table(2, 2)
    for cell, text in zip(inner._cells, ["名称", "得分", "总分", "98"], strict=True):
        cell.text = text
    first, second = parsed(source).tables()
    assert grid(first) == [["项目", "金额"], ["合计", "120"]]
    assert grid(second) == [["名称", "得分"], ["总分", "98"]]


def test_title_unit_and_notes_inside_the_grid_are_told_from_its_rows() -> None:
    source = docx.Document()
    table = source.add_table(5, 2)
    filled = [
        "支出决算表",
        "",
        "部门：青岚县档案馆",
        "单位：万元",
        "项目",
        "金额",
        "合计",
        "120",
        "注：本表反映支出。",
        "",
    ]
    for cell, text in zip(table._cells, filled, strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(4, 0).merge(table.cell(4, 1))
    (found,) = parsed(source).tables()
    assert (found.title, found.caption) == ("支出决算表", ("部门：青岚县档案馆", "单位：万元"))
    assert found.notes == ("注：本表反映支出。",)
    assert grid(found) == [["项目", "金额"], ["合计", "120"]]


def test_a_header_over_all_columns_is_no_title_under_a_title() -> None:
    source = docx.Document()
    source.add_paragraph("“三公”经费预算表")
    table = source.add_table(3, 2)
    for cell, text in zip(table._cells, ["经费预算数", "", "合计", "公务接待费", "3", "3"], strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    (found,) = parsed(source).tables()
    assert found.title == "“三公”经费预算表"
    assert grid(found)[0] == ["经费预算数", "经费预算数"]


def repacked(change: Any) -> bytes:
    stream, result = io.BytesIO(), io.BytesIO()
    source = docx.Document()
    source.add_paragraph("收入120万元。")
    source.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return result.getvalue()


def test_a_package_that_declares_entities_is_refused() -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY x "yyyy">]>', 1) if name == "word/document.xml" else data

    with pytest.raises(InputError, match="declares a DTD"):
        read(Path("a.docx"), repacked(change))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(lambda name, data: data + b" " * (129 * 1024 * 1024) if name == "word/document.xml" else data)
    with pytest.raises(InputError, match="more than a report can be"):
        read(Path("a.docx"), bomb)


@pytest.mark.parametrize("data", [b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_docx_is_named_as_such(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.docx: this is not a docx file"):
        read(Path("a.docx"), data)


def test_a_damaged_part_is_named_as_damage() -> None:
    data = repacked(lambda name, data: data[:200] if name == "word/document.xml" else data)
    with pytest.raises(InputError, match="damaged"):
        read(Path("a.docx"), data)


def test_qualified_names_are_those_of_the_library() -> None:
    from auditor.reading.word.document import W

    assert f"{W}p" == qn("w:p")


def test_the_first_paragraph_of_a_cell_may_be_set_in() -> None:
    source = docx.Document()
    table = source.add_table(4, 2)
    for row, name in enumerate(["教育支出", "小学", "中学", "　幼儿园"]):
        table.cell(row, 0).text, table.cell(row, 1).text = name, str(row + 1)
    table.cell(1, 0).paragraphs[0].paragraph_format.left_indent = docx.shared.Pt(21)
    properties = table.cell(2, 0).paragraphs[0]._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:firstLine="480" w:firstLineChars="200"/>'))
    (found,) = parsed(source).tables()
    assert [row[0].indent for row in found.rows] == [0, 2, 2, 1]
