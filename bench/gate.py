"""What does the fitness gate cost? Its one-time import, its run on each document, and what a stored result saves (CPU time).

``python bench/gate.py [FILE...]``; without files the example reports are used.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.app.gating import Gating
from auditor.parsing._expectations import great_expectations
from auditor.parsing.gate import judge_fitness
from auditor.reading.open import read_document

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(work: object, *arguments: object) -> tuple[float, object]:
    started = time.process_time()
    result = work(*arguments)  # type: ignore[operator]
    return time.process_time() - started, result


def main(files: list[Path]) -> None:
    auditor = Auditor.with_library(gating=Gating(False))
    roles = auditor.library.vocabulary.tables.roles
    dossiers = [(file, *seconds(lambda path: auditor.understand(read_document(path)), file)) for file in files]
    before = megabytes()
    took, _ = seconds(great_expectations)
    print(f"import, once: {took:.2f} s, {megabytes() - before:.0f} MB")
    for file, read, dossier in dossiers:
        grids = dossier.grids  # type: ignore[attr-defined]
        _, result = seconds(judge_fitness, grids, roles)
        runs = [seconds(judge_fitness, grids, roles)[0] for _ in range(RUNS)]
        stored, _ = seconds(judge_fitness, grids, roles, result)
        tables = len(result["tables"])  # type: ignore[index]
        print(
            f"{file.name}: reading and understanding {read * 1000:.0f} ms; gate over {tables} tables "
            f"{statistics.median(runs) * 1000:.0f} ms; with its stored result {stored * 1000:.1f} ms"
        )


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    examples = ROOT / "example_data"
    main(given or [examples / "final-accounts" / "clean.pdf", examples / "budget" / "clean.docx"])
