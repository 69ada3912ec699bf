"""The fitness gate: a table that extraction left unfit is doubted with the reason, and only that table."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.model.grid import Grid
from auditor.parsing import gate
from auditor.parsing.numbers import Numbers
from auditor.parsing.tables import read_grids
from auditor.reading.text import read
from auditor.rulebook.library import default_library

VOCABULARY = default_library().vocabulary
ROLES = VOCABULARY.tables.roles
NUMBERS = Numbers(VOCABULARY)
GOOD = [
    "科目代码\t科目名称\t合计\t基本支出\t项目支出",
    "合计\t\t30.00\t10.00\t20.00",
    "201\t一般公共服务支出\t30.00\t10.00\t20.00",
    "20126\t档案事务\t30.00\t10.00\t20.00",
    "2012601\t行政运行\t10.00\t10.00\t",
    "2012604\t档案馆\t20.00\t\t20.00",
]


def grids_of(*tables: list[str]) -> tuple[Grid, ...]:
    titles = ("一般公共预算财政拨款支出决算表", "支出决算表")
    text = "\n\n".join(f"{title}\n\n" + "\n".join(rows) for title, rows in zip(titles, tables, strict=False))
    return read_grids(read(Path("t.txt"), text.encode()), VOCABULARY, NUMBERS)


def failed(grids: tuple[Grid, ...]) -> dict[str, list[str]]:
    tables: Any = gate.judge_fitness(grids, ROLES)["tables"]
    return {grids[i].role: sorted(tables[str(grids[i].index)]["failed"]) for i in range(len(grids))}


def test_fit_tables_pass_and_the_result_is_plain_json() -> None:
    grids = grids_of(GOOD, GOOD)
    result = gate.judge_fitness(grids, ROLES)
    assert result["success"] is True and result["broken"] == []
    assert json.loads(json.dumps(result)) == result
    assert len(result["tables"]) == 2  # type: ignore[arg-type]
    assert gate.doubted(grids, result) == grids


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda rows: [*rows, rows[3], rows[4], rows[5]], "codes_unique"),
        (lambda rows: [*rows, rows[1]], "one_total"),
        (lambda rows: [*rows[:4], *(f"{row[:7]}\t其他\t1.00.3.4\t\t1.00" for row in rows[4:])], "amounts_numeric"),
        (lambda rows: [*rows[:3], *(row.replace("10.00", "137,500,26 5.00") for row in rows[3:])], "joined_few"),
    ],
)
def test_an_unfit_table_is_doubted_and_its_neighbour_is_not(change: Any, name: str) -> None:
    grids = grids_of(change(GOOD), GOOD)
    assert failed(grids) == {"general": [name], "expenditure": []}
    unfit, fit = gate.doubted(grids, gate.judge_fitness(grids, ROLES))
    assert len(unfit.doubts) == len(grids[0].doubts) + 1
    assert unfit.doubts[-1].startswith("未通过可用性检查：") and "(fitness gate: " in unfit.doubts[-1]
    assert not fit.doubts


def test_one_unreadable_cell_leaves_the_rest_of_the_table_to_be_judged() -> None:
    grids = grids_of([*GOOD, "2012699\t其他\t1.00.3.4\t\t1.00"])
    assert failed(grids) == {"general": []}
    assert grids[0].unreadable == {(6, 2)}


def test_a_table_without_the_columns_of_its_role_has_none() -> None:
    grids = grids_of([GOOD[0].replace("合计", "甲").replace("基本支出", "乙").replace("项目支出", "丙"), *GOOD[1:]])
    assert [grid.role for grid in grids] == [""] and grids[0].amounts


def test_a_total_of_staff_one_of_running_costs_and_one_of_both_are_three_totals() -> None:
    rows = [
        "项目\t金额",
        "工资福利支出\t10.00",
        "人员经费合计\t10.00",
        "办公费\t2.00",
        "公用经费合计\t2.00",
        "合计\t12.00",
    ]
    text = "一般公共预算财政拨款基本支出决算表\n\n" + "\n".join(rows)
    grids = read_grids(read(Path("t.txt"), text.encode()), VOCABULARY, NUMBERS)
    assert failed(grids) == {"basic": []}


def test_a_malformed_code_is_noticed() -> None:
    grids = grids_of(GOOD)
    crooked = [gate.replace(fact, code="2012x") for fact in gate.facts(grids, ROLES)]
    missed, broken, _ = gate._run(crooked)
    assert missed[grids[0].index]["codes_well_formed"] == len(crooked) and not broken


def test_lines_are_counted_for_each_expectation_and_each_table() -> None:
    grids = grids_of(GOOD, GOOD)
    general, expenditure = (grid.index for grid in grids)
    lines = list(gate.facts(grids, ROLES))
    first = next(n for n, line in enumerate(lines) if line.table == expenditure)
    lines[0] = gate.replace(lines[0], code="2012x", joined=2)
    lines[first] = gate.replace(lines[first], totals=2)
    lines[first + 1] = gate.replace(lines[first + 1], totals=2)
    missed, broken, _ = gate._run(lines)
    assert missed == {general: {"codes_well_formed": 1, "joined_few": 1}, expenditure: {"one_total": 2}} and not broken


def test_an_earlier_result_is_kept_while_the_tables_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    result = gate.judge_fitness(grids_of(GOOD), ROLES)
    monkeypatch.setattr(gate, "_run", lambda found: pytest.fail("great-expectations was run again"))
    assert gate.judge_fitness(grids_of(GOOD), ROLES, result) == result
    monkeypatch.setattr(gate, "_run", lambda found: ({}, [], "again"))
    changed = gate.judge_fitness(grids_of([*GOOD, GOOD[1]]), ROLES, result)
    assert changed["library"] == "again"


def test_nothing_is_run_for_a_document_without_known_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_run", lambda found: pytest.fail("great-expectations was run"))
    assert gate.judge_fitness((), ROLES)["success"] is True


def test_an_expectation_that_raises_is_a_broken_gate_and_not_bad_data(monkeypatch: pytest.MonkeyPatch) -> None:
    import great_expectations.expectations as gxe

    broken = gxe.ExpectColumnValuesToBeBetween(column="nowhere", max_value=0, meta={"name": "one_total"})
    monkeypatch.setattr(gate, "_expectations", lambda: [broken])
    grids = grids_of(GOOD)
    result = gate.judge_fitness(grids, ROLES)
    assert result["broken"] == ["one_total"] and result["success"] is False
    assert gate.doubted(grids, result) == grids


def test_data_docs_are_written_only_where_asked(tmp_path: Path) -> None:
    index = gate.publish(grids_of(GOOD), ROLES, tmp_path / "docs")
    assert index.is_file()
    assert os.environ["GX_ANALYTICS_ENABLED"] == "False"


def test_what_is_deferred_at_import_comes_when_it_is_used() -> None:
    program = (
        "import sys; from auditor.parsing._expectations import great_expectations as load; load();"
        "assert 'scipy.stats._stats_py' not in sys.modules;"
        "from scipy import stats; assert round(stats.norm.cdf(0), 3) == 0.5;"
        "assert 'scipy.stats._stats_py' in sys.modules; import altair; assert altair.Chart"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
