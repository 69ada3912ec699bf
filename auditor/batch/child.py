"""Audits documents one after another, in a process that may be killed: ``python -m auditor.batch.child``.

The terms of the batch come as the first line of standard input, then a line for each document; the answer to each is a line
on standard output. All lines are JSON. When standard input ends, so does the process, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from auditor.app.audit import Auditor
from auditor.app.batch import Batch, auditor_for
from auditor.app.gating import Gating
from auditor.app.recall import Recall
from auditor.batch.sources import Item, read_item
from auditor.batch.task import CHECKED, CRASHED, MEMORY, TIMEOUT, UNREADABLE, Task, Terms, write_result
from auditor.errors import InputError
from auditor.model.finding import DocumentReport
from auditor.report.json import to_dict

_GRACE = 30  # seconds after which the system ends a process whose supervisor did not
_LONGEST_PLACE = 14  # characters
_ROOM = 2 * 1024**3  # bytes of addresses that libraries reserve without using them


def main() -> None:
    answers = _private_output()
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    terms = Terms.load(lines.get())
    _limit_memory(terms.memory * 1024**2 + _ROOM)
    batch = batch_of(terms)
    auditor = auditor_for(batch)
    while True:
        order = json.loads(lines.get())
        task = Task(Item(**order["item"]), order["folder"], order["mark"], terms)
        _alarm(terms.timeout + _GRACE)
        answer = perform(auditor, task)
        _alarm(0)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def batch_of(terms: Terms) -> Batch:
    """How the rest of the program says what the terms say."""
    return Batch(
        folders=tuple(map(Path, terms.folders)),
        select=terms.select,
        ignore=terms.ignore,
        lang=terms.lang,
        gating=Gating(terms.gate),
        recall=Recall.usual() if terms.cache else None,
    )


def perform(auditor: Auditor, task: Task) -> dict[str, Any]:
    """Audit a document and write its result; what to note of it."""
    started = time.perf_counter()
    read = 0.0
    try:
        data = read_item(task.item.address, task.item.name)
        read = time.perf_counter() - started
        report = replace(auditor.audit_bytes(Path(task.item.name), data), path=task.item.name)
        status = CHECKED
    except InputError as error:
        report, status = unread(task.item, error.say(auditor.lang)), UNREADABLE
    except MemoryError:
        report, status = unread(task.item, sentence(MEMORY, task.terms)), MEMORY
    except Exception as error:
        place = _place(error)
        report, status = unread(task.item, sentence(CRASHED, task.terms, place)), CRASHED
    write_result(task, result_of(auditor, report, status))
    seconds = time.perf_counter() - started
    severities = [finding.severity.value for finding in report.findings]
    return {
        "status": status,
        "seconds": round(seconds, 4),
        "stages": {"fetch": round(read, 4), "audit": round(seconds - read, 4)},
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
    }


def unread(item: Item, error: str) -> DocumentReport:
    return DocumentReport(item.name, None, status="unreadable", error=error)


def result_of(auditor: Auditor, report: DocumentReport, status: str) -> dict[str, Any]:
    """A findings report of one document; ``batch`` says what became of it, and where the unit is."""
    region = region_of(report.path, report.entity or "", auditor.library.vocabulary.entities.levels)
    return {**to_dict(auditor.report((report,)), ("ledger",)), "batch": {"status": status, "region": region}}


def region_of(name: str, entity: str, levels: Mapping[str, Sequence[str]]) -> str:
    """The place in a unit's name, as far as the words for levels of government tell; else the folder it was found in."""
    for cues in reversed(list(levels.values())):  # the widest place
        found = re.search("|".join(cues), entity)
        if found and 2 <= found.end() <= _LONGEST_PLACE:
            return entity[: found.end()]
    folder, slash, _ = name.replace("\\", "/").partition("/")
    return folder if slash else ""


def sentence(status: str, terms: Terms, place: str = "") -> str:
    """What a reader of the results is told of a document that was lost."""
    zh, en = {
        TIMEOUT: (f"超过 {terms.timeout:g} 秒未完成，已中止", f"not done within {terms.timeout:g} s; it was stopped"),
        MEMORY: (f"超过 {terms.memory} MB 内存，已中止", f"more than {terms.memory} MB of memory; it was stopped"),
        CRASHED: (f"检查时程序出错（{place or '进程中断'}）", f"the program failed ({place or 'the process ended'})"),
    }[status]
    return zh if terms.lang == "zh" else en


def _place(error: Exception) -> str:
    """The kind of an error and the line of this program that it was raised under."""
    root = Path(__file__).resolve().parent.parent
    trace, place = error.__traceback__, ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(root):
            place = f"{file.relative_to(root).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}, {place}"


def _private_output() -> TextIO:
    """Standard output for answers only: what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return answers


def _listen(lines: queue.Queue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def _limit_memory(most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard in (resource.RLIM_INFINITY, -1) or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _alarm(seconds: float) -> None:
    """The system's own clock ends a process that hangs in foreign code; 0 stops it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
