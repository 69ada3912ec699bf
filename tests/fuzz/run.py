"""``python -m tests.fuzz.run [NUMBER] [FIRST]``: try so many spoilt reports; what fails is kept in ``build/fuzz``.

The inputs are tried in child processes, so that one that takes its process along is found, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter

from tests.fuzz.inputs import ROOT, make

CHUNK = 250
KEPT = ROOT / "build" / "fuzz"


def main(arguments: list[str]) -> int:
    number, first = (int(arguments[0]) if arguments else 10_000), (int(arguments[1]) if len(arguments) > 1 else 0)
    started, counts, faults = time.monotonic(), Counter[str](), 0
    for beginning in range(first, first + number, CHUNK):
        start, end = beginning, min(beginning + CHUNK, first + number)
        while start < end:
            process = subprocess.run(
                [sys.executable, "-m", "tests.fuzz.run", "--child", str(start), str(end)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                check=False,
            )
            lines = [json.loads(line) for line in process.stdout.splitlines()]
            for line in lines:
                counts[line["kind"], line["extension"]] += 1
                if line["kind"] == "fault":
                    faults += 1
                    _keep(line["number"], line["said"])
            start = lines[-1]["number"] + 1 if lines else start
            if start < end:  # it died over this one
                faults += 1
                counts["fault", make(start)[0]] += 1
                _keep(start, f"the process ended with status {process.returncode}")
                start += 1
        print(f"{end - first} inputs, {time.monotonic() - started:.0f} s, {faults} faults", flush=True)
    for kind in ("audited", "refused", "fault"):
        by = {extension: count for (each, extension), count in sorted(counts.items()) if each == kind}
        print(f"{kind:8}{sum(by.values()):7}  {by}")
    return 1 if faults else 0


def _keep(number: int, said: str) -> None:
    extension, data = make(number)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{number}{extension}").write_bytes(data)
    print(f"input {number}{extension}: {said}", flush=True)


def child(start: int, end: int) -> None:
    from tests.fuzz.trial import attempt, auditor

    one = auditor()
    for number in range(start, end):
        extension, data = make(number)
        kind, said = attempt(one, extension, data)
        print(json.dumps({"number": number, "extension": extension, "kind": kind, "said": said}), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
