"""What does the process that supervises a batch hold? ``python bench/supervisor.py [DOCUMENTS...]``: that many generated texts each.

Prints resident megabytes before the dataset is made and at most, and the wall time. ``python bench/supervisor.py --alone DOCUMENTS`` lists
that many empty files and takes each for audited at once, so that only the supervisor works: its megabytes at most, and its processor time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from auditor.batch.run import run
from auditor.batch.sources import find_items
from auditor.batch.task import Done, Task, Terms

TEXT = """某市第{n}局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计120.00万元，其中：财政拨款收入100.00万元，其他收入20.00万元。
"""


def measure(documents: int, jobs: int = 2) -> tuple[float, float, float]:
    """Megabytes before the dataset, megabytes at most, seconds."""
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place, "source"), Path(place, "out")
        source.mkdir()
        for n in range(documents):
            Path(source, f"报告{n:06}.txt").write_text(TEXT.format(n=n), "utf-8")
        call = [sys.executable, "-m", "auditor", "batch", str(source), "--out", str(out), "-q", "--no-cache"]
        started, before, most = time.monotonic(), 0.0, 0.0
        process = subprocess.Popen([*call, "--jobs", str(jobs)], stdout=subprocess.DEVNULL)
        while process.poll() is None:
            held = resident(process.pid)
            most = max(most, held)
            if not (out / "journal" / "0.jsonl").exists():  # written when the last document is done
                before = max(before, held)
            time.sleep(0.05)
        return before, most, time.monotonic() - started


def resident(process: int) -> float:
    """Megabytes that a process holds; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


class Instant:
    """An executor that has done every task at once."""

    workers = 1

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            yield Done(task.item.id, task.mark, "checked", 0.5, 45.25, {"fetch": 0.1, "audit": 0.4}, errors=1)

    def map(self, function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        return map(len, (piece.items for piece in pieces))  # there are no results to make a dataset of

    def running(self) -> list[str]:
        return []

    def close(self) -> None: ...


def alone(documents: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        for n in range(documents):
            file = Path(place, "source", f"第{n // 1000}区", f"报告{n:06}.txt")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        started = time.process_time()
        run(find_items(f"{place}/source"), Path(place, "out"), Terms(cache=False), Instant())
        seconds = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{documents} documents: {most:.1f} MB, {seconds:.1f} s of processor time")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        alone(int(sys.argv[2]))
        sys.exit()
    for number in map(int, sys.argv[1:] or ("200", "2000")):
        before, most, seconds = measure(number)
        print(f"{number} documents: {before:.1f} MB, {most:.1f} MB with the dataset, {seconds:.0f} s", flush=True)
