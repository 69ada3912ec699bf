"""What is one piece of work, what comes back of it, and where does its result lie?

Everything here is plain values that travel as JSON, so that a task may be carried out in any process of any machine
that sees the folder.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from auditor.batch.sources import Item
from auditor.report.output import save
from auditor.report.plain import dumps

#: What may become of a document. Only the first two say something of the document itself.
CHECKED, UNREADABLE, TIMEOUT, MEMORY, CRASHED = "checked", "unreadable", "timeout", "memory", "crashed"
LOST = (TIMEOUT, MEMORY, CRASHED)
_UNSAFE = re.compile(r"[^\w.-]+")
_STEM = 40  # characters of the name that the file of a result keeps


@dataclass(frozen=True, slots=True)
class Terms:
    """What all documents of a batch are audited with, and what one of them may cost."""

    lang: str = "zh"
    folders: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    gate: bool | None = None
    cache: bool = True
    timeout: float = 120.0  # seconds
    memory: int = 2048  # megabytes

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Terms:
        plain: dict[str, Any] = json.loads(text)
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Task:
    """Audit one document and write its result. ``mark`` is what the result will be known to belong to."""

    item: Item
    folder: str
    mark: str
    terms: Terms

    @property
    def target(self) -> Path:
        return Path(self.folder) / result_name(self.item)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a document, and what it cost."""

    id: str
    mark: str
    status: str
    seconds: float = 0.0
    megabytes: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    errors: int = 0
    warnings: int = 0

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Done:
        return cls(**json.loads(text))


def result_name(item: Item) -> str:
    """Where the result of a document lies within the folder: readable, and safe on every file system."""
    stem = _UNSAFE.sub("_", Path(item.name).stem)[:_STEM].strip("._") or "document"
    return f"results/{item.id[:2]}/{stem}-{item.id}.json"


def write_result(task: Task, result: dict[str, Any]) -> None:
    save(dumps(result) + "\n", task.target, force=True)


# --- the journal: what is done, one line each, in a file of its own for every process that writes ----------------------


def note(folder: str, done: Done) -> None:
    """Write down that a document is done; its result must be there already."""
    with _journal(folder, os.getpid()).open("a", encoding="utf-8") as stream:
        stream.write(done.dump() + "\n")


@cache
def _journal(folder: str, process: int) -> Path:
    place = Path(folder) / "journal"
    place.mkdir(parents=True, exist_ok=True)
    host = _UNSAFE.sub("_", socket.gethostname())
    return place / f"{host}-{process}-{os.urandom(4).hex()}.jsonl"


def noted(folder: Path) -> Iterator[Done]:
    """What is done, the latest of a document last; a line that a crash cut off says nothing."""
    for file in sorted(_journals(folder), key=lambda file: (file.stat().st_mtime_ns, file.name)):
        yield from _lines(file)


def _journals(folder: Path) -> list[Path]:
    return list((folder / "journal").glob("*.jsonl"))


def _lines(file: Path) -> Iterator[Done]:
    with file.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            try:
                yield Done.load(line)
            except (ValueError, TypeError):
                continue


def settle_journal(folder: Path, lines: Iterable[str]) -> None:
    """Put ``lines``, all that is worth keeping, in the place of the journals: many small files would be slow to read."""
    files = _journals(folder)
    kept = folder / "journal" / "0.jsonl"
    draft = kept.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines)
    draft.replace(kept)
    for file in files:
        if file != kept:
            file.unlink(missing_ok=True)
    _journal.cache_clear()
