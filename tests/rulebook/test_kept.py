"""What was examined once is kept as JSON: the same library comes from YAML, from the cache, and without a cache that works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.errors import CheckError
from auditor.rulebook import examined
from auditor.rulebook.library import Library, load_library
from auditor.store import Store
from tests.rulebook.test_refusals import GOOD


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    monkeypatch.delenv("AUDITOR_NO_CACHE")
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(tmp_path / "cache"))
    return Store(tmp_path / "cache")


@pytest.fixture
def ours(tmp_path) -> Path:
    folder = tmp_path / "ours"
    (folder / "prose").mkdir(parents=True)
    (folder / "prose" / "mine.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def described(library: Library) -> str:
    """Everything that a library holds, as text."""

    def plain(value: object) -> object:
        match value:
            case dict():
                return {key: plain(item) for key, item in value.items() if not str(key).startswith("_")}
            case tuple():
                return [plain(item) for item in value]
            case _ if hasattr(value, "__dict__") and type(value).__module__.startswith("auditor.rulebook"):
                return [type(value).__name__, plain(vars(value))]
        return getattr(value, "pattern", None) or str(value)

    parts = [library.checks, library.vocabulary, library.duties, library.files, library.fingerprint]
    return json.dumps([plain(part) for part in parts], ensure_ascii=False)


def refuse_to_read(sources: object) -> None:
    raise AssertionError("YAML was read again")


def test_the_library_from_the_cache_is_the_one_from_yaml(store, ours, monkeypatch):
    first = load_library([ours])
    assert store.size()[0] == 1
    monkeypatch.setattr(examined, "read", refuse_to_read)
    assert described(load_library([ours])) == described(first)


def test_a_changed_check_is_read_anew_and_a_wrong_one_refused_every_time(store, ours):
    load_library([ours])
    path = ours / "prose" / "mine.yaml"
    path.write_text(GOOD.replace("family: yoy", "family: parts"), encoding="utf-8")
    assert load_library([ours]).get("prose/mine").family == "parts"
    path.write_text(GOOD.replace("family: yoy", "family: yo"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CheckError, match="family"):
            load_library([ours])


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[]", b"{}", b'{"checks": {"a": 1}, "words": {}, "duties": {}, "owners": {}}']
)
def test_a_damaged_entry_counts_as_none(store, ours, damaged):
    first = described(load_library([ours]))
    (entry,) = store.folder.rglob("*.z")
    store.put(entry.name.removesuffix(".z"), damaged)
    assert described(load_library([ours])) == first


def test_a_folder_that_cannot_be_written_costs_no_result(tmp_path, ours, monkeypatch):
    wanted = described(load_library([ours]))
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.delenv("AUDITOR_NO_CACHE")
    monkeypatch.setenv("AUDITOR_CACHE_DIR", str(blocked / "below"))
    assert described(load_library([ours])) == wanted


def test_a_text_report_costs_no_library_that_it_does_not_need(tmp_path):
    heavy = "pydantic yaml great_expectations pandas importlib.metadata auditor.rulebook.examined auditor.parsing.gate socket"
    report = Path(__file__).parents[2] / "example_data/text/bailu-commerce-2024-self-evaluation.txt"
    code = (
        "import sys; from auditor.cli import main\n"
        f"sys.argv = ['auditor', 'check', {str(report)!r}, '-q']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('imported', [name for name in {heavy.split()!r} if name in sys.modules])"
    )
    environment = {**os.environ, "AUDITOR_NO_CACHE": "", "AUDITOR_CACHE_DIR": str(tmp_path)}
    for wanted in ("['yaml', 'auditor.rulebook.examined']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
        )
        assert done.stdout.splitlines()[-1] == f"imported {wanted}", done.stderr
