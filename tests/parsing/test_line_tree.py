"""What a line totals is told by codes, list numbers and the form."""

from auditor.model.document import Location, Table
from auditor.model.grid import Grid, Line, LineKind, Side
from auditor.model.quantity import WAN
from auditor.parsing.line_tree import line_sums


def sums(*lines):
    """Line sums of one side; a line is (label, code, kind, level, key)."""
    side = Side("", tuple(Line(n, *line) for n, line in enumerate(lines)), ())
    grid = Grid(0, 0, "", Table("", (), (), Location()), WAN, None, "", (side,), {})
    return {
        stated.total[1].label: ([[line.label for _, line in option] for option in stated.options], stated.exhaustive)
        for stated in line_sums(grid)
    }


def item(label, level=0, code="", key=""):
    return (label, code, LineKind.ITEM, level, key)


def total(label, key="total", level=0):
    kind = LineKind.SUBTOTAL if key.endswith("e_total") else LineKind.TOTAL
    return (label, "", kind, level, key)


def test_items_hang_on_their_class_when_the_section_between_is_not_printed():
    found = sums(total("合计"), item("类", 1, "201"), item("项甲", 3, "2010301"), item("项乙", 3, "2010302"))
    assert found == {"合计": ([["类"]], True), "类": ([["项甲", "项乙"]], True)}


def test_a_table_of_items_only_totals_them_all():
    found = sums(item("项甲", 3, "2010301"), item("项乙", 3, "2080505"), total("合计"))
    assert found["合计"] == ([["项甲", "项乙"]], True)


def test_the_grand_total_is_the_subtotal_and_what_stands_between():
    found = sums(
        item("拨款", 1),
        item("其他", 1),
        total("本年收入合计", "income_total"),
        item("使用非财政拨款结余"),
        item("年初结转和结余", 0, "", "opening"),
        item("一般公共预算财政拨款", 1, "", "source_general"),
        total("总计", "grand_total"),
    )
    assert found["本年收入合计"] == ([["拨款", "其他"]], True)
    assert found["总计"] == ([["本年收入合计", "使用非财政拨款结余", "年初结转和结余"]], True)
    assert found["年初结转和结余"] == ([["一般公共预算财政拨款"]], True)


def test_a_numbered_subtotal_above_its_parts_is_their_sum():
    found = sums(
        total("本年收入", "income_total", 1),
        item("一般公共预算拨款", 2),
        item("政府性基金拨款", 2),
        item("上年结转", 1, "", "opening"),
        total("收入总计", "grand_total"),
    )
    assert found["本年收入"] == ([["一般公共预算拨款", "政府性基金拨款"]], True)
    assert found["收入总计"] == ([["本年收入", "上年结转"]], True)


def test_lines_after_of_which_are_at_most_their_owner():
    found = sums(item("项目支出", 1), ("专项", "", LineKind.OF_WHICH, 0, ""), item("公用经费", 1))
    assert found == {"项目支出": ([["专项"]], False)}


def test_an_unnumbered_line_among_numbered_ones_leaves_both_readings_open():
    found = sums(item("甲", 1), item("未标"), item("乙", 1), total("合计"))
    assert found["合计"] == ([["甲", "未标", "乙"], ["甲", "乙"]], True)
