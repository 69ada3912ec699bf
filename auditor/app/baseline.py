"""Which findings were there before? A baseline lists them, so that only new ones stop the build.

Findings are known by their id within a document. A document is known by its path; where no entry has this path, by its file
name, if only one has that: so a baseline holds from whatever folder is checked. Known findings stay in the report. A baseline
that is written again only shrinks: what was repaired leaves it, nothing new enters it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Finding, Report
from auditor.report.output import save

VERSION = 1
Entries = Mapping[str, Mapping[str, str]]  # path → id → what it is about
_FOLLOWS = "↳ "  # before what is about a finding that only follows from another


@dataclass(frozen=True, slots=True)
class Change:
    """What writing a baseline did: how many findings it holds, how many left it, how many new ones stayed out."""

    held: int
    gone: int
    left_out: int


def load(path: Path) -> Entries:
    """The entries of a baseline. ``UsageError`` when the file is none."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(
            f"没有基线文件 {path}；先用 --write-baseline 写一个",
            f"there is no baseline {path}; write it with --write-baseline",
        ) from error
    except (OSError, ValueError) as error:
        raise _broken(path) from error
    if not isinstance(data, dict) or data.get("baseline") != VERSION or not isinstance(data.get("documents"), dict):
        raise _broken(path)
    documents: Entries = data["documents"]
    for entries in documents.values():
        if not isinstance(entries, dict) or not all(isinstance(text, str) for text in entries.values()):
            raise _broken(path)
    return documents


def _broken(path: Path) -> UsageError:
    return UsageError(
        f"{path} 不是 auditor 的基线文件，或已损坏", f"{path} is not a baseline of auditor, or is damaged"
    )


def mark_known(report: Report, entries: Entries) -> Report:
    """The report with the findings of the baseline marked as known."""
    keys = _keys(report, entries)
    documents = (_mark(document, entries.get(keys[document.shown], {})) for document in report.documents)
    return replace(report, documents=tuple(documents))


def _mark(document: DocumentReport, known: Mapping[str, str]) -> DocumentReport:
    if not known:
        return document
    findings = tuple(replace(f, known=True) if f.id in known else f for f in document.findings)
    return replace(document, findings=findings)


def write(report: Report, path: Path, *, force: bool = False) -> Change:
    """Write the baseline of a run. An existing one only shrinks unless ``force``; unchecked documents keep theirs."""
    if force or not path.exists():
        documents, gone, left_out = _present(report, {}), 0, 0
    else:
        old = load(path)
        documents, gone, left_out = _shrunk(old, _present(report, old))
    data = {
        "tool": {"name": "auditor", "version": report.version},
        "baseline": VERSION,
        "documents": {name: dict(sorted(documents[name].items())) for name in sorted(documents) if documents[name]},
    }
    save(json.dumps(data, ensure_ascii=False, indent=1) + "\n", path, force=force)
    return Change(sum(map(_count, documents.values())), gone, left_out)


def _count(entries: Mapping[str, str]) -> int:
    """How many of the entries are findings of their own."""
    return sum(not text.startswith(_FOLLOWS) for text in entries.values())


def _present(report: Report, entries: Entries) -> dict[str, dict[str, str]]:
    present: dict[str, dict[str, str]] = {}
    keys = _keys(report, entries)
    for document in report.documents:
        if document.status == "checked":
            own = {finding.id: _about(finding) for finding in document.findings if not finding.waived}
            present.setdefault(keys[document.shown], {}).update(own)
    return present


def _shrunk(old: Entries, present: Entries) -> tuple[dict[str, dict[str, str]], int, int]:
    documents: dict[str, dict[str, str]] = {}
    gone = left_out = 0
    for name in {*old, *present}:
        before = old.get(name, {})
        now = present.get(name)
        kept = dict(before) if now is None else {key: now[key] for key in before if key in now}
        gone += _count(before) - _count({key: before[key] for key in kept})
        left_out += _count({key: now[key] for key in now.keys() - before.keys()}) if now else 0
        documents[name] = kept
    return documents, gone, left_out


def _about(finding: Finding) -> str:
    return f"{_FOLLOWS if finding.follows_from else ''}{finding.check}: {finding.message}"


def _keys(report: Report, entries: Entries) -> dict[str, str]:
    """Under which path the entries know each document."""
    paths = {document.shown for document in report.documents}
    known = {path: path for path in paths if path in entries}
    for path in sorted(paths - known.keys()):
        name = PurePath(path).name
        same = [key for key in entries if PurePath(key).name == name and key not in known.values()]
        twins = [other for other in paths - known.keys() if PurePath(other).name == name]
        known[path] = same[0] if len(same) == 1 and len(twins) == 1 else path
    return known
