"""How many slips are found, and how many of them explained? Clean reports with one figure changed, everything else as it was.

``python bench/planted.py [NUMBER] [--write FOLDER]``: plants so many slips of each kind in each clean report of the test corpus (seeds are fixed) and
counts those found. A slip is planted only where the figure stands in a relation that was decided: what cannot be checked is coverage, which is given
beside it. ``--write`` makes the folder that another tool can be scored on: documents, truth, scorer, README, licence, and the answers of this one.

The examples of the checks are run as well: each check must fire on each example that is to fail.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.app.audit import Auditor, numbers_of
from auditor.app.examples import examine
from auditor.app.gating import Gating
from auditor.model.finding import DocumentReport, Severity
from auditor.reading.open import document_in
from bench.package.score import score, table
from bench.slips import slips

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bench" / "package"
CLEAN = (
    *sorted((ROOT / "tests" / "corpus" / "clean").glob("*.txt")),
    ROOT / "example_data" / "final-accounts" / "clean.txt",
)


def answers_of(report: DocumentReport, name: str) -> Iterator[dict[str, Any]]:
    """The errors and warnings as the scorer wants them: each figure they rest on, the disputed one first."""
    for finding in report.findings:
        if finding.severity is Severity.NOTE:
            continue
        cause = finding.cause.kind if finding.cause else None
        for rank, evidence in enumerate(finding.evidence):
            yield {"file": name, "line": evidence.location.line, "text": evidence.text, "rank": rank, "cause": cause}


def main(arguments: list[str]) -> None:
    number = int(arguments[0]) if arguments and arguments[0].isdigit() else 6
    target = Path(arguments[arguments.index("--write") + 1]) if "--write" in arguments else None
    one = Auditor.with_library(gating=Gating(run=False))
    coverage, truth, answers = [], [], []

    def enter(name: str, text: str, report: DocumentReport, **said: Any) -> None:
        truth.append({"file": name, "kind": None, **said})
        answers.extend(answers_of(report, name))
        if target is not None:
            (target / "documents").mkdir(parents=True, exist_ok=True)
            (target / "documents" / name).write_text(text, "utf-8")

    for file in CLEAN:
        text = file.read_text("utf-8")
        dossier = one.understand(document_in(file, text.encode()))
        clean = one.judge(dossier)
        coverage.append(clean.coverage)
        enter(f"{file.stem}-clean.txt", text, clean)
        unverified = {evidence.key for evidence in clean.unverified}
        figures = [evidence for evidence in numbers_of(dossier) if evidence.key not in unverified]
        for slip in slips(figures, clean.ledger, file.stem, text, number):
            name, where = f"{slip.source}-{len(truth):04}.txt", "table" if slip.table else "prose"
            report = one.audit(document_in(file, slip.text.encode()))
            said = {"kind": slip.kind, "line": slip.line, "was": slip.was, "now": slip.now, "in": where}
            enter(name, slip.text, report, **said)
    if target is not None:
        _complete(target, truth, answers)
    numbers, verified = sum(each.numbers for each in coverage), sum(each.verified for each in coverage)
    print(f"{len(coverage)} clean reports, {numbers} figures, {verified / numbers:.1%} in a decided relation\n")
    print(table(*score(truth, answers), len(coverage)))
    failures = [failure for check in one.library for failure in examine(one, check)]
    examples = sum(len(check.examples.fail) for check in one.library)
    print(
        f"{sum(1 for _ in one.library)} checks, {examples} examples that are to fail, {len(failures)} examples not as claimed"
    )


def _complete(target: Path, truth: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    """Put truth, answers, scorer, README and licence beside the documents."""
    for name, content in (("truth.json", truth), ("auditor.json", answers)):
        (target / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for file in (PACKAGE / "score.py", PACKAGE / "README.md", ROOT / "LICENSE"):
        shutil.copyfile(file, target / file.name)


if __name__ == "__main__":
    main(sys.argv[1:])
