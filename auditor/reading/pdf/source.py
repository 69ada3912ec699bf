"""Can this PDF be read at all? Opens it, or says in one sentence why not."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.limits import limit
from auditor.reading.pdf import ocr
from auditor.reading.pdf.cycles import draws_itself
from auditor.reading.pdf.fonts import without_system_fonts
from auditor.reading.pdf.glyphs import PageText, read_page

_SCAN = 4  # a page with fewer characters and a picture was scanned
_UNMAPPED = 0.1  # share of the characters that a font does not name
_TAIL = 4096
MAX_PAGES = limit("AUDITOR_MAX_PAGES")


@dataclass(frozen=True, slots=True)
class Source:
    """An open PDF."""

    path: Path
    data: bytes
    pdf: Any

    def plain(self) -> bytes:
        """The file without encryption (one that opens without a password may still restrict what is done with it)."""
        import pypdfium2.raw as pdfium

        if pdfium.FPDF_GetSecurityHandlerRevision(self.pdf.raw) < 0:
            return self.data
        buffer = io.BytesIO()
        self.pdf.save(buffer, flags=pdfium.FPDF_REMOVE_SECURITY)
        return buffer.getvalue()

    def pages(self) -> tuple[list[PageText], list[str]]:
        """What each page prints, and a sentence for each page that cannot be opened."""
        import pypdfium2

        pages, notices = [], []
        for index in range(len(self.pdf)):
            try:
                pages.append(read_page(self.pdf[index], index + 1))
            except pypdfium2.PdfiumError:
                notices.append(f"第{index + 1}页已损坏，无法读取。")
        return pages, notices

    def recognise(self, pages: Sequence[PageText]) -> None:
        """Read the pages without text layer with OCR, where it is installed."""
        scanned = [page for page in pages if _is_scanned(page)]
        if scanned and ocr.available():
            for page in scanned:
                page.glyphs = ocr.read_glyphs(self.pdf[page.number - 1])
                page.trusted, page.ruled = False, False

    def judge(self, pages: Sequence[PageText]) -> list[str]:
        """What could not be read, or not be trusted, a sentence for each page.

        :raises InputError: nothing, or nothing reliable, could be read.
        """
        characters = sum(len(page.glyphs) for page in pages)
        unmapped = sum(page.unmapped for page in pages)
        if unmapped > _UNMAPPED * characters:
            raise InputError(
                f"{self.path}：字体缺少文字编码，读出的是乱码。",
                f"{self.path}: its fonts do not say which characters they print, so the text cannot be read.",
            )
        scanned = [page for page in pages if _is_scanned(page)]
        garbled = [page for page in pages if _is_garbled(page)]
        if (not characters and any(page.pictures for page in pages)) or (
            scanned and len(scanned) == sum(1 for p in pages if p.pictures or p.glyphs)
        ):
            raise InputError(
                f"{self.path}：没有文字层（扫描件或图片）；安装 auditor[ocr] 后可以识别。",
                f"{self.path}: it has no text layer (a scan or pictures); auditor[ocr] can recognise it.",
            )
        if not characters:
            raise InputError(
                f"{self.path}：PDF 里没有任何文字。", f"{self.path}: the PDF has no text on any of its pages."
            )
        notices = [f"第{page.number}页没有文字层，未读取。" for page in scanned]
        notices += [
            f"第{page.number}页由文字识别（OCR）读出，只作参考。" for page in pages if page.glyphs and not page.trusted
        ]
        notices += [f"第{page.number}页的字体缺少文字编码，读出的可能是乱码。" for page in garbled]
        holes = {page.number: count for page in pages if page not in garbled and (count := _unknown(page))}
        return notices + [f"第{number}页有{count}个字符没有文字编码，读作“�”。" for number, count in holes.items()]

    def unread(self, pages: Sequence[PageText]) -> tuple[int, ...]:
        """The pages of which nothing, or nothing reliable, was read."""
        read = {page.number for page in pages if not (_is_scanned(page) or _is_garbled(page))}
        return tuple(number for number in range(1, len(self.pdf) + 1) if number not in read)


def _unknown(page: PageText) -> int:
    return sum(glyph.text == "�" for glyph in page.glyphs)


def _is_garbled(page: PageText) -> bool:
    return page.unmapped > _UNMAPPED * len(page.glyphs)


def _is_scanned(page: PageText) -> bool:
    return page.pictures > 0 and len(page.glyphs) < _SCAN


@contextmanager
def open_pdf(path: Path, data: bytes) -> Iterator[Source]:
    """The PDF in ``data``, closed afterwards.

    :raises InputError: it is empty, no PDF, cut off, damaged, or needs a password.
    """
    _refuse_fragments(path, data)
    if draws_itself(data):
        raise InputError(
            f"{path}：PDF 的图形循环引用自身，已损坏或有恶意，未读取。",
            f"{path}: a drawing in the PDF contains itself, which is damage or malice; it was not read.",
        )
    with without_system_fonts():
        pdf = _opened(path, data)
        try:
            if len(pdf) > MAX_PAGES:
                raise InputError(
                    f"{path}：PDF 有 {len(pdf)} 页，超过 {MAX_PAGES} 页的上限。",
                    f"{path}: the PDF has {len(pdf)} pages, more than the limit of {MAX_PAGES}.",
                )
            if not len(pdf):
                raise InputError(f"{path}：PDF 里没有任何页面。", f"{path}: the PDF has no pages.")
            yield Source(path, data, pdf)
        finally:
            pdf.close()


def _opened(path: Path, data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError(
                f"{path}：文件已加密，需要密码才能打开。", f"{path}: the file is encrypted and needs a password."
            ) from error
        raise InputError(
            f"{path}：PDF 已损坏，无法打开。", f"{path}: the PDF is damaged and cannot be opened."
        ) from error


def _refuse_fragments(path: Path, data: bytes) -> None:
    if not data.strip():
        raise InputError(f"{path}：文件是空的。", f"{path}: the file is empty.")
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{path}：不是 PDF 文件。", f"{path}: this is not a PDF file.")
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(
            f"{path}：PDF 不完整（文件被截断）。", f"{path}: the PDF is incomplete (the file was cut off)."
        )
