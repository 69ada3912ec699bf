"""How does a run over a folder end on the terminal? A table of its documents, the worst first."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from auditor.model.finding import Report
from auditor.model.verdict import verdict_of
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.overview import worst_first
from auditor.report.text import printable

FROM = 3  # documents: fewer are still in sight
_COUNTED = ("error", "warning", "note")
_STYLES = {"error": "bold red", "warning": "yellow", "note": "blue", "gap": "yellow", "none": "yellow"}


def table(report: Report, out: Console, lang: str) -> None:
    """A row a document: unit and file, counts, coverage, and what was not read."""
    if len(report.documents) < FROM:
        return
    from rich.table import Table

    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    rows.add_column(say("document", lang), overflow="fold", ratio=3)
    for key in _COUNTED:
        rows.add_column(say(key, lang), justify="right", no_wrap=True)
    rows.add_column(say("coverage", lang), justify="right", no_wrap=True)
    rows.add_column(say("verdict", lang), overflow="fold", ratio=2)
    for document in worst_first(report):
        verdict = verdict_of(document)
        counts = [(key, getattr(verdict.tally, key)) for key in _COUNTED]
        covered = "" if verdict.unreadable else view.percent(document.coverage.rate)
        said = Text()
        for key, words in headline.parts(verdict, lang):
            if key not in _COUNTED or verdict.unreadable:
                said.append(("　" if said else "") + words, _STYLES.get(key, ""))
        named = [document.entity or "", document.shown]
        rows.add_row(
            Text(printable("  ".join(name for name in named if name))),
            *(Text(str(number) if number else "–", _STYLES[key] if number else "dim") for key, number in counts),
            covered,
            said,
        )
    out.print()
    out.print(rows)
