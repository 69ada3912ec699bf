"""A desk as a reviewer starts it: a process of its own, on a free port."""

from __future__ import annotations

import contextlib
import http.client
import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]+)")


def zipped(**members: bytes) -> bytes:
    """An archive of files by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@dataclass
class Desk:
    """A running desk and a plain client for it."""

    folder: Path
    port: int
    token: str
    process: subprocess.Popen[str]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """As the desk's own page would call; ``headers`` replace some of what a browser sends."""
        own = {"Cookie": f"auditor_desk_{self.port}={self.token}", "Origin": f"http://127.0.0.1:{self.port}"}
        sent = {key: value for key, value in (own | (headers or {})).items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")

    def drop(self, name: str, data: bytes) -> tuple[int, str]:
        return self.call("PUT", f"/upload?name={quote(name)}", data)

    def wait(self) -> str:
        """The list once everything is checked."""
        for _ in range(240):
            _, rows = self.call("GET", "/rows")
            if 'data-pending="0"' in rows:
                return rows
            time.sleep(0.5)
        raise TimeoutError(rows)

    def ids(self) -> dict[str, str]:
        """Document ids by name."""
        rows = self.call("GET", "/rows")[1]
        found = re.findall(r'data-id="(\w+)" data-name="(.*?)"', rows)
        return {name: each for each, name in found}

    def form(self, document: str, finding: str, **fields: str) -> str:
        body = "&".join(f"{key}={quote(value)}" for key, value in fields.items()).encode()
        return self.call("POST", f"/d/{document}/f/{finding}", body)[1]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def start(folder: Path, *options: str) -> Desk:
    command = [sys.executable, "-m", "auditor", "serve", str(folder), "--no-browser", "--lang", "zh", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stderr is not None
    line = process.stderr.readline()
    match = ADDRESS.search(line)
    assert match, line + process.stderr.read()
    return Desk(folder, int(match[1]), match[2], process)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    running = start(tmp_path_factory.mktemp("工作台"))
    yield running
    running.stop()
