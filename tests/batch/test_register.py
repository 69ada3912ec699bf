"""The supervisor of a batch holds a stretch of it, not all of it; and what it looks up is what is done."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from auditor.batch.executors import Processes
from auditor.batch.register import Register
from auditor.batch.run import NAMED, run
from auditor.batch.sources import Item, find_items
from auditor.batch.task import CHECKED, CRASHED, Done, Task, Terms, noted, settle_journal
from tests.batch import hazards

TERMS = Terms(lang="en", cache=False)


class _Instant:
    """An executor that has done each task at once, with ``status``."""

    workers = 1

    def __init__(self, status: str = CHECKED) -> None:
        self._status = status

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            yield Done(task.item.id, task.mark, self._status, 0.5, 45.25, {"fetch": 0.1, "audit": 0.4}, errors=1)

    def running(self) -> list[str]:
        return []

    def close(self) -> None: ...


def items(number: int) -> Iterator[Item]:
    return (Item(f"某市/{n:06}.txt", f"/far/away/某市/{n:06}.txt", n, f"{n}-1700000000{n:09}") for n in range(number))


def item(name: str, mark: str = "1") -> Item:
    return Item(name, f"/{name}", 1, mark)


@pytest.fixture
def without_dataset(monkeypatch):
    monkeypatch.setattr("auditor.batch.run.find_spec", lambda name: None)


def test_more_documents_need_no_more_memory(tmp_path, without_dataset):
    def peak(number: int) -> int:
        tracemalloc.start()
        result = run(items(number), tmp_path / str(number), TERMS, _Instant())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (result.all, result.fresh, result.errors) == (number, number, number)
        return most

    peak(10)  # what is loaded once
    few, many = peak(2000), peak(6000)
    assert many - few < 4000 * 100  # bytes a document; it was 1,500


def test_losses_are_counted_in_full_and_the_first_are_named(tmp_path, without_dataset):
    result = run(reversed(list(items(NAMED + 10))), tmp_path, TERMS, _Instant(CRASHED))
    assert result.unchecked == {CRASHED: NAMED + 10}
    assert result.named == {CRASHED: [item.name for item in items(NAMED)]}


def test_documents_come_by_name_and_none_comes_twice():
    linked = Item("a/link.txt", "/z.txt", 1, "1")
    register = Register([item("z.txt"), item("b.txt"), item("文.txt"), item("\udcff.txt"), item("b.txt"), linked])
    assert [each.name for each in register.undone()] == ["a/link.txt", "b.txt", "文.txt", "\udcff.txt"]
    assert len(register) == 4


def test_the_last_that_was_noted_decides_and_only_of_this_content_and_these_terms():
    same, changed, other, twice, gone = (item(name) for name in ("same", "changed", "other", "twice", "gone"))
    known = [
        Done(same.id, "m-1", CHECKED, errors=2),
        Done(changed.id, "m-0", CHECKED),
        Done(other.id, "n-1", CHECKED),
        Done(twice.id, "m-1", CHECKED),
        Done(twice.id, "n-1", CHECKED),  # the result that lies there is this one's
        Done(gone.id, "m-1", CHECKED),
    ]
    register = Register([same, changed, other, twice])
    register.recall(known, "m")
    assert [each.name for each in register.undone()] == ["changed", "other", "twice"]
    assert [(tally.status, tally.documents, tally.errors) for tally in register.tallies()] == [(CHECKED, 1, 2)]
    register.keep(lambda _, done: done.errors == 0)
    assert [each.name for each in register.undone()] == ["changed", "other", "same", "twice"]


def test_what_is_done_meanwhile_is_not_met_again():
    register = Register(items(1200))
    met = []
    for each in register.undone():
        met.append(each.name)
        register.add(Done(each.id, "m", CHECKED))
    assert met == [each.name for each in items(1200)]
    assert [len(stretch) for stretch in register.stretches(1000)] == [1000, 200]
    assert list(register.undone()) == []


def test_the_journals_become_one_which_says_the_same(tmp_path):
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "host-1.jsonl").write_text('{"id": "a", "mark": "m", "sta', "utf-8")
    register = Register(items(3))
    done = [Done(each.id, "m", CHECKED, stages={"fetch": 0.25}) for each in items(3)]
    for each in done:
        register.add(each)
    settle_journal(tmp_path, register.lines())
    assert [file.name for file in (tmp_path / "journal").iterdir()] == ["0.jsonl"]
    assert list(noted(tmp_path)) == sorted(done, key=lambda each: each.id)


def test_a_batch_that_is_done_starts_no_process(tmp_path: Path, monkeypatch, without_dataset):
    hazards.write(tmp_path / "source", "1.txt")
    for fresh in (1, 0):
        executor = Processes(1)
        assert run(find_items(str(tmp_path / "source")), tmp_path / "out", TERMS, executor).fresh == fresh
        executor.close()
        monkeypatch.setattr("auditor.batch.lane.Lane._started", None)
