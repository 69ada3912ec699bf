"""Which reader a file gets, which files a folder gives, and what is refused."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from auditor import audit
from auditor.errors import InputError
from auditor.reading.open import find_documents, kind_of, look_for, read_document
from auditor.reading.store import dump

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PAGE = "<html><body><p>收入120万元。</p></body></html>".encode()


def office(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", PAGE, "html"),
        ("a.xls", b"\xef\xbb\xbf\r\n" + PAGE, "html"),
        ("a.xls", "项目\t金额\n".encode("gb18030"), "csv"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "sheet"),
        ("a.docx", office(openpyxl.Workbook()), "sheet"),
        ("a.doc", office(docx.Document()), "word"),
        ("a.txt", b"%PDF-1.7", "pdf"),
        ("A.PDF", b"%PDF-1.7", "pdf"),
        ("a.txt", PAGE, "text"),
        ("a.docx", b"no zip", "word"),
        ("a.doc", OLE + "WordDocument Workbook".encode("utf-16-le"), "doc"),
        ("a.xls", OLE + "WordDocument Workbook".encode("utf-16-le"), "sheet"),
        ("a.doc", b"{\\rtf1 }", "doc"),
        ("a.csv", b"1,2", "csv"),
    ],
)
def test_the_content_decides_where_it_contradicts_the_extension(name: str, data: bytes, kind: str) -> None:
    assert kind_of(Path(name), data) == kind


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.doc", b"MIME-Version: 1.0", "save it as docx or html first"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "as xlsx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.txt", b"PK\x03\x04", "archive"),
        ("a.xyz", b"x", "extension “.xyz” is not known"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        kind_of(Path(name), data)
    assert sentence in error.value.en
    assert "\n" not in error.value.zh and error.value.zh.endswith("。")


def test_a_stored_document_is_read_back_under_its_own_name(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("一、收入情况说明\n\n本年收入120万元。\n", encoding="utf-8")
    document = read_document(report)
    stored = tmp_path / "document.json"
    stored.write_text(dump(document), encoding="utf-8")
    again = read_document(stored, shown="document.json")
    assert again.blocks == document.blocks
    assert (again.path, again.format) == ("document.json", "json")


def test_files_of_a_folder_are_sorted_and_named_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a/c.pdf", ".hidden.txt", ".git/d.txt", "~$b.docx", "findings.json", "e.exe", "f.ofd"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = look_for([tmp_path / "b.txt", tmp_path])
    assert [source.shown for source in found.documents] == [str(tmp_path / "b.txt"), "a/c.pdf"]
    assert [source.file for source in found.documents] == ["b.txt", "a/c.pdf"]
    assert found.documents[1].path == tmp_path / "a" / "c.pdf"
    assert [source.shown for source in found.passed_over] == ["f.ofd"]
    monkeypatch.chdir(tmp_path / "a")
    assert [source.file for source in find_documents([Path("../b.txt"), Path()])] == ["../b.txt", "c.pdf"]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a/r.txt", "b/r.txt", "b/s.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"x")
    assert [source.shown for source in find_documents(["a", "b"])] == ["a/r.txt", "b/r.txt", "s.txt"]
    assert [source.shown for source in find_documents(["b"])] == ["r.txt", "s.txt"]


def test_a_folder_without_reports_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report in this folder"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "a.txt")


def test_what_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("本年支出120万元。", "utf-8")
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / "x.foo", good, tmp_path / "none.txt", tmp_path / "empty"]
    documents = audit(*paths, lang="en").documents
    assert [document.status for document in documents] == ["unreadable", "checked", "unreadable", "unreadable"]
    assert [document.error for document in documents if document.error and "no report" in document.error]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.xlsx", "a.html", "a.csv", "a.pdf", "a.json"])
def test_an_empty_file_is_named_as_empty(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match="the file is empty"):
        read_document(tmp_path / name)
