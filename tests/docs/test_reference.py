"""The reference of checks is what the library says."""

from pathlib import Path

from auditor.report.reference import reference
from auditor.spec.library import load_library

FILE = Path(__file__).parent.parent.parent / "docs" / "checks.md"


def test_the_reference_is_fresh():
    stale = "docs/checks.md does not match checks/: run `make docs`"
    assert FILE.read_text(encoding="utf-8") == reference(load_library()), stale


def test_every_check_has_its_section_and_its_row():
    text = FILE.read_text(encoding="utf-8")
    for check in load_library():
        assert f"\n### {check.id}\n" in text
        assert f"| [{check.id}](#" in text
