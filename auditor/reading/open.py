"""Which reader reads this file, and which files are reports? The content decides where it contradicts the extension."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path, PurePath

from auditor.errors import InputError
from auditor.limits import limit
from auditor.model.document import Document
from auditor.reading.archive import OLE, is_encrypted, protected

MAX_BYTES = limit("AUDITOR_MAX_FILE_MB") * 1024**2
MAX_PLAIN = limit("AUDITOR_MAX_TEXT_MB") * 1024**2

#: Kind of document by extension. A kind's reader is the module or package of :data:`_READERS`.
EXTENSIONS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".pdf": "pdf",
    ".docx": "word",
    ".docm": "word",
    ".doc": "word",
    ".xlsx": "sheet",
    ".xlsm": "sheet",
    ".xls": "sheet",
    ".et": "sheet",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
}
_OTHERS = (
    ".ofd .wps .wpt .rtf .odt .ods .fods .dps .ppt .pptx .pps .ppsx .odp .pages .numbers .xlsb .ett .dbf .mdb .mht .mhtml"
    " .ceb .caj .xps .djvu .epub .eml .msg .zip .rar .7z .tar .gz .tgz .bz2 .xz"
    " .jpg .jpeg .png .tif .tiff .bmp .gif .webp .heic"
)
#: Files that may hold a report and are of no kind that is read here. In a folder they are passed over, and named.
PASSED_OVER = frozenset(_OTHERS.split())
ARCHIVE = ".zip"  # read when named; in a folder it is passed over, for what it holds often lies beside it
_READERS = {kind: kind for kind in ("text", "pdf", "word", "sheet", "html")} | {
    "csv": "sheet.csvfile",
    "doc": "word.old",
}
_ONLY_WHEN_NAMED = (".json",)  # in a folder these are rather settings or findings than reports
_PLAIN = ("text", "csv", "html")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what it is called: as given, or by its path in the folder that was given; and ``file``, its
    path from the working directory where it lies below that."""

    path: Path
    shown: str
    file: str = ""


def read_document(path: Path | str, shown: str | None = None) -> Document:
    """The document in a file of any known format; ``shown`` becomes its path.

    :raises InputError: the file cannot be opened, is empty or too large, or is not what its extension says.
    """
    path = Path(path)
    return document_in(path, bytes_of(path), shown)


def document_in(path: Path, data: bytes, shown: str | None = None) -> Document:
    """The document that ``data``, the content of the file ``path``, is; ``shown`` becomes its path."""
    kind = kind_of(path, data)
    if kind in _PLAIN and len(data) > MAX_PLAIN:
        raise too_large(str(path), len(data), MAX_PLAIN)
    if kind == "json":
        from auditor.reading.decoding import decode
        from auditor.reading.store import load

        stored = load(decode(path, data), str(path))
        document = replace(stored, path=str(path), format="json", sha256=hashlib.sha256(data).hexdigest())
    else:
        read: Callable[[Path, bytes], Document] = import_module(f"auditor.reading.{_READERS[kind]}").read
        document = read(path, data)
    return document if shown is None else replace(document, path=shown)


@dataclass(frozen=True, slots=True)
class Found:
    """The reports among files and folders, and the files in the folders that may be reports and cannot be read."""

    documents: tuple[Source, ...]
    passed_over: tuple[Source, ...] = ()


def find_documents(paths: Iterable[Path | str]) -> list[Source]:
    """The reports among files and folders."""
    return list(look_for(paths).documents)


def look_for(paths: Iterable[Path | str]) -> Found:
    """The reports among files and folders: files in the order given, those of a folder sorted, none twice.

    A path that cannot be read, and a folder without a report, stand for themselves: reading them says what is wrong,
    and the others are still checked.
    """
    found: dict[Path, Source] = {}
    passed_over: dict[Path, Source] = {}
    for given in paths:
        path = Path(given)
        itself = Source(path, str(given), path_from_here(path))
        here = _in_folder(path) if path.is_dir() else _in_archive(itself) or Found((itself,))
        for source in here.documents or [itself]:
            found.setdefault(source.path.resolve(), source)
        for source in here.passed_over:
            passed_over.setdefault(source.path.resolve(), source)
    return Found(_distinct(found.values()), tuple(s for file, s in passed_over.items() if file not in found))


def _distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources; files of one name in two folders are told apart by their folders."""
    sources = tuple(sources)
    names = Counter(source.shown for source in sources)
    return tuple(replace(s, shown=s.file) if names[s.shown] > 1 else s for s in sources)


def path_from_here(path: Path) -> str:
    """A path as people and pipelines name it: relative to the working directory where it lies below, else as given."""
    with contextlib.suppress(ValueError, OSError):
        below = Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100 - links are kept
        return below if below != "." else path.as_posix()
    return path.as_posix()


def kind_of(path: Path, data: bytes) -> str:
    """The kind of document that ``data`` is: text, pdf, word, doc (before docx), sheet, html, csv or json.

    :raises InputError: it is of a kind that cannot be read, with what to do instead.
    """
    if path.suffix.lower() == ARCHIVE and _kind_of_package(data) is None:
        raise _archive(path)
    expected = _kind_of_package(data) or _expected(path)
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, data, expected)
    if data.startswith(OLE):
        return _kind_of_ole(path, data, expected)
    if expected in ("word", "sheet", "pdf", "html"):
        return _kind_of_text(path, head, expected)
    return expected


def _archive(path: Path) -> InputError:
    """What is wrong with an archive, or with reading one as if it were a report."""
    from auditor.reading.bundle import unpack

    try:
        unpack(path, is_readable, is_notable)
    except InputError as error:
        return error
    return InputError(
        f"{path}：是压缩包，这里只读取单个文件；auditor check 可以检查压缩包里的报告。",
        f"{path}: this is an archive, and a single file is wanted here; auditor check reads the reports in an archive.",
    )


def _expected(path: Path) -> str:
    kind = EXTENSIONS.get(path.suffix.lower())
    if kind is None:
        known = " ".join(sorted(EXTENSIONS))
        raise InputError(
            f"{path}：不认识扩展名“{path.suffix}”（可以读取 {known}）。",
            f"{path}: the extension “{path.suffix}” is not known (known are {known}).",
        )
    return kind


def _kind_of_zip(path: Path, data: bytes, expected: str) -> str:
    kind = _kind_of_package(data)
    if kind is not None:
        return kind
    if expected in ("word", "sheet"):
        return expected
    raise InputError(
        f"{path}：是压缩包或其他格式的文件，请解压或另存为 docx、xlsx 或 pdf。",
        f"{path}: this is an archive or another kind of package; unpack it, or save it as docx, xlsx or pdf.",
    )


def _kind_of_package(data: bytes) -> str | None:
    """word or sheet for an Office package."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    # The central directory, at the end, names every member; it is not compressed.
    if b"word/document" in data:
        return "word"
    return "sheet" if b"xl/workbook" in data else None


def _kind_of_ole(path: Path, data: bytes, expected: str) -> str:
    if is_encrypted(data):
        raise protected(str(path))
    if expected != "sheet" and "WordDocument".encode("utf-16-le") in data:
        return "doc"  # and may have a workbook in it
    return "sheet" if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")) else "doc"


def _kind_of_text(path: Path, head: bytes, expected: str) -> str:
    """For files that ought to be something else: .doc and .xls are often web pages, or plain text."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", errors="ignore").lower()
    else:
        text = head.decode("latin-1").lower().removeprefix("ï»¿")
    text = text.lstrip()
    if text.startswith("{\\rtf"):
        return "doc"
    if text.startswith("mime-version:"):
        raise _save_as(path, "单个文件网页（mht）", "a web archive (mht)", "docx 或 html")
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<html" not in text:
        raise _save_as(path, "XML 电子表格", "an XML spreadsheet", "xlsx")
    if text.startswith("<") and any(mark in text for mark in ("<html", "<!doctype html", "<table", "<body", "<div")):
        return "html"
    if expected == "sheet" and b"\0" not in head and b"\t" in head:
        return "csv"
    return expected


def _save_as(path: Path, zh: str, en: str, target: str) -> InputError:
    return InputError(
        f"{path}：是{zh}，无法直接读取，请另存为 {target} 再检查。",
        f"{path}: this is {en}, which cannot be read; save it as {target.replace(' 或 ', ' or ')} first.",
    )


def bytes_of(path: Path) -> bytes:
    """The content of a file. ``InputError`` when it cannot be read, is empty or too large."""
    try:
        if path.is_dir():
            raise InputError(f"{path}：文件夹里没有可以检查的报告。", f"{path}: there is no report in this folder.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(str(path), size, MAX_BYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}：文件不存在。", f"{path}: there is no such file.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"{path}：无法读取文件（{reason}）。", f"{path}: the file cannot be read ({reason})."
        ) from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InputError(f"{path}：文件是空的。", f"{path}: the file is empty.")
    return data


def too_large(name: str, size: int, most: int) -> InputError:
    return InputError(
        f"{name}：文件有 {size // 1024**2} MB，超过 {most // 1024**2} MB 的上限。",
        f"{name}: the file has {size // 1024**2} MB, more than the limit of {most // 1024**2} MB.",
    )


def _in_folder(folder: Path) -> Found:
    sources = [
        Source(path, path.relative_to(folder).as_posix(), path_from_here(path))
        for path in sorted(_walk(folder), key=lambda path: path.as_posix())
    ]
    return Found(
        tuple(source for source in sources if is_readable(source.path.name)),
        tuple(source for source in sources if is_notable(source.path.name)),
    )


def documents_below(folder: Path) -> Iterator[Source]:
    """The reports in a folder as they are found, in no order: for folders with more than one would hold in memory."""
    for path in _walk(folder):
        if is_readable(path.name):
            yield Source(path, path.relative_to(folder).as_posix())


def _in_archive(archive: Source) -> Found | None:
    """The reports in a zip file; None when it is none, or when reading it will say what is wrong."""
    path = archive.path
    if path.suffix.lower() != ARCHIVE or not path.is_file() or _office_package(path):
        return None
    from auditor.reading.bundle import unpack

    try:
        bundle = unpack(path, is_readable, is_notable)
    except InputError:
        return None

    def inside(path: Path, name: str) -> Source:
        return Source(path, f"{archive.shown}/{name}", f"{archive.file}/{name}")

    documents = tuple(inside(member.path, member.name) for member in bundle.members)
    return Found(documents, tuple(inside(path / name, name) for name in bundle.passed_over))


def _office_package(path: Path) -> bool:
    try:
        return _kind_of_package(path.read_bytes()) is not None
    except OSError:
        return False


def is_readable(name: str) -> bool:
    kind = PurePath(name).suffix.lower()
    return kind in EXTENSIONS and kind not in _ONLY_WHEN_NAMED


def is_notable(name: str) -> bool:
    return PurePath(name).suffix.lower() in PASSED_OVER


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            # ~$ marks the lock files that Office leaves beside open documents.
            if (is_readable(name) or is_notable(name)) and not name.startswith((".", "~$")):
                yield path
