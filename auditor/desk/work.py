"""Who audits what was dropped? Worker processes, a few, so that the page stays usable; each result goes to a file.

A worker hands back only a summary: fifty reports with all their tables would not fit beside one another in memory.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auditor.app.batch import Batch, auditor_for
from auditor.model.finding import DocumentReport
from auditor.reading.open import Source

_TASKS_A_WORKER = 15  # then a fresh process takes its place: readers of PDF do not give all memory back
_MOST = 2


def audit_to(batch: Batch, source: Source, target: Path) -> DocumentReport:
    """Audits in a worker, writes the report to a file, and gives it back without its bulk."""
    report = auditor_for(batch).audit_file(source.path, source.shown)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_bytes(_adapter().dump_json(report))
    draft.replace(target)
    return slim(report)


def slim(report: DocumentReport) -> DocumentReport:
    """A report with its findings and without ledger, tables and lists."""
    from dataclasses import replace

    broken = tuple(entry for entry in report.ledger if entry.status.value == "broken")
    return replace(report, ledger=broken, unverified=(), tables=(), gate={})


def load(path: Path) -> DocumentReport:
    """A whole report from its file. ``OSError`` or ``ValueError`` when it is gone or damaged."""
    report: DocumentReport = _adapter().validate_json(path.read_bytes())
    return report


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(DocumentReport)


@dataclass(frozen=True, slots=True)
class Task:
    batch: Batch
    source: Source
    target: Path


class Workers:
    """A pool that is made anew when a worker dies, so that one bad file does not end the desk."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or min(_MOST, os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, task: Task, done: Callable[[DocumentReport | None], None]) -> None:
        """Audits in the background; ``done`` is called from another thread, with ``None`` when the worker died."""
        with self._lock:
            try:
                future = self._started().submit(audit_to, task.batch, task.source, task.target)
            except BrokenProcessPool:
                self._pool = None
                future = self._started().submit(audit_to, task.batch, task.source, task.target)
        future.add_done_callback(lambda each: self._finished(each, done))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=spawn, max_tasks_per_child=_TASKS_A_WORKER)
        return self._pool

    def _finished(self, future: Future[DocumentReport], done: Callable[[DocumentReport | None], None]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            with self._lock:
                self._pool = None
        done(None if error is not None else future.result())

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None
