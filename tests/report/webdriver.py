"""A browser driven over plain WebDriver HTTP, for the test of the HTML report."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

CHROME = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
KEYS = {"Escape": "\ue00c", "Enter": "\ue007"}


def missing() -> str:
    """What is lacking to drive a browser; empty when nothing is."""
    if not any(shutil.which(name) for name in CHROME):
        return "no Chromium on this machine"
    return "" if shutil.which("chromedriver") else "no chromedriver on this machine"


class Browser:
    """A headless Chromium with one page."""

    def __init__(self, profile: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._root = f"http://127.0.0.1:{port}"
        self._driver = subprocess.Popen(
            ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._wait()
            binary = next(found for name in CHROME if (found := shutil.which(name)))
            options = {"binary": binary, "args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
            wanted = {
                "capabilities": {
                    "alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
                }
            }
            self._session = f"/session/{self._call('POST', '/session', wanted)['sessionId']}"
        except BaseException:
            self._driver.terminate()
            raise

    def _wait(self) -> None:
        for _ in range(100):
            try:
                if self._call("GET", "/status")["ready"]:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("chromedriver did not start")

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.loads(answer.read())["value"]

    def open(self, path: Path, hash_: str = "") -> None:
        self._call("POST", f"{self._session}/url", {"url": "about:blank"})
        self._call("POST", f"{self._session}/url", {"url": path.as_uri() + hash_})

    def go(self, address: str) -> None:
        self._call("POST", f"{self._session}/url", {"url": address})

    def resize(self, width: int, height: int) -> None:
        self._call("POST", f"{self._session}/window/rect", {"width": width, "height": height})

    def type(self, text: str) -> None:
        for character in text:
            self.press(character)

    def run(self, script: str) -> Any:
        return self._call("POST", f"{self._session}/execute/sync", {"script": script, "args": []})

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        actions = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._call("POST", f"{self._session}/actions", {"actions": [keyboard]})

    def drop(self, *paths: Path) -> None:
        """Drops files and folders onto the page, as from the desktop."""
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            sent = {"cmd": "Input.dispatchDragEvent", "params": {"type": kind, "x": 200, "y": 200, "data": data}}
            self._call("POST", f"{self._session}/goog/cdp/execute", sent)

    def complaints(self) -> list[str]:
        """What the browser's console says: errors, refused loads."""
        entries = self._call("POST", f"{self._session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries]

    def close(self) -> None:
        try:
            self._call("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait(10)
