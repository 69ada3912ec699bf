"""A hostile file is read or refused in one sentence, within seconds and without eating the machine."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.app.gating import Gating
from auditor.errors import AuditorError, InputError, UsageError
from auditor.limits import LIMITS, limit
from auditor.reading.open import document_in
from tests.fuzz.trial import attempt
from tests.security import hostile

SECONDS = 60  # of processor time, on the slowest machine that tests run on
ROOT = Path(__file__).parent.parent.parent
REFUSED = {
    "truncated_pdf", "cyclic_form", "truncated_pdf_with_end", "cyclic_pages", "many_pages", "claimed_pages", "giant_page", "encrypted_pdf",
    "zip_bomb", "one_long_line", "one_long_word", "one_long_space", "million_digits", "million_decimals",
    "nul_text", "wide_csv", "deep_json", "huge_json_number", "tabs",
}  # fmt: skip


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor.with_library(gating=Gating(run=False))


@pytest.mark.parametrize(("extension", "make"), hostile.CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_hostile_file_is_read_or_refused(auditor, extension, make, monkeypatch):
    monkeypatch.setattr("tests.fuzz.trial.PATIENCE", SECONDS * 8)
    data = make()
    started = time.process_time()
    kind, said = attempt(auditor, extension, data)
    assert kind in ("audited", "refused"), said
    assert time.process_time() - started < SECONDS
    if make.__name__ in REFUSED:
        assert kind == "refused"


def test_entities_are_neither_swollen_nor_fetched(auditor):
    for name, member in (("clean.docx", "word/document.xml"), ("clean.xlsx", "xl/workbook.xml")):
        data = hostile.entities(name, member)
        with pytest.raises(InputError, match="DTD"):
            document_in(Path("a" + Path(name).suffix), data)


def test_an_entity_that_a_look_at_the_beginning_misses_is_not_fetched():
    document = document_in(Path("a.docx"), hostile.late_entities())
    assert "root:" not in str(document.blocks)
    assert "aaaaaaaaaa" not in str(document.blocks)


def test_what_stands_in_files_beside_the_text_is_left_alone(auditor):
    plain = document_in(Path("a.docx"), (hostile.EXAMPLES / "final-accounts" / "clean.docx").read_bytes())
    for make in (hostile.external_links, hostile.with_macros):
        assert document_in(Path("a.docx"), make()).blocks == plain.blocks


def test_scripts_are_no_text():
    document = document_in(Path("a.html"), hostile.scripted_html())
    assert "fetch" not in str(document.blocks)
    assert "120.00" in str(document.blocks)


def test_a_limit_can_be_set_and_is_refused_when_it_is_no_number(monkeypatch):
    monkeypatch.setenv("AUDITOR_MAX_PAGES", "7")
    assert limit("AUDITOR_MAX_PAGES") == 7
    for wrong in ("0", "-1", "many", "1e3", ""):
        monkeypatch.setenv("AUDITOR_MAX_PAGES", wrong)
        with pytest.raises(UsageError):
            limit("AUDITOR_MAX_PAGES")


def test_a_limit_from_the_environment_holds_for_a_run(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(hostile.LINE * 20, "utf-8")
    for value, status in (("100", 2), ("100000", 0)):
        call = [sys.executable, "-m", "auditor", "check", str(file), "--exit-zero", "--lang", "en"]
        done = subprocess.run(
            call,
            cwd=ROOT,
            env={**_environment(), "AUDITOR_MAX_LINE": value},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_the_security_note_names_every_limit():
    note = (ROOT / "SECURITY.md").read_text("utf-8")
    for name, (_, usual) in LIMITS.items():
        assert f"| `{name}` | {usual:,} |" in note


def test_a_yaml_bomb_is_refused(tmp_path):
    from auditor.rulebook.yamlfile import load

    bombs = [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: !!python/object/apply:os.system [id]\n",
        "a: " + "9" * 100_000 + "\n",
        "[" * 5_000,
        "a: " + "[" * 300 + "]" * 300,
    ]
    for number, text in enumerate(bombs):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, "utf-8")
        try:
            load(file)
        except AuditorError as error:
            assert str(file) in str(error)
        else:
            assert number == 4


def test_no_member_of_an_example_is_touched_by_the_makers():
    with zipfile.ZipFile(hostile.EXAMPLES / "final-accounts" / "clean.docx") as package:
        assert package.testzip() is None
