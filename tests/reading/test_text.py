"""Reading text: what becomes a heading, a paragraph, a table, a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table, TocEntry
from auditor.reading.numbering import Number, number_of
from auditor.reading.text import read


def document(text: str, encoding: str = "utf-8") -> Document:
    return read(Path("r.txt"), text.encode(encoding))


def paragraphs(text: str) -> list[str]:
    return [p.text for p in document(text).paragraphs()]


def headings(text: str) -> list[tuple[int, str, int | None, str]]:
    return [(b.level, b.number, b.ordinal, b.title) for b in document(text).blocks if isinstance(b, Heading)]


def table(text: str) -> Table:
    (only,) = document(text).tables()
    return only


def cells(of: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in of.rows]


# --- bytes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_usual_encodings_are_read(encoding: str) -> None:
    assert [p.text for p in document("本年收入合计12.5万元。", encoding).paragraphs()] == ["本年收入合计12.5万元。"]


def test_windows_line_ends_do_not_change_line_numbers() -> None:
    (_, second) = document("一句话。\r\n\r\n又一句话。\r\n").paragraphs()
    assert second.locate(0).line == 3


@pytest.mark.parametrize(
    "data", [b"", b" \n\n", b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xfe\x00", b"\x81\xff\x82"]
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError, match=r"r\.txt") as error:
        read(Path("r.txt"), data)
    assert "r.txt" in error.value.zh


# --- headings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "level", "number", "ordinal", "title"),
    [
        ("第二部分 部门决算表", 1, "第二部分", 2, "部门决算表"),
        ("十一、 政府采购情况", 2, "十一、", 11, "政府采购情况"),
        ("（三） 项目支出情况", 3, "（三）", 3, "项目支出情况"),
        ("(二)项目支出情况", 3, "(二)", 2, "项目支出情况"),
        ("4、 国有资产情况", 4, "4、", 4, "国有资产情况"),
        ("5．国有资产情况", 4, "5．", 5, "国有资产情况"),
        ("（1）机构情况", 5, "（1）", 1, "机构情况"),
        ("③机构情况", 6, "③", 3, "机构情况"),
    ],
)
def test_headings_of_every_style(line: str, level: int, number: str, ordinal: int, title: str) -> None:
    assert headings(f"{line}\n\n本单位有内设机构3个。") == [(level, number, ordinal, title)]


def test_a_heading_with_a_full_stop_is_a_heading_when_its_text_follows() -> None:
    assert headings("1. 资金支出情况。\n\n全年支出12万元，全部用于宣传。\n") == [(4, "1.", 1, "资金支出情况。")]


def test_items_of_a_numbered_list_are_paragraphs() -> None:
    text = "一、主要职责\n1、制定配套措施；\n2、协助有关部门管理资金。\n二、机构情况\n设股室2个。"
    assert [h[3] for h in headings(text)] == ["主要职责", "机构情况"]


def test_a_numbered_line_with_an_amount_is_a_paragraph() -> None:
    assert headings("1.2023年度收入267.43万元。\n其中财政拨款267.43万元。") == []


def test_a_budget_item_is_a_heading_until_amounts_follow_on_its_line() -> None:
    item = "1、一般公共服务支出（类）财政事务（款）行政运行（项）。"
    assert len(headings(f"{item}\n年初预算为5万元。")) == 1
    assert headings(f"{item}年初预算为5万元，支出决算为4万元。") == []


def test_a_part_number_alone_takes_its_title_from_the_next_line() -> None:
    assert headings("第一部分\n\n云溪市档案馆概况\n\n一、职责") == [
        (1, "第一部分", 1, "云溪市档案馆概况"),
        (2, "一、", 1, "职责"),
    ]


def test_a_title_broken_over_two_lines_is_one() -> None:
    assert (
        headings("2023年度云溪市档案馆整体支出\n绩效自评报告\n\n一、概况\n")[0][3]
        == "2023年度云溪市档案馆整体支出绩效自评报告"
    )


# --- contents ------------------------------------------------------------------------------------------------------


def test_the_contents_end_where_the_numbering_starts_again() -> None:
    text = "目 录\n\n第一部分 概况\n- 一、职责\n- 二、机构\n第二部分 附件\n\n第一部分\n\n概况\n\n一、职责\n\n管理档案。"
    blocks = document(text).blocks
    assert [b.title for b in blocks if isinstance(b, TocEntry)] == ["概况", "职责", "机构", "附件"]
    assert [b.title for b in blocks if isinstance(b, Heading)][1:] == ["概况", "职责"]


def test_leaders_and_page_numbers_are_no_part_of_an_entry() -> None:
    text = "目录\n一、职责 ……… 3\n二、机构..........12\n三、说明\t15\n一、职责\n管理档案。"
    assert [b.title for b in document(text).blocks if isinstance(b, TocEntry)] == ["职责", "机构", "说明"]


# --- paragraphs ----------------------------------------------------------------------------------------------------


def test_a_paragraph_goes_on_over_hard_breaks_and_page_breaks_and_keeps_its_lines() -> None:
    text = "下达经费84100元，截至2024年11月\n\n30日，档案数字化已支付60707.4元，\n支付率72.18%。"
    (only,) = document(text).paragraphs()
    assert only.text == "下达经费84100元，截至2024年11月30日，档案数字化已支付60707.4元，支付率72.18%。"
    assert only.locate(only.text.index("84100")).line == 1
    assert only.locate(only.text.index("60707")).line == 3
    assert only.locate(only.text.index("72.18")).line == 4


def test_a_budget_item_broken_over_a_page_is_one_heading() -> None:
    text = "4、卫生健康支出（类）行政事业单位医疗（款）公务员医\n\n疗补助（项）。\n\n年初预算为0万元。"
    assert headings(text)[0][3] == "卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）。"


def test_a_heading_is_not_glued_to_the_text_under_it() -> None:
    text = "（二）一般公共预算财政拨款支出决算结构情况\n\n2024年度支出10万元。"
    assert paragraphs(text) == ["2024年度支出10万元。"]


def test_emphasis_marks_are_dropped() -> None:
    assert paragraphs("人员经费**399.57** 万元。") == ["人员经费399.57 万元。"]


def test_running_page_numbers_are_dropped() -> None:
    assert paragraphs("一句话。\n\n- 1 -\n\n又一句话。\n\n第 2 页 共 9 页\n\n完。") == [
        "一句话。",
        "又一句话。",
        "完。",
    ]


# --- tables --------------------------------------------------------------------------------------------------------

GRID = """\
收入决算表

公开02表
单位:万元

项目\t本年收入合计\t其他收入
合计\t138, 307. 56\t

行政运行\t3.5\t1

注：1. 本表反映收入情况。

2. 可能存在尾数误差。

第三部分 说明
"""


def test_a_tab_separated_table_has_title_caption_and_notes() -> None:
    grid = table(GRID)
    assert grid.title == "收入决算表"
    assert grid.caption == ("公开02表", "单位:万元")
    assert grid.notes == ("注：1. 本表反映收入情况。", "2. 可能存在尾数误差。")
    assert cells(grid) == [["项目", "本年收入合计", "其他收入"], ["合计", "138, 307. 56", ""], ["行政运行", "3.5", "1"]]
    assert grid.rows[2][1].location.line == 9


def test_the_numbered_heading_of_a_table_stays_a_heading() -> None:
    text = "（一）资金情况\n\n项目\t金额\n合计\t3\n"
    assert table(text).title == "资金情况"
    assert headings(text) == [(3, "（一）", 1, "资金情况")]


def test_a_sentence_that_leads_to_a_table_is_no_caption() -> None:
    text = "二、部门构成\n\n纳入本部门决算编制范围的单位包括：\n\n序号\t单位\n1\t云溪市档案馆\n"
    assert (table(text).title, table(text).caption) == ("部门构成", ())
    assert paragraphs(text) == ["纳入本部门决算编制范围的单位包括："]


def test_a_markdown_table_is_a_table() -> None:
    assert cells(table("| 项目 | 金额 |\n|---|---:|\n| 合计 | 3 |\n")) == [["项目", "金额"], ["合计", "3"]]


def test_a_table_drawn_with_bars_keeps_its_blank_cells() -> None:
    text = "|  | 金额 |\n| 合计 |  |\n"
    assert cells(table(text)) == [["", "金额"], ["合计", ""]]
    assert cells(table("项目 | 金额\n合计 | 3")) == [["项目", "金额"], ["合计", "3"]]


FLAT = """\
附件2
自评表
\t年度预
算申请
（万元）
\t
\t全年预算数
\t全年执行数
\t得分

\t
\t年度资金总额
\t346.26
\t313.33
\t9

\t绩
效

\t一级指标
\t年度指标值
\t实际值
\t得分

\t
\t产出指标

(40分)
\t95%
\t96%
\t20

\t
\t
\t85%
\t
\t18

\t总分
\t47

说明：填报全部项目支出。
填表人：王某  填报日期：          联系电话：8123456
"""


def test_a_word_table_with_one_cell_a_line_gets_its_rows_back() -> None:
    flat = table(FLAT)
    assert flat.title == "自评表"
    assert cells(flat)[:5] == [
        ["年度预算申请（万元）", "", "全年预算数", "全年执行数", "得分"],
        ["", "年度资金总额", "346.26", "313.33", "9"],
        ["绩效", "一级指标", "年度指标值", "实际值", "得分"],
        ["", "产出指标(40分)", "95%", "96%", "20"],
        ["", "", "85%", "", "18"],
    ]
    assert flat.notes == ("说明：填报全部项目支出。",)


def test_a_total_stands_under_the_figures_it_totals() -> None:
    assert cells(table(FLAT))[-1] == ["总分", "总分", "总分", "总分", "47"]


def test_a_short_row_whose_columns_cannot_be_told_is_doubted() -> None:
    flat = table(FLAT.replace("\t总分\n\t47\n", "\t合计\n\t12\n\t13\n\t见附件\n"))
    assert "无法确定" in flat.doubts[0]


def test_the_total_of_a_flat_score_table_stands_under_the_scores() -> None:
    rows = ("指标 要求 分值 得分", "甲 按时 60 58", "乙 合格 40 39", "总分 100 97")
    flat = table("评分表\n" + "\n".join("".join(f"\t{cell}\n" for cell in row.split()) for row in rows))
    assert cells(flat)[-1] == ["总分", "总分", "100", "97"]
    assert flat.rows[-1][1].spanned
    assert flat.doubts == ()


# --- parts ---------------------------------------------------------------------------------------------------------

COVER = """\
项目支出绩效自评报告

(2023 年度)

项目名称：档案数字化经费第二期及配套设施更新改造补
助资金

项目单位：(公章) 云溪市档案馆
(一级预算单位)

填报日期：2024.3.25

一、基本情况

下达资金3万元。

"""


def test_each_self_evaluation_in_a_file_is_a_part_with_its_cover_fields() -> None:
    parts = document(f"附件 5\n\n{COVER}{COVER}").parts
    assert [part.title for part in parts] == ["项目支出绩效自评报告"] * 2
    assert parts[1].field("项目名称") == "档案数字化经费第二期及配套设施更新改造补助资金"
    assert parts[1].field("填报日期") == "2024.3.25"
    assert parts[1].field("年度") == "2023"
    assert parts[0].start == 0
    assert parts[0].end == parts[1].start


def test_an_annexed_report_is_a_part_of_its_own() -> None:
    body = "云溪市档案馆部门决算\n\n第一部分 概况\n\n一、职责\n\n管理档案。\n\n"
    text = f"{body}第二部分 附 件\n\n2024年度整体支出绩效自评报告\n\n一、概况\n\n好。"
    read_parts = document(text).parts
    assert [part.title for part in read_parts] == ["云溪市档案馆部门决算", "2024年度整体支出绩效自评报告"]


def test_a_report_is_one_part_over_all_blocks() -> None:
    whole = document("一、概况\n\n好。\n")
    assert [(part.start, part.end) for part in whole.parts] == [(0, len(whole.blocks))]


def test_fields_under_a_form_are_fields_not_text() -> None:
    whole = document(FLAT)
    assert whole.parts[0].field("填报日期") == ""
    assert not any(isinstance(block, Paragraph) for block in whole.blocks)


def test_a_list_number_before_a_year_is_a_number() -> None:
    assert number_of("2.2023年度收入12万元。") == Number("2.", 2, 4)
    assert number_of("2.5万元") is None


def test_a_row_of_nothing_but_tabs_ends_a_table_quietly() -> None:
    document = read(Path("a.txt"), "支出决算表\n\n项目\t金额\n合计\t\n\t\n\n注：本表为空表。\n".encode())
    (table,) = document.tables()
    assert [row[0].text for row in table.rows] == ["项目", "合计"]


def test_the_long_path_of_a_budget_item_ends_with_its_line() -> None:
    item = "5.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    document = read(Path("a.txt"), f"{item}\n\n年初预算为57.10万元，支出决算为58.92万元。\n".encode())
    heading, paragraph = document.blocks
    assert isinstance(heading, Heading) and heading.text == item
    assert isinstance(paragraph, Paragraph)


def test_a_form_feed_does_not_shift_line_numbers() -> None:
    (_, second) = document("一句话。\n\n\f又一句话。\n").paragraphs()
    assert second.text == "又一句话。"
    assert second.locate(0).line == 3


WRAPPED = """\
  本年支出合计120.55万元，其中：基本支出100.55万元，占83.41%；
项目支出20.00万元，占16.59%。支出比上年增加，主要是因为库房改造
和馆藏数字化两个项目在年内开工，同时人员经费按照规定调整了标准。
新增的资金用于购置密集架、恒温设备，以及培训、差旅和办公等支出，
不含结转到下年的尾款。
  财政拨款支出合计110.00万元，其中：基本支出95.00万元，占全部的
比例为86.36%，项目支出15.00万元，占全部的比例为13.64%，两项支出
都在年初批复的预算之内，没有超支，也没有改变用途的情况发生，所有
款项经国库集中支付，年末没有应付未付的款项，也没有结余和结转资金。
"""


def test_in_a_text_broken_at_a_margin_a_stop_at_the_margin_ends_no_paragraph() -> None:
    found = paragraphs(WRAPPED)
    assert len(found) == 2
    assert "占83.41%；项目支出20.00万元" in found[0]
    assert found[1].startswith("财政拨款支出合计")


def test_short_paragraphs_of_an_unbroken_text_stay_apart() -> None:
    assert paragraphs("甲项支出12万元；\n乙项支出13万元；\n丙项支出14万元。") == [
        "甲项支出12万元；",
        "乙项支出13万元；",
        "丙项支出14万元。",
    ]


def test_a_numbered_line_with_a_colon_on_a_cover_is_no_field() -> None:
    whole = document("项目支出绩效自评报告\n\n第一部分：概况\n\n一、职责\n管理档案。\n")
    assert whole.parts[0].fields == ()


SET_WITH_SPACES = """支出决算表
单位：万元
科目编码   科目名称            本年支出合计   基本支出    项目支出
——       合计                  1,296.85     234.00    1,062.85
205        教育支出                962.85     130.00      832.85
20502        普通教育              962.85     130.00      832.85

208        社会保障和就业支出      334.00     104.00      230.00
注：本表反映支出情况。
"""


def test_a_table_set_with_spaces_is_read_by_what_its_rows_leave_empty() -> None:
    read_ = table(SET_WITH_SPACES)
    assert cells(read_)[0] == ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    assert cells(read_)[1] == ["——", "合计", "1,296.85", "234.00", "1,062.85"]
    assert cells(read_)[-1] == ["208", "社会保障和就业支出", "334.00", "104.00", "230.00"]
    assert [row[0].location.line for row in read_.rows] == [3, 4, 5, 6, 8]


def test_a_heading_over_columns_that_are_set_with_spaces_spans_them() -> None:
    text = (
        "收入表\n项目             2031年度          2032年度\n            预算数   决算数   预算数   决算数\n"
        "合计           3.00     2.00     5.00     4.00\n税收收入       1.00     1.00     3.00     2.00\n"
    )
    first = table(text).rows[0]
    assert [(cell.text, cell.spanned) for cell in first][1:] == [
        ("2031年度", False), ("2031年度", True), ("2032年度", False), ("2032年度", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "部门名称：水利局      填报日期：2031年3月5日\n单位负责人：李某      联系人：王某\n联系电话：1234567      邮编：100000\n",
        "第一段  文字。\n第二段  文字。\n第三段  文字。\n",
        "全年收入  3亿元，  支出2亿元。\n",
        "甲县  3  4  收入支出  5\n乙县的一个长名称  6  7\n丙  8  9  10  11\n",
    ],
)
def test_wide_spaces_alone_make_no_table(text: str) -> None:
    assert not [block for block in document(text).blocks if isinstance(block, Table)]


def test_lines_of_thousands_of_words_are_no_table_and_take_no_time() -> None:
    text = ("甲  " * 3000 + "1\n") * 100
    assert not [block for block in document(text).blocks if isinstance(block, Table)]
