"""Tables of the public forms, in the shapes that provinces print them, are understood."""

from decimal import Decimal
from pathlib import Path

import pytest

from auditor.model.document import Cell, Document, Location, Table
from auditor.model.grid import LineKind
from auditor.parsing.numbers import Numbers
from auditor.parsing.tables import read_grids
from auditor.reading.text import read
from auditor.rulebook.library import default_library

VOCABULARY = default_library().vocabulary
NUMBERS = Numbers(VOCABULARY)


def grid_of(text):
    document = read(Path("t.txt"), text.strip("\n").encode())
    (grid,) = read_grids(document, VOCABULARY, NUMBERS)
    return grid


def amounts(grid, side, column):
    found = grid.sides[side].column(column)
    return {line.code or line.label: str(q.value) for line in grid.sides[side].lines if (q := grid.amount(line, found))}


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("收入支出决算总表", "summary"),
        ("部门收支总表", "summary"),
        ("2025年部门财务收支预算总表", "summary"),
        ("收支总体情况表", "summary"),
        ("收入决算表", "income"),
        ("部门收入总体情况表", "income"),
        ("2025年部门收入预算总表", "income"),
        ("支出决算表", "expenditure"),
        ("部门支出总表", "expenditure"),
        ("财政拨款收入支出决算总表", "fiscal_summary"),
        ("财政拨款收支总表", "fiscal_summary"),
        ("财政拨款收支总体情况表", "fiscal_summary"),
        ("2025年部门财政拨款收支预算总表", "fiscal_summary"),
        ("一般公共预算财政拨款支出决算表", "general"),
        ("一般公共预算支出表", "general"),
        ("2025年部门一般公共预算支出功能分类预算表", "general"),
        ("一般公共预算支出情况表", "general"),
        ("一般公共预算财政拨款基本支出决算明细表", "basic"),
        ("一般公共预算基本支出表", "basic"),
        ("财政拨款“三公”经费支出决算表", "three_public"),
        ("一般公共预算“三公”经费支出表", "three_public"),
        ("政府性基金预算财政拨款收入支出决算表", "fund"),
        ("政府性基金预算支出表", "fund"),
        ("国有资本经营预算财政拨款支出决算表", "capital"),
        ("2023年度部门整体支出绩效自评表", "self_evaluation"),
        ("部门整体支出绩效评价基础数据表", "base_data"),
        ("项目支出预算表", "project"),
    ],
)
def test_titles_of_all_provinces_tell_the_role(title, role):
    rows = "| 科目编码 | 科目名称 | 合计 |\n| 2010301 | 行政运行 | 1.00 |"
    assert grid_of(f"{title}\n单位：万元\n{rows}").role == role


def test_headers_tell_the_role_where_the_title_does_not():
    grid = grid_of("""
表三
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出 |
| 2010301 | 行政运行 | 1.00 | 1.00 | | | | |
""")
    assert grid.role == "expenditure"


def test_codes_in_three_cells_are_joined():
    grid = grid_of("""
支出决算表
单位：万元
| 支出功能分类科目编码 | | | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 类 | 款 | 项 | | | | |
| 类 | 款 | 项 | 合计 | 9.00 | 9.00 | |
| 201 | | | 一般公共服务支出 | 9.00 | 9.00 | |
| 201 | 03 | | 政府办公厅（室）及相关机构事务 | 9.00 | 9.00 | |
| 201 | 03 | 01 | 行政运行 | 9.00 | 9.00 | |
""")
    assert [line.code for line in grid.sides[0].lines] == ["", "201", "20103", "2010301"]
    assert [line.level for line in grid.sides[0].lines] == [0, 1, 2, 3]
    assert grid.sides[0].lines[0].kind is LineKind.TOTAL


def test_levels_left_blank_are_taken_from_the_line_above():
    grid = grid_of("""
支出决算表
| 类 | 款 | 项 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 201 | | | 一般公共服务支出 | 9.00 | 9.00 | |
| | 03 | | 政府办公厅（室）及相关机构事务 | 9.00 | 9.00 | |
| | | 01 | 行政运行 | 9.00 | 9.00 | |
""")
    assert [line.code for line in grid.sides[0].lines] == ["201", "20103", "2010301"]


def test_rows_that_number_the_columns_are_skipped():
    grid = grid_of("""
收入支出决算总表
| 收入 | | | 支出 | | |
| 项目 | 行次 | 金额 | 项目 | 行次 | 金额 |
| 栏次 | | 1 | 栏次 | | 2 |
| 一、一般公共预算财政拨款收入 | 1 | 10.00 | 一、一般公共服务支出 | 4 | 12.00 |
| 二、其他收入 | 2 | 2.00 | | 5 | |
| 本年收入合计 | 3 | 12.00 | 本年支出合计 | 6 | 12.00 |
""")
    income, expenditure = grid.sides
    assert (income.key, expenditure.key) == ("income", "expenditure")
    assert amounts(grid, 0, "amount") == {
        "一般公共预算财政拨款收入": "10.00",
        "其他收入": "2.00",
        "本年收入合计": "12.00",
    }
    assert [line.key for line in expenditure.lines] == ["class_201", "expenditure_total"]


THREE_PUBLIC = """
财政拨款“三公”经费支出决算表
单位：万元
| 预算数 | | | | | | 决算数 | | | | | |
| 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 |
| | | 小计 | 公务用车购置费 | 公务用车运行维护费 | | | | 小计 | 公务用车购置费 | 公务用车运行维护费 | |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |
| 12.00 | | 8.00 | | 8.00 | 4.00 | 9.50 | | 6.00 | | 6.00 | 3.50 |
"""
THREE_PUBLIC_PAIRS = """
财政拨款“三公”经费支出决算表
单位：万元
| 合计 | | 因公出国（境）费 | | 公务用车购置及运行费 | | | | | | 公务接待费 | |
| | | | | 小计 | | 公务用车购置费 | | 公务用车运行费 | | | |
| 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
| 12.00 | 9.50 | | | 8.00 | 6.00 | | | 8.00 | 6.00 | 4.00 | 3.50 |
"""


@pytest.mark.parametrize("text", [THREE_PUBLIC, THREE_PUBLIC_PAIRS])
def test_budget_and_final_halves_of_three_public_are_told_apart(text):
    grid = grid_of(text)
    read = {
        side.key: {c.key: str(q.value) for c in side.columns if (q := grid.amount(side.lines[0], c))}
        for side in grid.sides
    }
    assert read == {
        "budget": {"total": "12.00", "vehicles": "8.00", "vehicle_running": "8.00", "reception": "4.00"},
        "actual": {"total": "9.50", "vehicles": "6.00", "vehicle_running": "6.00", "reception": "3.50"},
    }


def test_a_total_whose_label_spans_two_trees_belongs_to_the_one_with_its_amount():
    grid = grid_of("""
一般公共预算财政拨款基本支出决算明细表
| 人员经费 | | | 公用经费 | | | | | |
| 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 |
| 301 | 工资福利支出 | 30.00 | 302 | 商品和服务支出 | 8.00 | 310 | 资本性支出 | 1.00 |
| 30101 | 基本工资 | 30.00 | 30201 | 办公费 | 8.00 | 31002 | 办公设备购置 | 1.00 |
| 人员经费合计 | | 30.00 | 公用经费合计 | | | | | 9.00 |
""")
    assert [side.lines[-1].key for side in grid.sides] == ["personnel_total", "public", "public_total"]
    assert amounts(grid, 2, "amount")["公用经费合计"] == "9.00"


def test_digits_broken_by_spaces_are_joined_and_said_to_be():
    grid = grid_of("""
支出决算表
| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 2010301 | 行政运行 | 138, 307, 27 6. 56 | 138, 307, 276. 56 | — |
""")
    total, basic, project = (grid.amounts.get((1, column)) for column in (2, 3, 4))
    assert total.value == basic.value == Decimal("138307276.56")
    assert total.joined
    assert project is None


def test_a_header_inside_the_table_opens_a_section_with_its_own_columns_and_unit():
    grid = grid_of("""
2023年度部门整体支出绩效评价基础数据表
| 财政供养人员情况（人） | 编制数 | 2023年实际在职人数 | 控制率 |
| | 6 | 5 | 83.33% |
| 经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 |
| 三公经费 | 3.00 | 2.00 | 1.00 |
| 项目支出 | 36.00 | 54.00 | 18.00 |
""")
    staff, costs = grid.sides
    assert [c.unit.symbol for c in staff.columns] == ["人", "人", "%"]
    assert [c.unit.symbol for c in costs.columns] == ["万元"] * 3
    assert amounts(grid, 1, "budget") == {"三公经费": "2.00", "项目支出": "54.00"}


def test_an_empty_statutory_table_keeps_its_columns():
    grid = grid_of("""
国有资本经营预算财政拨款支出决算表
单位：万元
| 项目 | | 本年支出 | | |
| 科目代码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| 栏次 | | 1 | 2 | 3 |
| 合计 | | | | |
""")
    assert grid.role == "capital"
    assert grid.empty
    assert [column.key for column in grid.sides[0].columns] == ["total", "basic", "project"]


def test_a_form_is_read_block_by_block():
    grid = grid_of("""
项目支出绩效自评表
| 项目名称 | 档案数字化 | | | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 100.00 | 120.00 | 96.00 | 10 | 80% | 8 |
| | 其中：当年财政拨款 | 100.00 | 120.00 | 96.00 | — | — | — |
| 年度总体目标 | 预期目标 | 实际完成情况 | | | | | |
| | 完成2023年档案扫描20万页 | 完成21万页 | | | | | |
| 绩效指标 | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| | 产出指标 | 扫描页数 | 20万页 | 21万页 | 90 | 90 | |
| 总分 | | | | | 100 | 98 | |
""")
    funds, indicators = grid.sides
    assert (funds.key, indicators.key) == ("funds", "indicators")
    assert grid.doubts == ()
    assert {c.key: str(q.value) for c in funds.columns if (q := grid.amount(funds.lines[0], c))} == {
        "budget": "100.00", "adjusted": "120.00", "actual": "96.00", "weight": "10", "rate": "80", "score": "8",
    }  # fmt: skip
    assert amounts(grid, 1, "score") == {"扫描页数": "90", "总分": "98"}


def test_figures_behind_labels_in_one_cell_make_a_list_of_their_own():
    grid = grid_of("""
部门整体支出绩效自评表
| 年度预算（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 100.00 | 120.00 | 96.00 | 10 | 80% | 8 |
| | 按收入性质分：120.00 | 按支出性质分：120.00 | | | | | |
| | 其中：一般公共预算：120.00 | 其中：基本支出：50.00 | | | | | |
| | 其他资金： | 项目支出：70.00 | | | | | |
""")
    _, by_income, by_use = grid.sides
    assert [line.label for line in by_income.lines] == ["按收入性质分", "一般公共预算", "其他资金"]
    assert {line.label: str(grid.amount(line, by_use.columns[0]).value) for line in by_use.lines} == {
        "按支出性质分": "120.00", "基本支出": "50.00", "项目支出": "70.00",
    }  # fmt: skip


def test_of_two_dated_columns_the_earlier_is_of_a_prior_year():
    grid = grid_of("""
部门整体支出绩效评价基础数据表
| 经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 |
| 项目支出 | 36.00 | 54.00 | 18.00 |
""")
    assert [column.key for column in grid.sides[0].columns] == ["prior_actual", "budget", "actual"]


def test_an_untitled_table_at_the_top_of_the_next_page_puts_both_in_doubt() -> None:
    def table(title: str, page: int, *rows: tuple[str, ...]) -> Table:
        place = Location(page=page)
        return Table(title, (), tuple(tuple(Cell(text, place) for text in row) for row in rows), place)

    first = table("项目支出表", 3, ("项目名称", "金额"), ("甲项目", "10.00"), ("合计", "30.00"))
    rest = table("", 4, ("乙项目", "20.00"))
    later = table("", 6, ("乙项目", "20.00"))
    for second, doubted in ((rest, True), (later, False)):
        document = Document("a.pdf", "pdf", "", (first, second))
        grids = read_grids(document, VOCABULARY, NUMBERS)
        assert [bool(grid.doubts) for grid in grids] == [doubted, doubted]


def test_sides_without_a_header_are_told_by_their_grand_totals() -> None:
    grid = grid_of("""
部门收支总表
单位：万元
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政补助 | 80.00 | 一、教育 | 80.00 |
| 收入总计 | 80.00 | 支出总计 | 80.00 |
""")
    assert [side.key for side in grid.sides] == ["income", "expenditure"]
