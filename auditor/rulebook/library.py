"""Which checks are there? Folders of YAML become a :class:`Library`.

The path of a check's file is its id and its only registration; in a file with rows, folder and name of the row. YAML is read
and examined (:mod:`auditor.rulebook.examined`) when a file has changed; what was found right is kept in the user's cache, as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from auditor.errors import UsageError, did_you_mean
from auditor.rulebook.check import Check
from auditor.rulebook.content import Content, Plain, content_of
from auditor.rulebook.duties import DutyList
from auditor.rulebook.sources import Source, fingerprint, shipped, sources_in
from auditor.rulebook.typed import RefusalError
from auditor.rulebook.vocabulary import Vocabulary
from auditor.store import usual_store


@dataclass(frozen=True, slots=True)
class Library:
    """Checks by id, sorted, with the vocabulary they speak. ``fingerprint`` changes when any of it does.

    ``files`` gives the file that each check was read from, and each list of duties under ``duties/NAME``.
    """

    checks: Mapping[str, Check]
    vocabulary: Vocabulary
    fingerprint: str
    files: Mapping[str, Path] = field(default_factory=dict)
    duties: Mapping[str, DutyList] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks.values())

    def get(self, name: str) -> Check:
        """The check with this id, or with this last part of an id. Raises :class:`UsageError` when there is none."""
        if name in self.checks:
            return self.checks[name]
        ends = [check for check in self if check.id.rpartition("/")[2] == name]
        if len(ends) == 1:
            return ends[0]
        zh, en = did_you_mean(name, [*self.checks, *(check.rpartition("/")[2] for check in self.checks)])
        raise UsageError(f"没有名为 {name} 的检查{zh}", f"there is no check named {name}{en}")

    def near(self, pattern: str) -> tuple[str, str]:
        """What may have been meant by a pattern that picks nothing, in Chinese and English."""
        folders = {check.rpartition("/")[0] for check in self.checks}
        return did_you_mean(pattern, [*self.checks, *folders, *sorted({check.family for check in self})])

    def matches(self, pattern: str) -> bool:
        """True when the pattern picks a check."""
        return any(_matches(check, pattern) for check in self)

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Library:
        """The checks whose id or family matches a glob of ``select`` (all when empty) and none of ``ignore``."""
        for pattern in (*select, *ignore):
            if not self.matches(pattern):
                zh, en = self.near(pattern)
                raise UsageError(f"没有检查与 {pattern} 相符{zh}", f"no check matches {pattern}{en}")
        kept = {
            check.id: check
            for check in self
            if (not select or any(_matches(check, p) for p in select)) and not any(_matches(check, p) for p in ignore)
        }
        return replace(self, checks=kept)


def _matches(check: Check, pattern: str) -> bool:
    return fnmatchcase(check.id, pattern) or fnmatchcase(check.id, f"{pattern}/*") or check.family == pattern


@cache
def default_library() -> Library:
    """The shipped library alone; it is read once."""
    return _load(())


def load_library(extra: Iterable[Path] = ()) -> Library:
    """The shipped library and what ``extra`` folders add or override. Raises :class:`CheckError`."""
    folders = tuple(extra)
    return _load(folders) if folders else default_library()


def _load(extra: tuple[Path, ...]) -> Library:
    sources = tuple(sources_in((shipped(), *extra)))
    (checks, vocabulary, duties), owners = _content(sources)
    files = {name: sources[number].path for name, number in owners.items()}
    return Library(dict(sorted(checks.items())), vocabulary, fingerprint(sources), files, duties)


def _content(sources: Sequence[Source]) -> tuple[Content, Mapping[str, int]]:
    """What the files hold, and the number of the file that each check was read from."""
    store = usual_store()
    kept = store.get(_key(sources)) if store is not None else None
    try:
        plain = Plain(**json.loads(kept or b"{}"))
        return content_of(plain), plain.owners
    except (ValueError, TypeError, RefusalError):  # nothing, or nothing whole
        pass
    from auditor.rulebook import examined

    content, plain = examined.read(sources)
    if store is not None:
        store.put(_key(sources), json.dumps(plain._asdict(), ensure_ascii=False).encode())
    return content, plain.owners


def _key(sources: Sequence[Source]) -> str:
    """What decides about the content: the files, and the program that reads them."""
    digest = hashlib.sha256(b"rulebook")
    for code in sorted(Path(__file__).parent.glob("*.py")):
        status = code.stat()
        digest.update(f"{code.name}:{status.st_size}:{status.st_mtime_ns};".encode())
    for source in sources:
        digest.update(f"{source.folder}:{source.name}:{len(source.data)};".encode() + source.data)
    return digest.hexdigest()
