"""Where is the work done? In processes of this machine, or by the workers of a dask.distributed cluster.

Both take the same tasks, hand a bounded number of them on at a time, and carry out each with :func:`carry_out`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol

from auditor.batch.lane import Lane
from auditor.batch.task import CRASHED, Done, Task
from auditor.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

_AHEAD = 3  # tasks that wait for each worker
_LANES = threading.local()
_OPEN: set[Lane] = set()


class Executor(Protocol):
    """Carries out tasks in any order."""

    workers: int

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]: ...

    def map(self, function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]: ...

    def running(self) -> list[str]: ...

    def close(self) -> None: ...


def carry_out(task: Task) -> Done:
    """Audit one document in the lane of this thread."""
    lane: Lane | None = getattr(_LANES, "lane", None)
    if lane is None or lane.terms != task.terms:
        if lane is not None:
            lane.close()
        lane = _LANES.lane = Lane(task.terms)
        _OPEN.add(lane)
    return lane.do(task)


def _windowed(submit: Callable[[Any], Future[Any]], tasks: Iterable[Any], ahead: int) -> Iterator[Any]:
    """The outcomes as they come, with ``ahead`` tasks handed on at a time."""
    from concurrent.futures import FIRST_COMPLETED, wait

    queue = iter(tasks)
    waiting = {submit(task) for task in islice(queue, ahead)}
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        waiting |= {submit(task) for task in islice(queue, len(finished))}
        for future in finished:
            yield future.result()


class Processes:
    """``workers`` processes of this machine, each watched by a thread."""

    def __init__(self, workers: int) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self.workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="lane")
        self._now: dict[str, None] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        return _windowed(lambda task: self._pool.submit(self._do, task), tasks, self.workers * _AHEAD)

    def _do(self, task: Task) -> Done:
        self._now[task.item.name] = None
        try:
            return carry_out(task)
        finally:
            self._now.pop(task.item.name, None)

    def map(self, function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        queue = iter(pieces)
        first = list(islice(queue, 2))
        if len(first) < 2:
            yield from map(function, first)
            return
        with ProcessPoolExecutor(self.workers, get_context("spawn")) as pool:
            yield from _windowed(lambda piece: pool.submit(function, piece), chain(first, queue), self.workers + 1)

    def running(self) -> list[str]:
        return list(self._now)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for lane in tuple(_OPEN):
            lane.abandon()
        self._pool.shutdown(wait=True)
        while _OPEN:
            _OPEN.pop().close()


class Cluster:
    """The workers of a dask.distributed scheduler. They must see the folder of the results, and the documents."""

    def __init__(self, scheduler: str) -> None:
        if find_spec("distributed") is None:
            raise UsageError(
                "--scheduler 需要 pip install 'auditor[cluster]'", "--scheduler needs  pip install 'auditor[cluster]'"
            )
        distributed: Any = import_module("distributed")
        try:
            self._client: Any = distributed.Client(scheduler, timeout=20, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageError(
                f"无法连接调度器 {scheduler}：{error}", f"cannot reach the scheduler {scheduler}: {error}"
            ) from error
        self.workers = max(1, sum(self._client.nthreads().values()))
        self._now: dict[str, str] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Independent tasks. One whose worker is lost is given to another; its result is the same file."""
        distributed: Any = import_module("distributed")
        queue = iter(tasks)
        of_key: dict[str, Task] = {}

        def submitted(task: Task) -> Any:
            future = self._client.submit(carry_out, task, pure=False, retries=2)
            of_key[future.key] = task
            self._now[future.key] = task.item.name
            return future

        first = [submitted(task) for task in islice(queue, self.workers * _AHEAD)]
        finished = distributed.as_completed(first, loop=self._client.loop)
        for future in finished:
            task = of_key.pop(future.key)
            self._now.pop(future.key, None)
            yield self._outcome(future, task)
            for further in islice(queue, 1):
                finished.add(submitted(further))

    def _outcome(self, future: Any, task: Task) -> Done:
        """What became of a task; one that took several workers with it is lost, and says so."""
        if future.status == "finished":
            done: Done = future.result()
            return done
        Lane(task.terms).write_loss(task, CRASHED)
        return Done(task.item.id, task.mark, CRASHED)

    def map(self, function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        distributed: Any = import_module("distributed")
        queue = iter(pieces)
        submit = partial(self._client.submit, function, pure=False)
        finished = distributed.as_completed(map(submit, islice(queue, self.workers + 1)), loop=self._client.loop)
        for future in finished:
            yield future.result()
            for piece in islice(queue, 1):
                finished.add(submit(piece))

    def running(self) -> list[str]:
        return list(self._now.values())[: self.workers]

    def close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=5)


def executor_for(scheduler: str | None, jobs: int) -> Executor:
    return Cluster(scheduler) if scheduler else Processes(jobs)
