"""Where labels begin tells the sums of a table without codes or numbers, once the table has shown that it does."""

import pytest

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.document import Cell, Document, Location, Table
from auditor.model.finding import Severity, Status
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())
STEP = 10.0  # points of an indent
NAMES = (
    "财政事务",
    "统计事务",
    "审计事务",
    "税收事务",
    "海关事务",
    "商贸事务",
    "民族事务",
    "港澳事务",
    "档案事务",
    "组织事务",
)


def rows(wrong=None, groups=6):
    """Groups of three items under a total each; ``wrong`` gives another figure for a label and group."""
    found = []
    for n, name in enumerate(NAMES[:groups]):
        parts = [173 + 41 * n, 58 + 19 * n, 911 + 7 * n]
        found.append((0, name, sum(parts)))
        found += [(1, label, part) for label, part in zip(("行政运行", "信息建设", "其他支出"), parts, strict=True)]
    return [(level, label, (wrong or {}).get((n // 4, label), value)) for n, (level, label, value) in enumerate(found)]


def printed(text, x, y, level=0):
    x += STEP * level
    return Cell(text, Location(page=1, bbox=(x, y, x + 40, y + 10)))


def typed(text, x, y, level=0):
    return Cell(text, Location(line=int(y)), indent=level / 2)


def document(lines, *, trusted=True, cell=printed):
    header = (cell("科目名称", 80, 90), cell("2031年预算数", 300, 90))
    body = [
        (cell(label, 80, 100 + 12 * n, level), cell(str(value), 300, 100 + 12 * n))
        for n, (level, label, value) in enumerate(lines)
    ]
    doubts = () if trusted else ("没有表格线",)
    table = Table(
        "2031年支出明细表", ("单位：万元",), (header, *body), Location(page=1), doubts=doubts, trusted=trusted
    )
    return Document("r.pdf", "pdf", "0" * 64, (table,))


def failed(lines, **options):
    dossier = AUDITOR.understand(document(lines, **options))
    found = [o for o in run(AUDITOR.library, dossier) if o.check == "table/lines-foot" and o.status is Status.FAILED]
    return [(outcome.evidence[0].row, outcome.severity) for outcome in found]


def test_a_wrong_item_is_found_by_its_indent_alone():
    assert failed(rows({(2, "信息建设"): 196})) == [("审计事务", Severity.ERROR)]


def test_the_indent_of_a_format_without_pages_tells_the_same():
    assert failed(rows({(2, "信息建设"): 196}), cell=typed) == [("审计事务", Severity.ERROR)]
    assert failed(rows(), cell=typed) == []


def test_right_items_raise_nothing():
    assert failed(rows()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {(1, "信息建设"): 97, (2, "信息建设"): 196, (3, "信息建设"): 195},  # this table often leaves something out
        {(2, "信息建设"): 4816},  # no slip of the pen
    ],
)
def test_indents_accuse_only_of_a_slip_in_a_table_whose_other_sums_hold(wrong):
    assert failed(rows(wrong)) == []


def test_few_sums_do_not_prove_that_indents_mean_any():
    assert failed(rows({(2, "信息建设"): 196}, groups=4)) == []


def test_a_table_without_rules_that_its_own_sums_bear_out_gives_warnings():
    lines = rows({(2, "信息建设"): 196}, groups=10)
    assert failed(lines, trusted=False) == [("审计事务", Severity.WARNING)]


def test_a_table_without_rules_and_without_sums_is_left_alone():
    assert failed([(0, "合计", 300), (0, "教育", 100), (0, "农业", 120)], trusted=False) == []
