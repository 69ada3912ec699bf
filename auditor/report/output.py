"""How does a report get onto disk? Whole or not at all, and never over a file that is not ours.

A file is ours when it is empty or carries the mark of this program near its beginning or end; any other existing
file is replaced only by force. The documents that were checked are never written to.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from auditor.errors import UsageError

MARKS = (b'"name": "auditor"', "由 auditor ".encode(), b"Made by auditor ")
_WINDOW = 4096
_CREATOR = re.compile(rb"creator[^<>]{0,200}>auditor<")
_MODIFIER = re.compile(rb"lastModifiedBy[^<>]{0,200}>auditor<")


def save(data: str | bytes, target: Path, *, force: bool = False, inputs: Iterable[Path] = ()) -> None:
    """Write ``data`` to ``target``; text as UTF-8. ``UsageError`` when the place cannot or must not be written."""
    refuse_foreign(target, force=force, inputs=inputs)
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    try:
        if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
            target.write_bytes(content)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(content, target.resolve())
    except OSError as error:
        raise _cannot_write(target, error) from error


def refuse_foreign(target: Path, *, force: bool = False, inputs: Iterable[Path] = ()) -> None:
    """``UsageError`` when ``target`` is a folder, one of the inputs, or (without force) a file that is not ours."""
    if any(_same(target, source) for source in inputs):
        raise UsageError(
            f"{target} 是被检查的文件，不会被改写；请换一个输出文件名",
            f"{target} is a checked document and is never overwritten; choose another output name",
        )
    if target.is_dir():
        raise UsageError(f"{target} 是文件夹，不能作为输出文件", f"{target} is a folder, not a file to write")
    if target.is_file() and not force and not is_ours(target):
        raise UsageError(
            f"{target} 已存在且不是 auditor 写的；确要覆盖请加 --force",
            f"{target} exists and was not written by auditor; use --force to replace it",
        )


def test_place(target: Path) -> None:
    """``UsageError`` when no file can be made where ``target`` is to be; nothing is left behind."""
    if target.exists() and not target.is_file():
        return
    folder = target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    trial = folder / f".{os.urandom(6).hex()}.tmp"
    try:
        trial.touch(exist_ok=False)
    except OSError as error:
        raise _cannot_write(target, error) from error
    with contextlib.suppress(OSError):
        trial.unlink()


def is_ours(path: Path) -> bool:
    """True when the file is empty or carries our mark. ``UsageError`` when it cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_WINDOW)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _WINDOW))
            tail = stream.read()
    except OSError as error:
        raise _cannot_write(path, error) from error
    if head.startswith(b"PK"):
        return _our_package(path)
    return not head or any(mark in part for mark in MARKS for part in (head, tail))


def _our_package(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as stream:
            core = stream.read(_WINDOW)
            word = "word/document.xml" in archive.namelist()  # python-docx keeps the creator of its template
            return any(mark.search(core) for mark in ((_MODIFIER,) if word else (_CREATOR, _MODIFIER)))
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False


def _replace(content: bytes, target: Path) -> None:
    draft = target.with_name(f".{target.name[:80]}.{os.urandom(4).hex()}.tmp")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _same(target: Path, source: Path) -> bool:
    try:
        return target.samefile(source)
    except OSError:
        return False


def _cannot_write(path: Path, error: OSError) -> UsageError:
    reason = error.strerror or type(error).__name__
    return UsageError(
        f"无法写入 {path}：{reason}（文件夹只读，或文件正被其他程序打开？）",
        f"cannot write {path}: {reason} (is the folder read-only, or the file open elsewhere?)",
    )
