"""Several processes share what each of them would import, and nobody waits for an import that nobody needs."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.app.batch import Batch, audit_all
from auditor.app.gating import Gating
from auditor.app.recall import Recall
from auditor.reading.open import Source
from auditor.store import Store

TEXT = Path("example_data/final-accounts/clean.txt")
PDF = Path("example_data/final-accounts/clean.pdf")
WORD = Path("example_data/final-accounts/clean.docx")


PLAIN = Batch()


class _Here:
    """Stands in for a pool of processes; says what was imported before it began."""

    began: list[int]

    def __init__(self, processes: int) -> None:
        self.began.append(processes)

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_: object) -> None: ...

    def map(self, _function, _batches, sources, chunksize):
        return [source.shown for source in sources]


@pytest.fixture
def loaded(monkeypatch):
    """How many processes had begun at each import."""
    found: list[int] = []
    monkeypatch.setattr(_Here, "began", [], raising=False)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", _Here)
    monkeypatch.setattr("auditor.parsing.gate.load", lambda: found.append(len(_Here.began)))
    monkeypatch.setattr(multiprocessing.get_context(), "get_start_method", lambda: "fork", raising=False)
    return found


def audit(*files: Path, batch: Batch = PLAIN, jobs: int = 2) -> None:
    names = audit_all([(batch, Source(file, file.name)) for file in files], jobs)
    assert names == tuple(file.name for file in files)


def test_what_each_process_needs_is_imported_once_before_they_are_forked(loaded):
    audit(TEXT, PDF, TEXT, WORD)
    assert loaded == [0]


@pytest.mark.parametrize(
    ("files", "batch", "jobs"),
    [
        ((TEXT, TEXT, TEXT), PLAIN, 2),
        ((TEXT, PDF, TEXT), PLAIN, 2),
        ((TEXT, PDF, WORD), PLAIN, 3),
        ((PDF, WORD), Batch(gating=Gating(run=False)), 2),
    ],
    ids=["no table is tested", "one process will need it", "two of three will", "the gate is off"],
)
def test_nobody_waits_where_some_process_will_not_need_it(loaded, files, batch, jobs):
    audit(*files, batch=batch, jobs=jobs)
    assert loaded == []


def test_processes_that_are_not_forked_share_nothing(loaded, monkeypatch):
    monkeypatch.setattr(multiprocessing.get_context(), "get_start_method", lambda: "spawn")
    audit(PDF, WORD)
    assert loaded == []


def test_what_was_read_before_was_tested_before(loaded, tmp_path):
    recall = Recall(Store(tmp_path))
    batch = Batch(recall=recall)
    audit(PDF, WORD, batch=batch)
    assert loaded == [0]
    Auditor.with_library(recall=recall, gating=Gating(run=False)).audit_file(WORD, "a")
    loaded.clear()
    audit(PDF, WORD, batch=batch)
    assert loaded == []
