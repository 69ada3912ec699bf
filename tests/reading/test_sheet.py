"""Workbooks read as they are displayed: formats, merged cells, several tables on a sheet."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table
from auditor.reading.sheet import read
from auditor.reading.sheet.marks import printed


def saved(workbook: Any) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet(rows: list[list[object]], name: str = "Sheet1") -> Any:
    workbook = openpyxl.Workbook()
    workbook.active.title = name
    for row in rows:
        workbook.active.append(row)
    return workbook


def parsed(workbook: Any) -> Document:
    return read(Path("a.xlsx"), saved(workbook))


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234.5", "0.00_);[Red]\\(0.00\\)", "1234.50"),
        ("-1234.567", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1,234.57"),
        ("0.2957", "0.00%", "29.57%"),
        ("12", "0", "12"),
        ("1.5", "0.0#", "1.5"),
        ("2", "#,##0.##", "2"),
        ("1234567", "#,##0,", "1,235"),
        ("1.5", "General", None),
        ("1.5", "@", None),
        ("1.5", "", None),
        ("0.5", "# ?/?", None),
        ("5", '"共"0"人"', "5"),
    ],
)
def test_a_number_is_printed_as_its_format_displays_it(value: str, code: str, shown: str | None) -> None:
    assert printed(Decimal(value), code) == shown


def test_amounts_keep_the_precision_of_their_format() -> None:
    workbook = sheet([["项目", "金额"], ["合计", 1200], ["甲", 1199.5]])
    for row in (2, 3):
        workbook.active.cell(row, 2).number_format = "#,##0.00"
    (table,) = parsed(workbook).tables()
    assert grid(table) == [["项目", "金额"], ["合计", "1,200.00"], ["甲", "1,199.50"]]


def test_a_number_without_a_format_is_as_precise_as_its_column() -> None:
    rows = [["编码", "项目", "金额"], ["", "栏次", 1], [2010101, "行政运行", 1200], [2010102, "一般", 35.25]]
    (table,) = parsed(sheet(rows)).tables()
    assert [row[2] for row in grid(table)] == ["金额", "1", "1200.00", "35.25"]
    assert [row[0] for row in grid(table)] == ["编码", "", "2010101", "2010102"]


def test_binary_noise_is_not_printed() -> None:
    (table,) = parsed(sheet([["项目", "金额"], ["甲", 0.1 + 0.2], ["乙", 1e7]])).tables()
    assert [row[1] for row in grid(table)] == ["金额", "0.3", "10000000.0"]


def test_title_unit_and_notes_belong_to_their_table() -> None:
    workbook = sheet(
        [["收入决算表"], ["公开02表", None, "单位：万元"], ["项目", None, "合计"], ["类", "款", None], ["甲", "乙", 5]]
    )
    workbook.active.append(["注：本表反映收入。"])
    workbook.active.merge_cells("A1:C1")
    workbook.active.merge_cells("A3:B3")
    workbook.active.merge_cells("C3:C4")
    (table,) = parsed(workbook).tables()
    assert (table.title, table.caption, table.notes) == (
        "收入决算表",
        ("公开02表", "单位：万元"),
        ("注：本表反映收入。",),
    )
    assert grid(table) == [["项目", "项目", "合计"], ["类", "款", "合计"], ["甲", "乙", "5"]]
    assert table.rows[0][1].spanned and table.rows[1][2].spanned and not table.rows[0][2].spanned
    assert table.rows[0][0].location.sheet == "Sheet1"
    assert [row[0].location.line for row in table.rows] == [3, 4, 5]


def test_tables_of_one_sheet_are_parted_by_titles_and_blank_rows() -> None:
    first = [["资产情况"], [], ["项目", "金额"], ["甲", 1], [], ["合计", 1], []]
    second = [["支出情况表"], ["项目", "金额"], ["乙", 2], ["收入情况表"], ["单位：元"], ["项目", "金额"], ["丙", 3]]
    tables = list(parsed(sheet(first + second)).tables())
    assert [table.title for table in tables] == ["资产情况", "支出情况表", "收入情况表"]
    assert [grid(table)[-1] for table in tables] == [["合计", "1"], ["乙", "2"], ["丙", "3"]]
    assert [len(table.rows) for table in tables] == [3, 2, 2]


def test_tables_side_by_side_under_their_own_titles_are_parted() -> None:
    rows = [["收入情况表", None, None, "支出情况表"], ["项目", "金额", None, "项目", "金额"], ["甲", 1, None, "乙", 2]]
    tables = list(parsed(sheet(rows)).tables())
    assert [(table.title, grid(table)[-1]) for table in tables] == [
        ("收入情况表", ["甲", "1"]),
        ("支出情况表", ["乙", "2"]),
    ]


def test_the_sheet_names_a_table_without_a_title() -> None:
    (table,) = parsed(sheet([["项目", "金额"], ["甲", 1]], "三公经费表")).tables()
    assert table.title == "三公经费表"
    (table,) = parsed(sheet([["项目", "金额"], ["甲", 1]], "Sheet2")).tables()
    assert table.title == ""


def test_text_on_a_sheet_is_prose() -> None:
    document = parsed(sheet([["一、收入情况说明"], ["本年收入120万元，其中财政拨款100万元。"]]))
    heading, paragraph = document.blocks
    assert isinstance(heading, Heading) and isinstance(paragraph, Paragraph)
    assert paragraph.locate(0).line == 2


def test_hidden_sheets_and_rows_are_read_and_said() -> None:
    workbook = sheet([["项目", "金额"], ["甲", 1]])
    workbook.active.row_dimensions[2].hidden = True
    hidden = workbook.create_sheet("底稿")
    hidden.append(["项目", "金额"])
    hidden.append(["乙", 2])
    hidden.sheet_state = "hidden"
    document = parsed(workbook)
    assert len(list(document.tables())) == 2
    assert len(document.warnings) == 2
    assert "底稿" in document.warnings[1]


def patched(change: Callable[[bytes], bytes]) -> bytes:
    data, result = saved(sheet([["项目", "金额"], ["甲", 1], ["乙", 2]])), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.endswith("sheet1.xml") else old.read(name))
    return result.getvalue()


def test_error_cells_are_shown_and_put_the_table_in_doubt() -> None:
    data = patched(lambda xml: re.sub(rb'<c r="B2".*?</c>', b'<c r="B2" t="e"><f>A9</f><v>#REF!</v></c>', xml))
    (table,) = read(Path("a.xlsx"), data).tables()
    assert grid(table)[1] == ["甲", "#REF!"]
    assert len(table.doubts) == 1 and "#REF!" in table.doubts[0]


def test_formulas_show_their_saved_value_and_one_without_is_a_doubt() -> None:
    data = patched(lambda xml: re.sub(rb'<c r="B2".*?</c>', b'<c r="B2"><f>1+6</f><v>7</v></c>', xml))
    (table,) = read(Path("a.xlsx"), data).tables()
    assert grid(table)[1] == ["甲", "7"] and not table.doubts
    data = patched(lambda xml: re.sub(rb'<c r="B2".*?</c>', b'<c r="B2"><f>1+6</f></c>', xml))
    (table,) = read(Path("a.xlsx"), data).tables()
    assert len(table.doubts) == 1


def test_a_sheet_larger_than_any_report_is_refused_in_one_sentence() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    page = workbook.create_sheet()
    for number in range(100_000):
        page.append([number])
    with pytest.raises(InputError, match=r"^a\.xlsx: a table has more than 20000 rows"):
        parsed(workbook)


def test_a_cell_in_the_last_corner_takes_no_memory() -> None:
    workbook = sheet([["项目", "金额"]])
    workbook.active["XFD1048576"] = 1
    with pytest.raises(InputError, match="more than"):
        parsed(workbook)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_a_locked_workbook_is_named_as_such() -> None:
    with pytest.raises(InputError, match="protected by a password"):
        read(Path("a.xlsx"), OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("data", [b"no workbook", OLE + b"\0" * 2000, b"PK\x03\x04"])
def test_what_is_no_workbook_is_named_as_such(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.xlsx: this is not an? (xlsx|Excel) file"):
        read(Path("a.xlsx"), data)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    with pytest.raises(InputError, match="declares a DTD"):
        read(Path("a.xlsx"), patched(lambda xml: b'<!DOCTYPE d [<!ENTITY x "9">]>' + xml))


def test_old_workbooks_are_read_with_merged_cells_and_even_decimals() -> None:
    path = Path(__file__).parent / "data" / "expenditure.xls"
    (table,) = read(path, path.read_bytes()).tables()
    assert (table.title, table.caption) == ("支出决算表", ("部门：青岚县档案馆", "单位：万元"))
    assert grid(table)[0] == ["项目", "项目", "合计", "基本支出", "项目支出"]
    assert grid(table)[2:4] == [
        ["合计", "", "130.0", "110.5", "19.5"],
        ["201", "一般公共服务支出", "130.0", "110.5", "19.5"],
    ]
    assert table.notes == ("注：本表反映部门本年度各项支出情况。",)


def test_white_space_and_the_indent_of_a_style_set_text_in() -> None:
    workbook = sheet([["项目", "金额"], ["教育支出", 6], ["　小学", 1], ["中学", 2], ["  幼儿园", 3]])
    workbook.active.cell(4, 1).alignment = openpyxl.styles.Alignment(horizontal="left", indent=2)
    (table,) = parsed(workbook).tables()
    assert [row[0].indent for row in table.rows] == [0, 0, 1, 3, 1]
