"""What does a second process cost, and what does it bring? ``python bench/jobs.py [TEXTS] [PDFS]``: so many from the example reports (200 and 20), without cache.

``auditor check`` and ``auditor batch`` with one job and two, by turns: medians of wall and processor time, and how fast two plain loops run side
by side on this machine now, which is the most that two jobs can bring.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from text import ROOT, Cost, run

RUNS = 2
LOOP = "for _ in range(20_000_000): pass"


def documents(folder: Path, number: int, of_pdf: int) -> None:
    texts = sorted((ROOT / "example_data").rglob("*.txt"))
    for n in range(number):
        text = texts[n % len(texts)].read_text("utf-8")
        (folder / f"{n:04}.txt").write_text(f"{text}\n第{n}份。\n", "utf-8")
    pdfs = sorted((ROOT / "example_data").rglob("*.pdf"))
    for n in range(of_pdf):
        (folder / f"{n * number // of_pdf:04}.pdf").write_bytes(pdfs[n % len(pdfs)].read_bytes())


def two_loops() -> float:
    """How much faster two processes do two loops than one does them."""
    call, walls = [sys.executable, "-c", LOOP], []
    for number in (1, 2):
        started = time.perf_counter()
        for process in [subprocess.Popen(call) for _ in range(number)]:
            process.wait()
        walls.append(time.perf_counter() - started)
    return 2 * walls[0] / walls[1]


def main(texts: int = 200, pdfs: int = 20) -> None:
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "source")
        source.mkdir()
        documents(source, texts, pdfs)
        costs: dict[tuple[str, int], list[Cost]] = {}
        loops = [two_loops()]
        for turn in range(RUNS):
            for jobs in (1, 2):
                settings = ["--no-cache", "--jobs", str(jobs)]
                target = Path(place, f"{jobs}-{turn}.json")
                check = ["check", str(source), "--format", "json", "-o", str(target), *settings]
                costs.setdefault(("check", jobs), []).append(run(check))
                batch = ["batch", str(source), "--out", str(Path(place, f"{jobs}-{turn}")), "-q", *settings]
                costs.setdefault(("batch", jobs), []).append(run(batch))
            loops.append(two_loops())
        assert len({file.read_bytes() for file in Path(place).glob("*.json")}) == 1
    for (name, jobs), some in sorted(costs.items()):
        wall, cpu = (statistics.median(values) for values in list(zip(*some, strict=True))[:2])
        print(f"{name} --jobs {jobs}: {wall:.2f} s, {cpu:.2f} s of processor time")
    print(f"two loops: {', '.join(f'{loop:.2f}' for loop in loops)} x; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
