"""Regular expressions that an earlier run compiled: their codes, kept in the user's cache and put into that of :mod:`re`.

A run uses six hundred patterns, and compiling them took a quarter of the time of a short report. Their codes belong to one
version of Python, whose private parts hold them; where those are not as expected, nothing is kept and every pattern is
compiled as ever. A code that is not sound is refused by the engine that runs it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from auditor import __version__
from auditor.store import Store

_MOST = 4096  # patterns that are kept
_ENOUGH = 32  # new ones, before all are written again
_Key = tuple[type[str], str, int]  # as re keeps its patterns

_recalled: set[_Key] = set()


def recall(store: Store) -> int:
    """Put the patterns of earlier runs where ``re.compile`` looks first; how many there were."""
    with contextlib.suppress(*_UNSOUND):
        kept = _unpacked(store.get(_place()) or b"")
        held: dict[_Key, re.Pattern[str]] = re._cache  # type: ignore[attr-defined]
        for key, pattern in kept:
            held[key] = pattern
            _recalled.add(key)
    return len(_recalled)


def keep(store: Store) -> None:
    """Keep the patterns of this run beside those of earlier ones, where there are enough that are new."""
    with contextlib.suppress(*_UNSOUND):
        held: Iterable[Any] = tuple(re._cache)  # type: ignore[attr-defined]
        new = [key for key in held if key[0] is str and key not in _recalled]
        if len(new) >= _ENOUGH:
            earlier = [key for key, _ in _unpacked(store.get(_place()) or b"")]
            store.put(_place(), _packed(list(dict.fromkeys([*new, *earlier]))[:_MOST]))


def _place() -> str:
    import _sre  # type: ignore[import-not-found]

    version = f"patterns {__version__} {sys.implementation.cache_tag} {sys.version} {_sre.MAGIC}"
    return hashlib.sha256(version.encode()).hexdigest()


def _packed(keys: Iterable[_Key]) -> bytes:
    """A line of JSON that names each pattern with its flags, groups and the length of its code; then the codes."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    index, codes = [], array("I")
    for _, text, flags in keys:
        tree = _parser.parse(text, flags)
        code = _compiler._code(tree, flags)
        state = tree.state
        index.append((text, flags, flags | state.flags, state.groups - 1, dict(state.groupdict), len(code)))
        codes.extend(code)
    return json.dumps(index).encode("ascii") + b"\n" + codes.tobytes()


def _unpacked(data: bytes) -> Iterator[tuple[_Key, re.Pattern[str]]]:
    import _sre

    index, _, packed = data.partition(b"\n")
    codes = array("I")
    codes.frombytes(packed)
    words, start = codes.tolist(), 0
    for text, flags, full, groups, named, length in json.loads(index or b"[]"):
        names = [None] * (groups + 1)
        for name, number in named.items():
            names[number] = name
        code = words[start : start + length]
        yield (str, text, flags), _sre.compile(text, full, code, groups, named, tuple(names))
        start += length


# What goes wrong where a version of Python keeps its patterns otherwise, or an entry is broken.
_UNSOUND = (ImportError, AttributeError, ValueError, TypeError, LookupError, RuntimeError, OverflowError, re.error)
