"""What does an old Word document (.doc) or an RTF document say? LibreOffice converts it, where it is installed.

The document is not trusted: LibreOffice runs with a profile of its own, in which macros and links to elsewhere are
switched off, in a folder that is removed afterwards, and for a limited time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from auditor.errors import InputError
from auditor.model.document import Document
from auditor.reading.archive import OLE

SECONDS = 120.0
_PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read(path: Path, data: bytes) -> Document:
    """The document as LibreOffice understands it.

    :raises InputError: LibreOffice is not there, fails, or takes too long.
    """
    from auditor.reading.word.document import read as read_word

    document = read_word(path, _converted(path, data))
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


def _converted(path: Path, data: bytes) -> bytes:
    program = _program()
    if program is None:
        raise InputError(
            f"{path}：是旧版 Word（.doc）或 RTF 文件，安装 LibreOffice 后可以直接检查，或另存为 docx 再检查。",
            f"{path}: this is an old Word (.doc) or RTF document; install LibreOffice to have it read, or save it as docx first.",
        )
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / ("report.doc" if data.startswith(OLE) else "report.rtf")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]
        in_time = _run([program, profile, "--headless", "--norestore", "--nolockcheck", *target], folder)
        result = source.with_suffix(".docx")
        if result.is_file():
            return result.read_bytes()
    if in_time:
        raise InputError(
            f"{path}：LibreOffice 无法转换这个文件，请另存为 docx 再检查。",
            f"{path}: LibreOffice cannot convert this file; save it as docx first.",
        )
    raise InputError(
        f"{path}：LibreOffice 在 {SECONDS:.0f} 秒内没有转换完，请另存为 docx 再检查。",
        f"{path}: LibreOffice did not convert this file within {SECONDS:.0f} seconds; save it as docx first.",
    )


def _program() -> str | None:
    """LibreOffice on this machine; None when there is none."""
    return next(
        (found for name in _PROGRAMS if (found := shutil.which(name))),
        next((name for name in _ELSEWHERE if Path(name).is_file()), None),
    )


def _run(command: list[str], folder: Path) -> bool:
    """Run to the end, quietly; False when it took too long, and it and what it started were ended."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "HOME": str(folder)}
    try:
        process = subprocess.Popen(  # noqa: S603 - a program found on the path, and a file name that we chose
            command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True
        )
    except OSError:
        return True
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """LibreOffice is begun by a script: what it started ends with it."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
