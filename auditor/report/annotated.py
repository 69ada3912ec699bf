"""The checked document itself with the findings in it: a PDF with highlights and notes, a Word or Excel file with comments.

In a PDF the disputed figure of each finding is highlighted in the colour of its severity and carries the note; the figures it was
compared with get a pale highlight. A box on the first page has the verdict, one on each page that was not read says so. The copy is
made in memory; the original is only read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.model.document import BBox
from auditor.model.finding import DocumentReport, Finding
from auditor.model.verdict import standing, verdict_of
from auditor.report import comments_docx, comments_xlsx, headline, margin_note, view
from auditor.report.messages import say
from auditor.report.note import note
from auditor.report.page_space import user_space
from auditor.report.text import printable
from auditor.report.view import Context

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.annotations import Highlight

COLOURS = {"error": "ff8f7f", "warning": "ffd257", "note": "9cc9f5", "known": "d0cdc6", "waived": "d0cdc6"}
COMPARED = "dbe8f7"
_SMALL, _LARGE = 9.0, 12.0  # points of the type in which a page is spoken of


def suffix(document: DocumentReport, context: Context) -> str:
    """``.pdf``, ``.docx`` or ``.xlsx`` by what the file is; empty when it cannot be annotated or is gone."""
    source = context.source(document)
    if view.is_pdf(source):
        return ".pdf"
    known = source.suffix.lower()
    try:
        return known if known in (".docx", ".xlsx") and zipfile.is_zipfile(source) else ""
    except OSError:
        return ""


def accepts(document: DocumentReport, context: Context) -> bool:
    """True when the document is a PDF, Word or Excel file that can still be read."""
    return document.status == "checked" and bool(suffix(document, context))


def write(document: DocumentReport, context: Context) -> bytes:
    """The annotated copy. ``UsageError`` when the document cannot be copied (encrypted, damaged)."""
    match suffix(document, context):
        case ".docx":
            return comments_docx.write(document, context)
        case ".xlsx":
            return comments_xlsx.write(document, context)
    return _pdf(document, context)


def _pdf(document: DocumentReport, context: Context) -> bytes:
    import pypdf
    from pypdf.errors import PyPdfError

    source = context.source(document)
    try:
        writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(source.read_bytes())))
        for finding in view.placed(document.findings):
            _annotate(writer, finding, document, context)
        _say(writer, document, context.lang)
        writer.add_metadata({"/Producer": "auditor"})
        stream = io.BytesIO()
        writer.write(stream)
    except (OSError, PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise UsageError(
            f"{document.shown} 无法标注：PDF 已加密或损坏",
            f"{document.shown} cannot be annotated: the PDF is encrypted or damaged",
        ) from error
    return stream.getvalue() + b"% Made by auditor \n"  # a comment where a later run finds it


def _say(writer: PdfWriter, document: DocumentReport, lang: str) -> None:
    """The verdict on the first page, and on each page that was not read that nothing was checked there."""
    verdict = verdict_of(document)
    words = say("list", lang).join(words for _, words in headline.parts(verdict, lang))
    said = dict.fromkeys((say("verdict_is", lang, verdict=words), *headline.remarks(document, lang)))
    shown = {0: list(map(printable, said))}
    for page in document.unread:
        shown.setdefault(page - 1, []).append(say("unread_here", lang))
    for page, lines in shown.items():
        if 0 <= page < len(writer.pages):
            clean = page == 0 and verdict.clean and verdict.complete
            ink = margin_note.GREEN if clean else margin_note.RED
            margin_note.put(writer, page, lines, _LARGE if page else _SMALL, ink)


def _annotate(writer: PdfWriter, finding: Finding, document: DocumentReport, context: Context) -> None:
    shown_as = standing(finding)
    for number, evidence in reversed(list(enumerate(finding.evidence))):
        if evidence.location.page is None or evidence.location.bbox is None or (number and not evidence.text):
            continue
        colour = COMPARED if number else COLOURS[shown_as]
        said = note(finding, document, context) if number == 0 else ""
        lines = evidence.boxes or ((evidence.location.page, evidence.location.bbox),)
        for page in dict.fromkeys(page for page, _ in lines):
            if 1 <= page <= len(writer.pages):
                boxes = [box for other, box in lines if other == page]
                _highlight(writer, page - 1, boxes, colour, said, say(shown_as, context.lang))


def _highlight(writer: PdfWriter, number: int, boxes: Sequence[BBox], colour: str, note: str, title: str) -> None:
    """One highlight over all lines of the words, a quadrilateral each."""
    from pypdf.annotations import Highlight, Popup
    from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

    page = writer.pages[number]
    placed_at = [user_space(page, box) for box in boxes]
    corners = [edge for x0, y0, x1, y1 in placed_at for edge in (x0, y1, x1, y1, x0, y0, x1, y0)]
    x0, y0 = min(box[0] for box in placed_at), min(box[1] for box in placed_at)
    x1, y1 = max(box[2] for box in placed_at), max(box[3] for box in placed_at)
    made: Highlight = Highlight(
        rect=(x0, y0, x1, y1),
        quad_points=ArrayObject([FloatObject(edge) for edge in corners]),
        highlight_color=colour,
        printing=True,
    )
    if note:
        made[NameObject("/Contents")] = TextStringObject(note)
        made[NameObject("/T")] = TextStringObject(f"auditor {title}")
    placed = writer.add_annotation(number, made)
    if note:
        popup = Popup(rect=(x1 + 10, y0 - 90, x1 + 250, y0), parent=placed, open=False)
        writer.add_annotation(number, popup)
