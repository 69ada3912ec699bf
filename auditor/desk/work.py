"""Who audits what was dropped? Worker processes, a few, so that the page stays usable; each result goes to a file.

A worker hands back only a summary: fifty reports with all their tables would not fit beside one another in memory.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from auditor.app.batch import Batch, auditor_for
from auditor.model.finding import DocumentReport
from auditor.reading.open import Source

_TASKS_A_WORKER = 10  # then a fresh process takes its place: readers of PDF do not give all memory back
_MOST = 2


def audit_to(batch: Batch, source: Source, target: Path) -> DocumentReport:
    """Audits in a worker, writes the report to a file, and gives it back without its bulk."""
    report = auditor_for(batch).audit_source(source)
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


Done = Callable[[DocumentReport | None], None]


@dataclass(frozen=True, slots=True)
class Task:
    batch: Batch
    source: Source
    target: Path


def _end_with_desk() -> None:
    """Lets a worker end when the desk does, however that ends: it would wait for tasks for ever."""
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def watch() -> None:
            wait([sentinel])
            os._exit(0)

        threading.Thread(target=watch, daemon=True).start()


class Workers:
    """A pool that is made anew when a worker dies, so that one bad file does not end the desk, and after a number of tasks.

    Only as many tasks are handed out as there are processes; the others wait here. (``max_tasks_per_child`` of the pool itself
    lets it hang with tasks left.)
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or min(_MOST, os.cpu_count() or 1)
        self._lock = threading.RLock()
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Task, Done]] = deque()
        self._running = self._handed = 0
        self._closed = False

    def submit(self, task: Task, done: Done) -> None:
        """Audits in the background; ``done`` is called from another thread, with ``None`` when the worker died."""
        with self._lock:
            self._waiting.append((task, done))
            self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and self._running < self._jobs and not self._closed:
            if self._handed >= _TASKS_A_WORKER * self._jobs:
                if self._running:
                    return  # the pool is renewed when its last tasks are done
                self._drop_pool()
            task, done = self._waiting.popleft()
            try:
                future = self._started().submit(audit_to, task.batch, task.source, task.target)
            except BrokenProcessPool:
                self._drop_pool()
                future = self._started().submit(audit_to, task.batch, task.source, task.target)
            self._running += 1
            self._handed += 1
            future.add_done_callback(partial(self._finished, done))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=spawn, initializer=_end_with_desk)
            self._handed = 0
        return self._pool

    def _drop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False)
            self._pool = None

    def _finished(self, done: Done, future: Future[DocumentReport]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        with self._lock:
            self._running -= 1
            if isinstance(error, BrokenProcessPool):
                self._drop_pool()
        done(None if error is not None else future.result())
        with self._lock:
            self._hand_out()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._waiting.clear()
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None
