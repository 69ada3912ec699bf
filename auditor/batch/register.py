"""Which documents does a batch have, and what became of each?

Kept in a temporary database on disk, which goes with the process: the process that supervises a batch holds a stretch of it at a time,
and needs no more memory for a hundred thousand documents than for a thousand. What lasts is the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from auditor.batch.sources import Item
from auditor.batch.task import Done

_AT_ONCE = 500  # documents
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA cache_size = -2000;
    CREATE TABLE item (name BLOB PRIMARY KEY, id TEXT, address BLOB, size INTEGER, mark TEXT) WITHOUT ROWID;
    CREATE TABLE done (id TEXT PRIMARY KEY, mark TEXT, status TEXT, errors INTEGER, warnings INTEGER, line TEXT) WITHOUT ROWID;
"""
_INDEXES = """
    CREATE INDEX by_address ON item (address);
    DELETE FROM item WHERE EXISTS (SELECT 1 FROM item AS other WHERE other.address = item.address AND other.name < item.name);
    DROP INDEX by_address;
    CREATE INDEX by_id ON item (id);
"""
_STALE = """
    DELETE FROM done
    WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.id = done.id AND done.mark = ? || '-' || item.mark)
"""
_PAGE = """
    SELECT name, address, size, item.mark, line FROM item LEFT JOIN done USING (id) WHERE name > ? ORDER BY name LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some documents of one status, and what was found in them."""

    status: str
    documents: int
    errors: int
    warnings: int


class Register:
    """The documents of a batch by name, none twice, and what is done of them. For one thread only."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)", map(_row, items))
        self._base.execute("COMMIT")
        self._base.executescript(_INDEXES)

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM item").fetchone()[0])

    def recall(self, noted: Iterable[Done], mark: str) -> None:
        """Take over what was noted of these documents, the latest of each, as far as it belongs to ``mark`` and their content."""
        self._base.execute("BEGIN")
        for done in noted:
            self.add(done)
        self._base.execute(_STALE, (mark,))
        self._base.execute("COMMIT")

    def keep(self, holds: Callable[[Item, Done], bool]) -> None:
        """Forget what became of the documents for which ``holds`` is not true."""
        for page in self._pages(_AT_ONCE):
            gone = [(done.id,) for item, done in page if done is not None and not holds(item, done)]
            self._base.executemany("DELETE FROM done WHERE id = ?", gone)

    def add(self, done: Done) -> None:
        values = (done.id, done.mark, done.status, done.errors, done.warnings, done.dump())
        self._base.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?)", values)

    def undone(self) -> Iterator[Item]:
        """The documents of which nothing is known, by name; what is done meanwhile may be added."""
        for page in self._pages(_AT_ONCE):
            yield from (item for item, done in page if done is None)

    def stretches(self, size: int) -> Iterator[list[tuple[Item, Done | None]]]:
        """All documents by name, ``size`` at a time."""
        return self._pages(size)

    def lines(self) -> Iterator[str]:
        """What is done, as the journal has it, by document."""
        for (line,) in self._base.execute("SELECT line FROM done ORDER BY id"):
            yield line

    def tallies(self) -> list[Tally]:
        """What became of the documents that are done, by status."""
        query = "SELECT status, count(*), sum(errors), sum(warnings) FROM done GROUP BY status ORDER BY status"
        return [Tally(*row) for row in self._base.execute(query)]

    def named(self, status: str, most: int) -> list[str]:
        """The names of the first documents of a status."""
        query = "SELECT name FROM item JOIN done USING (id) WHERE status = ? ORDER BY name LIMIT ?"
        return [_text(name) for (name,) in self._base.execute(query, (status, most))]

    def _pages(self, size: int) -> Iterator[list[tuple[Item, Done | None]]]:
        last = b""
        while rows := self._base.execute(_PAGE, (last, size)).fetchall():
            last = rows[-1][0]
            yield [
                (Item(_text(name), _text(address), size, mark), None if line is None else Done.load(line))
                for name, address, size, mark, line in rows
            ]


def _row(item: Item) -> tuple[bytes, str, bytes, int, str]:
    return _bytes(item.name), item.id, _bytes(item.address), item.size, item.mark


def _bytes(text: str) -> bytes:
    """In the order of its characters; names of files need not be text."""
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
