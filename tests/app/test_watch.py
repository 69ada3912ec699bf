"""Watching sees what was saved, added or taken away, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from auditor.app.watch import looks


def watched(folder: Path, *steps: Callable[[], object], settings: tuple[Path, ...] = ()) -> list[list[str]]:
    """The names that changed in each look, when a step happens at each wait between looks."""
    left = list(steps)

    def sleep(seconds: float) -> None:
        if seconds < 0.5:
            return  # waiting for a document to be written to its end
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    seen = []
    try:
        for look in looks([folder], lambda: settings, sleep):
            seen.append([source.path.name for source in look.changed])
    except KeyboardInterrupt:
        pass
    return seen


def put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_only_what_changed_is_looked_at_again(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "甲")
    put(tmp_path / "b.txt", "乙")
    steps = (lambda: None, lambda: put(tmp_path / "b.txt", "乙二"), lambda: put(tmp_path / "c.txt", "丙"))
    assert watched(tmp_path, *steps) == [["a.txt", "b.txt"], ["b.txt"], ["c.txt"]]


def test_a_document_that_is_taken_away_is_noticed(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "甲")
    put(tmp_path / "b.txt", "乙")
    assert watched(tmp_path, (tmp_path / "b.txt").unlink) == [["a.txt", "b.txt"], []]


def test_a_changed_setting_concerns_every_document(tmp_path: Path) -> None:
    setting = tmp_path / "auditor.toml"
    put(setting, "")
    put(tmp_path / "a.txt", "甲")
    step = (lambda: put(setting, 'lang = "en"'),)
    assert watched(tmp_path, *step, settings=(setting,)) == [["a.txt"], ["a.txt"]]


def test_our_own_reports_in_the_folder_are_not_watched(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "甲")
    made = (lambda: put(tmp_path / "out.html", "<!-- Made by auditor 0 -->"),)
    assert watched(tmp_path, *made) == [["a.txt"]]
