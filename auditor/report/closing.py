"""How does a run over a folder end on the terminal? A table of its documents, the worst first, and what several have in common."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import PurePath

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.model.finding import DocumentReport, Report
from auditor.model.verdict import verdict_of
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.overview import worst_first
from auditor.report.shared import Shared, shared
from auditor.report.text import printable

FROM = 3  # documents: fewer are still in sight
_COUNTED = ("error", "warning", "note")
_STYLES = {"error": "bold red", "warning": "yellow", "note": "blue", "gap": "yellow", "none": "yellow"}
_WIDE = 90  # columns of a console that has room for all
_PLACES = 6  # of a shared mistake


def table(report: Report, out: Console, lang: str) -> None:
    """A row a document: unit and file, counts, coverage, and what was not read."""
    if len(report.documents) < FROM:
        return
    common = _common_folder(report)
    documents = [(document, _named(document, common)) for document in worst_first(report)]
    widest = max(cell_len(line) for _, name in documents for line in name.plain.splitlines() or [""])
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    rows.add_column(say("document", lang), overflow="fold", min_width=min(widest, _room(out)))
    for key in _COUNTED:
        rows.add_column(say(key, lang), justify="right", no_wrap=True)
    rows.add_column(say("coverage", lang), justify="right", no_wrap=True)
    rows.add_column(say("verdict", lang), overflow="fold")
    for document, name in documents:
        verdict = verdict_of(document)
        counts = [(key, getattr(verdict.tally, key)) for key in _COUNTED]
        covered = "" if verdict.unreadable else view.percent(document.coverage.rate)
        said = Text()
        for key, words in headline.uncounted_parts(verdict, lang):
            said.append(("　" if said else "") + words, _STYLES.get(key, ""))
        rows.add_row(
            name,
            *(Text(str(number) if number else "–", _STYLES[key] if number else "dim") for key, number in counts),
            covered,
            said,
        )
    out.print()
    out.print(rows)


def _room(out: Console) -> int:
    """How much of a console the names get before the verdicts are squeezed."""
    return out.width * 9 // 20 if out.width >= _WIDE else out.width // 3


def _common_folder(report: Report) -> str:
    """The folder that all documents lie in, as their paths begin; empty when there is none."""
    try:
        return os.path.commonpath([PurePath(document.shown).parent.as_posix() for document in report.documents])
    except ValueError:
        return ""


def _named(document: DocumentReport, common: str) -> Text:
    """The unit, and below it the file within the folder that all have in common."""
    path = PurePath(document.shown)
    file = path.relative_to(common).as_posix() if common else document.shown
    named = Text(printable(document.entity or ""))
    return named.append(("\n  " if named else "") + printable(file), "dim" if named else "")


def in_common(report: Report, out: Console, flow: Callable[[Text, int, int], None], lang: str) -> None:
    """The mistakes that several documents share, each with its places; ``flow`` prints a text with its indents."""
    found = shared(report)
    names = view.report_names(report, lang)
    if found:
        out.print()
        flow(Text(say("shared", lang), "bold"), 0, 0)
    for each in found:
        severity = each.finding.severity.value
        line = Text(say(severity, lang), _STYLES[severity])
        flow(Text.assemble(line, f"  {each.finding.message}"), 0, 2)
        flow(Text(_places(each, names, lang), "dim"), 2, 0)


def _places(each: Shared, names: dict[str, str], lang: str) -> str:
    places = list(each.named(names, lang))
    shown = [*places[:_PLACES], *([say("folded_more", lang, n=len(places) - _PLACES)] if len(places) > _PLACES else [])]
    return say("semicolon", lang).join(shown)
