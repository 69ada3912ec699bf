"""What was decided at the desk? One YAML file beside the reports, the same that ``--waivers`` reads.

The file is read again before each change, so that what another window, another program or a person wrote into it is kept. A
decision carries what its writer saw; when something else stands there by then, it is refused and both are shown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from auditor.app.waivers import KINDS, Rule, literal, load_rules, rules_from
from auditor.errors import UsageError
from auditor.report.output import save

NAME = "auditor-decisions.yaml"
_HEAD = "# 处理决定，由 auditor serve 写入，--waivers 可读 (decisions, written by auditor serve, read by --waivers)\n# Made by auditor \n"
_ORDER = ("finding", "document", "check", "decision", "reason", "by", "until")


class ChangedError(UsageError):
    """Somebody else decided in the meantime."""


@dataclass(frozen=True, slots=True)
class Made:
    """A decision on one finding; ``kind`` is empty when there is none."""

    kind: str = ""
    reason: str = ""
    by: str = ""
    until: str = ""

    @property
    def mark(self) -> str:
        """What a window saw: it is sent back with the next decision."""
        return "\x1f".join((self.kind, self.reason, self.by, self.until))


class Decisions:
    """The decisions of one folder. Safe for several windows at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = threading.Lock()
        self._known: tuple[tuple[int, int], tuple[Rule, ...]] = ((0, 0), ())

    def rules(self) -> tuple[Rule, ...]:
        """All rules of the file. ``UsageError`` when someone made it unreadable."""
        try:
            status = self.path.stat()
        except OSError:
            return ()
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._known[0]:
            self._known = (stamp, load_rules(self.path))
        return self._known[1]

    def made(self, document: str, finding: str) -> Made:
        """What is decided about a finding."""
        wanted = literal(PurePath(document).name)
        for rule in self.rules():
            if rule.finding == finding and rule.document in ("", wanted):
                return Made(rule.decision, rule.waiver.reason, rule.waiver.by, rule.waiver.until or "")
        return Made()

    def decide(self, document: str, finding: str, check: str, made: Made, seen: str) -> None:
        """Puts a decision in the place of the one that was seen; an empty kind takes it back.

        :raises ChangedError: something else stands there by now.
        :raises UsageError: the decision lacks something, or the file cannot be read or written.
        """
        entry: dict[str, Any] = {
            "finding": finding,
            "document": literal(PurePath(document).name),
            "check": check,
            "decision": made.kind,
            "reason": made.reason,
            "by": made.by,
            "until": made.until,
        }
        if made.kind:
            (rule,) = rules_from([("", entry)])
            entry["until"] = rule.waiver.until or ""
        with self._lock:
            present = self.made(document, finding)
            if present.mark not in (seen, made.mark):
                raise ChangedError(
                    f"另一个窗口已作出决定（{_said(present)}），请看过后再定",
                    f"another window has decided by now ({_said(present)}); look at it and decide again",
                )
            entries = [each for each in self._entries() if not _same(each, entry)]
            if made.kind:
                entries.append({key: value for key, value in entry.items() if value})
            save(_HEAD + _dumped(entries), self.path, force=True)
            self._known = ((0, 0), ())

    def _entries(self) -> list[dict[str, Any]]:
        import yaml

        if not self.path.is_file():
            return []
        load_rules(self.path)  # says what is wrong with it before anything is written
        return list(yaml.safe_load(self.path.read_text("utf-8-sig")) or [])


def _said(made: Made) -> str:
    names = dict(zip(KINDS, ("豁免", "确认", "核实"), strict=True))
    return " ".join(part for part in (names.get(made.kind, "未决定"), made.by, made.reason) if part)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one.get("finding") == other["finding"] and one.get("document", other["document"]) == other["document"])


def _dumped(entries: Iterable[dict[str, Any]]) -> str:
    import yaml

    ordered = sorted(entries, key=lambda each: (str(each.get("document", "")), str(each.get("finding", ""))))
    plain = [
        {key: each[key] for key in (*_ORDER, *sorted(each.keys() - set(_ORDER))) if key in each} for each in ordered
    ]
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=160) if plain else ""
