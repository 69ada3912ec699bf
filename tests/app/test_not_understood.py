"""A table that was found but not understood is named with its place."""

from pathlib import Path

from auditor import audit

TEXT = "2024年度部门决算\n\n培训班次统计情况\n\n班次\t人数\t天数\n甲班\t30\t2\n乙班\t40\t3\n"


def test_a_table_that_is_not_understood_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (document,) = audit(tmp_path).documents
    (warning,) = document.warnings
    assert "未识别的表" in warning and warning.startswith("第")


def test_a_table_of_a_known_form_is_not_listed(tmp_path: Path) -> None:
    known = Path(__file__).parents[2] / "example_data" / "text" / "yunxi-archives-2024-final-accounts.txt"
    (document,) = audit(known).documents
    assert document.warnings == ()
