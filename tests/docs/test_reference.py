"""The reference of checks is what the library says."""

from pathlib import Path

from auditor.report.reference import Measured, reference
from auditor.rulebook.library import load_library

FILE = Path(__file__).parent.parent.parent / "docs" / "checks.md"


def test_the_reference_is_fresh():
    stale = "docs/checks.md does not match checks/: run `make docs`"
    assert FILE.read_text(encoding="utf-8") == reference(
        load_library(), Measured.read(FILE.with_name("measured.yaml"))
    ), stale


def test_every_check_has_its_section_and_its_row():
    text = FILE.read_text(encoding="utf-8")
    for check in load_library():
        assert f"\n### {check.id}\n" in text
        assert f"| [{check.id}](#" in text


def test_it_says_how_a_check_fared_on_real_reports():
    check = load_library().get("prose/share")
    counts = {check.id: {"decided": 12, "failed": 3, "said": 4, "right": 4}}
    assert Measured(57, 16, counts).line(check) == (
        "- measured: decided in 12 of 57 real reports, failed in 3; 4 of its 4 findings in the 16 annotated ones were confirmed"
    )
    assert Measured().line(check) == ""
