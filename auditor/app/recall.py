"""Was this document read, or even audited, before? Then its result is taken from the cache.

Two things are kept: the document as read, with the result of its fitness gate, and the report on it. The keys hold all
that decides about them: the bytes of the file, its extension, this program and the libraries that read; for the report
the checks and the options too. Text and CSV are read faster than they could be recalled, and are not kept. Entries are JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from auditor.errors import InputError
from auditor.model.document import Block, Document, Heading, Paragraph, Table, TocEntry
from auditor.model.finding import DocumentReport
from auditor.reading.open import bytes_of
from auditor.store import Store, usual_store

KEPT = ("pdf", "word", "doc", "sheet", "html")
_READERS = ("camelot-py", "playa-pdf", "pypdfium2", "python-docx", "openpyxl", "python-calamine", "lxml")
_KINDS: dict[str, type[Block]] = {"h": Heading, "c": TocEntry, "p": Paragraph, "t": Table}
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with its blocks by kind, so that JSON needs no mark on each of them; ``order`` has a letter a block."""

    head: Document
    order: str
    headings: tuple[Heading, ...]
    contents: tuple[TocEntry, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]

    @classmethod
    def of(cls, document: Document) -> Extraction:
        letters = {kind: letter for letter, kind in _KINDS.items()}
        of_kind: dict[str, list[Any]] = {letter: [] for letter in _KINDS}
        for block in document.blocks:
            of_kind[letters[type(block)]].append(block)
        order = "".join(letters[type(block)] for block in document.blocks)
        return cls(replace(document, blocks=()), order, *(tuple(of_kind[letter]) for letter in _KINDS))

    def document(self) -> Document:
        streams: Sequence[tuple[Block, ...]] = (self.headings, self.contents, self.paragraphs, self.tables)
        of_kind = {letter: iter(stream) for letter, stream in zip(_KINDS, streams, strict=True)}
        return replace(self.head, blocks=tuple(next(of_kind[letter]) for letter in self.order))


@dataclass(frozen=True, slots=True)
class Recall:
    """What is known of documents from earlier runs."""

    store: Store

    @classmethod
    def usual(cls) -> Recall | None:
        """The user's cache; None when ``AUDITOR_NO_CACHE`` is set."""
        store = usual_store()
        return None if store is None else cls(store)

    def knows(self, path: Path) -> bool:
        """True when the document in this file was read before; False too when it cannot be read."""
        try:
            return self.store.get(document_key(path, bytes_of(path))) is not None
        except InputError:
            return False

    def document(self, key: str) -> Document | None:
        kept = self._get(key, Extraction)
        try:
            return None if kept is None else kept.document()
        except (KeyError, StopIteration):
            return None

    def keep_document(self, key: str, document: Document) -> None:
        self.store.put(key, _adapter(Extraction).dump_json(Extraction.of(document)))

    def report(self, key: str) -> DocumentReport | None:
        return self._get(key, DocumentReport)

    def keep_report(self, key: str, report: DocumentReport) -> None:
        self.store.put(key, _adapter(DocumentReport).dump_json(report))

    def _get(self, key: str, kind: type[Kept]) -> Kept | None:
        data = self.store.get(key)
        if data is None:
            return None
        try:
            kept: Kept = _adapter(kind).validate_json(data)
        except ValueError:
            return None
        return kept


def document_key(path: Path, data: bytes) -> str:
    """What decides about how a file is read."""
    return _digest("document", path.suffix.lower().encode(), hashlib.sha256(data).digest(), program().encode())


def report_key(document: str, *terms: str) -> str:
    """What decides about the report on a document: its own key, and the terms of the audit."""
    return _digest("report", document.encode(), *(term.encode() for term in terms))


def _digest(kind: str, *parts: bytes) -> str:
    digest = hashlib.sha256(kind.encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@cache
def program() -> str:
    """A mark of this program and of the libraries that read; it changes with every file of the source."""
    from importlib.metadata import PackageNotFoundError, version

    from auditor.reading.pdf import ocr

    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(f"ocr={ocr.available()}".encode())
    for file in sorted(root.rglob("*.py")):
        status = file.stat()
        digest.update(f"{file.relative_to(root)}:{status.st_size}:{status.st_mtime_ns};".encode())
    for name in _READERS:
        try:
            digest.update(f"{name}={version(name)};".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()


def _adapter(kind: type[Any]) -> Any:
    return _made(kind.__name__)


@cache
def _made(name: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter({"Extraction": Extraction, "DocumentReport": DocumentReport}[name])
