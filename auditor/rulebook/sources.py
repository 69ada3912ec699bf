"""Where are the checks? Folders of YAML files, the shipped one first; their bytes decide about everything that is read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import CheckError, UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """One file: the number of its folder, where it is, its name below the folder, and its bytes."""

    folder: int
    path: Path
    name: str
    data: bytes


def shipped() -> Path:
    """The folder of the library that comes with the package."""
    package = Path(__file__).parent.parent
    installed = package / "_checks"
    return installed if installed.is_dir() else package.parent / "checks"


def sources_in(folders: Iterable[Path]) -> Iterator[Source]:
    """The files of some folders, in order. Raises :class:`UsageError` for a folder that does not exist."""
    for number, folder in enumerate(folders):
        if not folder.is_dir():
            raise UsageError(f"检查库目录不存在：{folder}", f"no such folder of checks: {folder}")
        for path in sorted(folder.rglob("*.yaml")):
            yield Source(number, path, path.relative_to(folder).as_posix(), _bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CheckError(
            f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"
        ) from None


def fingerprint(sources: Iterable[Source]) -> str:
    """A mark that changes when any of the files does."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.data)
    return digest.hexdigest()[:16]
