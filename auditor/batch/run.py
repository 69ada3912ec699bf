"""A batch from its source to its dataset: what is done already is left alone, what was lost is named."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from auditor.app.batch import auditor_for
from auditor.app.recall import program
from auditor.batch import dataset
from auditor.batch.child import batch_of
from auditor.batch.executors import Executor
from auditor.batch.register import Register
from auditor.batch.sources import Item
from auditor.batch.task import CHECKED, LOST, Done, Task, Terms, noted, result_name, settle_journal
from auditor.errors import UsageError

NAMED = 20  # documents of each kind of loss that a result names; the dataset names all
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
    """What a run did: documents in all, those done in this run, how many could not be checked, by what became of them, and the
    names of the first of these."""

    all: int
    fresh: int
    unchecked: dict[str, int]
    named: dict[str, list[str]]
    errors: int
    warnings: int
    dataset: bool
    interrupted: bool = False


def run(
    items: Iterable[Item],
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
    register = Register(items)
    mark = _mark(terms, (library.fingerprint, *library.checks))
    register.recall(noted(folder), mark)
    register.keep(lambda item, done: (folder / result_name(item)).is_file() and not (retry and done.status in LOST))
    tasks = (Task(item, str(folder), f"{mark}-{item.mark}", terms) for item in register.undone())
    before = sum(tally.documents for tally in register.tallies())
    clock, interrupted = _Clock(len(register), before), False
    try:
        for each in executor.run(tasks):
            register.add(each)
            if progress is not None:
                progress(clock.standing(each, executor.running()))
    except KeyboardInterrupt:
        interrupted = True
        executor.close()
        register.recall(noted(folder), mark)
    settle_journal(folder, register.lines())
    made = find_spec("pyarrow") is not None and _make_dataset(folder, register, executor, interrupted)
    return _result(register, before, made, interrupted)


def _make_dataset(folder: Path, register: Register, executor: Executor, interrupted: bool) -> bool:
    parts = dataset.pieces(folder, register)
    number = 0
    for _ in map(dataset.write_piece, parts) if interrupted else executor.map(dataset.write_piece, parts):
        number += 1
    dataset.drop_beyond(folder, number)
    return True


def _mark(terms: Terms, library: tuple[str, ...]) -> str:
    """A mark of all that decides about results beside the documents; what they may cost does not."""
    plain = asdict(replace(terms, cache=True, timeout=0, memory=0))
    return hashlib.sha256(repr((plain, library, program())).encode()).hexdigest()[:16]


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


def _result(register: Register, before: int, made: bool, interrupted: bool) -> Result:
    tallies = register.tallies()
    lost = [tally for tally in tallies if tally.status != CHECKED]
    return Result(
        all=len(register),
        fresh=sum(tally.documents for tally in tallies) - before,
        unchecked={tally.status: tally.documents for tally in lost},
        named={tally.status: register.named(tally.status, NAMED) for tally in lost},
        errors=sum(tally.errors for tally in tallies),
        warnings=sum(tally.warnings for tally in tallies),
        dataset=made,
        interrupted=interrupted,
    )
