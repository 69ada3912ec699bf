"""Where does a figure stand, and which figures agree? What the pages of the desk draw: page images and tables with marks and ticks."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import UsageError
from auditor.model.document import BBox, Location
from auditor.model.finding import DocumentReport, Evidence, Figure, Finding, LedgerEntry, Status
from auditor.report import tableview, view

SCALE = 1.7  # pixels a point
Key = tuple[int, ...]
_pdfium = threading.Lock()  # it is not made for several threads


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page in percent of its width and height. ``kind`` is disputed, compared or ok."""

    left: float
    top: float
    width: float
    height: float
    kind: str
    key: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw: its number, shape and marks."""

    page: int
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one figure of a finding stands: a page, a table, or only its words."""

    evidence: Evidence
    kind: str  # disputed or compared
    words: str
    sheet: Sheet | None = None
    table: tableview.ShownTable | None = None
    pieces: tuple[view.Piece, ...] = ()


def said(key: Key) -> str:
    return "-".join(map(str, key))


def agreeing(document: DocumentReport) -> dict[Key, str]:
    """The figures that stand in a relation that holds and in none that fails, with the first relation's words."""
    failed = {figure.key for entry in document.ledger if entry.status is Status.FAILED for figure in entry.figures}
    found: dict[Key, str] = {}
    for entry in document.ledger:
        if entry.status is Status.PASSED:
            for figure in entry.figures:
                if figure.key and figure.key not in failed:
                    found.setdefault(figure.key, figure.name)
    return found


def relations(document: DocumentReport, key: Key) -> tuple[LedgerEntry, ...]:
    """The relations that a figure stands in, failed ones first."""
    order = (Status.FAILED, Status.PASSED, Status.SKIPPED, Status.BROKEN)
    found = (entry for entry in document.ledger if any(figure.key == key for figure in entry.figures))
    return tuple(sorted(found, key=lambda entry: order.index(entry.status)))


def places(finding: Finding, document: DocumentReport, source: Path, lang: str) -> tuple[Place, ...]:
    """Both places, and further ones: the disputed figure, then every figure that it was compared with."""
    tables = {table.index: table for table in tableview.shown(document)}
    seen: set[tuple[object, ...]] = set()
    found = []
    for number, evidence in enumerate(finding.evidence):
        name = (evidence.key, evidence.location, evidence.text)
        if name not in seen:
            seen.add(name)
            found.append(
                _place(evidence, "compared" if number else "disputed", finding, document, source, tables, lang)
            )
    return tuple(found)


def _place(
    evidence: Evidence,
    kind: str,
    finding: Finding,
    document: DocumentReport,
    source: Path,
    tables: dict[int, tableview.ShownTable],
    lang: str,
) -> Place:
    page = evidence.location.page
    sheet = None
    if page is not None and evidence.location.bbox is not None and view.is_pdf(source):
        sheet = sheet_of(document, source, page, finding.evidence, evidence)
    table = tables.get(evidence.key[0]) if len(evidence.key) == 3 else None
    return Place(evidence, kind, view.place(evidence, lang), sheet, table, view.marked(evidence))


def sheet_of(
    document: DocumentReport, source: Path, page: int, evidence: Iterable[Evidence] = (), chosen: Evidence | None = None
) -> Sheet | None:
    """A page with its marks; ``None`` when the file is gone or has no such page."""
    size = _size(source, page)
    if size is None:
        return None
    marks = [*_ticks(document, page, size), *_marks(evidence, page, size, chosen)]
    return Sheet(page, *size, tuple(marks))


def sheet_at(document: DocumentReport, source: Path, figure: Figure) -> Sheet | None:
    """The page of a figure of the ledger, with that figure chosen."""
    place = Location(page=figure.page, bbox=figure.bbox)
    chosen = Evidence("context", figure.name, place, key=figure.key)
    nobody = Evidence("context", "", Location())
    return sheet_of(document, source, figure.page or 0, (nobody, chosen), chosen)


def _marks(
    evidence: Iterable[Evidence], page: int, size: tuple[float, float], chosen: Evidence | None
) -> Iterator[Mark]:
    for number, each in enumerate(evidence):
        if each.location.page == page and each.location.bbox is not None:
            kind = ("compared" if number else "disputed") + (" chosen" if each is chosen else "")
            yield _mark(each.location.bbox, size, kind, each.key, each.text)


def _ticks(document: DocumentReport, page: int, size: tuple[float, float]) -> Iterator[Mark]:
    good = agreeing(document)
    drawn = set()
    for entry in document.ledger:
        for figure in entry.figures if entry.status is Status.PASSED else ():
            if figure.page == page and figure.bbox is not None and figure.key in good and figure.key not in drawn:
                drawn.add(figure.key)
                yield _mark(figure.bbox, size, "ok", figure.key, figure.name)


def _mark(box: BBox, size: tuple[float, float], kind: str, key: Key, title: str) -> Mark:
    width, height = size
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    across, down = 100 * (right - left) / width, 100 * (bottom - top) / height
    return Mark(100 * left / width, 100 * top / height, across, down, kind, said(key), title)


def _size(source: Path, page: int) -> tuple[float, float] | None:
    import pypdfium2

    with _pdfium:
        try:
            pdf = pypdfium2.PdfDocument(source)
        except (OSError, pypdfium2.PdfiumError):
            return None
        try:
            if not 1 <= page <= len(pdf):
                return None
            width, height = pdf.get_page_size(page - 1)
            return float(width), float(height)
        finally:
            pdf.close()


def page_count(source: Path) -> int:
    """How many pages a PDF has; 0 when it is none or is gone."""
    import pypdfium2

    with _pdfium:
        try:
            pdf = pypdfium2.PdfDocument(source)
        except (OSError, pypdfium2.PdfiumError):
            return 0
        try:
            return len(pdf)
        finally:
            pdf.close()


def picture(source: Path, page: int, shown: str) -> bytes:
    """A page as PNG. ``UsageError`` when the file has vanished or has no such page."""
    import pypdfium2

    with _pdfium:
        try:
            pdf = pypdfium2.PdfDocument(source)
            try:
                if not 1 <= page <= len(pdf):
                    raise UsageError(f"{shown} 没有第 {page} 页", f"{shown} has no page {page}")
                image = pdf[page - 1].render(scale=SCALE).to_pil().convert("L")
            finally:
                pdf.close()
        except (OSError, pypdfium2.PdfiumError) as error:
            raise UsageError(
                f"{shown} 已不在原处，无法显示原页", f"{shown} is no longer there; its pages cannot be shown"
            ) from error
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
