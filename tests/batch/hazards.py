"""Documents that hang, crash or eat the memory of the process that reads them: text with a word that a patched reader obeys.

The patch is a ``sitecustomize`` on the path of the child processes, so that the program itself knows nothing of it.
"""

from __future__ import annotations

import os
from pathlib import Path

PATCH = """
import os, sys, time

def obey(data):
    if b"HANG" in data:
        while True:
            time.sleep(1)
    if b"SLOW" in data:
        time.sleep(0.4)
    if b"KILL" in data:
        os.kill(os.getpid(), 9)
    if b"EAT" in data:
        kept = []
        while True:
            kept.append(bytearray(os.urandom(1024)) * 20_000)
    if b"RAISE" in data:
        raise RuntimeError("boom")

if "auditor" in " ".join(sys.orig_argv):
    from auditor.reading import text
    read = text.read
    def patched(path, data):
        obey(data)
        return read(path, data)
    text.read = patched
"""

REPORT = """{unit}2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计{total}万元，其中：财政拨款收入100.00万元，其他收入20.00万元。{word}
"""


def arm(folder: Path, monkeypatch) -> None:
    """Let child processes obey the words."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(PATCH, "utf-8")
    paths = [str(folder), str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


def write(folder: Path, name: str, word: str = "", total: str = "120.00") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(REPORT.format(unit=f"某市{file.stem}局", total=total, word=word), "utf-8")
    return file
