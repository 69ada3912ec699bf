"""Every task is done, however many there are and however often the pool is renewed, and a dead worker costs only its own task."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from auditor.app.batch import Batch
from auditor.desk import work
from auditor.model.finding import DocumentReport
from auditor.reading.open import Source


def test_all_tasks_are_done_though_the_pool_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_TASKS_A_WORKER", 2)
    workers, got, all_done = work.Workers(2), [], threading.Event()

    def done(report: DocumentReport | None) -> None:
        got.append(report)
        if len(got) == 11:
            all_done.set()

    for number in range(11):
        path = tmp_path / f"{number}.txt"
        path.write_text("本年支出120万元，与上年相比增加20万元，增长20%。\n", "utf-8")
        workers.submit(work.Task(Batch(), Source(path, path.name), tmp_path / f"{number}.json"), done)
    try:
        assert all_done.wait(120)
        assert all(report is not None and report.status == "checked" for report in got)
        assert work.load(tmp_path / "3.json").ledger and not got[3].ledger
    finally:
        workers.close()
