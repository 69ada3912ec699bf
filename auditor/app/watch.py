"""Which documents changed since the last look? Polled, so that it works on network drives and every system."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.app.session import found_in
from auditor.errors import InputError
from auditor.reading.open import Found, Source

INTERVAL = 0.7  # seconds between two looks
Stamp = tuple[int, int]  # time of change in nanoseconds, size


@dataclass(frozen=True, slots=True)
class Look:
    """All documents that are there, and those of them that are new or changed; ``anew`` when settings changed."""

    sources: tuple[Source, ...]
    changed: tuple[Source, ...]
    anew: bool = False
    passed_over: tuple[Source, ...] = ()


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
        found = _found(paths)
        sources = found.documents
        stamps = _settled([source.path for source in sources], seen, sleep)
        terms_now = _stamps(settings())
        again = first or terms_now != terms
        changed = tuple(s for s in sources if s.path in stamps and (again or seen.get(s.path) != stamps[s.path]))
        if first or changed or seen.keys() != stamps.keys():
            yield Look(sources, changed, again, found.passed_over)
        seen, terms, first = stamps, terms_now, False
        sleep(INTERVAL)


def _found(paths: Sequence[Path]) -> Found:
    """The documents; a path that is gone for the moment (editors replace files when saving) is left out."""
    each = []
    for path in paths:
        with contextlib.suppress(InputError):
            each.append(found_in([path]))
    documents = {source.path: source for found in each for source in found.documents}
    passed_over = {source.path: source for found in each for source in found.passed_over}
    return Found(tuple(documents.values()), tuple(passed_over.values()))


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
