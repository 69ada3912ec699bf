"""What may be said of a document and of a run, and that nothing is called right that was not read or not decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.model.document import Location
from auditor.model.finding import Coverage, DocumentReport, LedgerEntry, Report, Status
from auditor.model.verdict import Conclusion, is_open, own, tally, verdict_of, verdict_of_run
from tests.report.sample import ACCEPTED, FOLLOWS, GROWTH, OLD, report

GOOD = DocumentReport("a.txt", "0" * 64, coverage=Coverage(50, 48))
UNREADABLE = DocumentReport("b.pdf", None, status="unreadable", error="b.pdf: damaged")
NOTHING = replace(GOOD, coverage=Coverage(10, 0))
BROKEN = LedgerEntry("x", Status.BROKEN, "", Location())


@pytest.mark.parametrize(
    ("document", "conclusion"),
    [
        (GOOD, Conclusion.ADDS_UP),
        (replace(GOOD, coverage=Coverage(50, 20)), Conclusion.AGREES),
        (replace(GOOD, unread=(3,)), Conclusion.AGREES),
        (replace(GOOD, ledger=(BROKEN,)), Conclusion.AGREES),
        (NOTHING, Conclusion.NONE),
        (replace(GOOD, coverage=Coverage(0, 0)), Conclusion.NONE),
        (replace(GOOD, coverage=Coverage(100, 9)), Conclusion.NONE),
        (replace(GOOD, findings=(GROWTH,)), Conclusion.FINDINGS),
        (replace(NOTHING, findings=(GROWTH,)), Conclusion.FINDINGS),
        (replace(GOOD, findings=(ACCEPTED, OLD)), Conclusion.ADDS_UP),
        (UNREADABLE, Conclusion.UNREADABLE),
    ],
)
def test_the_conclusion_on_a_document(document: DocumentReport, conclusion: Conclusion) -> None:
    assert verdict_of(document).conclusion is conclusion


@pytest.mark.parametrize(
    ("documents", "conclusion"),
    [
        ((GOOD, GOOD), Conclusion.ADDS_UP),
        ((GOOD, UNREADABLE), Conclusion.AGREES),
        ((GOOD, NOTHING), Conclusion.AGREES),
        ((NOTHING, UNREADABLE), Conclusion.NONE),
        ((UNREADABLE,), Conclusion.UNREADABLE),
        ((GOOD, replace(NOTHING, findings=(GROWTH,))), Conclusion.FINDINGS),
        ((), Conclusion.NONE),
    ],
)
def test_the_conclusion_on_a_run(documents: tuple[DocumentReport, ...], conclusion: Conclusion) -> None:
    assert verdict_of_run(Report("0", "0", documents)).conclusion is conclusion


def test_a_run_that_passed_a_file_over_does_not_add_up() -> None:
    assert verdict_of_run(Report("0", "0", (GOOD,), passed_over=("c.ofd",))).conclusion is Conclusion.AGREES


def test_nothing_printed_is_no_coverage() -> None:
    assert Coverage(0, 0).rate == 0 and UNREADABLE.coverage.rate == 0


def test_what_follows_from_a_finding_is_never_counted_as_one() -> None:
    counts = tally((GROWTH, FOLLOWS, OLD))
    assert (counts.error, counts.follows, counts.known, counts.open) == (1, 1, 1, 1)
    assert own((GROWTH, FOLLOWS)) == (GROWTH,)
    assert not is_open(FOLLOWS) and is_open(GROWTH)


def test_the_counts_of_a_run_are_those_of_its_documents() -> None:
    verdict = verdict_of_run(report())
    assert (verdict.documents, verdict.unreadable, verdict.unread, verdict.passed_over, verdict.broken) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert verdict.coverage == Coverage(1162, 955) and not verdict.complete
