"""No run opens a socket: text, PDF, Word, Excel and web pages, with the fitness gate, in every format of report."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GUARD = """
import socket, sys

opened = []

def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        opened.append((event, str(arguments)))
        raise OSError("the network is not there")

sys.addaudithook(refuse)
from auditor.cli import main

try:
    main()
except SystemExit as end:
    status = end.code
print("OPENED", opened)
sys.exit(3 if opened else status)
"""


def test_no_run_opens_a_socket(tmp_path):
    reports = [f"--report={name}={tmp_path / name}.{name}" for name in ("html", "json", "sarif", "junit", "markdown")]
    call = [
        "check",
        "example_data/final-accounts",
        "example_data/budget/errors.pdf",
        "--gate",
        "--exit-zero",
        "--no-cache",
        "-j1",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GX_")}
    done = subprocess.run(
        [sys.executable, "-c", GUARD, *call, *reports, f"--report=workpaper={tmp_path / 'w.xlsx'}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OPENED []" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.returncode == 0
    assert (tmp_path / "html.html").stat().st_size > 10_000


def test_the_guard_sees_a_connection():
    code = GUARD.replace(
        "from auditor.cli import main", "def main():\n    socket.create_connection(('127.0.0.1', 9), 1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code.replace("except SystemExit", "except OSError: status = 0\nexcept SystemExit")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
