"""The stored document: nothing is lost, and a slip of the hand is named with its place."""

import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Heading, Location, Paragraph, Part, Run, Table, TocEntry
from auditor.reading.store import dump, load

BOX = (72.0, 90.25, 140.125, 104.1)
DOCUMENT = Document(
    path="报告/a.pdf",
    format="pdf",
    sha256="00ff",
    blocks=(
        TocEntry("一、收入决算表", 2, "一、", 1, Location(page=1)),
        Heading("第二部分 决算表", 1, "第二部分", 2, Location(page=2, bbox=BOX)),
        Heading("说明", 0, "", None, Location()),
        Paragraph("没有位置。", ()),
        Paragraph("一处。", (Run(0, 3, Location(line=4)),), trusted=False),
        Paragraph("跨页的 一段\n话", (Run(0, 3, Location(page=2)), Run(4, 6, Location(page=3)))),
        Paragraph("", (Run(0, 0, Location(line=9)),)),
        Table(
            "收入决算表",
            ("公开02表", "单位：万元"),
            (
                (Cell("项目", Location(line=5)), Cell("项目", Location(line=5), spanned=True)),
                (Cell("合计", Location(line=6), indent=1.5), Cell("1,2 00", Location(line=6, bbox=BOX), note="joined")),
            ),
            Location(line=3, sheet="表二"),
            notes=("注：略",),
            doubts=("doubt",),
            trusted=False,
            title_at=Location(line=1),
            caption_at=(Location(line=2), Location(line=2, bbox=BOX)),
            notes_at=(Location(line=9),),
        ),
        Table("空表", (), (), Location(page=9)),
    ),
    parts=(Part("项目一", 0, 5, (("项目名称", "道路养护", Location(line=2)),)), Part("项目二", 5, 9)),
    warnings=("第 7 页没有文字层",),
    unread=(7,),
    gate={"7": {"success": True, "failed": [], "rows": 2}},
)


def test_every_field_survives_the_way_to_json_and_back() -> None:
    assert load(dump(DOCUMENT)) == DOCUMENT


def test_the_document_of_this_test_uses_every_field() -> None:
    used: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = set()

    def look(value: Any) -> None:
        if is_dataclass(value):
            for member in fields(value):
                place = (type(value).__name__, member.name)
                known.add(place)
                content = getattr(value, member.name)
                default = member.default_factory() if member.default_factory is not MISSING else member.default
                used.update({place} if content != default else ())
                look(content)
        elif isinstance(value, tuple):
            for content in value:
                look(content)

    look(DOCUMENT)
    assert known == used


def test_an_empty_document_survives() -> None:
    empty = Document("a.txt", "text", "", ())
    assert load(dump(empty)) == empty


def test_the_file_has_one_table_row_a_line() -> None:
    lines = dump(DOCUMENT).splitlines()
    assert any("合计" in line and "1,2 00" in line and "项目" not in line for line in lines)


def broken(change: Any) -> str:
    data = json.loads(dump(DOCUMENT))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda d: d["blocks"][7]["rows"][1].append("5"), "blocks[7].rows[1]", "3 cells where 2 are expected"),
        (lambda d: d["blocks"][7]["rows"][0].__setitem__(0, 5), "blocks[7].rows[0][0]", "an object is expected"),
        (lambda d: d["blocks"][1].pop("level"), "blocks[1]", "'level' is missing"),
        (lambda d: d["blocks"][1].update(levle=1), "blocks[1]", "unknown field 'levle'"),
        (lambda d: d["blocks"][1].update(level=True), "blocks[1].level", "an integer is expected"),
        (lambda d: d["blocks"][1]["at"].update(box=[1, 2, 3]), "blocks[1].at.box", "3 numbers where 4"),
        (lambda d: d["blocks"].append({"text": "?"}), "blocks[9]", "exactly one of heading, toc, paragraph, table"),
        (lambda d: d["parts"][1].update(end=10), "parts[1]", "0 to 9"),
        (lambda d: d.update(version=2), "version", "version 2 is not known"),
        (lambda d: d.update(schema="x"), "schema", "auditor.document is expected"),
        (lambda d: d.update(warnings="x"), "warnings", "a list is expected"),
        (lambda d: d.pop("blocks"), "$", "'blocks' is missing"),
    ],
)
def test_a_slip_of_the_hand_is_named_with_its_path(change: Any, where: str, what: str) -> None:
    with pytest.raises(InputError) as error:
        load(broken(change), "d.json")
    assert error.value.en.startswith(f"d.json: {where}: ")
    assert what in error.value.en
    assert error.value.zh.startswith(f"d.json：{where}：")


@pytest.mark.parametrize("text", ["", "{", '{"a": NaN}', "[" * 100_000, "[]"])
def test_what_is_not_such_a_file_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^d\.json: "):
        load(text, "d.json")
