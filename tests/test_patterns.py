"""Patterns that an earlier run compiled are those that this run would compile, and an entry that is broken costs nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor import patterns
from auditor.store import Store

PATTERNS = (
    r"20\d\d年(?:度|初|末)?(?=\D)",
    r"(?P<year>20\d\d)年[^，。]{0,20}?(?P<rate>-?\d+(?:\.\d+)?)%",
    "[\ud800-\udfff]|[\u4e00-\u9fa5]+(?<!合计)$",
    r"(?i)(?:auditor|审计){1,3}",
)


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns of this process are put back as they were."""
    monkeypatch.setattr(re, "_cache", dict(re._cache))
    monkeypatch.setattr(patterns, "_recalled", set())
    monkeypatch.setattr(patterns, "_ENOUGH", 1)


def _keys() -> list[tuple[type, str, int]]:
    return [(str, text, flags) for text in PATTERNS for flags in (0, re.MULTILINE.value)]


def test_a_pattern_that_was_kept_is_the_one_that_is_compiled() -> None:
    kept = dict(patterns._unpacked(patterns._packed(_keys())))
    assert list(kept) == _keys()
    for (_, text, flags), pattern in kept.items():
        assert pattern == re.compile(text, flags)
        assert (pattern.groups, dict(pattern.groupindex)) == (
            re.compile(text, flags).groups,
            dict(re.compile(text, flags).groupindex),
        )


def test_the_next_run_compiles_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    re._cache.clear()
    for text in PATTERNS:
        re.compile(text)
    patterns.keep(store)
    re._cache.clear()
    assert patterns.recall(store) == len(PATTERNS)
    monkeypatch.setattr(re._compiler, "compile", lambda *_: pytest.fail("compiled anew"))
    assert [re.compile(text).pattern for text in PATTERNS] == list(PATTERNS)


def test_patterns_of_several_runs_are_kept_together(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for text in PATTERNS:
        re._cache.clear()
        re.compile(text)
        patterns.keep(store)
    assert patterns.recall(store) == len(PATTERNS)


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b"{", b"[1]\n", b"\xff\xfe\n\x00", b'[["a",0,32,0,{},9]]\n' + b"\xff\xff\xff\xff" * 9]
)
def test_a_broken_entry_is_as_none(tmp_path: Path, broken: bytes) -> None:
    store = Store(tmp_path)
    store.put(patterns._place(), broken)
    assert patterns.recall(store) == 0
    assert re.compile("审计(报告)?").fullmatch("审计报告")


def test_a_run_says_the_same_with_and_without(tmp_path: Path) -> None:
    report = next(Path("example_data").rglob("*.txt"))
    command = [sys.executable, "-m", "auditor", "check", str(report), "--format", "json", "--no-cache"]
    environment = {"AUDITOR_CACHE_DIR": str(tmp_path), "PATH": "", "SYSTEMROOT": "C:\\Windows"}
    first, second = (
        subprocess.run(command, capture_output=True, env=environment, check=False).stdout for _ in range(2)
    )
    assert first and first == second
    assert Store(tmp_path).get(patterns._place())
