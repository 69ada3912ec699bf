"""A zip file is read within bounds, and nothing is written outside; what cannot be read is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from auditor import audit
from auditor.errors import InputError
from auditor.reading import bundle
from auditor.reading.open import find_documents, look_for, read_document

TEXT = "本年支出120万元，与上年相比增加20万元，增长16.67%。\n".encode()


def archive(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def as_gbk(path: Path, name: str, data: bytes) -> Path:
    """An archive as Chinese systems write it: the name in GBK, and nothing says so."""
    stand_in = "x" * len(name.encode("gbk"))
    archive(path, {stand_in: data})
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name.encode("gbk")))
    return path


def test_the_reports_in_an_archive_are_checked_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    members = {"2024/a.txt": TEXT, "2024/b.ofd": b"x", "inner.zip": b"x", ".git/c.txt": TEXT, "__MACOSX/a.txt": b"x"}
    report = audit(archive(Path("r.zip"), members))
    assert [document.path for document in report.documents] == ["r.zip/2024/a.txt"]
    assert [finding.claimed for finding in report.findings()] == ["16.67%"]
    assert report.passed_over == ("r.zip/2024/b.ofd", "r.zip/inner.zip")


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "C:\\evil.txt", "a/../../b/evil.txt"]
)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "x" / "y"
    inside.mkdir(parents=True)
    before = set(tmp_path.rglob("*"))
    (source,) = find_documents([archive(inside / "r.zip", {name: TEXT})])
    folder = Path(bundle._known[(inside / "r.zip").resolve()][1].folder.name)
    assert source.path.resolve().is_relative_to(folder.resolve()) and source.path.read_bytes() == TEXT
    assert set(tmp_path.rglob("*")) - before == {inside / "r.zip"}
    assert ".." not in Path(source.shown).relative_to((inside / "r.zip").as_posix()).parts


def test_names_in_gbk_and_in_utf_8_are_read(tmp_path: Path) -> None:
    (old,) = find_documents([as_gbk(tmp_path / "old.zip", "2023年决算.txt", TEXT)])
    (new,) = find_documents([archive(tmp_path / "new.zip", {"2023年决算.txt": TEXT})])
    assert old.shown.endswith("old.zip/2023年决算.txt") and new.shown.endswith("new.zip/2023年决算.txt")


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_MEMBERS", 2), ("MAX_FILE", 100), ("MAX_UNPACKED", 100), ("MAX_RATIO", 0)]
)
def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(bundle, limit, value)
    monkeypatch.setattr(bundle, "_SMALL", 100)
    path = archive(tmp_path / "r.zip", {f"{n}.txt": TEXT * 4 for n in range(3)})
    (document,) = audit(path, archive(tmp_path / "good.zip", {"a.txt": b"x"})).documents[:1]
    assert document.status == "unreadable" and "压缩包过大" in str(document.error)


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = archive(tmp_path / "r.zip", {"a.txt": b"0" * 40_000_000})
    with pytest.raises(InputError, match="too large"):
        read_document(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 nonsense", "damaged"),
        (b"text", "damaged"),
        (b"", "empty"),
        ({"a.exe": b"x"}, "no report in this archive"),
    ],
)
def test_what_is_no_archive_of_reports_is_one_sentence(tmp_path: Path, data: object, sentence: str) -> None:
    path = tmp_path / "r.zip"
    if isinstance(data, dict):
        archive(path, data)
    else:
        assert isinstance(data, bytes)
        path.write_bytes(data)
    assert [source.path for source in find_documents([path])] == [path]
    with pytest.raises(InputError, match=sentence):
        read_document(path)


def test_an_encrypted_archive_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path / "r.zip", {"a.txt": TEXT}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="password"):
        read_document(path)


def test_an_archive_is_unpacked_again_when_it_changed(tmp_path: Path) -> None:
    path = archive(tmp_path / "r.zip", {"a.txt": TEXT})
    (first,) = find_documents([path])
    assert find_documents([path]) == [first]
    archive(path, {"a.txt": TEXT, "b.txt": TEXT})
    assert len(find_documents([path])) == 2


def test_a_word_document_that_is_called_zip_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("本年支出120万元。")
    made.save(stream)
    (tmp_path / "r.zip").write_bytes(stream.getvalue())
    assert read_document(tmp_path / "r.zip").format == "word"


def test_an_archive_in_a_folder_is_passed_over_and_one_member_cannot_be_read_alone(tmp_path: Path) -> None:
    path = archive(tmp_path / "r.zip", {"a.txt": TEXT, "b.pdf": b"no pdf"})
    (tmp_path / "a.txt").write_bytes(TEXT)
    found = look_for([tmp_path])
    assert [source.path.name for source in found.documents] == ["a.txt"]
    assert [source.path.name for source in found.passed_over] == ["r.zip"]
    with pytest.raises(InputError, match="this is an archive"):
        read_document(path)
    broken = audit(path).documents[1]
    assert broken.error is not None and broken.error.startswith(f"{path.as_posix()}/b.pdf：")
