"""Which documents changed since the last look? Polled, so that it works on network drives and every system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.app.session import sources_of
from auditor.errors import InputError
from auditor.reading.open import Source

INTERVAL = 0.7  # seconds between two looks
Stamp = tuple[int, int]  # time of change in nanoseconds, size


@dataclass(frozen=True, slots=True)
class Look:
    """All documents that are there, and those of them that are new or changed; ``anew`` when settings changed."""

    sources: tuple[Source, ...]
    changed: tuple[Source, ...]
    anew: bool = False


def looks(
    paths: Sequence[Path],
    settings: Callable[[], Sequence[Path]] = tuple,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Look]:
    """Look now, then again whenever a document is saved, added or taken away. Never ends by itself.

    When one of the files that ``settings`` names changes, every document counts as changed. A document that is still
    being written (its size changes between two looks) is waited for.
    """
    seen: dict[Path, Stamp] = {}
    terms: dict[Path, Stamp] = {}
    first = True
    while True:
        sources = _found(paths)
        stamps = _settled([source.path for source in sources], seen, sleep)
        terms_now = _stamps(settings())
        again = first or terms_now != terms
        changed = tuple(s for s in sources if s.path in stamps and (again or seen.get(s.path) != stamps[s.path]))
        if first or changed or seen.keys() != stamps.keys():
            yield Look(tuple(sources), changed, again)
        seen, terms, first = stamps, terms_now, False
        sleep(INTERVAL)


def _found(paths: Sequence[Path]) -> list[Source]:
    """The documents; a path that is gone for the moment (editors replace files when saving) is left out."""
    sources: dict[Path, Source] = {}
    for path in paths:
        try:
            sources.update((source.path, source) for source in sources_of([path]))
        except InputError:
            continue
    return list(sources.values())


def _settled(paths: Sequence[Path], seen: dict[Path, Stamp], sleep: Callable[[float], None]) -> dict[Path, Stamp]:
    stamps = _stamps(paths)
    while any(seen.get(path) != stamp for path, stamp in stamps.items()):
        sleep(INTERVAL / 7)
        again = _stamps(paths)
        if again == stamps:
            break
        stamps = again
    return stamps


def _stamps(paths: Sequence[Path]) -> dict[Path, Stamp]:
    stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps
