"""The checked workbook with a comment in each disputed cell and coloured fills. The copy is made in memory; the original is only read.

A cell is found by sheet, row and what it shows. A finding that cannot be placed is said in a comment in the first cell.
"""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal, InvalidOperation
from typing import Any

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Evidence
from auditor.model.verdict import standing
from auditor.report import view
from auditor.report.note import note
from auditor.report.view import Context

AUTHOR = "auditor"
FILLS = {"error": "FFC7BF", "warning": "FFE3A3", "note": "CFE3F7", "known": "E2DED6", "waived": "E2DED6"}
COMPARED = "DBE8F7"
LARGEST = 300_000_000  # bytes a workbook may unpack to


def write(document: DocumentReport, context: Context) -> bytes:
    """The commented copy. ``UsageError`` when the workbook cannot be copied."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        data = context.source(document).read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise ValueError("too large")
        book = load_workbook(io.BytesIO(data))
        values = load_workbook(io.BytesIO(data), data_only=True)
        _mark(book, values, document, context)
        book.properties.lastModifiedBy = AUTHOR
        stream = io.BytesIO()
        book.save(stream)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UsageError(
            f"{document.shown} 无法加批注：文件已损坏或已加密",
            f"{document.shown} cannot be commented on: the file is damaged or encrypted",
        ) from error
    return stream.getvalue()


def _mark(book: Any, values: Any, document: DocumentReport, context: Context) -> None:
    findings = view.placed(document.findings)
    for finding in findings:  # first, so that the colour of a dispute stays on top
        for evidence in finding.evidence[1:]:
            if evidence.text and (cell := _cell(book, values, evidence)) is not None:
                _fill(cell, COMPARED)
    for finding in reversed(findings):
        cell = _cell(book, values, finding.evidence[0]) if finding.evidence else None
        if cell is not None:
            _fill(cell, FILLS[standing(finding)])
        _comment(cell or book.worksheets[0]["A1"], note(finding, document, context))


def _cell(book: Any, values: Any, evidence: Evidence) -> Any | None:
    """The cell of the row that shows the figure, the one nearest to its column; else the row's first cell."""
    place = evidence.location
    if place.sheet not in book.sheetnames or place.line is None or place.line > values[place.sheet].max_row:
        return None
    column = evidence.key[2] + 1 if len(evidence.key) == 3 else 1
    row = list(values[place.sheet][place.line])
    shown = [cell for cell in row if cell.value is not None and _shows(cell.value, evidence)]
    if not shown and len(evidence.key) == 3 and column <= len(row):
        shown = [row[column - 1]]  # a blank cell, or words
    chosen = min(shown, key=lambda cell: abs(cell.column - column)) if shown else row[0] if row else None
    if chosen is None:
        return None
    found = book[place.sheet].cell(chosen.row, chosen.column)
    return found if hasattr(found, "fill") and not _merged(found) else _head_of(book[place.sheet], chosen)


def _merged(cell: Any) -> bool:
    from openpyxl.cell.cell import MergedCell

    return isinstance(cell, MergedCell)


def _head_of(sheet: Any, cell: Any) -> Any:
    """The first cell of the merged range that a cell lies in."""
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet["A1"]


def _shows(value: object, evidence: Evidence) -> bool:
    text = "".join(str(value).split())
    wanted = "".join(evidence.text.split())
    if evidence.quantity is None or not isinstance(value, int | float | Decimal):
        return bool(wanted) and wanted in text
    try:
        stored = Decimal(str(value))
    except InvalidOperation:
        return False
    quantity = evidence.quantity
    step = Decimal(1).scaleb(-quantity.decimals)
    return any(abs(stored * scale - quantity.value) <= step / 2 for scale in (1, 100))  # 12.5% is stored as 0.125


def _fill(cell: Any, colour: str) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=colour)


def _comment(cell: Any, text: str) -> None:
    """Adds to the comment that stands there: nothing of the author's is lost."""
    from openpyxl.comments import Comment

    said = f"{cell.comment.text}\n\n{text}" if cell.comment else text
    comment = Comment(said, cell.comment.author if cell.comment else AUTHOR)
    comment.width, comment.height = 420, min(60 + 18 * (said.count("\n") + len(said) // 30), 400)
    cell.comment = comment
