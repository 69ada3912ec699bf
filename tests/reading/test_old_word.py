"""Old Word documents are converted where LibreOffice is at hand; else one sentence says what to do."""

from __future__ import annotations

import os
import time
from pathlib import Path

import docx
import pytest

from auditor.errors import InputError
from auditor.model.document import Paragraph
from auditor.reading.archive import OLE
from auditor.reading.open import read_document
from auditor.reading.word import old

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An old document on a machine without LibreOffice."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.defpath}")
    monkeypatch.setattr(old, "_program", lambda: found if (found := tmp_path / "bin" / "soffice").exists() else None)
    report = tmp_path / "report.doc"
    report.write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    return report


def install(report: Path, script: str) -> None:
    program = report.parent / "bin" / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def sentence(report: Path) -> str:
    with pytest.raises(InputError) as error:
        read_document(report)
    assert error.value.zh.startswith(f"{report}：") and error.value.zh.count("。") == 1
    return error.value.en


def test_without_libreoffice_a_sentence_says_how_to_go_on(report: Path) -> None:
    assert "install LibreOffice" in sentence(report) and "save it as docx" in sentence(report)
    report.write_bytes(b"{\\rtf1 }")
    assert "install LibreOffice" in sentence(report)


@posix
def test_libreoffice_converts_with_a_profile_of_its_own_and_without_macros(report: Path) -> None:
    document = docx.Document()
    document.add_paragraph("本年收入合计12.50万元。")
    document.save(str(report.parent / "made.docx"))
    said = report.parent / "said"
    install(
        report,
        f"""for part; do case $part in
        -env:UserInstallation=file://*) cat "${{part#*file://}}"/user/*.xcu > {said};;
        esac; done
        cp {report.parent}/made.docx report.docx; echo "$@" >> {said}""",
    )
    read_back = read_document(report)
    assert [block.text for block in read_back.blocks if isinstance(block, Paragraph)] == ["本年收入合计12.50万元。"]
    assert read_back.path == str(report) and read_back.format == "word"
    assert "DisableMacrosExecution" in said.read_text(encoding="utf-8")
    assert "--headless" in said.read_text(encoding="utf-8")


@posix
def test_a_failed_conversion_is_one_sentence(report: Path) -> None:
    install(report, "exit 1")
    assert "cannot convert" in sentence(report)


@posix
def test_a_conversion_that_hangs_is_ended_with_all_that_it_began(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old, "SECONDS", 0.5)
    late = report.parent / "late"
    install(report, f"(sleep 2; touch {late}) & wait")
    assert "within" in sentence(report)
    time.sleep(2.2)
    assert not late.exists()
