"""How long does it take, and how much memory? The whole process on one text report, and on a hundred in one call.

``python bench/text.py [FILE...]``; without files the example reports are used.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
MANY = 100
ONE_SECONDS, ONE_MEGABYTES, MANY_SECONDS = 0.6, 120, 8.0


class Cost(NamedTuple):
    wall: float  # seconds
    cpu: float  # seconds, all processes
    peak: float  # megabytes resident, the largest process


def run(arguments: Sequence[str]) -> Cost:
    """One process from start to end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"auditor {' '.join(arguments)} ended with status {process.returncode}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def median(arguments: Sequence[str], runs: int = RUNS) -> Cost:
    costs = [run(arguments) for _ in range(runs)]
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def reports(arguments: Sequence[str]) -> list[Path]:
    """The text reports to measure with."""
    given = [Path(argument).resolve() for argument in arguments] or [ROOT / "example_data" / "text"]
    found = [file for path in given for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    if not found:
        raise SystemExit("no text report (*.txt) to measure with")
    return found


def main() -> None:
    files = reports(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = folder / "many"
        many.mkdir()
        for number in range(MANY):
            file = files[number % len(files)]
            shutil.copy(file, many / f"{number:03d}-{file.name}")
        out = str(folder / "findings.json")
        as_json = ("--format", "json", "--output", out, "--force")
        print(
            f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {RUNS}, load {os.getloadavg()[0]:.1f}"
        )
        print(f"{'':52}{'wall s':>8}{'cpu s':>8}{'MB':>8}")
        rows = [("auditor --help", median(["--help"]))]
        rows += [(file.name, median(["check", str(file), *as_json])) for file in files]
        rows.append((f"{MANY} reports in one call", median(["check", str(many), *as_json], 3)))
        for label, cost in rows:
            print(f"{label:52}{cost.wall:8.2f}{cost.cpu:8.2f}{cost.peak:8.0f}")
        print(f"wanted: one report {ONE_SECONDS} s and {ONE_MEGABYTES} MB; {MANY} reports {MANY_SECONDS} s")


if __name__ == "__main__":
    main()
