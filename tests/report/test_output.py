"""A report file is written whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.report import FORMATS, Context, output, parse_target, render, write
from tests.report.sample import report


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "annotated"])
def test_every_format_is_recognised_as_ours_and_may_be_written_again(tmp_path: Path, name: str) -> None:
    target = tmp_path / "new folder" / "out"
    for _ in range(2):
        assert write(report(), name, target, Context()) == (target,)
    assert output.is_ours(target)


def test_a_foreign_file_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "thesis.txt"
    target.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="was not written by auditor"):
        write(report(), "json", target, Context())
    assert target.read_text("utf-8") == "mine"
    write(report(), "json", target, Context(), force=True)
    assert "云溪市" in target.read_text("utf-8")


def test_a_checked_document_is_never_overwritten_even_by_force(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("报告", "utf-8")
    context = Context(sources={document.path: source for document in report().documents})
    with pytest.raises(UsageError, match="never overwritten"):
        write(report(), "json", source, context, force=True)
    assert source.read_text("utf-8") == "报告"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        output.save("x", tmp_path)


def test_nothing_half_written_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.json"

    def fail(self: Path, other: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UsageError, match=r"cannot write .*out\.json: Permission denied"):
        output.save("x", target)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="cannot write"):
        output.save("x", tmp_path / "out.json")


def test_a_file_as_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="cannot write"):
        output.save("x", tmp_path / "f" / "out.json")


@pytest.mark.skipif(os.name == "nt", reason="no /dev/null")
def test_a_device_is_written_to_and_stays_a_device() -> None:
    output.save("x", Path(os.devnull), force=True)
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("html=a=b.html", ("html", Path("a=b.html"))), ("github", ("github", None)), ("json=-", ("json", None))],
)
def test_targets_are_parsed(text: str, expected: tuple[str, Path | None]) -> None:
    assert parse_target(text) == expected


@pytest.mark.parametrize("text", ["gif=x", "html=x.json", "html=", "workpaper", "annotated=-"])
def test_a_wrong_target_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_target(text)


def test_a_format_that_is_not_asked_for_costs_nothing() -> None:
    heavy = "jinja2 openpyxl pypdf pypdfium2 PIL xml.etree.ElementTree auditor.report.html auditor.report.sarif"
    code = (
        "import sys; from auditor.report import render, Context; from auditor.model.finding import Report;"
        "render(Report('0', '0', ()), 'json', Context());"
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_text_that_cannot_be_encoded_is_escaped(tmp_path: Path) -> None:
    output.save("甲\udc80", tmp_path / "f", force=True)
    assert (tmp_path / "f").read_text("utf-8") == "甲\\udc80"


def test_rendering_is_deterministic() -> None:
    assert all(
        render(report(), name, Context()) == render(report(), name, Context())
        for name in ("json", "html", "sarif", "junit", "github", "markdown", "terminal")
    )
