"""What happens to one input? It is read and audited, or refused in a sentence; anything else is a fault."""

from __future__ import annotations

import signal
import time
import traceback
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.app.gating import Gating
from auditor.errors import InputError
from auditor.model.finding import Status
from auditor.report.json import to_dict

PATIENCE = 120  # seconds


class HangError(Exception):
    """It took too long."""


def auditor() -> Auditor:
    """Without the fitness gate, whose cost for each input would hide all else; every fiftieth input has it."""
    return Auditor.with_library(gating=Gating(run=False))


def attempt(one: Auditor, extension: str, data: bytes) -> tuple[str, str]:
    """``audited``, ``refused`` or ``fault``, with what is wrong."""
    path = Path("input" + extension)

    def late(*_):
        raise HangError(f"not done within {PATIENCE} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE)
    started = time.perf_counter()
    try:
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            return "refused", "empty"
        report = one.audit_bytes(path, data)
        to_dict(one.report((report,)))
    except InputError as error:
        signal.alarm(0)
        said = error.say("zh")
        return ("refused", said) if said and "\n" not in said else ("fault", f"not one sentence: {said!r}")
    except BaseException:
        signal.alarm(0)
        return "fault", traceback.format_exc(limit=-12)
    signal.alarm(0)
    broken = [f"{entry.check}: {entry.reason}" for entry in report.ledger if entry.status is Status.BROKEN]
    if broken:
        return "fault", "broken checks: " + "; ".join(sorted(set(broken))[:5])
    return "audited", f"{time.perf_counter() - started:.2f}"
