"""The checklist of disclosure (公开情况检查表, xlsx): a sheet a document, a row a duty, with 是, 否 or blank and a picture of the place.

Blank means that nobody has looked: a person fills it in. How many duties were decided stands at the top.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from auditor.model.dossier import QUOTE
from auditor.model.finding import Answer, DocumentReport, DutyAnswer, Report
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.sheets import print_set_up, put, thin
from auditor.report.text import printable
from auditor.report.view import Context

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from auditor.report.page_images import Pages

COLUMNS = (
    ("letter.number", 6),
    ("checklist.group", 14),
    ("checklist.duty", 44),
    ("checklist.answer", 10),
    ("checklist.place", 26),
    ("checklist.note", 40),
    ("checklist.picture", 58),
)
FILLS = {Answer.YES: "E5F3EA", Answer.NO: "FBDCD7"}
_WIDTH = 400  # pixels of a picture
_TALLEST = 130
_GAP = 3  # pixels around it
_STOPS = ("。", "！", "？", "；")


def write(report: Report, context: Context | None = None) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook

    context = context or Context()
    book = Workbook()
    book.properties.creator = "auditor"
    book.properties.title = say("checklist.title", context.lang)
    book.remove(book.active)
    names: set[str] = set()
    for document in report.documents:
        sheet = book.create_sheet(_sheet_name(view.name(document), names))
        _sheet(sheet, document, context)
    if not book.worksheets:
        book.create_sheet(say("checklist.title", context.lang))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, 31 characters at most, each once."""
    plain = "".join(character for character in printable(wanted) if character not in "[]:*?/\\'")[:26] or "1"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.lower())
    return name


def counted(document: DocumentReport, lang: str) -> str:
    """How many duties were decided, and how."""
    if not document.duties:
        return say("checklist.no_duties", lang)
    given = [duty.answer for duty in document.duties]
    yes, no = given.count(Answer.YES), given.count(Answer.NO)
    decided = yes + no
    said = say("checklist.decided", lang, n=len(given), decided=decided, yes=yes, no=no, blank=len(given) - decided)
    source = _common_source(document)
    return f"{said}{' ' if lang == 'en' else ''}{say('letter.basis', lang, text=source)}" if source else said


def _sheet(sheet: Worksheet, document: DocumentReport, context: Context) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    lang = context.lang
    said = "　".join((counted(document, lang), *headline.remarks(document, lang)))
    title = f"{view.profile(document, lang) or document.shown}　{say('checklist.title', lang)}"
    for row, (text, font) in enumerate(
        ((title, Font(bold=True, size=14)), (document.error or said, Font(color="646B75"))), 1
    ):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        put(sheet, row, 1, text)
        sheet.cell(row, 1).font = font
        sheet.cell(row, 1).alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center")
    sheet.row_dimensions[1].height = 30
    _head(sheet, lang)
    with _pages(document, context) as pages:
        for number, duty in enumerate(document.duties, 1):
            _row(sheet, number, duty, document, pages, context)
    _sign(sheet, 5 + len(document.duties), lang)
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A4"
    print_set_up(sheet, title_rows="3:3")


def _head(sheet: Worksheet, lang: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, (key, _) in enumerate(COLUMNS, 1):
        put(sheet, 3, column, say(key, lang))
        cell = sheet.cell(3, column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEEAE3")
        cell.alignment, cell.border = Alignment(horizontal="center", vertical="center"), thin()


def _row(
    sheet: Worksheet, number: int, duty: DutyAnswer, document: DocumentReport, pages: Pages | None, context: Context
) -> None:
    from openpyxl.styles import Alignment, PatternFill

    lang, row = context.lang, 3 + number
    answer = {Answer.YES: say("checklist.yes", lang), Answer.NO: say("checklist.no", lang)}.get(duty.answer, "")
    place = view.place(duty.evidence, lang) if duty.evidence else ""
    note = "\n".join(_notes(duty, document, context))
    for column, text in enumerate((str(number), duty.group, duty.title, answer, place, note, ""), 1):
        put(sheet, row, column, text)
        cell = sheet.cell(row, column)
        centred = column in (1, 2, 4)
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
        cell.border = thin()
    if duty.answer in FILLS:
        sheet.cell(row, 4).fill = PatternFill("solid", fgColor=FILLS[duty.answer])
    lines = max(1 + len(duty.title) // 21, 1 + len(place) // 12, sum(1 + len(line) // 19 for line in note.split("\n")))
    height = 15.0 * lines + 4
    if pages and duty.evidence:
        height = max(height, _picture(sheet, row, pages.around(duty.evidence)))
    sheet.row_dimensions[row].height = height


def _notes(duty: DutyAnswer, document: DocumentReport, context: Context) -> Iterator[str]:
    """What the report says there; for a refuted duty what is wrong, and on what basis."""
    lang = context.lang
    if duty.answer is Answer.NO:
        key = duty.evidence.key if duty.evidence else ()
        own = [f for f in document.findings if f.check == duty.check and f.evidence and f.evidence[0].key == key]
        yield own[0].message if own else duty.check
    elif duty.evidence and duty.evidence.quote and duty.evidence.quote != duty.evidence.table:
        yield _quoted(duty.evidence.quote)
    if duty.source and duty.source != _common_source(document):
        yield say("letter.basis", lang, text=duty.source)


def _quoted(quote: str) -> str:
    """A quotation; quotation marks within it become single ones, and … shows where a long one goes on."""
    inner = quote.replace("\t", view.PIECES).translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”" if len(quote) < QUOTE or quote.endswith(_STOPS) else f"“{inner}…”"


def _common_source(document: DocumentReport) -> str:
    """The source that most duties rest on: it is named once, at the top."""
    sources = Counter(duty.source for duty in document.duties)
    return sources.most_common(1)[0][0] if sources else ""


def _picture(sheet: Worksheet, row: int, png: bytes | None) -> float:
    """Puts the picture into the row; the height in points that it needs."""
    if png is None:
        return 0.0
    from openpyxl.drawing.image import Image

    image = Image(io.BytesIO(png))
    ratio = min(_WIDTH / image.width, _TALLEST / image.height, 1)
    image.width, image.height = int(image.width * ratio), int(image.height * ratio)
    image.anchor = _within(row, image.width, image.height)
    sheet.add_image(image)
    return float(image.height + 2 * _GAP) * 0.75


def _within(row: int, width: int, height: int) -> Any:
    """A place a little within the cell of the picture, so that its lines stay visible."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D
    from openpyxl.utils.units import pixels_to_EMU

    gap = pixels_to_EMU(_GAP)
    corner = AnchorMarker(col=len(COLUMNS) - 1, colOff=gap, row=row - 1, rowOff=gap)
    return OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(pixels_to_EMU(width), pixels_to_EMU(height)))


def _pages(document: DocumentReport, context: Context) -> Any:
    source = context.source(document)
    if not any(duty.evidence and duty.evidence.location.page for duty in document.duties) or not view.is_pdf(source):
        return nullcontext()
    from auditor.report import page_images

    return page_images.opened(source)


def _sign(sheet: Worksheet, row: int, lang: str) -> None:
    for column, key in ((2, "signed.by"), (3, "signed.review"), (6, "signed.date")):
        put(sheet, row, column, say(key, lang))
