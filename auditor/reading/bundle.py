"""Which reports are in this zip file? They are unpacked, within bounds, into a folder that goes away with the process.

Nothing of what an archive says about itself is relied on: members get names of our own, so none can be written outside the
folder; sizes are counted while unpacking. Archives inside an archive are passed over.
"""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditor.errors import InputError

MAX_MEMBERS = 5_000
MAX_FILE = 200 * 1024**2
MAX_UNPACKED = 512 * 1024**2
MAX_RATIO = 300  # a report shrinks a tenth of that; a bomb shrinks more
_SMALL = 1024**2  # bytes up to which any ratio is harmless
_CHUNK = 256 * 1024
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """A report in an archive: ``name`` as printed there, ``path`` where it was unpacked."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Bundle:
    """The reports of an archive, and the names of files in it that may be reports and cannot be read."""

    members: tuple[Member, ...]
    passed_over: tuple[str, ...]
    folder: tempfile.TemporaryDirectory[str]  # kept, for it is emptied when nothing holds it


_known: dict[Path, tuple[tuple[int, int], Bundle]] = {}  # by archive: its time and size, and what it held


def unpack(path: Path, readable: Callable[[str], bool], notable: Callable[[str], bool]) -> Bundle:
    """The members of an archive whose names are ``readable``, unpacked once; ``notable`` others are named.

    :raises InputError: it is no zip file, damaged, encrypted, too large, or has no report in it.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise _damaged(path) from error
    stamp = (status.st_mtime_ns, status.st_size)
    known = _known.get(path.resolve())
    if known is None or known[0] != stamp:
        known = (stamp, _unpack(path, readable, notable))
        _known[path.resolve()] = known
    return known[1]


def _unpack(path: Path, readable: Callable[[str], bool], notable: Callable[[str], bool]) -> Bundle:
    folder = tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True)
    members: list[Member] = []
    passed_over: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise _too_large(path, f"{len(archive.infolist())} 个文件", f"{len(archive.infolist())} files")
            left = MAX_UNPACKED
            for name, info in sorted(_files(archive), key=lambda each: each[0]):
                if not readable(name):
                    passed_over += [name] if notable(name) else []
                    continue
                target = Path(folder.name, f"{len(members):04d}", _plain(name))
                left -= _write(path, archive, info, name, target, left)
                members.append(Member(name, target))
    except _DAMAGED as error:
        raise _damaged(path) from error
    if not members:
        raise InputError(f"{path}：压缩包里没有可以检查的报告。", f"{path}: there is no report in this archive.")
    return Bundle(tuple(members), tuple(passed_over), folder)


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files with their names, without folders, links, hidden files and what systems leave beside files."""
    for info in archive.infolist():
        parts = [part for part in PurePosixPath(_name(info).replace("\\", "/")).parts if part not in ("/", ".", "..")]
        link = stat.S_ISLNK(info.external_attr >> 16)
        hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
        if parts and not (info.is_dir() or link or hidden):
            yield "/".join(parts), info


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: UTF-8 where it says so, else UTF-8 or GBK by what the bytes are."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")  # as which zipfile has read it
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _plain(name: str) -> str:
    """A file name that every system can write."""
    path = PurePosixPath(name)
    return f"{_UNSAFE.sub('_', path.stem)[:60].rstrip('. ') or '_'}{_UNSAFE.sub('_', path.suffix)[:10]}"


def _write(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, target: Path, left: int) -> int:
    """Unpack one member; how many bytes it has."""
    if info.flag_bits & _ENCRYPTED:
        raise InputError(
            f"{path}：压缩包有密码保护，请先解压再检查。",
            f"{path}: the archive is protected by a password; unpack it first.",
        )
    size, most = 0, min(MAX_FILE, left, max(_SMALL, info.compress_size * MAX_RATIO))
    target.parent.mkdir()
    with archive.open(info) as source, target.open("xb") as sink:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_large(
                    path,
                    f"其中 {name} 解压后超过 {most // 1024**2} MB",
                    f"{name} unpacks to more than {most // 1024**2} MB",
                )
            sink.write(chunk)
    return size


def _too_large(path: Path, zh: str, en: str) -> InputError:
    return InputError(
        f"{path}：压缩包过大（{zh}），未读取；请解压后检查其中的报告。",
        f"{path}: the archive is too large ({en}) and was not read; unpack it and check the reports in it.",
    )


def _damaged(path: Path) -> InputError:
    return InputError(f"{path}：不是有效的 zip 文件，或已损坏。", f"{path}: this is not a zip file, or it is damaged.")
