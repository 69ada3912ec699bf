"""The findings as a workpaper (xlsx) in which a reviewer decides and which can be signed.

Amounts are numbers in their printed format. Text stays text: a cell that begins like a formula is stored as a quoted
string. Decisions in a workpaper that is written again are kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Evidence, Finding, Report, Status
from auditor.model.verdict import standing
from auditor.report import overview, tableview, view
from auditor.report.messages import family, labelled, say
from auditor.report.sheets import HEAD, head_style, height, number_style, print_set_up, put, text_style, thin
from auditor.report.text import one_language
from auditor.report.view import Context
from auditor.report.workpaper_decisions import DECIDED, DECISIONS, Decision, decisions

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIGURES = 8  # of a relation that the ledger names
COLUMNS: tuple[tuple[str, int], ...] = (
    ("letter.number", 5),
    ("severity", 6),
    ("decision", 9),
    ("decision_reason", 14),
    ("decision_by", 8),
    ("decision_until", 10),
    ("report_of", 16),
    ("place", 18),
    ("message", 36),
    ("claimed", 13),
    ("expected", 13),
    ("evidence", 32),
    ("cause", 18),
    ("gap", 12),  # from here on the screen only
    ("formula", 38),
    ("title.check", 32),
    ("source", 24),
    ("quote", 50),
    ("document", 34),
    ("finding_id", 16),
)
FILLS = {"error": "FBDCD7", "warning": "FBF1DC", "note": "E8F0F8", "known": "EEEAE3", "waived": "EEEAE3"}
_NUMBER = re.compile(r"(-?)(\d{1,15}(?:,\d{3})*|\d{1,15})(?:\.(\d{1,12}))?(%?)")


def write(report: Report, context: Context | None = None) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook

    context = context or Context()
    lang = context.lang
    book = Workbook()
    book.properties.creator = "auditor"
    book.properties.title = say("title", lang)
    book.remove(book.active)
    overview.fill(book.create_sheet(say("sheet.overview", lang)), report, context)
    overview.add_shared(book, report, context)
    _findings(book.create_sheet(say("sheet.findings", lang)), report, context, _previous(context.target))
    _ledger(book.create_sheet(say("sheet.ledger", lang)), report, context)
    _tables(book.create_sheet(say("sheet.tables", lang)), report, lang)
    _unverified(book.create_sheet(say("sheet.unverified", lang)), report, lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _previous(target: Path | None) -> dict[tuple[str, str], Decision]:
    """The decisions in the workpaper that is about to be replaced."""
    if target is None or not target.is_file():
        return {}
    try:
        return {(each.document, each.finding): each for each in decisions(target)}
    except UsageError:
        return {}  # --force replaces whatever stands there


def _findings(sheet: Worksheet, report: Report, context: Context, previous: Mapping[tuple[str, str], Decision]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lang = context.lang
    _head(sheet, [(say(key, lang), width) for key, width in COLUMNS])
    names = view.report_names(report, lang)
    printed = [key for key, _ in COLUMNS].index("cause") + 1
    number = 0
    for document in report.documents:
        for finding in view.by_severity(view.leading(document.findings)):
            number += 1
            under = view.consequences(finding, document)
            for step, each in enumerate((finding, *under)):
                row = _finding_row(each, document, context, previous.get((document.shown, each.id)))
                row["report_of"] = names[document.path]
                row["letter.number"] = f"{number}.{step}" if step else str(number)
                if step:
                    row["message"] = labelled("folded", str(row["message"]), lang)
                _append(sheet, [row[key] for key, _ in COLUMNS], FILLS[standing(each)], filled=2, framed=printed)
                shape = sheet.row_dimensions[sheet.max_row]
                shape.outlineLevel = 1 if step else 0
                shape.height = height((row[key], width) for key, width in COLUMNS[:printed])
    sheet.sheet_properties.outlinePr.summaryBelow = False
    options = ",".join(say(f"decision.{name}", lang) for name in DECISIONS)
    choice = DataValidation(type="list", formula1=f'"{options}"', allow_blank=True, showErrorMessage=False)
    choice.promptTitle, choice.prompt, choice.showInputMessage = say("decision", lang), say("decision_help", lang), True
    choice.add(f"C2:C{max(sheet.max_row, 2)}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "C2"
    sheet.print_area = f"A1:{get_column_letter(printed)}{max(sheet.max_row, 2)}"


def _finding_row(
    finding: Finding, document: DocumentReport, context: Context, decided: Decision | None
) -> dict[str, object]:
    lang = context.lang
    first = finding.evidence[0] if finding.evidence else None
    check = context.check(finding.check)
    row: dict[str, object] = {
        "severity": say(finding.severity.value, lang) + (f"（{say('known', lang)}）" if finding.known else ""),
        "document": document.shown,
        "place": " ".join(p for p in (view.part(finding, document), view.place(first, lang) if first else "") if p),
        "message": finding.message,
        **{
            key: _amount(getattr(finding, key), view.unit_of(finding, key, lang))
            for key in ("claimed", "expected", "gap")
        },
        "evidence": "\n".join(view.compared(finding.evidence[1:], lang)),
        "formula": finding.formula,
        "cause": view.cause_alone(finding, lang),
        "title.check": check.title.say(lang) if check else family(finding.family, lang),
        "source": check.source if check else "",
        "quote": "".join(f"【{p.text}】" if p.mark == "disputed" else p.text for p in view.shared_quote(finding)),
        "finding_id": finding.id,
        "folded": "\n".join(other.message for other in view.consequences(finding, document)),
    }
    return row | dict(zip(DECIDED, _answers(finding, decided, lang), strict=True))


def _answers(finding: Finding, decided: Decision | None, lang: str) -> tuple[str, str, str, str]:
    """What is decided already: in the workpaper that is replaced, or by waivers and decisions of the run."""
    if decided:
        return (say(f"decision.{decided.decision}", lang), decided.reason, decided.by, decided.until or "")
    if finding.waived:
        waiver = finding.waived
        return (say("decision.waive", lang), waiver.reason, waiver.by, waiver.until or "")
    if finding.decision:
        return (say(f"decision.{finding.decision.kind}", lang), finding.decision.reason, finding.decision.by, "")
    return ("", "", "", "")


def _ledger(sheet: Worksheet, report: Report, context: Context) -> None:
    """A row a relation with the names of its figures; the checks for other kinds of report are one line."""
    lang = context.lang
    heads = (
        ("document", 24),
        ("status", 9),
        ("title.check", 36),
        ("place", 12),
        ("ledger_entry", 50),
        ("named", 60),
        ("reason", 30),
    )
    _head(sheet, [(say(key, lang), width) for key, width in heads])
    for document in report.documents:
        entries, others = view.ledger(document)
        for entry in entries:
            check = context.check(entry.check)
            equation = view.true_equation(entry.arithmetic) if entry.status is Status.FAILED else entry.arithmetic
            _append(
                sheet,
                [
                    document.shown,
                    say(entry.status.value, lang),
                    check.title.say(lang) if check else entry.check,
                    view.at_location(entry.location, lang),
                    equation,
                    "\n".join(figure.name for figure in entry.figures[:_FIGURES]),
                    one_language(entry.reason, lang),
                ],
            )
        if others:
            text = say("ledger.other_kinds", lang, n=others)
            _append(sheet, [document.shown, say("skipped", lang), text, "", "", "", ""])


def _unverified(sheet: Worksheet, report: Report, lang: str) -> None:
    heads = (("document", 24), ("figure", 18), ("unit", 8), ("place", 36), ("quote", 90))
    _head(sheet, [(say(key, lang), width) for key, width in heads])
    for document in report.documents:
        for evidence in document.unverified:
            unit = evidence.quantity.unit.symbol if evidence.quantity else ""
            quote = evidence.quote.replace("\t", view.PIECES)
            _append(sheet, [document.shown, _figure(evidence), unit, view.place(evidence, lang), quote])


def _figure(evidence: Evidence) -> object:
    return _amount(evidence.text) if evidence.quantity else evidence.text


def _tables(sheet: Worksheet, report: Report, lang: str) -> None:
    from openpyxl.styles import Font, PatternFill

    for document in report.documents:
        for table in tableview.shown(document):
            place = say("page", lang, page=table.page) if table.page else ""
            unit = f"{say('unit', lang)} {table.unit}" if table.unit else ""
            _append(sheet, [table.title, place, unit, document.shown])
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)
            for row in table.rows:
                _append(sheet, [_amount(cell.text) if cell.number else cell.text for cell in row])
                for column, cell in enumerate(row, 1):
                    if cell.severity:
                        colour = FILLS[cell.severity]
                        sheet.cell(sheet.max_row, column).fill = PatternFill("solid", fgColor=colour)
            _append(sheet, [""])
    for letter in "ABCDEFGHIJKL":
        sheet.column_dimensions[letter].width = 16


def _head(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    _append(sheet, [name for name, _ in columns])
    for number, (_, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD)
        cell.alignment, cell.border = head_style(), thin()
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    print_set_up(sheet, title_rows="1:1")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    format: str


def _amount(text: str | None, unit: str = "") -> object:
    """A printed number as a number with its format, which shows the unit; anything else stays as it is."""
    match = _NUMBER.fullmatch(text.strip()) if text else None
    if match is None:
        return text or ""
    sign, whole, decimals, percent = match.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or '0'}")
    places = f".{'0' * len(decimals)}" if decimals else ""
    if percent:
        return _Amount(value / 100, f"0{places}%")
    shown = f'"{unit}"' if unit and '"' not in unit else ""
    return _Amount(value, (f"#,##0{places}" if "," in whole else f"0{places}") + shown)


def _append(sheet: Worksheet, values: Iterable[object], fill: str = "", filled: int = 1, framed: int = 0) -> None:
    """A new row; the colour goes to column ``filled``, lines around the first ``framed`` cells."""
    row = sheet._current_row + 1 if hasattr(sheet, "_current_row") else sheet.max_row + 1
    for column, value in enumerate(values, 1):
        _set(sheet, row, column, value)
        if column <= framed:
            sheet.cell(row, column).border = thin()
        if fill and column == filled:
            from openpyxl.styles import PatternFill

            sheet.cell(row, column).fill = PatternFill("solid", fgColor=fill)


def _set(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, _Amount):
        cell: Any = sheet.cell(row, column)
        cell.value, cell.number_format, cell.alignment = value.value, value.format, number_style()
    else:
        put(sheet, row, column, str(value)).alignment = text_style()
