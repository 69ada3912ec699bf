"""How many slips are found? Clean reports with one figure changed in one digit, everything else as it was.

``python bench/planted.py [NUMBER] [--write FOLDER]``: plants so many slips in each clean report of the test corpus (seeds are fixed) and says how many
of them some finding accuses, apart for tables and prose, and what is said of the reports as they are. A slip is planted only where the figure has
company, in a relation that was decided: what cannot be checked is coverage, which is given beside it. ``--write`` keeps documents, truth and scorer.

The examples of the checks are run as well: each check must fire on each example that is to fail.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.app.audit import Auditor, numbers_of
from auditor.app.examples import examine
from auditor.app.gating import Gating
from auditor.model.finding import DocumentReport, Evidence, Severity
from auditor.reading.open import document_in

ROOT = Path(__file__).resolve().parent.parent
CLEAN = (
    *sorted((ROOT / "tests" / "corpus" / "clean").glob("*.txt")),
    ROOT / "example_data" / "final-accounts" / "clean.txt",
)
_DIGIT = re.compile(r"[1-9]")
_PRINTED = r"(?<![\d.,]){}(?![\d,]|\.\d)"


@dataclass(frozen=True, slots=True)
class Slip:
    """One planted slip: where, what was printed and what is printed now, and whether that is in a table."""

    source: str
    line: int
    was: str
    now: str
    table: bool
    text: str


def slips(figures: list[Evidence], name: str, text: str, number: int) -> Iterator[Slip]:
    """Slips in these figures, each in a copy of the report; the same for the same name."""
    rng = random.Random(name)
    lines = text.split("\n")
    rng.shuffle(figures)
    for figure in figures:
        if number == 0:
            return
        at = (figure.location.line or 1) - 1
        matches = (
            list(re.finditer(_PRINTED.format(re.escape(figure.text.rstrip("%"))), lines[at])) if at < len(lines) else []
        )
        digits = list(_DIGIT.finditer(figure.text))
        if len(matches) != 1 or not digits:
            continue
        digit = rng.choice(digits)
        other = rng.choice([each for each in "123456789" if each != digit.group()])
        now = figure.text[: digit.start()] + other + figure.text[digit.end() :]
        start, end = matches[0].span()
        line = lines[at][:start] + now.rstrip("%") + lines[at][end:]
        changed = "\n".join([*lines[:at], line, *lines[at + 1 :]])
        yield Slip(name, at + 1, figure.text, now, len(figure.key) == 3, changed)
        number -= 1


def is_found(report: DocumentReport, slip: Slip) -> tuple[bool, bool]:
    """Whether some finding rests on the slip, and whether one accuses it."""
    accused = rests = False
    for finding in report.findings:
        if finding.severity is Severity.NOTE:
            continue
        for place, evidence in enumerate(finding.evidence):
            if evidence.location.line == slip.line and evidence.text == slip.now:
                rests = True
                accused |= place == 0
    return rests, accused


def main(arguments: list[str]) -> None:
    number = int(arguments[0]) if arguments and arguments[0].isdigit() else 6
    target = Path(arguments[arguments.index("--write") + 1]) if "--write" in arguments else None
    one = Auditor.with_library(gating=Gating(run=False))
    counts, false, coverage, truth = Counter[tuple[str, str]](), 0, [], []
    for file in CLEAN:
        text = file.read_text("utf-8")
        dossier = one.understand(document_in(file, text.encode()))
        clean = one.judge(dossier)
        unverified = {evidence.key for evidence in clean.unverified}
        figures = [evidence for evidence in numbers_of(dossier) if evidence.key not in unverified]
        false += sum(finding.severity is not Severity.NOTE for finding in clean.findings)
        coverage.append(clean.coverage)
        for slip in slips(figures, file.stem, text, number):
            where = "table" if slip.table else "prose"
            rests, accused = is_found(one.audit(document_in(file, slip.text.encode())), slip)
            counts[where, "planted"] += 1
            counts[where, "found"] += rests
            counts[where, "accused"] += accused
            truth.append(
                {
                    "file": f"{slip.source}-{len(truth):04}.txt",
                    "line": slip.line,
                    "was": slip.was,
                    "now": slip.now,
                    "in": where,
                }
            )
            if target is not None:
                (target / "documents").mkdir(parents=True, exist_ok=True)
                (target / "documents" / str(truth[-1]["file"])).write_text(slip.text, "utf-8")
    if target is not None:
        (target / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    numbers, verified = sum(each.numbers for each in coverage), sum(each.verified for each in coverage)
    print(
        f"{len(coverage)} clean reports, {numbers} figures, {verified / numbers:.1%} in a decided relation, {false} false alarms"
    )
    for where in ("table", "prose"):
        planted = counts[where, "planted"] or 1
        found, accused = counts[where, "found"], counts[where, "accused"]
        print(
            f"{where}: {counts[where, 'planted']} planted, {found} found ({found / planted:.1%}), {accused} accused as such ({accused / planted:.1%})"
        )
    failures = [failure for check in one.library for failure in examine(one, check)]
    examples = sum(len(check.examples.fail) for check in one.library)
    print(
        f"{sum(1 for _ in one.library)} checks, {examples} examples that are to fail, {len(failures)} examples not as claimed"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
