"""Audit many documents, over several processes when that pays. A worker loads the library once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.app.gating import BY_FORMAT, Gating
from auditor.app.recall import Recall
from auditor.model.finding import DocumentReport, Report
from auditor.reading.open import EXTENSIONS, Source, look_for
from auditor.rulebook.library import load_library

_PAYS_FROM = 1_500_000  # bytes of text-like input below which a second process costs more than it saves
_HEAVY = {".pdf": 20, ".xlsx": 10, ".docx": 10}  # how much dearer a byte is to read


@dataclass(frozen=True, slots=True)
class Batch:
    """What to audit with: folders of further checks, which checks, which language, whether to gate tables,
    and where earlier results are."""

    folders: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str = "zh"
    gating: Gating = BY_FORMAT
    recall: Recall | None = None
    beside: tuple[tuple[str, Path], ...] = ()


@cache
def auditor_for(batch: Batch) -> Auditor:
    library = load_library(batch.folders)
    if batch.select or batch.ignore:
        library = library.selected(batch.select, batch.ignore)
    return Auditor.with_library(library, batch.lang, batch.gating, batch.recall, batch.beside)


def _audit(batch: Batch, source: Source) -> DocumentReport:
    return auditor_for(batch).audit_source(source)


def run_batch(
    batch: Batch,
    paths: tuple[Path, ...],
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Report, dict[str, Path]]:
    """The report over all documents, in order, and where each document is. Raises the errors of the call."""
    found = look_for(paths)
    documents = audit_all([(batch, source) for source in found.documents], jobs, progress)
    report = auditor_for(batch).report(documents, found)
    return report, {source.shown: source.path for source in found.documents}


def audit_all(
    tasks: Sequence[tuple[Batch, Source]],
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[DocumentReport, ...]:
    """The documents audited, each with its own batch, in order; ``progress`` gets done and all. Raises their errors."""
    for batch in dict.fromkeys(batch for batch, _ in tasks):
        auditor_for(batch)  # a wrong check is said once, and before the work
    documents = []
    for number, document in enumerate(_audited(tasks, jobs or _workers([source for _, source in tasks])), start=1):
        documents.append(document)
        if progress is not None:
            progress(number, len(tasks))
    return tuple(documents)


def _audited(tasks: Sequence[tuple[Batch, Source]], jobs: int) -> Iterator[DocumentReport]:
    if jobs < 2 or len(tasks) < 2:
        yield from (_audit(batch, source) for batch, source in tasks)
        return
    chunk = max(1, min(8, len(tasks) // (jobs * 4)))
    from concurrent.futures import ProcessPoolExecutor  # not for a single document

    if _each_will_gate(tasks, min(jobs, len(tasks))):
        from auditor.parsing.gate import load

        load()
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_audit, *zip(*tasks, strict=True), chunksize=chunk)


def _each_will_gate(tasks: Sequence[tuple[Batch, Source]], processes: int) -> bool:
    """True when great-expectations should be imported once before the processes are forked. Where fewer documents than processes have
    tables to be tested, the others need not wait for it; what was read before was tested before."""
    from multiprocessing import get_context

    if get_context().get_start_method() != "fork":
        return False
    gated = (
        (batch, source.path)
        for batch, source in tasks
        if batch.gating.applies(EXTENSIONS.get(source.path.suffix.lower(), ""))
    )
    first = tuple(islice(gated, processes))
    known = (batch.recall is not None and batch.recall.knows(path) for batch, path in first)
    return len(first) == processes and not any(known)


def _workers(sources: list[Source]) -> int:
    weight = 0
    for source in sources:
        try:
            weight += source.path.stat().st_size * _HEAVY.get(source.path.suffix.lower(), 1)
        except OSError:
            continue
    if weight < _PAYS_FROM:
        return 1
    return min(os.cpu_count() or 1, len(sources), 8)
