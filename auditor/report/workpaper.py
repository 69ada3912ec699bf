"""The findings as a workpaper (xlsx) in which a reviewer decides, and the reading back of the decisions.

Amounts are numbers in their printed format. Text stays text: a cell that begins like a formula is stored as a quoted
string. Decisions in a workpaper that is written again are kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Evidence, Finding, Report
from auditor.model.verdict import standing, verdict_of
from auditor.report import headline, tableview, view
from auditor.report.messages import family, say
from auditor.report.text import printable
from auditor.report.view import Context

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

WRAPPED = 24  # characters from which a cell is broken into lines
LONGEST = 32_000  # characters in a cell
LARGEST = 300_000_000  # bytes a workpaper may unpack to
DECISIONS = ("accept", "correct", "ask")
_DECIDED = ("decision", "decision_reason", "decision_by", "decision_until")
COLUMNS: tuple[tuple[str, int], ...] = (
    ("severity", 8),
    ("decision", 10),
    ("decision_reason", 24),
    ("decision_by", 10),
    ("decision_until", 12),
    ("document", 22),
    ("place", 26),
    ("message", 46),
    ("claimed", 15),
    ("expected", 15),
    ("gap", 12),
    ("cause", 26),
    ("quote", 60),
    ("formula", 34),
    ("family", 12),
    ("check", 26),
    ("finding_id", 20),
    ("folded", 40),
)
FILLS = {"error": "FBDCD7", "warning": "FBF1DC", "note": "E8F0F8", "known": "EEEAE3", "waived": "EEEAE3"}
_NUMBER = re.compile(r"(-?)(\d{1,15}(?:,\d{3})*|\d{1,15})(?:\.(\d{1,12}))?(%?)")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer wrote beside a finding. ``decision`` is accept, correct or ask; ``row`` is the sheet's row."""

    row: int
    document: str
    check: str
    finding: str
    decision: str
    reason: str
    by: str
    until: str | None


def write(report: Report, context: Context | None = None) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook

    context = context or Context()
    lang = context.lang
    book = Workbook()
    book.properties.creator = "auditor"
    book.properties.title = say("title", lang)
    book.remove(book.active)
    _findings(book.create_sheet(say("sheet.findings", lang)), report, lang, _previous(context.target))
    _overview(book.create_sheet(say("summary", lang)), report, lang)
    _ledger(book.create_sheet(say("sheet.ledger", lang)), report, lang)
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


def _findings(sheet: Worksheet, report: Report, lang: str, previous: Mapping[tuple[str, str], Decision]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    _head(sheet, [(say(key, lang), width) for key, width in COLUMNS])
    for document in report.documents:
        for finding in view.by_severity(view.leading(document.findings)):
            row = _finding_row(finding, document, lang, previous.get((document.shown, finding.id)))
            _append(sheet, [row[key] for key, _ in COLUMNS], FILLS[standing(finding)])
    options = ",".join(say(f"decision.{name}", lang) for name in DECISIONS)
    choice = DataValidation(type="list", formula1=f'"{options}"', allow_blank=True, showErrorMessage=False)
    choice.promptTitle, choice.prompt, choice.showInputMessage = say("decision", lang), say("decision_help", lang), True
    choice.add(f"B2:B{max(sheet.max_row, 2)}")
    sheet.add_data_validation(choice)


def _finding_row(finding: Finding, document: DocumentReport, lang: str, decided: Decision | None) -> dict[str, object]:
    first = finding.evidence[0] if finding.evidence else None
    waiver = finding.waived
    row: dict[str, object] = {
        "severity": say(finding.severity.value, lang) + (f"（{say('known', lang)}）" if finding.known else ""),
        "document": document.shown,
        "place": " ".join(p for p in (view.part(finding, document), view.place(first, lang) if first else "") if p),
        "message": finding.message,
        **{
            key: _amount(getattr(finding, key), view.unit_of(finding, key, lang))
            for key in ("claimed", "expected", "gap")
        },
        "cause": view.cause(finding, lang).removeprefix(f"{say('cause', lang)}: "),
        "quote": "".join(f"【{p.text}】" if p.mark == "disputed" else p.text for p in view.shared_quote(finding)),
        "formula": finding.formula,
        "family": family(finding.family, lang),
        "check": finding.check,
        "finding_id": finding.id,
        "folded": "\n".join(other.message for other in view.consequences(finding, document)),
    }
    row |= dict.fromkeys(_DECIDED, "")
    if decided:
        answers = (say(f"decision.{decided.decision}", lang), decided.reason, decided.by, decided.until or "")
        row |= dict(zip(_DECIDED, answers, strict=True))
    elif waiver:
        answers = (say("decision.accept", lang), waiver.reason, waiver.by, waiver.until or "")
        row |= dict(zip(_DECIDED, answers, strict=True))
    return row


def _overview(sheet: Worksheet, report: Report, lang: str) -> None:
    """A row a document with its verdict, and what was not read."""
    from openpyxl.styles import Font

    counted = ("error", "warning", "note")
    heads = [("document", 40), *((key, 8) for key in counted), ("coverage", 10), ("verdict", 44), ("reason", 60)]
    _head(sheet, [(say(key, lang), width) for key, width in heads])
    for document in report.documents:
        verdict = verdict_of(document)
        numbers = [getattr(verdict.tally, key) for key in counted]
        covered = "" if document.error else _amount(view.percent(document.coverage.rate))
        said = [headline.line(verdict, lang), "\n".join((*headline.remarks(document, lang), *document.warnings))]
        _append(sheet, [document.shown, *map(_whole, numbers), covered, *said])
    for path in report.passed_over:
        _append(sheet, [path, "", "", "", "", say("passed_over_count_one", lang), say("passed_over", lang, files=path)])
    _append(sheet, [headline.of_run(report, lang)])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)


def _whole(number: int) -> object:
    return _Amount(Decimal(number), "0") if number else ""


def _ledger(sheet: Worksheet, report: Report, lang: str) -> None:
    heads = (("document", 24), ("status", 10), ("place", 12), ("check", 32), ("ledger_entry", 70), ("reason", 40))
    _head(sheet, [(say(key, lang), width) for key, width in heads])
    for document in report.documents:
        for entry in document.ledger:
            place = view.at_location(entry.location, lang)
            _append(
                sheet,
                [document.shown, say(entry.status.value, lang), place, entry.check, entry.arithmetic, entry.reason],
            )


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
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    _append(sheet, [name for name, _ in columns])
    for number, (_, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEEAE3")
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
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


def _append(sheet: Worksheet, values: Iterable[object], fill: str = "") -> None:
    """A new row. Text is stored as text whatever it begins with."""
    row = sheet._current_row + 1 if hasattr(sheet, "_current_row") else sheet.max_row + 1
    for column, value in enumerate(values, 1):
        cell: Cell = sheet.cell(row, column)
        _set(cell, value)
        if fill and column == 1:
            from openpyxl.styles import PatternFill

            cell.fill = PatternFill("solid", fgColor=fill)


def _set(cell: Any, value: object) -> None:
    if isinstance(value, _Amount):
        cell.value, cell.number_format = value.value, value.format
        return
    text = printable(str(value))[:LONGEST]
    cell.value = text
    cell.data_type = "s"
    if text.lstrip()[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    if len(text) > WRAPPED:
        cell.alignment = _wrapped()


@cache
def _wrapped() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=True)


def decisions(path: Path) -> list[Decision]:
    """What reviewers decided in a workpaper. ``UsageError`` when the file is not one, or a decision is not known."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise UsageError(f"{path} 过大，不是核对底稿", f"{path} is too large for a workpaper")
        return list(_read(path))
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{path} 不是 auditor 的工作底稿（xlsx）", f"{path} is not a workpaper of auditor") from error


def _read(path: Path) -> Iterator[Decision]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        columns = _named(next(rows, ()))
        for number, row in enumerate(rows, 2):
            cells = {key: row[position] if position < len(row) else None for key, position in columns.items()}
            answer = _text(cells["decision"])
            if answer:
                yield _decision(path, number, cells, answer)
    finally:
        book.close()


def _named(head: Sequence[object]) -> dict[str, int]:
    """The columns by their key, in either language. ``KeyError`` when one is missing."""
    printed = [_text(value) for value in head]
    found = {}
    for key in ("document", "check", "finding_id", *_DECIDED):
        names = {say(key, "zh"), say(key, "en")}
        position = next((place for place, name in enumerate(printed) if name in names), None)
        if position is None:
            raise KeyError(key)
        found[key] = position
    return found


def _decision(path: Path, number: int, cells: Mapping[str, object], answer: str) -> Decision:
    known = {say(f"decision.{name}", lang): name for name in DECISIONS for lang in ("zh", "en")}
    if answer not in known:
        raise UsageError(
            f"{path} 第{number}行的处理决定“{answer}”无效；可用：接受、更正、核实",
            f"{path} row {number}: the decision {answer!r} is none of accept, correct, ask",
        )
    until = cells["decision_until"]
    if isinstance(until, datetime):
        until = until.date()
    return Decision(
        row=number,
        document=_text(cells["document"]),
        check=_text(cells["check"]),
        finding=_text(cells["finding_id"]),
        decision=known[answer],
        reason=_text(cells["decision_reason"]),
        by=_text(cells["decision_by"]),
        until=(until.isoformat() if isinstance(until, date) else _text(until)) or None,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
