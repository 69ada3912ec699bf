"""How is the desk opened? One desk a folder, on the loopback address, with a token that only this start knows."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from auditor.app.session import Request
from auditor.desk.intake import ASIDE
from auditor.errors import UsageError

HOST = "127.0.0.1"
Say = Callable[[str], None]


def serve(request: Request, folder: Path, *, port: int, browser: bool, jobs: int | None, say: Say) -> None:
    """Serves the desk until it is stopped. ``UsageError`` when it cannot be opened."""
    try:
        import uvicorn

        from auditor.desk.app import make
    except ImportError as error:
        raise UsageError(
            "工作台需要另装：pip install 'auditor[desk]'", "the desk is an extra: pip install 'auditor[desk]'"
        ) from error
    from auditor.desk import work
    from auditor.desk.room import Room

    folder = folder.resolve()
    workers = work.Workers(jobs)
    with _lock(folder) as note, _listening(port) as listener:
        number = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://{HOST}:{number}/"
        _write(note, address)
        room = Room(request, folder, workers)
        room.look()
        config = uvicorn.Config(
            make(room, token, number), log_level="error", access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=2, ws="none",
        )  # fmt: skip
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl+C does: the workers are closed
        _announce(request.lang, folder, f"{address}?token={token}", browser=browser, say=say)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            pass
        finally:
            workers.close()


def _announce(lang: str, folder: Path, address: str, *, browser: bool, say: Say) -> None:
    said = {"zh": "工作台（{folder}）：{address}\n按 Ctrl+C 结束", "en": "desk ({folder}): {address}\nCtrl+C ends"}[
        lang
    ]
    say(said.format(folder=folder, address=address))
    if browser:
        threading.Thread(target=_open, args=(lang, address, say), daemon=True).start()


def _open(lang: str, address: str, say: Say) -> None:
    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        say({"zh": "没有找到浏览器，请自行打开上面的地址", "en": "no browser was found; open the address above"}[lang])


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    listener = socket.socket()
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                f"端口 {port} 已被占用；换一个，或不写 --port",
                f"port {port} is in use; choose another, or leave out --port",
            ) from error
        listener.listen(64)  # who opens the address at once waits for the page rather than being refused
        yield listener
    finally:
        listener.close()


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[IO[str]]:
    """Holds the folder for this desk. The lock goes with the process, however it ends."""
    place = folder / ASIDE / "desk.lock"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        note = place.open("a+", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"无法使用文件夹 {folder}：{reason}", f"the folder {folder} cannot be used: {reason}"
        ) from error
    with note:
        if not _held(note):
            note.seek(0)
            where = note.read().strip()
            raise UsageError(f"{folder} 已有一个工作台在运行：{where}", f"a desk is open for {folder} already: {where}")
        yield note


def _held(note: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            windows: Any = msvcrt
            note.seek(1 << 20)  # a byte far behind the address, which others may read
            windows.locking(note.fileno(), windows.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write(note: IO[str], address: str) -> None:
    note.seek(0)
    note.truncate()
    note.write(address)
    note.flush()
