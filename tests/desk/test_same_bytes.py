"""A decision is the same wherever it is made: the desk, a workpaper and a YAML file give the same bytes of JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from auditor.report.messages import say
from tests.desk.conftest import Desk, start

REPORT = Path("example_data/final-accounts/errors.txt")
MADE = (
    ("confirm", "属实", "王复核", ""),
    ("waive", "口径不同，已核实", "李主任", "2099-12-31"),
    ("ask", "", "王复核", ""),
)
HEADS = ("finding_id", "decision", "decision_reason", "decision_by", "decision_until")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[str]]]:
    """A desk on which each kind of decision was made, and the findings that it is about."""
    desk = start(tmp_path_factory.mktemp("底稿"))
    desk.drop("决算.txt", REPORT.read_bytes())
    desk.wait()
    document = desk.ids()["决算.txt"]
    page = desk.call("GET", f"/d/{document}")[1]
    found = [part.split('"', 1)[0] for part in page.split('id="item-')[1 : len(MADE) + 1]]
    for finding, (kind, reason, by, until) in zip(found, MADE, strict=True):
        desk.form(document, finding, kind=kind, reason=reason, by=by, until=until, seen="␟␟␟")
    yield desk, found
    desk.stop()


def checked(folder: Path, *options: str) -> bytes:
    command = [sys.executable, "-m", "auditor", "check", "决算.txt", "--lang", "zh", "--exit-zero", *options]
    return subprocess.run(command, cwd=folder, env=os.environ | ROOT, capture_output=True, check=True).stdout


ROOT = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}


def in_a_workpaper(folder: Path, found: list[str], target: Path) -> Path:
    checked(folder, "--report", f"workpaper={target}")
    book = openpyxl.load_workbook(target)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=10):
            columns = {cell.value: cell.column for cell in row}
            if say("finding_id", "zh") in columns:
                at = [columns[say(key, "zh")] for key in HEADS]
                for line in range(row[0].row + 1, sheet.max_row + 1):
                    if (name := sheet.cell(line, at[0]).value) in found:
                        kind, reason, by, until = MADE[found.index(name)]
                        for column, text in zip(
                            at[1:], (say(f"decision.{kind}", "zh"), reason, by, until), strict=True
                        ):
                            sheet.cell(line, column).value = text or None
    book.save(target)
    return target


def in_yaml(found: list[str], target: Path) -> Path:
    lines = []
    for finding, (kind, reason, by, until) in zip(found, MADE, strict=True):
        lines += [f"- finding: {finding}", f"  decision: {kind}", f"  reason: '{reason}'", f"  by: {by}"]
        lines += [f"  until: {until}"] if until else []
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return target


def test_desk_workpaper_and_yaml_give_the_same_bytes(decided: tuple[Desk, list[str]], tmp_path: Path) -> None:
    desk, found = decided
    sources = (
        desk.folder / "auditor-decisions.yaml",
        in_a_workpaper(desk.folder, found, tmp_path / "底稿.xlsx"),
        in_yaml(found, tmp_path / "豁免.yaml"),
    )
    first, *others = (checked(desk.folder, "--format", "json", "--waivers", str(source)) for source in sources)
    exported = desk.call("GET", "/export/json")[1].encode()
    assert [first == other for other in (*others, exported)] == [True, True, True]
    assert first.count(b'"decision"') == 2 and "口径不同，已核实".encode() in first
    assert checked(desk.folder, "--format", "json") != first
