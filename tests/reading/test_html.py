"""Saved web pages: the report without the site around it."""

from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table
from auditor.reading.html import read


def parsed(body: str, encoding: str = "utf-8", head: str = "") -> Document:
    return read(Path("a.html"), f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


PROSE = "<p>本年收入120万元。</p>"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "gb18030"),
        ('<meta charset="utf-8">', "gb18030"),
    ],
)
def test_the_encoding_is_found(head: str, encoding: str) -> None:
    assert texts(parsed("<p>镕基桥本年收入120万元。</p>", encoding, head)) == ["镕基桥本年收入120万元。"]


def test_scripts_hidden_elements_and_menus_are_dropped() -> None:
    menu = "<ul>" + "".join(f"<li><a href='/{i}'>栏目{i}</a></li>" for i in range(6)) + "</ul>"
    hidden = (
        "<script>1</script><style>p{}</style><p style='display: none'>甲</p><p hidden>乙</p><!-- 丙 --><nav>丁</nav>"
    )
    assert texts(parsed(menu + hidden + PROSE)) == ["本年收入120万元。"]


def test_links_inside_the_page_are_its_contents_and_stay() -> None:
    contents = (
        "<div>" + "".join(f"<p><a href='#{i}'>{n}、情况说明</a></p>" for i, n in enumerate("一二三四五")) + "</div>"
    )
    assert "三、情况说明" in texts(parsed(contents))


def test_spans_are_filled() -> None:
    (table,) = parsed(
        "<table><tr><td rowspan=2 colspan=2>项目<td colspan=2>合计<tr><td>小计<td>其中"
        "<tr><td>2010101<td>行政<br>运行<td>1&nbsp;<td></table>"
    ).tables()
    assert grid(table) == [
        ["项目", "项目", "合计", "合计"],
        ["项目", "项目", "小计", "其中"],
        ["2010101", "行政\n运行", "1", ""],
    ]
    assert [[c.spanned for c in row] for row in table.rows[:2]] == [
        [False, True, False, True],
        [True, True, False, False],
    ]


def test_row_groups_come_in_the_order_of_the_page() -> None:
    (table,) = parsed(
        "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody><thead><tr><th>项目<th>数</thead></table>"
    ).tables()
    assert [row[0] for row in grid(table)] == ["项目", "甲", "合计"]


def test_layout_tables_are_taken_apart_and_nested_data_tables_kept() -> None:
    inner = "<table><tr><td>项目<td>金额<tr><td>合计<td>120</table>"
    document = parsed(f"<table><tr><td>左栏<td><p>一、收入情况说明</p>{PROSE}{inner}</td></tr></table>")
    assert texts(document)[-2:] == ["一、收入情况说明", "本年收入120万元。"]
    assert [grid(table) for table in document.tables()] == [[["项目", "金额"], ["合计", "120"]]]


def test_each_of_thirty_tables_one_inside_the_other_is_read_once() -> None:
    page = ""
    for depth in range(30):
        page = f"<table><tr><td>项目<td>金额<tr><td>第{depth}层<td>{depth}{page}</table>"
    tables = parsed(PROSE + page).tables()
    assert [grid(table)[1][0] for table in tables] == [f"第{depth}层" for depth in reversed(range(30))]


def test_headings_lines_and_tables_stand_in_order_with_running_numbers() -> None:
    document = parsed(
        f"<h1>青岚县档案馆部门决算</h1><div>一、收入情况说明</div>{PROSE}<table><tr><td>项目<td>数<tr><td>甲<td>1</table>"
    )
    title, heading, paragraph, table = document.blocks
    assert isinstance(title, Heading) and title.level == 0
    assert isinstance(heading, Heading) and heading.location.line == 2
    assert isinstance(paragraph, Paragraph) and paragraph.locate(0).line == 3
    assert isinstance(table, Table) and table.rows[1][0].location.line == 5


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    document = parsed(
        "<p>本年收入合计120万元，<br>其中财政拨款100万元。</p><p>本年支出合计120万元</p><p>其他情况另行说明。</p>"
    )
    first, *rest = document.blocks
    assert isinstance(first, Paragraph) and first.text == "本年收入合计120万元，其中财政拨款100万元。"
    assert [run.location.line for run in first.runs] == [1, 2]
    assert len(rest) == 2


def test_a_page_cannot_ask_for_a_huge_table() -> None:
    with pytest.raises(InputError, match="more than"):
        parsed("<table>" + "<tr><td colspan=9999999>1<td>2" * 3 + "</table>")
    with pytest.raises(InputError, match="2000 columns"):
        parsed("<table>" + "<tr><td colspan=2000>1<td>2" * 3 + "</table>")


def test_entities_and_files_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    entity = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    page = f"{entity}<html><body><p>收入&x;120万元。</p></body></html>"
    assert "机密" not in "".join(texts(read(Path("a.html"), page.encode())))


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>x</script>"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(InputError, match="neither text nor tables"):
        read(Path("a.html"), page.encode())


def test_binary_data_is_refused() -> None:
    with pytest.raises(InputError, match="binary"):
        read(Path("a.html"), b"<p>\0\0")


def test_white_space_and_styles_set_the_words_of_a_cell_in() -> None:
    (table,) = parsed(
        "<table><tr><td>项目<td>金额<tr><td>\n  &nbsp;&nbsp;教育<td>3<tr><td>　　　其中：小学<td>1"
        "<tr><td style='padding-left:28px'>中学<td>2<tr><td><p style='text-indent: 2.5em'>幼儿园</p><td>4</table>"
    ).tables()
    assert [row[0].indent for row in table.rows] == [0, 1, 3, 2, 2.5]
