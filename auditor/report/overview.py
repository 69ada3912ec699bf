"""The reports of a run at a glance (xlsx): a row a report, worst first, the unread ones named, and lines to sign on.

It is the first sheet of the workpaper, and a workbook of its own as ``--report overview=FILE.xlsx``. What several reports have in
common stands on a sheet behind it.
"""

from __future__ import annotations

import io
from typing import Any

from auditor.model.finding import DocumentReport, Report
from auditor.model.verdict import verdict_of
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.shared import shared
from auditor.report.sheets import HEAD, head_style, height, number_style, print_set_up, put, text_style, thin
from auditor.report.text import one_language
from auditor.report.view import Context

COLUMNS = (
    ("letter.number", 6),
    ("overview.unit", 22),
    ("document", 30),
    ("overview.kind", 18),
    ("verdict", 24),
    ("error", 7),
    ("warning", 7),
    ("note", 7),
    ("overview.settled", 8),
    ("overview.numbers", 8),
    ("overview.verified", 8),
    ("coverage", 8),
    ("reading", 38),
)
SHARED = (("letter.number", 6), ("severity", 8), ("message", 70), ("shared.documents", 10), ("shared.places", 70))
_COVERAGE = [key for key, _ in COLUMNS].index("coverage") + 1
_HEAD = 3
FILLS = {"error": "FBDCD7", "warning": "FBF1DC", "note": "E8F0F8", "unread": "F1E3F5", "clean": "E5F3EA"}


def write(report: Report, context: Context | None = None) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook

    context = context or Context()
    book = Workbook()
    book.properties.creator = "auditor"
    book.properties.title = say("overview.title", context.lang)
    assert book.active is not None
    book.active.title = say("sheet.overview", context.lang)
    fill(book.active, report, context)
    add_shared(book, report, context)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def add_shared(book: Any, report: Report, context: Context) -> None:
    """Adds a sheet of the mistakes that several reports share, a row each; none where there are none."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    lang, found = context.lang, shared(report)
    if not found:
        return
    sheet = book.create_sheet(say("sheet.shared", lang))
    for column, (key, width) in enumerate(SHARED, 1):
        cell = put(sheet, 1, column, say(key, lang))
        cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", fgColor=HEAD), thin()
        cell.alignment = head_style()
        sheet.column_dimensions[get_column_letter(column)].width = width
    names = view.report_names(report, lang)
    for number, each in enumerate(found, 1):
        severity = each.finding.severity.value
        places = "\n".join(each.named(names, lang))
        values = (str(number), say(severity, lang), each.finding.message, str(each.documents), places)
        for column, value in enumerate(values, 1):
            cell = put(sheet, number + 1, column, value)
            cell.alignment, cell.border = head_style() if column in (1, 2, 4) else text_style(), thin()
        sheet.cell(number + 1, 2).fill = PatternFill("solid", fgColor=FILLS[severity])
        widths = (width for _, width in SHARED)
        sheet.row_dimensions[number + 1].height = height(zip(values, widths, strict=True))
    sheet.freeze_panes = "A2"
    print_set_up(sheet, title_rows="1:1")


def worst_first(report: Report) -> tuple[DocumentReport, ...]:
    """Unread documents, then those with most errors, most warnings, least coverage."""

    def rank(document: DocumentReport) -> tuple[bool, int, int, float, str]:
        tally = verdict_of(document).tally
        return (document.status == "checked", -tally.error, -tally.warning, document.coverage.rate, document.shown)

    return tuple(sorted(report.documents, key=rank))


def fill(sheet: Any, report: Report, context: Context) -> None:
    """Writes the overview into an empty sheet."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    lang = context.lang
    across = sum(width for _, width in COLUMNS)
    for row, text in ((1, say("overview.title", lang)), (2, _said(report, lang))):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        put(sheet, row, 1, text).alignment = text_style()
        sheet.row_dimensions[row].height = height([(text, across)])
    sheet.row_dimensions[_HEAD].height = height((say(key, lang), width - 2) for key, width in COLUMNS)
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    for column, (key, width) in enumerate(COLUMNS, 1):
        cell = put(sheet, _HEAD, column, say(key, lang))
        cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", fgColor=HEAD), thin()
        cell.alignment = head_style()
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, document in enumerate(worst_first(report), 1):
        colour = _row(sheet, _HEAD + number, number, document, lang)
        sheet.cell(_HEAD + number, 5).fill = PatternFill("solid", fgColor=FILLS[colour])
    end = _HEAD + len(report.documents)
    for column, key in ((2, "signed.by"), (4, "signed.review"), (9, "signed.date")):
        put(sheet, end + 2, column, say(key, lang))
    sheet.freeze_panes = f"C{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(COLUMNS))}{max(end, _HEAD)}"
    print_set_up(sheet, title_rows=f"{_HEAD}:{_HEAD}")


def _said(report: Report, lang: str) -> str:
    made = say("made_by", lang, version=report.version, checks=report.checks)
    over = headline.passed_over(report, lang, len(report.passed_over))
    return "　".join(words for words in (headline.of_run(report, lang), over, made) if words)


def _row(sheet: Any, row: int, number: int, document: DocumentReport, lang: str) -> str:
    """Writes the row of a report; gives the colour of its verdict."""
    verdict, figures = verdict_of(document), document.coverage
    tally, read = verdict.tally, not verdict.unreadable
    remarks = [*headline.remarks(document, lang), *(one_language(each, lang) for each in document.warnings)]
    counts = (tally.error, tally.warning, tally.note, tally.known + tally.waived, figures.numbers, figures.verified)
    values: list[object] = [number, document.entity or "", document.shown, view.kind_and_year(document, lang)]
    values += [headline.uncounted(verdict, lang), *(counts if read else [""] * 6), figures.rate if read else ""]
    values.append("\n".join(dict.fromkeys(remarks)))
    for column, value in enumerate(values, 1):
        words = isinstance(value, str)
        cell = put(sheet, row, column, value) if isinstance(value, str) else sheet.cell(row, column, value)
        cell.alignment, cell.border = text_style() if words else number_style(), thin()
    sheet.cell(row, _COVERAGE).number_format = "0.0%"
    sheet.cell(row, 1).alignment = head_style()
    sheet.row_dimensions[row].height = height((value, width) for value, (_, width) in zip(values, COLUMNS, strict=True))
    return "unread" if not read else "error" if tally.error else "clean" if verdict.clean else "warning"
