"""A batch loses nothing: it goes on where it stopped, names what it could not check, and writes the same bytes however it is run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import pandas
import pytest
from click.testing import CliRunner

from auditor.batch.executors import Processes
from auditor.batch.run import run
from auditor.batch.sources import find_items
from auditor.batch.task import Terms, noted, result_name
from auditor.cli.main import cli
from auditor.errors import UsageError
from tests.batch import hazards

TERMS = Terms(lang="en", cache=False)
NAMES = [f"{region}/{number}.txt" for region in ("east", "west") for number in range(4)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    for number, name in enumerate(NAMES):
        hazards.write(folder, name, total="120.00" if number % 2 else "130.00")
    (folder / "east" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing %%EOF")
    return folder


def batch(source: Path | str, out: Path, jobs: int = 2, terms: Terms = TERMS, **more):
    executor = Processes(jobs)
    try:
        return run(find_items(str(source)), out, terms, executor, **more)
    finally:
        executor.close()


def files(out: Path, *but: str) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.relative_to(out).parts[0] != "journal" and "timings" not in path.parts
    }


def documents(out: Path) -> dict[str, str]:
    frame = pandas.read_parquet(out / "dataset" / "documents")
    assert frame["path"].is_unique
    return dict(zip(frame["path"], frame["status"], strict=True))


def test_results_and_dataset_are_the_same_bytes_whatever_the_number_of_workers(source, tmp_path):
    one, three = batch(source, tmp_path / "1", 1), batch(source, tmp_path / "3", 3)
    assert one.fresh == three.fresh == len(NAMES) + 1
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert one.named == {"unreadable": ["east/broken.pdf"]}
    assert one.warnings == len(NAMES) // 2
    again = batch(source, tmp_path / "3", 2)
    assert again.fresh == 0
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert (again.warnings, again.named) == (one.warnings, one.named)


def test_every_result_is_a_findings_report_and_the_dataset_says_the_same(source, tmp_path):
    out = tmp_path / "out"
    batch(source, out)
    for item in find_items(str(source)):
        (document,) = json.loads((out / result_name(item)).read_text("utf-8"))["documents"]
        assert document["path"] == item.name
    with duckdb.connect() as base:
        found = base.execute(
            f"""SELECT d.path, d.warnings, count(f.finding) FROM '{out}/dataset/documents/*.parquet' d
                LEFT JOIN '{out}/dataset/findings/*.parquet' f ON f.document = d.document AND f.severity = 'warning'
                GROUP BY ALL"""
        ).fetchall()
        relations = base.execute(f"SELECT count(*) FROM '{out}/dataset/relations/*.parquet'").fetchone()[0]
        counted = base.execute(
            f"SELECT sum(passed + failed + skipped + broken) FROM '{out}/dataset/coverage/*.parquet'"
        ).fetchone()[0]
    assert {path for path, *_ in found} == {*NAMES, "east/broken.pdf"}
    assert all(warnings == count for _, warnings, count in found)
    assert relations == counted > 0
    assert set(pandas.read_parquet(out / "dataset" / "timings")["path"]) == {path for path, *_ in found}


def test_a_document_that_hangs_crashes_or_eats_memory_costs_no_other_and_is_named(source, tmp_path, monkeypatch):
    hazards.arm(tmp_path / "patch", monkeypatch)
    for word in ("HANG", "KILL", "EAT", "RAISE"):
        hazards.write(source, f"bad/{word}.txt", word)
    terms = Terms(lang="en", cache=False, timeout=2, memory=500)
    monkeypatch.setattr("auditor.batch.lane._START_UP", 4.0)
    result = batch(source, tmp_path / "out", 2, terms)
    assert result.named == {
        "unreadable": ["east/broken.pdf"],
        "timeout": ["bad/HANG.txt"],
        "memory": ["bad/EAT.txt"],
        "crashed": ["bad/KILL.txt", "bad/RAISE.txt"],
    }
    assert Counter(documents(tmp_path / "out").values())["checked"] == len(NAMES)
    frame = pandas.read_parquet(tmp_path / "out" / "dataset" / "documents").set_index("path")
    assert "2 s" in frame.loc["bad/HANG.txt", "error"]
    assert "RuntimeError" in frame.loc["bad/RAISE.txt", "error"]
    assert batch(source, tmp_path / "out", 2, terms).fresh == 0
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    assert batch(source, tmp_path / "out", 2, terms, retry=True).fresh == 4
    assert set(documents(tmp_path / "out").values()) == {"checked", "unreadable"}


def test_a_run_goes_on_where_it_was_interrupted(source, tmp_path):
    seen = []

    def interrupt(standing):
        seen.append(standing)
        if standing.done == 3:
            raise KeyboardInterrupt

    first = batch(source, tmp_path / "out", 1, progress=interrupt)
    assert first.interrupted
    assert 3 <= first.fresh < len(NAMES)
    assert len(documents(tmp_path / "out")) == first.fresh
    second = batch(source, tmp_path / "out", 2)
    assert first.fresh + second.fresh == len(NAMES) + 1
    batch(source, tmp_path / "whole", 1)
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert seen[-1].all == len(NAMES) + 1
    assert seen[-1].rate > 0


def test_control_c_leaves_what_is_finished(source, tmp_path, monkeypatch):
    hazards.arm(tmp_path / "patch", monkeypatch)
    hazards.write(source, "west/z.txt", "HANG")
    out = tmp_path / "out"
    call = [sys.executable, "-m", "auditor", "batch", str(source), "--out", str(out), "-j", "1", "--lang", "en"]
    process = subprocess.Popen(
        call,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (jobs in the background ignore it)
    )
    deadline = time.monotonic() + 120
    while len({done.id for done in noted(out)}) < len(NAMES) + 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate(timeout=60)
    assert process.returncode == 130, wrong
    assert "interrupted" in said
    assert "Traceback" not in wrong
    assert len(documents(out)) == len(NAMES) + 1


def test_only_what_changed_is_checked_again(source, tmp_path):
    out = tmp_path / "out"
    batch(source, out)
    hazards.write(source, "east/0.txt", total="120.00 ")
    os.utime(source / "east" / "0.txt", (1, 1))
    (source / "west" / "3.txt").unlink()
    assert batch(source, out).fresh == 1
    assert "west/3.txt" not in documents(out)
    fewer = batch(source, out, terms=Terms(lang="en", cache=False, select=("prose/*",)))
    assert fewer.fresh == len(NAMES)


def test_a_zip_file_a_glob_and_an_address_hold_the_same_documents(source, tmp_path):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as package:
        for file in sorted(source.rglob("*.*")):
            package.write(file, file.relative_to(source).as_posix())
        package.writestr("__MACOSX/._0.txt", "x")
        package.writestr("readme.exe", "x")
    names = {item.name for item in find_items(str(source))}
    assert {item.name for item in find_items(str(archive))} == names
    assert {item.name for item in find_items(f"file://{source}")} == names
    assert len(list(find_items(f"{source}/*/*.txt"))) == len(NAMES)
    assert len(list(find_items(f"file://{source}/**/*.txt"))) == len(NAMES)
    result = batch(archive, tmp_path / "zipped")
    assert result.named == {"unreadable": ["east/broken.pdf"]}
    batch(source, tmp_path / "plain")
    assert files(tmp_path / "zipped") == files(tmp_path / "plain")


def test_names_of_a_zip_file_made_on_chinese_windows_are_read(tmp_path):
    archive = tmp_path / "gbk.zip"
    info = zipfile.ZipInfo("xy.txt")
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr(info, hazards.REPORT.format(unit="某局", total="120.00", word=""))
    data = archive.read_bytes().replace(b"xy.txt", "财.txt".encode("gbk"))
    archive.write_bytes(data)
    (item,) = find_items(str(archive))
    assert "財" not in item.name
    assert item.name.startswith("财")


def test_a_source_without_documents_and_a_foreign_folder_are_refused(source, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        find_items(str(tmp_path / "empty"))
    with pytest.raises(UsageError):
        find_items(str(tmp_path / "missing"))
    with pytest.raises(UsageError):
        find_items("nosuchprotocol://place")
    with pytest.raises(UsageError, match="neither empty"):
        batch(source, source)


def test_the_overview_on_the_terminal_as_page_and_as_workbook(source, tmp_path):
    import openpyxl

    out = tmp_path / "out"
    hazards.write(source, "=cmd/1.txt", total="130.00")
    invoke = CliRunner().invoke
    ran = invoke(cli, ["batch", str(source), "--out", str(out), "--lang", "en", "--no-cache", "-q"])
    assert ran.exit_code == 2
    assert "unreadable: east/broken.pdf" in ran.output
    shown = invoke(cli, ["batch", "report", str(out), "--lang", "en"])
    assert shown.exit_code == 0
    assert "Worst documents" in shown.output
    page, book = tmp_path / "o.html", tmp_path / "o.xlsx"
    assert invoke(cli, ["batch", "report", str(out), "--html", str(page), "--xlsx", str(book)]).exit_code == 0
    assert "<script" not in page.read_text("utf-8")
    assert "east/broken.pdf" in page.read_text("utf-8")
    sheets = openpyxl.load_workbook(book)
    worst = sheets.worksheets[2]
    assert worst.cell(2, 1).value == "=cmd/1.txt"
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)
    missing = invoke(cli, ["batch", "report", str(tmp_path), "--lang", "en"])
    assert missing.exit_code == 2
    assert "no result of a batch" in missing.output
