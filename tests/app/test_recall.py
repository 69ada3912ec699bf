"""Documents and reports are recalled whole, only when nothing that decides about them has changed, and never trusted blindly."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.app import recall
from auditor.app.audit import Auditor
from auditor.app.recall import Extraction, Recall, document_key
from auditor.cli.main import cli
from auditor.reading import open as opening
from auditor.reading.open import bytes_of, read_document
from auditor.report.json import to_dict
from auditor.rulebook.library import default_library
from auditor.store import Store

EXAMPLES = sorted(Path("example_data/final-accounts").glob("*.*"))
PDF = next(file for file in EXAMPLES if file.suffix == ".pdf")
REPORTS = [file for file in EXAMPLES if file.suffix in (".pdf", ".docx", ".xlsx", ".html")]


@pytest.fixture
def auditor(tmp_path):
    return Auditor.with_library(recall=Recall(Store(tmp_path / "cache")))


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.suffix)
def test_a_document_is_recalled_as_it_was_read(tmp_path, file):
    known = Recall(Store(tmp_path))
    document = read_document(file)
    assert Extraction.of(document).document() == document
    known.keep_document("ab", document)
    assert known.document("ab") == document


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.suffix)
def test_a_recalled_report_says_the_same(auditor, file):
    first = auditor.audit_file(file, "a")
    again = auditor.audit_file(file, "b")
    assert replace(again, path="a") == first
    plain = Auditor.with_library().audit_file(file, "a")
    assert to_dict(auditor.report((first,))) == to_dict(auditor.report((plain,)))


def test_what_is_recalled_is_not_read_again_even_when_other_checks_are_asked_for(auditor, monkeypatch):
    auditor.audit_file(PDF, "a")
    monkeypatch.setattr("auditor.app.audit.document_in", _never)
    monkeypatch.setattr("auditor.parsing.gate._run", _never)
    fewer = replace(auditor, library=auditor.library.selected(["table/*"]))
    assert fewer.audit_file(PDF, "a").warnings == auditor.audit_file(PDF, "a").warnings
    assert all(entry.check.startswith("table/") for entry in fewer.audit_file(PDF, "a").ledger)


def _never(*_args, **_kwargs):
    raise AssertionError("it should have been recalled")


def test_the_key_changes_with_content_extension_and_program(monkeypatch):
    keys = {document_key(Path("a.pdf"), b"1"), document_key(Path("a.pdf"), b"2"), document_key(Path("a.html"), b"1")}
    monkeypatch.setattr(recall, "program", lambda: "another")
    keys.add(document_key(Path("a.pdf"), b"1"))
    assert len(keys) == 4


@pytest.mark.parametrize("wrong", [b"", b"{}", b"not json", b'{"head": 1}'])
def test_a_wrong_entry_counts_as_none(tmp_path, wrong):
    store = Store(tmp_path)
    store.put("abc", wrong)
    assert Recall(store).document("abc") is None
    assert Recall(store).report("abc") is None


def test_a_damaged_entry_counts_as_none(tmp_path):
    store = Store(tmp_path)
    store.put("abc", b"x" * 1000)
    file = next(tmp_path.rglob("*.z"))
    file.write_bytes(file.read_bytes()[:-3])
    assert store.get("abc") is None


def test_the_store_stays_within_its_limit_and_keeps_what_is_in_use(tmp_path):
    store = Store(tmp_path, limit=3000)
    for number in range(8):
        store.put(f"{number:02x}", random.Random(number).randbytes(900))
    store.get("00")
    store.clear_up()
    number, size = store.size()
    assert size <= 3000
    assert number < 8
    assert store.get("00") is not None


def test_many_writers_and_readers_never_see_half_an_entry(tmp_path):
    payload = b"0123456789" * 20_000

    def both(number):
        store = Store(tmp_path)
        store.put("feed", payload)
        return store.get("feed")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(both, range(64))) == {payload}
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file")
    store.put("ab", b"x")
    assert store.get("ab") is None
    assert store.clear() == (0, 0)


def test_the_command_line_recalls_unless_told_not_to(tmp_path, monkeypatch):
    default_library()  # the rulebook is kept, too: here only documents are counted
    monkeypatch.delenv("AUDITOR_NO_CACHE")
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(tmp_path / "cache"))
    call = ["check", str(PDF), "--exit-zero", "--lang", "en", "--format", "json"]
    first = CliRunner().invoke(cli, [*call, "--no-cache"]).stdout
    assert not (tmp_path / "cache").exists()
    assert CliRunner().invoke(cli, call).stdout == first
    assert CliRunner().invoke(cli, call).stdout == first
    shown = CliRunner().invoke(cli, ["cache", "show", "--lang", "en"]).output
    assert "2 entries" in shown
    assert "cleared 2 entries" in CliRunner().invoke(cli, ["cache", "clear", "--lang", "en"]).output
    assert "0 entries" in CliRunner().invoke(cli, ["cache", "show", "--lang", "en"]).output


def test_text_is_not_kept(auditor):
    text = Path("example_data/text").rglob("*.txt").__next__()
    auditor.audit_file(text, "a")
    assert auditor.recall.store.size() == (0, 0)
    assert bytes_of(text)
    assert opening.kind_of(text, bytes_of(text)) == "text"
