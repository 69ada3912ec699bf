"""What was made before, kept in the user's cache folder: bytes by key, safe for many processes, never more than a limit.

An entry is written beside its place and moved there, so a reader sees all of it or nothing. What was not used for longest
goes first. Whatever is wrong with an entry or the folder counts as not kept: a cache may cost time, never a result.
"""

from __future__ import annotations

import contextlib
import os
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LIMIT = 2 * 1024**3  # bytes on disk
MOST_UNPACKED = 512 * 1024**2  # bytes of an entry
_KEEP = 0.8  # of the limit, after clearing up
_LOOK_EVERY = 64  # writes
_SUFFIX = ".z"


def default_folder() -> Path:
    """``AUDITOR_CACHE_DIR``, else the folder where the system keeps caches of a user."""
    named = os.environ.get("AUDITOR_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "auditor"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "auditor" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "auditor"


def usual_store() -> Store | None:
    """The user's store; None when ``AUDITOR_NO_CACHE`` is set."""
    return None if os.environ.get("AUDITOR_NO_CACHE") else Store(default_folder())


@dataclass(frozen=True)
class Store:
    """Bytes by key (hexadecimal). ``limit`` is in bytes on disk."""

    folder: Path
    limit: int = LIMIT
    _writes: list[int] = field(default_factory=lambda: [0], repr=False, compare=False)

    def get(self, key: str) -> bytes | None:
        """What was kept under ``key``; None when there is nothing, or nothing whole."""
        path = self._place(key)
        try:
            packed = path.read_bytes()
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, MOST_UNPACKED)
        except (OSError, zlib.error):
            return None
        if not unpacker.eof:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it is in use
        return data

    def put(self, key: str, data: bytes) -> None:
        path = self._place(key)
        draft = path.with_name(f"{path.name}.{os.urandom(6).hex()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(zlib.compress(data, 1))
            draft.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()
            return
        if self._writes[0] % _LOOK_EVERY == 0:
            self.clear_up()
        self._writes[0] += 1

    def clear_up(self) -> None:
        """Take away what was not used for longest when there is more than the limit."""
        entries = sorted(self._entries())
        size = sum(entry[1] for entry in entries)
        if size <= self.limit:
            return
        for _, each, path in entries:
            if size <= self.limit * _KEEP:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            size -= each

    def clear(self) -> tuple[int, int]:
        """Take away everything; the number of entries and their bytes."""
        number = size = 0
        for _, each, path in self._entries():
            with contextlib.suppress(OSError):
                path.unlink()
                number, size = number + 1, size + each
        return number, size

    def size(self) -> tuple[int, int]:
        """The number of entries and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each entry was last used, its bytes and its place; drafts that a crash left behind among them."""
        for pattern in (f"??/*{_SUFFIX}", f"??/*{_SUFFIX}.*.tmp"):
            for path in self.folder.glob(pattern):
                with contextlib.suppress(OSError):
                    status = path.stat()
                    yield status.st_mtime, status.st_size, path
