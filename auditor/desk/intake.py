"""How does what is dropped get into the desk's folder? Bounded, with safe names, never over a file that it did not put there.

Nothing of a name is trusted: it is cut to plain parts below the folder. A file that comes again replaces the earlier one, which
is kept aside.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path, PurePosixPath

from auditor.errors import InputError
from auditor.reading.open import ARCHIVE, EXTENSIONS, MAX_BYTES

ASIDE = ".auditor-desk"  # in the desk's folder: results, earlier versions, the lock
_ARCHIVE_BYTES = 2 * MAX_BYTES
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_DEEP, _LONG = 12, 120


def safe_name(name: str) -> PurePosixPath:
    """A relative path of plain parts. ``InputError`` when nothing is left of the name, or it points elsewhere."""
    said = unicodedata.normalize("NFC", name).replace("\\", "/")
    raw = [part for part in said.split("/") if part not in ("", ".")]
    if ".." in raw or said.startswith("/") or re.match(r"[A-Za-z]:", said):
        raise _refused(name, "文件名指向文件夹之外", "the name points outside the folder")
    parts = [_UNSAFE.sub("_", part).strip(" .")[-_LONG:] for part in raw]
    parts = [f"_{part}" if _RESERVED.fullmatch(part) or part.startswith(".") else part for part in parts if part]
    if not parts or len(parts) > _DEEP:
        raise _refused(name, "不是可用的文件名", "this is no usable name")
    return PurePosixPath(*parts)


def limit_of(name: PurePosixPath) -> int:
    return _ARCHIVE_BYTES if name.suffix.lower() == ARCHIVE else MAX_BYTES


def refuse_unreadable(name: PurePosixPath) -> None:
    """``InputError`` when the extension is none of a report."""
    if name.suffix.lower() not in {*EXTENSIONS, ARCHIVE}:
        known = " ".join(sorted({*EXTENSIONS, ARCHIVE}))
        raise _refused(str(name), f"不是报告（可以读取 {known}）", f"this is no report (known are {known})")


def too_large(name: PurePosixPath) -> InputError:
    size = limit_of(name) // 1024**2
    return _refused(str(name), f"超过 {size} MB 的上限，未接收", f"it is more than {size} MB and was not taken")


async def receive(folder: Path, name: PurePosixPath, chunks: AsyncIterator[bytes]) -> Path:
    """Writes what comes to its place below the folder. ``InputError`` when it is too much; nothing is left of it then."""
    draft = folder / ASIDE / f"{os.urandom(8).hex()}.part"
    draft.parent.mkdir(parents=True, exist_ok=True)
    taken = 0
    try:
        with draft.open("xb") as stream:
            async for chunk in chunks:
                taken += len(chunk)
                if taken > limit_of(name):
                    raise too_large(name)
                stream.write(chunk)
        return _settle(folder, name, draft)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _settle(folder: Path, name: PurePosixPath, draft: Path) -> Path:
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise _refused(str(name), "文件名指向文件夹之外", "the name points outside the folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise _refused(str(name), "已有同名的文件夹", "there is a folder of that name")
    if target.is_file():
        if target.read_bytes() == draft.read_bytes():
            return target
        _keep_aside(folder, target)
    draft.replace(target)
    return target


def _keep_aside(folder: Path, target: Path) -> None:
    digest = hashlib.sha256(target.read_bytes()).hexdigest()[:12]
    kept = folder / ASIDE / "earlier" / f"{digest}-{target.name}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    target.replace(kept)


def unpacked(folder: Path, archive: Path) -> Iterator[Path]:
    """The reports of an archive that was received, put beside it in a folder of its name; the archive is not kept.

    :raises InputError: it is no zip file, damaged, encrypted, swells beyond bounds, or has no report in it.
    """
    from auditor.reading.bundle import unpack
    from auditor.reading.open import is_notable, is_readable

    relative = PurePosixPath(archive.relative_to(folder).as_posix())
    try:
        bundle = unpack(archive, is_readable, is_notable)
        for member in bundle.members:
            name = safe_name(f"{relative.with_suffix('')}/{member.name}")
            draft = folder / ASIDE / f"{os.urandom(8).hex()}.part"
            draft.write_bytes(member.path.read_bytes())
            try:
                yield _settle(folder, name, draft)
            finally:
                with contextlib.suppress(OSError):
                    draft.unlink()
    except InputError as error:
        said = str(relative)
        raise InputError(error.zh.replace(str(archive), said), error.en.replace(str(archive), said)) from error
    finally:
        with contextlib.suppress(OSError):
            archive.unlink()


def _refused(name: str, zh: str, en: str) -> InputError:
    return InputError(f"{name[-_LONG:]}：{zh}。", f"{name[-_LONG:]}: {en}.")
