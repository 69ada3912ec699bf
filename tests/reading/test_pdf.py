"""PDF reports as they are read: prose, tables, continued tables, and what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table
from auditor.reading.pdf import read
from tests.reading.pdf_maker import LANDSCAPE, LEFT, PITCH, Maker

PATH = Path("报告.pdf")
HEADER = ["项目", "合计", "基本支出", "项目支出"]
WIDTHS = [180.0, 90.0, 90.0, 90.0]


def document(maker: Maker) -> Document:
    return read(PATH, maker.bytes())


def paragraphs(maker: Maker) -> list[str]:
    return [p.text for p in document(maker).paragraphs()]


def tables(maker: Maker) -> list[Table]:
    return list(document(maker).tables())


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


# --- prose ---------------------------------------------------------------------------------------------------------

FULL = "云溪市档案馆本年度收入总计为一千二百元整，比上年有所增加，主要"  # 31 characters fill the indented line
REST = "是人员经费增加。"


def test_a_paragraph_is_joined_over_hard_line_breaks() -> None:
    maker = Maker()
    maker.lines(100, FULL + "原因正", REST)
    maker.lines(100 + 2 * PITCH, "本年支出合计12.50万元。")
    assert paragraphs(maker) == [FULL + "原因正" + REST, "本年支出合计12.50万元。"]


def test_a_paragraph_is_joined_over_a_page_break() -> None:
    maker = Maker()
    y = maker.lines(100, FULL + "原因正", "是人员经费增加。")
    for _ in range(3):
        y = maker.lines(y, FULL + "原因正", "是人员经费增加。")
    maker.lines(y, FULL + "原因正")
    maker.page()
    maker.text(LEFT, 100, "是项目支出增加12.50万元。")
    maker.lines(100 + PITCH, "本年支出合计12.50万元。")
    assert paragraphs(maker)[-2:] == [FULL + "原因正是项目支出增加12.50万元。", "本年支出合计12.50万元。"]


def test_a_drawn_space_parts_only_what_has_a_gap() -> None:
    maker = Maker()
    maker.text(96, 100, "本年收入")
    maker.text(143.5, 100, " ")  # without width, as what follows begins where it does
    maker.text(144, 100, "合计1")
    maker.text(173.5, 100, " ")
    maker.text(173.6, 100, "511.89万元，")
    maker.text(230, 100, "A")
    maker.text(237, 100, " ")
    maker.text(240, 100, "B项目。")
    assert paragraphs(maker) == ["本年收入合计1511.89万元，A B项目。"]


def test_an_amount_printed_in_spaced_digits_is_one_amount_and_separate_digits_are_not() -> None:
    maker = Maker()
    x = 96.0
    for character in "利息67,271.40万元，见附件1 2 3 4。":
        maker.text(x, 100, character)
        x += 12 if character.isdigit() or character in ",." else 11
    assert paragraphs(maker) == ["利息67,271.40万元，见附件1 2 3 4。"]


def test_digits_on_another_baseline_stay_in_their_line() -> None:
    maker = Maker()
    maker.text(96, 100, "本年收入合计")
    maker.text(168, 102.5, "1,234.56", font="Helvetica")
    maker.text(216, 100, "万元，增长")
    maker.text(276, 97.8, "8.2%", font="Helvetica")
    maker.text(304, 100, "。")
    assert paragraphs(maker) == ["本年收入合计1,234.56万元，增长8.2%。"]


def test_every_number_of_prose_has_its_page_and_a_tight_box() -> None:
    maker = Maker()
    maker.lines(100, FULL + "原因正", "是支出12.50万元。")
    [paragraph] = document(maker).paragraphs()
    place = paragraph.locate(paragraph.text.index("12.50"))
    assert place.page == 1
    assert place.bbox is not None
    x0, top, x1, bottom = place.bbox
    assert x0 == pytest.approx(LEFT + 36, abs=1)
    assert x1 - x0 < 5 * 7
    assert top < 100 + PITCH < bottom
    assert bottom - top == pytest.approx(12, abs=0.5)


def test_clipped_and_off_page_text_is_ignored() -> None:
    maker = Maker()
    maker.lines(100, "本年收入合计12.50万元。")
    maker.text(620, 100, "999.99")
    maker.canvas.saveState()
    path = maker.canvas.beginPath()
    path.rect(72, 842 - 210, 100, 20)
    maker.canvas.clipPath(path, stroke=0, fill=0)
    maker.text(72, 204, "可见的句子。")
    maker.text(300, 204, "888.88")
    maker.canvas.restoreState()
    assert paragraphs(maker) == ["本年收入合计12.50万元。", "可见的句子。"]


def test_running_headers_and_page_numbers_are_dropped() -> None:
    maker = Maker()
    for number in range(1, 5):
        maker.centred(40, "云溪市档案馆年度报告", 9)
        maker.lines(120, f"本年第{number}项支出{number}2.50万元。")
        maker.centred(810, f"- {number} -", 9)
        maker.page()
    assert paragraphs(maker) == [f"本年第{number}项支出{number}2.50万元。" for number in range(1, 5)]


def test_headings_keep_their_number_level_and_place() -> None:
    maker = Maker()
    maker.centred(100, "第一部分 云溪市档案馆概况", 16)
    maker.lines(150, "一、主要职能")
    maker.lines(180, "负责档案管理工作。")
    headings = [b for b in document(maker).blocks if isinstance(b, Heading)]
    assert [(h.number, h.title, h.level) for h in headings] == [
        ("第一部分", "云溪市档案馆概况", 1),
        ("一、", "主要职能", 2),
    ]
    assert headings[1].location.page == 1


# --- tables --------------------------------------------------------------------------------------------------------


def report_table(maker: Maker, rows: list[list[str]], title: str = "支出决算表", top: float = 150) -> float:
    maker.centred(top - 40, title, 16)
    maker.right(522, top - 15, "单位：万元", 10)
    return maker.table(top, WIDTHS, rows)


def test_title_caption_and_notes_belong_to_the_table_and_are_not_repeated() -> None:
    maker = Maker()
    bottom = report_table(maker, [HEADER, ["教育支出", "12.50", "10.00", "2.50"]])
    maker.text(LEFT, bottom + 15, "注：本表反映本年度支出情况。", 10)
    maker.lines(bottom + 60, "本年支出合计12.50万元。")
    read_back = document(maker)
    [table] = read_back.tables()
    assert (table.title, table.caption, table.notes) == (
        "支出决算表",
        ("单位：万元",),
        ("注：本表反映本年度支出情况。",),
    )
    assert [p.text for p in read_back.paragraphs()] == ["本年支出合计12.50万元。"]


def test_the_lines_of_a_caption_stay_apart() -> None:
    maker = Maker()
    maker.centred(80, "支出决算表", 16)
    maker.right(522, 100, "公开03表", 10)
    maker.text(LEFT, 114, "部门：云溪市档案馆", 10)
    maker.right(522, 114, "单位：万元", 10)
    maker.table(120, WIDTHS, [HEADER, ["教育支出", "12.50", "10.00", "2.50"]])
    [table] = tables(maker)
    assert (table.title, table.caption) == ("支出决算表", ("公开03表", "部门：云溪市档案馆  单位：万元"))


def test_every_cell_has_its_page_and_box() -> None:
    maker = Maker()
    report_table(maker, [HEADER, ["教育支出", "12.50", "", "2.50"]])
    [table] = tables(maker)
    assert all(cell.location.page == 1 and cell.location.bbox for row in table.rows for cell in row)
    assert table.rows[1][1].location.bbox == pytest.approx((318, 175, 339, 185), abs=1)


def test_merged_cells_fill_all_their_places() -> None:
    maker = Maker()
    rows = [["项目", "本年支出", "", ""], ["", "小计", "基本支出", "项目支出"], ["教育支出", "12.50", "10.00", "2.50"]]
    maker.table(150, WIDTHS, rows, merges=[(0, 0, 1, 0), (0, 1, 0, 3)])
    [table] = tables(maker)
    assert texts(table)[:2] == [["项目", *["本年支出"] * 3], ["项目", "小计", "基本支出", "项目支出"]]
    assert [[c.spanned for c in row] for row in table.rows[:2]] == [
        [False, False, True, True],
        [True, False, False, False],
    ]


def test_an_empty_statutory_table_is_kept() -> None:
    maker = Maker()
    report_table(maker, [HEADER, *[["", "", "", ""]] * 14], title="政府性基金预算财政拨款支出决算表")
    [table] = tables(maker)
    assert (table.title, len(table.rows), table.width) == ("政府性基金预算财政拨款支出决算表", 15, 4)


def test_adjacent_numbers_stay_in_their_own_cells() -> None:
    maker = Maker()
    maker.table(150, [100, 64, 64], [["项目", "合计", "财政拨款"], ["教育支出", "82,096,797.42", "82,096,797.42"]])
    assert texts(tables(maker)[0])[1] == ["教育支出", "82,096,797.42", "82,096,797.42"]


def test_a_number_that_runs_over_the_line_stays_whole() -> None:
    maker = Maker()
    maker.table(150, [100, 50, 80], [["项目", "合计", "财政拨款"], ["教育支出", "82,096,797.42", "82,096,797.42"]])
    assert texts(tables(maker)[0])[1][1:] == ["82,096,797.42", "82,096,797.42"]


def test_words_that_run_over_the_line_stay_in_their_cell() -> None:
    maker = Maker()
    rows = [["项目", "合计", "备注"], ["其他社会保障和就业支出", "12.50", ""], ["本年人员经费支出", "", ""]]
    maker.table(150, [75, 90, 60], rows)
    assert texts(tables(maker)[0]) == rows


@pytest.mark.parametrize("broken", ["138,307,27\n6.56", "138,307, 276.56", "138,\n307,276.56"])
def test_a_broken_number_is_joined_and_says_so(broken: str) -> None:
    maker = Maker()
    maker.table(150, [100, 90], [["项目", "合计"], ["教育支出", broken]], height=30)
    cell = tables(maker)[0].rows[1][1]
    assert cell.text == "138,307,276.56"
    assert "拼接" in cell.note


@pytest.mark.parametrize("two", ["12.50\n13.60", "1,250.00\n2,300.00", "201\n06"])
def test_two_numbers_in_a_cell_are_not_joined(two: str) -> None:
    maker = Maker()
    maker.table(150, [100, 90], [["项目", "合计"], ["教育支出", two]], height=30)
    cell = tables(maker)[0].rows[1][1]
    assert (cell.text, cell.note) == (two, "")


def test_a_box_around_text_is_no_table() -> None:
    maker = Maker()
    maker.table(100, [450], [["本年收入合计12.50万元。"]])
    read_back = document(maker)
    assert not list(read_back.tables())
    assert [p.text for p in read_back.paragraphs()] == ["本年收入合计12.50万元。"]


def test_tables_and_paragraphs_come_in_reading_order() -> None:
    maker = Maker()
    maker.lines(80, "一、收入情况")
    bottom = report_table(maker, [HEADER, ["教育支出", "12.50", "10.00", "2.50"]])
    maker.lines(bottom + 40, "本年支出合计12.50万元。")
    report_table(maker, [HEADER, ["教育支出", "13.50", "10.00", "3.50"]], "项目支出表", bottom + 150)
    kinds = [type(block).__name__ for block in document(maker).blocks]
    assert kinds == ["Heading", "Table", "Paragraph", "Table"]


# --- continued tables ----------------------------------------------------------------------------------------------

FIRST = [HEADER, ["教育支出", "12.50", "10.00", "2.50"], ["卫生健康支出", "3.00", "3.00", ""]]
MORE = [["住房保障支出", "4.00", "4.00", ""], ["合计", "19.50", "17.00", "2.50"]]


def continued(second: list[list[str]], *, titled: bool = False, size: tuple[float, float] = LANDSCAPE) -> Maker:
    maker = Maker(size)
    report_table(maker, FIRST)
    maker.page(size)
    if titled:
        report_table(maker, second)
    else:
        maker.table(80, WIDTHS, second)
    return maker


@pytest.mark.parametrize(
    ("second", "titled"),
    [(MORE, False), ([HEADER, *MORE], False), ([HEADER, *MORE], True), (MORE[1:], False)],
    ids=["rows only", "header again", "title and header again", "one row"],
)
def test_a_table_over_two_pages_is_one(second: list[list[str]], titled: bool) -> None:
    [table] = tables(continued(second, titled=titled))
    assert table.title == "支出决算表"
    assert texts(table) == FIRST + [row for row in second if row != HEADER]
    assert [row[0].location.page for row in table.rows[-2:]][-1] == 2


def test_a_table_goes_on_over_a_page_with_an_empty_grid() -> None:
    blank = [["", "", "", ""]] * 3
    maker = continued(blank)
    maker.page(LANDSCAPE)
    maker.table(80, WIDTHS, MORE)
    [table] = tables(maker)
    assert texts(table) == FIRST + blank + MORE


def test_a_table_goes_on_after_an_empty_page() -> None:
    maker = Maker(LANDSCAPE)
    report_table(maker, FIRST)
    maker.page(LANDSCAPE)
    maker.page(LANDSCAPE)
    maker.table(80, WIDTHS, MORE)
    [table] = tables(maker)
    assert texts(table) == FIRST + MORE


def test_a_table_with_its_own_title_is_another_one() -> None:
    maker = Maker(LANDSCAPE)
    report_table(maker, FIRST)
    maker.page(LANDSCAPE)
    report_table(maker, [HEADER, *MORE], "项目支出表")
    assert [table.title for table in tables(maker)] == ["支出决算表", "项目支出表"]


def test_a_table_over_three_pages_is_one() -> None:
    maker = continued(MORE[:1])
    maker.page(LANDSCAPE)
    maker.table(80, WIDTHS, MORE[1:])
    [table] = tables(maker)
    assert texts(table) == FIRST + MORE


def test_a_continuation_with_fewer_lines_keeps_its_columns() -> None:
    maker = Maker(LANDSCAPE)
    report_table(maker, [["编码", "项目", "合计", "基本支出"], ["201", "教育支出", "12.50", "10.00"]])
    maker.page(LANDSCAPE)
    maker.table(80, [270.0, 90.0, 90.0], [["合计", "12.50", "10.00"]])
    [table] = tables(maker)
    assert texts(table)[-1] == ["合计", "合计", "12.50", "10.00"]
    assert [cell.spanned for cell in table.rows[-1]] == [False, True, False, False]


def form(maker: Maker, project: str, *, title: bool) -> None:
    rows = [
        ["项目名称", project, "", ""],
        ["年度资金总额", "12.50", "执行率", "98%"],
        ["产出指标", "数量", "10个", "10"],
    ]
    if title:
        maker.centred(80, "项目支出绩效自评表", 16)
    maker.table(100, WIDTHS, rows, merges=[(0, 1, 0, 3)])


@pytest.mark.parametrize("title", [True, False])
def test_a_form_on_every_page_is_a_table_each_time(title: bool) -> None:
    maker = Maker()
    for project in ("档案数字化", "库房修缮"):
        form(maker, project, title=title)
        maker.page()
    assert [table.rows[0][1].text for table in tables(maker)] == ["档案数字化", "库房修缮"]


def test_a_row_cut_by_the_page_break_is_one() -> None:
    maker = Maker(LANDSCAPE)
    report_table(
        maker, [["编码", "项目", "合计", "基本支出"], ["2080505", "机关事业单位基本养老保险", "12.50", "10.00"]]
    )
    maker.page(LANDSCAPE)
    maker.table(80, WIDTHS, [["", "缴费支出", "", ""], ["210", "卫生健康支出", "3.00", "3.00"]])
    [table] = tables(maker)
    assert texts(table)[1:] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "12.50", "10.00"],
        ["210", "卫生健康支出", "3.00", "3.00"],
    ]


def test_a_continuation_may_say_that_it_is_one() -> None:
    maker = continued([HEADER, *MORE])
    maker.right(522, 60, "（续表）", 10)
    [table] = tables(maker)
    assert texts(table) == FIRST + MORE


# --- turned pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pages_turned_by_the_viewer_are_read_as_shown(rotation: int) -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    maker = Maker()
    maker.lines(80, "本年收入合计12.50万元。")
    report_table(maker, FIRST)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(maker.bytes())))
    writer.pages[0].rotate(rotation)
    out = BytesIO()
    writer.write(out)
    read_back = read(PATH, out.getvalue())
    assert [p.text for p in read_back.paragraphs()] == ["本年收入合计12.50万元。"]
    [table] = read_back.tables()
    assert texts(table) == FIRST
    box = table.rows[1][1].location.bbox
    width, height = (842, 595) if rotation % 180 else (595, 842)
    assert box is not None
    assert 0 <= box[0] < box[2] <= width
    assert 0 <= box[1] < box[3] <= height
    assert (box[2] - box[0] > box[3] - box[1]) == (rotation % 180 == 0)


# --- what cannot be read -------------------------------------------------------------------------------------------


def refused(data: bytes) -> InputError:
    with pytest.raises(InputError) as raised:
        read(PATH, data)
    assert str(PATH) in raised.value.zh
    assert str(PATH) in raised.value.en
    return raised.value


def sample() -> bytes:
    maker = Maker()
    maker.lines(100, "本年收入合计12.50万元。")
    return maker.bytes()


def test_an_empty_file_is_refused() -> None:
    assert "空" in refused(b"").zh


def test_a_file_that_is_no_pdf_is_refused() -> None:
    assert "不是 PDF" in refused(b"<html>not a pdf</html>").zh


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_refused(share: float) -> None:
    data = sample()
    assert "不完整" in refused(data[: int(len(data) * share)]).zh


def test_an_encrypted_pdf_is_refused() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    maker = Maker(encrypt=StandardEncryption("secret"))
    maker.lines(100, "本年收入合计12.50万元。")
    assert "加密" in refused(maker.bytes()).zh


def test_a_pdf_that_opens_without_a_password_is_read_although_it_is_protected() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    maker = Maker(encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    report_table(maker, FIRST)
    [table] = tables(maker)
    assert texts(table) == FIRST


def picture(maker: Maker) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    maker.canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 50, 50, 400, 600)


def test_a_pdf_of_pictures_is_refused() -> None:
    maker = Maker()
    picture(maker)
    maker.page()
    picture(maker)
    maker.page()
    assert "没有文字层" in refused(maker.bytes()).zh


def test_a_pdf_of_blank_pages_is_refused() -> None:
    maker = Maker()
    maker.page()
    assert "没有任何文字" in refused(maker.bytes()).zh


def test_a_page_that_breaks_the_search_for_grids_is_named_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from auditor.reading.pdf import grids

    find = grids._camelot_tables

    def fragile(data: bytes, pages: dict[int, Any]) -> list[Any]:
        if 2 in pages:
            raise ValueError("broken content stream")
        return find(data, pages)

    monkeypatch.setattr(grids, "_camelot_tables", fragile)
    maker = Maker()
    report_table(maker, FIRST)
    maker.page()
    report_table(maker, FIRST, "项目支出表")
    read_back = document(maker)
    assert [table.title for table in read_back.tables() if table.trusted] == ["支出决算表"]
    assert any("第2页" in warning for warning in read_back.warnings)


def test_a_page_without_text_layer_is_named() -> None:
    maker = Maker()
    maker.lines(100, "本年收入合计12.50万元。")
    maker.page()
    picture(maker)
    maker.page()
    [warning] = document(maker).warnings
    assert "第2页" in warning


def test_fonts_without_unicode_map_are_refused() -> None:
    maker = Maker()
    maker.lines(100, "".join(chr(0xE000 + i) for i in range(30)))
    assert "字体" in refused(maker.bytes()).zh


# --- camelot -------------------------------------------------------------------------------------------------------


def test_camelot_still_asks_the_parser_whether_to_reject_a_table() -> None:
    from camelot.handlers import PARSERS
    from camelot.parsers.lattice import Lattice

    assert callable(Lattice._reject_table)
    assert isinstance(PARSERS, dict)


def test_paragraph_runs_cover_the_text_in_order() -> None:
    maker = Maker()
    maker.lines(100, FULL + "原因正", "是支出12.50万元，占 8%。")
    [paragraph] = [b for b in document(maker).blocks if isinstance(b, Paragraph)]
    assert all(a.end <= b.start for a, b in zip(paragraph.runs, paragraph.runs[1:], strict=False))
    covered = "".join(paragraph.text[run.start : run.end] for run in paragraph.runs)
    assert covered.replace(" ", "") == paragraph.text.replace(" ", "")


# --- grids of every make -------------------------------------------------------------------------------------------

GRID = [
    HEADER,
    ["教育支出", "12.50", "10.00", "2.50"],
    ["卫生健康支出", "3.00", "3.00", ""],
    ["合计", "15.50", "13.00", "2.50"],
]
XS = (72, 252, 342, 432, 522)


def ruled(maker: Maker, *, across: tuple[int, ...], down: tuple[int, ...], thin: bool = False) -> None:
    """The text of :data:`GRID` from 150 down, with rules at these heights and places."""
    maker.table(150, WIDTHS, GRID, ruled=False)
    for box in [(72, y, 522, y) for y in across] + [(x, 150, x, 230) for x in down]:
        if thin:
            maker.canvas.rect(box[0], 842 - box[3], box[2] - box[0] or 0.5, box[3] - box[1] or 0.5, stroke=0, fill=1)
        else:
            maker.canvas.line(box[0], 842 - box[1], box[2], 842 - box[3])


def test_rules_drawn_as_thin_areas_make_a_grid() -> None:
    maker = Maker()
    ruled(maker, across=(150, 170, 190, 210, 230), down=XS, thin=True)
    [table] = tables(maker)
    assert (texts(table), table.trusted) == (GRID, True)


@pytest.mark.parametrize("in_form", [False, True])
def test_rules_drawn_as_one_path_make_a_grid(in_form: bool) -> None:
    maker = Maker()
    maker.table(150, WIDTHS, GRID, ruled=False)
    if in_form:
        maker.canvas.beginForm("rules")
    path = maker.canvas.beginPath()
    for box in [(72, y, 522, y) for y in (150, 170, 190, 210, 230)] + [(x, 150, x, 230) for x in XS]:
        path.moveTo(box[0], 842 - box[1])
        path.lineTo(box[2], 842 - box[3])
    maker.canvas.drawPath(path)
    if in_form:
        maker.canvas.endForm()
        maker.canvas.doForm("rules")
    [table] = tables(maker)
    assert (texts(table), table.trusted) == (GRID, True)


def test_a_grid_may_be_open_at_its_sides() -> None:
    maker = Maker()
    ruled(maker, across=(150, 170, 190, 210, 230), down=XS[1:-1])
    [table] = tables(maker)
    assert (texts(table), table.trusted) == (GRID, True)


def test_rows_that_no_rule_parts_are_parted_by_their_lines() -> None:
    maker = Maker()
    ruled(maker, across=(150, 170, 230), down=XS)
    [table] = tables(maker)
    assert texts(table) == GRID


def test_a_frame_around_the_page_is_no_table() -> None:
    maker = Maker()
    maker.table(150, WIDTHS, GRID)
    maker.canvas.rect(40, 40, 515, 762)
    maker.lines(300, "本年支出合计12.50万元。")
    read_back = document(maker)
    assert [texts(table) for table in read_back.tables()] == [GRID]
    assert [p.text for p in read_back.paragraphs()] == ["本年支出合计12.50万元。"]


def test_title_caption_and_note_inside_the_grid_are_told_from_its_rows() -> None:
    maker = Maker()
    rows = [
        ["支出决算表", "", "", ""],
        ["编制单位：云溪市档案馆", "", "单位：万元", ""],
        *GRID,
        ["注：本表反映支出情况。", "", "", ""],
    ]
    maker.table(150, WIDTHS, rows, merges=[(0, 0, 0, 3), (1, 0, 1, 1), (1, 2, 1, 3), (6, 0, 6, 3)])
    [table] = tables(maker)
    assert (table.title, table.caption, table.notes) == (
        "支出决算表",
        ("编制单位：云溪市档案馆", "单位：万元"),
        ("注：本表反映支出情况。",),
    )
    assert texts(table) == GRID


def test_a_page_whose_content_is_drawn_turned_is_read_as_it_reads() -> None:
    maker = Maker()
    maker.canvas.rotate(90)
    maker.canvas.translate(0, -595)
    maker.size = LANDSCAPE
    report_table(maker, GRID)
    maker.lines(300, "本年支出合计12.50万元。")
    read_back = document(maker)
    [table] = read_back.tables()
    assert (table.title, table.caption, texts(table)) == ("支出决算表", ("单位：万元",), GRID)
    assert [p.text for p in read_back.paragraphs()] == ["本年支出合计12.50万元。"]
    box = table.rows[1][1].location.bbox
    assert box is not None
    assert box[2] <= 595
    assert box[3] - box[1] > box[2] - box[0]


# --- tables without a grid -----------------------------------------------------------------------------------------

CODED = [
    ["201", "一般公共服务支出", "1,250.30", "1,000.00", "250.30"],
    ["20106", "财政事务", "1,250.30", "1,000.00", "250.30"],
    ["2010602", "一般行政管理事务", "250.30", "", "250.30"],
    ["", "合计", "1,250.30", "1,000.00", "250.30"],
]


@pytest.mark.parametrize("three_rules", [False, True])
def test_a_table_without_grid_is_read_but_not_trusted(three_rules: bool) -> None:
    maker = Maker()
    maker.lines(60, "一、支出情况")
    maker.centred(110, "支出决算表", 16)
    maker.right(522, 135, "单位：万元", 10)
    header = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    bottom = maker.table(150, [70, 160, 75, 75, 70], [header, *CODED], ruled=False)
    for y in (150, 170, bottom) if three_rules else ():
        maker.canvas.line(LEFT, 842 - y, 522, 842 - y)
    maker.text(LEFT, bottom + 15, "注：本表反映支出情况。", 10)
    maker.lines(bottom + 60, "本年支出合计1,250.30万元，其中基本支出1,000.00万元。")
    read_back = document(maker)
    [table] = read_back.tables()
    assert texts(table) == [header, *CODED]
    assert (table.title, table.caption, table.notes) == ("支出决算表", ("单位：万元",), ("注：本表反映支出情况。",))
    assert not table.trusted
    assert table.doubts
    assert [p.text for p in read_back.paragraphs()] == ["本年支出合计1,250.30万元，其中基本支出1,000.00万元。"]


def test_a_table_without_grid_goes_on_over_the_page_though_its_figures_are_narrower_there() -> None:
    first = [["教育支出", "1,250,300", "1,250,400", "1,250,500"], ["普通教育", "930,300", "930,400", "930,500"],
             ["学前教育", "1,300", "1,400", "1,500"]]  # fmt: skip
    second = [["小学教育", "29", "", "27"], ["初中教育", "9", "", "7"], ["高中教育", "5", "", "4"]]
    maker = Maker()
    maker.centred(110, "支出决算表", 16)
    for page, rows in enumerate(([["科目名称", "预算数", "调整数", "决算数"], *first], second)):
        if page:
            maker.page()
        maker.right(522, 135, "单位：万元", 10)
        maker.table(150, [180, 90, 90, 90], rows, ruled=False)
    [table] = tables(maker)
    assert texts(table)[1:] == [*first, *second]


def test_another_table_without_grid_on_the_next_page_stays_its_own() -> None:
    first = [["教育支出", "125", "124", "123"], ["普通教育", "93", "94", "95"], ["学前教育", "13", "14", "15"]]
    maker = Maker()
    maker.table(150, [180, 90, 90, 90], [["科目名称", "预算数", "调整数", "决算数"], *first], ruled=False)
    maker.page()
    maker.table(150, [90, 70, 70, 70, 70, 70], [["区县", "甲", "乙", "丙", "丁", "戊"]] + [[f"第{n}区", *"12345"] for n in "一二三"],
                ruled=False)  # fmt: skip
    assert len(tables(maker)) == 2


def test_a_total_set_in_the_middle_of_its_column_makes_no_column_of_its_own() -> None:
    maker = Maker()
    maker.centred(110, "支出预算表", 16)
    for position, (label, amount) in enumerate(
        (("教育支出", "7,115.83"), ("普通教育", "5,000.00"), ("学前教育", "2,115.83"))
    ):
        maker.text(LEFT, 190 + 20 * position, label, 10)
        maker.right(522, 190 + 20 * position, amount, 10)
    maker.text(LEFT, 150, "科目名称", 10)
    maker.text(440, 150, "预算数", 10)
    maker.text(LEFT, 170, "合计", 10)
    maker.right(478, 170, "7,115.83", 10)
    [table] = tables(maker)
    assert [row[-1] for row in texts(table)] == ["预算数", "7,115.83", "7,115.83", "5,000.00", "2,115.83"]


def test_a_table_of_contents_is_no_table() -> None:
    maker = Maker()
    maker.centred(80, "目录", 16)
    for position, title in enumerate(("一、单位概况", "二、决算报表", "三、情况说明", "四、名词解释")):
        maker.text(LEFT, 130 + 20 * position, title)
        maker.right(522, 130 + 20 * position, str(3 + position))
    assert not tables(maker)


# --- scanned pages -------------------------------------------------------------------------------------------------


class Recognised:
    """What the OCR engine hands back."""

    boxes = (((150, 200), (650, 200), (650, 230), (150, 230)),)
    txts = ("本年支出合计12.50万元。",)
    scores = (0.99,)


def test_a_scanned_page_is_recognised_but_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.reading.pdf import ocr

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: lambda image: Recognised())
    maker = Maker()
    maker.lines(100, "本年收入合计13.50万元。")
    maker.page()
    picture(maker)
    maker.page()
    read_back = document(maker)
    assert [(p.text, p.trusted) for p in read_back.paragraphs()] == [
        ("本年收入合计13.50万元。", True),
        ("本年支出合计12.50万元。", False),
    ]
    place = list(read_back.paragraphs())[1].locate(6)
    assert place.page == 2
    assert place.bbox is not None
    assert 72 < place.bbox[0] < place.bbox[2] < 312
    assert "第2页" in read_back.warnings[0]


def test_words_that_a_scanner_put_behind_the_picture_are_not_trusted() -> None:
    maker = Maker()
    picture(maker)
    hidden = maker.canvas.beginText(LEFT, 700)
    hidden.setFont("STSong-Light", 12)
    hidden.setTextRenderMode(3)
    hidden.textOut("本年支出合计12.50万元。")
    maker.canvas.drawText(hidden)
    maker.page()
    read_back = document(maker)
    assert [(p.text, p.trusted) for p in read_back.paragraphs()] == [("本年支出合计12.50万元。", False)]
    assert "第1页" in read_back.warnings[0]


def unruled_rows(maker: Maker, columns: list[float], rows: list[tuple[float, list[str]]], bottom: float) -> None:
    """A frame with a header and ruled columns, but no rules between the rows below the header."""
    for x in columns:
        maker.canvas.line(x, 842 - 150, x, 842 - bottom)
    for y in (150, 170, bottom):
        maker.canvas.line(columns[0], 842 - y, columns[-1], 842 - y)
    for y, row in rows:
        for x, after, text in zip(columns, columns[1:], row, strict=False):
            if text[:1].isdigit() and x > columns[0]:
                maker.right(after - 3, y, text, 10)
            else:
                maker.text(x + 3, y, text, 10)


def test_a_label_of_two_lines_stands_beside_the_amounts_between_them() -> None:
    maker = Maker()
    rows = [
        (164.0, ["项目", "预算数", "决算数"]),
        (184.0, ["一、教育支出", "12.50", "10.00"]),
        (202.0, ["二、云溪市档案数字", "", ""]),
        (208.0, ["", "2.50", "2.00"]),
        (214.0, ["化专项债务支出", "", ""]),
        (232.0, ["三、其他支出", "", ""]),
        (250.0, ["支出合计", "15.00", "12.00"]),
    ]
    unruled_rows(maker, [72, 200, 300, 400], rows, 258)
    maker.lines(300, "本年支出合计12.00万元。")
    [table] = document(maker).tables()
    assert texts(table)[1:] == [
        ["一、教育支出", "12.50", "10.00"],
        ["二、云溪市档案数字\n化专项债务支出", "2.50", "2.00"],
        ["三、其他支出", "", ""],
        ["支出合计", "15.00", "12.00"],
    ]


def test_rows_without_rules_are_told_apart_beside_codes_too() -> None:
    maker = Maker()
    rows = [
        (164.0, ["编码", "项目", "决算数"]),
        (184.0, ["201", "一般公共服务支出", "10.00"]),
        (202.0, ["205", "教育支出", "2.00"]),
        (220.0, ["", "支出合计", "12.00"]),
    ]
    unruled_rows(maker, [72, 130, 300, 400], rows, 228)
    maker.lines(270, "本年支出合计12.00万元。")
    [table] = document(maker).tables()
    assert texts(table)[1:] == [row for _, row in rows[1:]]


def test_rows_stay_together_where_amounts_have_no_label() -> None:
    maker = Maker()
    rows = [
        (164.0, ["期限", "利率", "金额"]),
        (184.0, ["", "", "12.00"]),
        (193.0, ["十年", "2.75", ""]),
        (202.0, ["", "", "10.00"]),
    ]
    unruled_rows(maker, [72, 130, 300, 400], rows, 228)
    maker.lines(270, "本年支出合计12.00万元。")
    [table] = document(maker).tables()
    assert texts(table)[1:] == [["十年", "2.75", "12.00\n10.00"]]


def test_page_numbers_above_a_wide_margin_do_not_part_a_table() -> None:
    maker = Maker()
    for number in range(1, 5):
        maker.table(80, WIDTHS, [[f"第{number}项支出", "12.50", "10.00", "2.50"]] * 3)
        maker.centred(740, str(number + 3), 9)
        maker.page()
    [table] = document(maker).tables()
    assert len(table.rows) == 12


def test_wide_rows_and_headers_that_all_but_touch_are_a_table_without_rules() -> None:
    maker = Maker()
    maker.centred(80, "2031年社会保险基金结余决算表", 14)
    maker.text(470, 112, "比上年", 10)
    maker.text(300, 118, "年初预算数", 10)
    maker.text(353, 118, "决算数", 10)  # 3 points behind
    maker.text(400, 118, "完成预算％", 10)
    maker.text(478, 124, "+-％", 10)
    rows = [
        ("一、企业职工基本养老保险基金结余", "1104804", "3165912", "286.6", "0.1"),
        ("二、失业保险基金结余", "314122", "320880", "102.2", "7.3"),
        ("三、工伤保险基金结余", "383820", "466557", "121.6", "31.0"),
        ("结余合计", "1802746", "3953349", "219.3", ""),
    ]
    for number, (label, *figures) in enumerate(rows):
        maker.text(60, 150 + 33 * number, label, 10)
        for right, figure in zip((345, 390, 445, 500), figures, strict=True):
            maker.right(right, 150 + 33 * number, figure, 10)
    [table] = document(maker).tables()
    found = texts(table)
    assert found[-4:] == [list(row) for row in rows]
    header = ["".join(row[column] for row in found[:-4]) for column in range(1, 5)]
    assert header == ["年初预算数", "决算数", "完成预算％", "比上年+-％"]
