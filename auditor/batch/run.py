"""A batch from its source to its dataset: what is done already is left alone, what was lost is named."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from auditor.app.batch import auditor_for
from auditor.app.recall import program
from auditor.batch import dataset
from auditor.batch.child import batch_of
from auditor.batch.executors import Executor
from auditor.batch.sources import Item
from auditor.batch.task import CHECKED, UNREADABLE, Done, Task, Terms, noted, result_name, settle_journal
from auditor.errors import UsageError

_SECONDS_OF_RATE = 30.0  # the rate is that of the latest half minute


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is."""

    done: int
    all: int
    lost: int
    rate: float  # documents a second
    remaining: float | None  # seconds
    reading: tuple[str, ...]
    latest: Done | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did: documents in all, those done in this run, those that could not be checked, by what became of them."""

    all: int
    fresh: int
    unchecked: dict[str, list[str]]
    errors: int
    warnings: int
    dataset: bool
    interrupted: bool = False


def run(
    items: Sequence[Item],
    folder: Path,
    terms: Terms,
    executor: Executor,
    *,
    retry: bool = False,
    progress: Callable[[Standing], None] | None = None,
) -> Result:
    """Audit what is not done yet, and make the dataset. An interrupt ends the run and keeps what is finished."""
    library = auditor_for(batch_of(terms)).library  # a wrong check is said once, and before the work
    _claim(folder)
    mark = _mark(terms, (library.fingerprint, *library.checks))
    marks = {item.id: f"{mark}-{item.mark}" for item in items}
    known = noted(folder)
    before = {item.id: known[item.id] for item in items if _is_done(known.get(item.id), marks[item.id], folder, item)}
    if retry:
        before = {name: done for name, done in before.items() if done.status in (CHECKED, UNREADABLE)}
    tasks = [Task(item, str(folder), marks[item.id], terms) for item in items if item.id not in before]
    done, interrupted = dict(before), False
    clock = _Clock(len(items), len(before))
    try:
        for each in executor.run(tasks):
            done[each.id] = each
            if progress is not None:
                progress(clock.standing(each, executor.running()))
    except KeyboardInterrupt:
        interrupted = True
        executor.close()
        done |= {name: each for name, each in noted(folder).items() if each.mark == marks.get(name)}
    settle_journal(folder, done)
    made = find_spec("pyarrow") is not None and _make_dataset(folder, items, done, executor, interrupted)
    return _result(items, done, len(done) - len(before), made, interrupted)


def _make_dataset(
    folder: Path, items: Sequence[Item], done: dict[str, Done], executor: Executor, interrupted: bool
) -> bool:
    parts = dataset.pieces(folder, items, done)
    for _ in map(dataset.write_piece, parts) if interrupted else executor.map(dataset.write_piece, parts):
        pass
    dataset.drop_beyond(folder, len(parts))
    return True


def _mark(terms: Terms, library: tuple[str, ...]) -> str:
    """A mark of all that decides about results beside the documents; what they may cost does not."""
    plain = asdict(replace(terms, cache=True, timeout=0, memory=0))
    return hashlib.sha256(repr((plain, library, program())).encode()).hexdigest()[:16]


def _is_done(known: Done | None, mark: str, folder: Path, item: Item) -> bool:
    return known is not None and known.mark == mark and (folder / result_name(item)).is_file()


def _claim(folder: Path) -> None:
    """Make the folder, or see that it is one of ours."""
    ours = ("results", "journal", "dataset")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
        if names and not names & set(ours):
            raise UsageError(
                f"{folder} 不是空文件夹，也不是批量核对的结果；请换一个 --out",
                f"{folder} is neither empty nor the result of a batch; choose another --out",
            )
        for name in ours:
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"无法写入 {folder}：{error.strerror}", f"cannot write into {folder}: {error.strerror}"
        ) from error


class _Clock:
    """Tells how fast a batch goes and how long it will take."""

    def __init__(self, number: int, before: int) -> None:
        self._all, self._done, self._lost = number, before, 0
        self._ticks: list[float] = [time.monotonic()]

    def standing(self, latest: Done, reading: Sequence[str]) -> Standing:
        now = time.monotonic()
        self._done += 1
        self._lost += latest.status != CHECKED
        self._ticks = [tick for tick in self._ticks[-2000:] if tick > now - _SECONDS_OF_RATE] or self._ticks[-1:]
        self._ticks.append(now)
        passed = now - self._ticks[0]
        rate = (len(self._ticks) - 1) / passed if passed > 0 else 0.0
        remaining = (self._all - self._done) / rate if rate else None
        return Standing(self._done, self._all, self._lost, rate, remaining, tuple(reading), latest)


def _result(items: Sequence[Item], done: dict[str, Done], fresh: int, made: bool, interrupted: bool) -> Result:
    unchecked: dict[str, list[str]] = {}
    for name, status in _unchecked(items, done):
        unchecked.setdefault(status, []).append(name)
    errors = sum(each.errors for each in done.values())
    warnings = sum(each.warnings for each in done.values())
    return Result(len(items), fresh, unchecked, errors, warnings, made, interrupted)


def _unchecked(items: Sequence[Item], done: dict[str, Done]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.id in done and done[item.id].status != CHECKED:
            yield item.name, done[item.id].status
