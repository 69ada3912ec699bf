"""Checks that differ in a few words are rows of one file: each has its own id, fields, examples and lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.app.examples import examine
from auditor.errors import CheckError
from auditor.rulebook.library import default_library, load_library
from auditor.rulebook.rows import excerpt

FILE = """\
kind: statement
family: tie_text_table
title: {zh: "文字所述{what}与收入表一致", en: "The text states {what} as the table does"}
why: {zh: 文字取自报表。, en: The text reports the table.}
holds: stated = cell
message: {zh: "{stated} ≠ {cell}", en: "{stated} is {cell}"}
forms:
  income: |
    收入决算表
    单位：万元
    科目编码	科目名称	本年收入合计	财政拨款收入	其他收入
    合计	合计	300.20	294.00	6.20
    2010601	行政运行	300.20	294.00	6.20
    二、收入决算情况说明
rows:
  total:
    what: {zh: 收入合计, en: income}
    stated: {label: [income_total], section: [income]}
    cells: {cell: ["income[total, total]"]}
    form: income
    examples: {pass: [2024年度收入合计300.20万元。], fail: [2024年度收入合计>>302.00<<万元。]}
  others:
    what: {zh: 其他收入, en: other income}
    severity: warning
    stated: {label: [other_income], section: [income]}
    cells: {cell: ["income[total, other]"]}
    form: income
    examples: {pass: [其他收入6.20万元。], fail: [其他收入>>2.60<<万元。]}
"""


def written(folder: Path, text: str, name: str = "ours/cells.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_is_a_check_of_its_own(tmp_path):
    path = written(tmp_path, FILE)
    library = load_library([tmp_path])
    assert library.files["ours/total"] == library.files["ours/others"] == path
    assert library.get("ours/others").title.zh == "文字所述其他收入与收入表一致"
    assert [library.get(f"ours/{name}").severity.value for name in ("total", "others")] == ["error", "warning"]


def test_the_examples_of_a_row_begin_with_its_form_and_run(tmp_path):
    written(tmp_path, FILE)
    library = load_library([tmp_path])
    assert library.get("ours/total").examples.pass_[0].startswith("收入决算表\n")
    auditor = Auditor.with_library(library)
    assert [failure for name in ("total", "others") for failure in examine(auditor, library.get(f"ours/{name}"))] == []


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        (
            "form: income\n    examples: {pass: [其",
            "form: incme\n    examples: {pass: [其",
            27,
            "no incme among the forms",
        ),
        ("severity: warning", "severty: warning", 24, "did you mean severity"),
        ("other_income], s", "other_incme], s", 25, "did you mean other_income"),
        ("family: tie_text_table", "family: tie_text_tabel", 2, "family"),
        (FILE[FILE.index("  total:") :], "", 15, "must be a mapping"),
    ],
)
def test_what_is_wrong_is_named_with_the_line_of_its_row(tmp_path, right, wrong, line, said):
    assert FILE.count(right) == 1
    path = written(tmp_path, FILE.replace(right, wrong))
    with pytest.raises(CheckError) as refused:
        load_library([tmp_path])
    assert f"{path}:{line}" in refused.value.say("en")
    assert said in refused.value.say("en")


def test_two_files_of_a_folder_may_not_give_one_check(tmp_path):
    first = written(tmp_path, FILE)
    written(tmp_path, FILE, "ours/zells.yaml")
    with pytest.raises(CheckError, match=str(first)):
        load_library([tmp_path])


def test_a_file_of_another_folder_overrides_one_row(tmp_path):
    written(tmp_path / "a", FILE.replace("severity: warning", "severity: note"))
    written(tmp_path / "b", excerpt(FILE, "others").replace("severity: warning", "severity: error"), "ours/mine.yaml")
    library = load_library([tmp_path / "a", tmp_path / "b"])
    assert library.get("ours/others").severity.value == "error"
    assert library.get("ours/total").family == "tie_text_table"


def test_an_excerpt_is_a_file_with_that_row_alone(tmp_path):
    written(tmp_path, excerpt(FILE, "others"))
    assert [name for name in load_library([tmp_path]).files if name.startswith("ours/")] == ["ours/others"]
    whole = default_library().files["statement/income-total"].read_text(encoding="utf-8")
    assert "income-other:" not in excerpt(whole, "income-total")
