"""On how many real reports does each check decide, fail, and is it right?

``python bench/checks.py REPORT... --annotations FOLDER --output docs/measured.yaml`` audits files and folders and writes
counts only. FOLDER holds one JSON file for each report that was annotated by hand: ``doc`` is its name, ``errors`` list
``key_numbers`` and ``where`` (``L15`` lines, ``p.21`` pages). A finding is right when a figure it disputes is a key number of
an entry at its place, or when it names the words of one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.app.audit import Auditor
from auditor.model.finding import DocumentReport, Finding, Severity, Status
from auditor.reading.open import find_documents

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PLACE = re.compile(r"(L|p\.?)\s*([\d,\s–-]+)")
_SPACE = re.compile(r"\s")
NEAR = 1  # lines or pages
HEAD = """\
# What bench/checks.py counted: reports in which a check decided, and in which it failed (errors and warnings); of its
# findings in annotated reports, how many an annotation confirms. Counts only; the reports are not part of the project.
"""


def annotated(folder: Path | None) -> dict[str, list[Any]]:
    """The entries of each annotated report, by its name."""
    paths = sorted(folder.glob("*.json")) if folder else []
    read = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return {Path(entry["doc"]).name: entry["errors"] for entry in read}


def numbers(text: object) -> set[Decimal]:
    return {Decimal(match.replace(",", "")).normalize() for match in _NUMBER.findall(_SPACE.sub("", str(text or "")))}


def spots(where: str) -> set[int]:
    """The lines or pages that an annotation names; empty when it names none."""
    return {int(number) for _, listed in _PLACE.findall(where) for number in re.findall(r"\d+", listed)}


def right(finding: Finding, entry: Mapping[str, Any]) -> bool:
    """True when an annotation confirms the finding."""
    places = {e.location.page or e.location.line for e in finding.evidence} - {None}
    named = spots(str(entry.get("where", "")))
    if named and places and not any(abs(a - b) <= NEAR for a in named for b in places if b is not None):
        return False
    disputed = numbers(finding.claimed).union(*(numbers(e.text) for e in finding.evidence[:1]))
    said = _SPACE.sub("", finding.message + "".join(e.text + e.quote for e in finding.evidence))
    keys = [str(key) for key in entry.get("key_numbers", ())]
    return any(numbers(key) & disputed if numbers(key) else _SPACE.sub("", key) in said for key in keys)


def findings(report: DocumentReport) -> Iterator[Finding]:
    return (finding for finding in report.findings if finding.severity is not Severity.NOTE)


def count(reports: list[DocumentReport], annotations: Mapping[str, list[Any]]) -> dict[str, Counter[str]]:
    """For each check: decided and failed (reports), said and right (findings in annotated reports)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        decided = {e.check for e in report.ledger if e.status in (Status.PASSED, Status.FAILED)}
        for name in decided:
            counts[name]["decided"] += 1
        for name in {finding.check for finding in findings(report)}:
            counts[name]["failed"] += 1
        entries = annotations.get(Path(report.path).name)
        for finding in findings(report) if entries is not None else ():
            counts[finding.check]["said"] += 1
            counts[finding.check]["right"] += any(right(finding, entry) for entry in entries or ())
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--annotations", type=Path)
    parser.add_argument("--output", type=Path, default=Path("docs/measured.yaml"))
    args = parser.parse_args()
    auditor = Auditor.with_library()
    reports = [auditor.audit_file(source.path, source.path.name) for source in find_documents(args.paths)]
    reports = [report for report in reports if report.status == "checked"]
    annotations = annotated(args.annotations)
    counts = count(reports, annotations)
    known = sum(Path(report.path).name in annotations for report in reports)
    lines = [f"reports: {len(reports)}", f"annotated: {known}", "checks:"]
    for check in auditor.library:
        found = counts[check.id]
        listed = ", ".join(f"{key}: {found[key]}" for key in ("decided", "failed", "said", "right"))
        lines.append(f"  {check.id}: {{{listed}}}")
    args.output.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    idle = sum(not counts[check.id]["decided"] for check in auditor.library)
    print(f"{len(reports)} reports; {idle} of {len(auditor.library.checks)} checks decided nothing")


if __name__ == "__main__":
    main()
