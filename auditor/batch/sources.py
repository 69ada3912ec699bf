"""Which documents does a source hold? A folder, a glob, a zip file, or any address that fsspec knows."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from auditor.errors import InputError, UsageError
from auditor.reading.open import EXTENSIONS, MAX_BYTES, Source, bytes_of, documents_below, find_documents

_WILD = "*?["
_HIDDEN = (".", "~$", "__MACOSX")
_UTF8 = 0x800  # flag of a member of a zip file whose name is UTF-8


@dataclass(frozen=True, slots=True)
class Item:
    """A document: the ``name`` by which results call it, its ``address``, and a ``mark`` that changes with its content."""

    name: str
    address: str
    size: int
    mark: str

    @property
    def id(self) -> str:
        """The same for the same name, whatever else is in the source."""
        return hashlib.sha256(self.name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find_items(source: str) -> Iterator[Item]:
    """The documents of a source as they are found. ``UsageError`` when there is none or the address is not understood."""
    path = Path(source)
    if "://" in source:
        items = _remote(source)
    elif path.suffix.lower() == ".zip" and path.is_file():
        items = _remote(f"zip://::{path.resolve().as_posix()}")
    elif path.is_dir():
        items = _local(documents_below(path))
    elif any(sign in source for sign in _WILD) and not path.exists():
        items = _local(find_documents(sorted(glob.glob(source, recursive=True))))  # noqa: PTH207 (it may begin at a root)
    else:
        items = _local(find_documents([source]))
    first = next(items, None)
    if first is None:
        raise UsageError(f"{source}：没有可以检查的报告", f"{source}: there is no report to check")
    return chain((first,), items)


def read_item(address: str, name: str) -> bytes:
    """The content of a document. ``InputError`` when it cannot be had."""
    if "://" not in address:
        return bytes_of(Path(address))
    import fsspec

    try:
        with fsspec.open(address, "rb") as stream:
            data: bytes = stream.read(MAX_BYTES + 1)
    except Exception as error:  # each kind of store has errors of its own
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise InputError(f"{name}：无法读取（{reason}）。", f"{name}: cannot be read ({reason}).") from error
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1024**2
        raise InputError(f"{name}：超过 {most} MB 的上限。", f"{name}: it is larger than the limit of {most} MB.")
    if not data.strip():
        raise InputError(f"{name}：文件是空的。", f"{name}: the file is empty.")
    return data


def _local(sources: Iterable[Source]) -> Iterator[Item]:
    for source in sources:
        try:
            status = source.path.stat()
        except OSError:
            raise UsageError(f"{source.path}：不存在", f"{source.path}: there is no such file or folder") from None
        if source.path.is_file():
            mark = f"{status.st_size}-{status.st_mtime_ns}"
            yield Item(source.shown, str(source.path.resolve()), status.st_size, mark)


def _remote(address: str) -> Iterator[Item]:
    if find_spec("fsspec") is None:
        raise UsageError(
            f"{address}：读取这个地址需要 pip install 'auditor[batch]'",
            f"{address}: this address needs  pip install 'auditor[batch]'",
        )
    import fsspec

    first, chained, rest = address.partition("::")
    if not chained and first.lower().endswith(".zip"):
        first, chained, rest = "zip://", "::", first
    try:
        store, root = fsspec.core.url_to_fs(first + chained + rest)
        found = list(_found(store, root))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise UsageError(f"{address}：无法读取（{reason}）", f"{address}: cannot be read ({reason})") from error
    protocol = first.partition("://")[0]
    for path, about in found:
        if not _is_report(path):
            continue
        place = f"{protocol}://{path}::{rest}" if chained else str(store.unstrip_protocol(path))
        mark = str(about.get("CRC") or about.get("ETag") or about.get("mtime") or about.get("LastModified") or "")
        size = int(about.get("size") or 0)
        yield Item(_readable(_relative(path, root), about), place, size, f"{size}-{mark}")


def _found(store: Any, root: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if any(sign in root for sign in _WILD):
        found = store.glob(root, detail=True)
    elif root and store.isfile(root):
        found = {root: store.info(root)}
    else:
        found = store.find(root, detail=True)
    for path, about in found.items():
        if about.get("type") == "file":
            yield path, about


def _is_report(path: str) -> bool:
    pure = PurePosixPath(path)
    suffix = pure.suffix.lower()
    return suffix in EXTENSIONS and suffix != ".json" and not any(part.startswith(_HIDDEN) for part in pure.parts[-2:])


def _relative(path: str, root: str) -> str:
    """The path within the folder that was asked for; of a pattern, within the folder before its first wild sign."""
    base = root
    if any(sign in root for sign in _WILD):
        fixed = root[: min(root.index(sign) for sign in _WILD if sign in root)]
        base = fixed.rpartition("/")[0]
    inside = path.removeprefix(base).lstrip("/") if base else path.lstrip("/")
    return inside or PurePosixPath(path).name


def _readable(name: str, about: Mapping[str, Any]) -> str:
    """Zip files made on Chinese Windows name their members in GBK, which the format takes for another code page."""
    flags = about.get("flag_bits")
    if flags is None or flags & _UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gbk")
    except UnicodeError:
        return name
