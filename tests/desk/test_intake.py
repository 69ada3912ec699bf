"""Nothing that is dropped gets outside the folder, over a limit, or over another file without a trace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

import anyio
import pytest

from auditor.desk import intake
from auditor.errors import InputError
from tests.desk.conftest import zipped


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def receive(folder: Path, name: str, *parts: bytes) -> Path:
    return anyio.run(intake.receive, folder, intake.safe_name(name), chunks(*parts))


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\..\\x.txt", "", ".", "a/" * 20 + "x.txt"]
)
def test_a_name_that_points_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(InputError) as caught:
        intake.safe_name(name)
    assert "\n" not in caught.value.say("zh")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("决算/2024 年.pdf", "决算/2024 年.pdf"),
        ("a<b>:c.txt", "a_b__c.txt"),
        ("nul.txt", "_nul.txt"),
        (".auditor-desk/desk.lock", "auditor-desk/desk.lock"),
        ("x\x00y.pdf", "x_y.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    assert intake.safe_name(name) == PurePosixPath(kept)


def test_a_file_that_comes_again_keeps_the_earlier_one_aside(tmp_path: Path) -> None:
    assert receive(tmp_path, "a/x.txt", b"one") == tmp_path / "a" / "x.txt"
    receive(tmp_path, "a/x.txt", b"t", b"wo")
    assert (tmp_path / "a" / "x.txt").read_bytes() == b"two"
    (kept,) = (tmp_path / intake.ASIDE / "earlier").iterdir()
    assert kept.read_bytes() == b"one"


def test_too_much_is_refused_while_it_comes_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="was not taken"):
        receive(tmp_path, "x.txt", b"123456", b"123456")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_archive_becomes_a_folder(tmp_path: Path) -> None:
    archive = receive(tmp_path, "报告.zip", zipped(**{"a/b.txt": b"x", "c.txt": b"y"}))
    found = sorted(path.relative_to(tmp_path).as_posix() for path in intake.unpacked(tmp_path, archive))
    assert found == ["报告/a/b.txt", "报告/c.txt"]
    assert not archive.exists()


def test_a_bomb_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    archive = receive(tmp_path, "x.zip", zipped(**{"x.txt": b"0" * 300_000_000}))
    with pytest.raises(InputError) as caught:
        list(intake.unpacked(tmp_path, archive))
    assert "\n" not in caught.value.say("zh") and str(tmp_path) not in caught.value.say("zh")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_members_that_climb_out_of_the_archive_stay_inside(tmp_path: Path) -> None:
    archive = receive(tmp_path, "x.zip", zipped(**{"../../evil.txt": b"x", "good.txt": b"y"}))
    try:
        found = list(intake.unpacked(tmp_path, archive))
    except InputError:
        found = []
    assert all(path.is_relative_to(tmp_path) for path in found)
    assert not (tmp_path.parent / "evil.txt").exists()
