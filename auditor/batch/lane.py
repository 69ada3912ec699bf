"""Who sees to it that a document that hangs, crashes or eats the memory costs no other? A lane: one child process, watched.

A lane does one document at a time. It is the same on one machine and on a cluster, where each thread of a worker has one.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from importlib import import_module
from typing import Any

from auditor.app.batch import auditor_for
from auditor.batch.child import batch_of, result_of, sentence, unread
from auditor.batch.task import CRASHED, MEMORY, TIMEOUT, Done, Task, Terms, note, write_result

_LOOK_EVERY = 0.1  # seconds
_START_UP = 60.0  # seconds that the first document of a process has beside its own
_TIRED = 0.5  # share of the memory at which a process is replaced after its document
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


class AbandonedError(Exception):
    """The document was given up because the batch ends; nothing is known of it."""


class Lane:
    """One child process at a time, begun anew when it was lost."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._child: subprocess.Popen[str] | None = None
        self._fresh = True
        self._abandoned = False

    def do(self, task: Task) -> Done:
        """Have the document audited and its result written; always comes back, with what became of it."""
        child = self._started()
        guard = _Guard(child, self.terms, _START_UP if self._fresh else 0.0)
        self._fresh = False
        started = time.perf_counter()
        answer = self._ask(child, task)
        peak, killed = guard.stop()
        if self._abandoned:
            raise AbandonedError
        if answer is None:
            self.close()
            status = killed or CRASHED
            self.write_loss(task, status)
            answer = {"status": status, "seconds": round(time.perf_counter() - started, 4)}
        elif answer["status"] == MEMORY or peak > _TIRED * self.terms.memory:
            self.close()
        done = Done(task.item.id, task.mark, megabytes=round(peak, 1), **answer)
        note(task.folder, done)
        return done

    def abandon(self) -> None:
        """Give up the document that is being read, if any."""
        self._abandoned = True
        if self._child is not None:
            self._child.kill()

    def close(self) -> None:
        """End the child process, whatever it is doing."""
        if self._child is None:
            return
        for stream in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()
        self._child.kill()
        self._child.wait()
        self._child = None

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._fresh = True
            self._child = subprocess.Popen(
                [sys.executable, "-m", "auditor.batch.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, **_ONE_THREAD, "PYTHONIOENCODING": "utf-8"},
                start_new_session=True,  # an interrupt at the terminal is ours to handle
            )
            with contextlib.suppress(OSError):
                _send(self._child, self.terms.dump())
        return self._child

    def _ask(self, child: subprocess.Popen[str], task: Task) -> dict[str, Any] | None:
        """The child's answer; None when it ended instead."""
        try:
            _send(child, json.dumps({"item": asdict(task.item), "folder": task.folder, "mark": task.mark}))
            assert child.stdout is not None
            line = child.stdout.readline()
            return dict(json.loads(line)) if line else None
        except (OSError, ValueError):
            return None

    def write_loss(self, task: Task, status: str) -> None:
        """Write a result that says how the document was lost."""
        auditor = auditor_for(batch_of(self.terms))
        report = unread(task.item, sentence(status, self.terms))
        write_result(task, result_of(auditor, report, status))


def _send(child: subprocess.Popen[str], line: str) -> None:
    assert child.stdin is not None
    child.stdin.write(line + "\n")
    child.stdin.flush()


class _Guard:
    """Watches a child during one document: kills it when its time or memory is over."""

    def __init__(self, child: subprocess.Popen[str], terms: Terms, more: float) -> None:
        self._child, self._terms = child, terms
        self._deadline = time.monotonic() + terms.timeout + more
        self._peak = 0.0
        self._killed = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[float, str]:
        """Megabytes at most, and why the child was killed; empty when it was not."""
        if not self._killed:
            self._peak = max(self._peak, resident(self._child.pid))
        self._over.set()
        self._thread.join()
        return self._peak, self._killed

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            self._peak = max(self._peak, resident(self._child.pid))
            if self._peak > self._terms.memory:
                self._killed = MEMORY
            elif time.monotonic() > self._deadline:
                self._killed = TIMEOUT
            if self._killed:
                self._child.kill()
                return


def resident(process: int) -> float:
    """Megabytes that a process holds; 0 where the system does not tell."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{process}/statm", encoding="ascii") as stream:  # noqa: PTH123 (asked ten times a second)
                return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
        except (OSError, ValueError, IndexError):
            return 0.0
    try:
        psutil: Any = import_module("psutil")
    except ImportError:
        return 0.0
    try:
        return float(psutil.Process(process).memory_info().rss) / 1024**2
    except psutil.Error:
        return 0.0
