"""On a cluster a killed worker costs nothing: every document is in the result exactly once."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest

from auditor.batch.executors import Cluster, Processes
from auditor.batch.run import run
from auditor.batch.sources import find_items
from auditor.batch.task import Terms, noted
from auditor.errors import UsageError
from tests.batch import hazards

NUMBER = 16


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a real scheduler and its two worker processes, on this machine only."""
    hazards.arm(tmp_path / "patch", monkeypatch)
    about = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    call = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen([*call, "--no-dashboard", "--scheduler-file", str(about)], **quiet)
    address = _address(about)
    work = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    place = ["--host", "127.0.0.1", "--no-dashboard", "--local-directory", str(tmp_path)]
    workers = [subprocess.Popen([*work, *place], cwd=Path.cwd(), **quiet) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def _address(about: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return str(json.loads(about.read_text("utf-8"))["address"])
        except (OSError, ValueError, KeyError):
            time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(cluster, tmp_path):
    address, workers = cluster
    for number in range(NUMBER):
        hazards.write(tmp_path / "source", f"{number:02}.txt", "SLOW")
    items, out = sorted(find_items(str(tmp_path / "source")), key=lambda item: item.name), tmp_path / "out"
    terms = Terms(lang="en", cache=False)
    executor = Cluster(address)
    _wait_for(executor, 2)
    killed = threading.Event()

    def kill(standing):
        if standing.done == 5:
            workers[0].kill()
            killed.set()

    result = run(items, out, terms, executor, progress=kill)
    executor.close()
    assert killed.is_set()
    assert workers[0].wait(10) != 0
    assert result.unchecked == {}
    assert result.fresh == NUMBER
    frame = pandas.read_parquet(out / "dataset" / "documents")
    assert sorted(frame["path"]) == [item.name for item in items]
    assert len(list((out / "results").rglob("*.json"))) == NUMBER
    assert {done.id for done in noted(out)} == {item.id for item in items}
    here = Processes(1)
    run(items, tmp_path / "here", terms, here)
    here.close()
    for kind in ("documents", "findings", "relations", "coverage"):
        name = f"dataset/{kind}/part-00000.parquet"
        assert (out / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def _wait_for(executor: Cluster, number: int) -> None:
    executor._client.wait_for_workers(number, timeout=60)
    executor.workers = number


def test_a_scheduler_that_is_not_there_is_one_sentence():
    with pytest.raises(UsageError, match="cannot reach"):
        Cluster("tcp://127.0.0.1:9")
