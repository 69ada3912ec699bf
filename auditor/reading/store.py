"""How is a document as read kept in a file that a person can correct? Document ⇄ JSON, without loss.

The file is made to be edited by hand: one block a line, one table row a line. A place (``at``) is written where it
changes: a cell without one stands where the cell to its left stands, the first cell of a row where the table stands.
A cell that is nothing but its text is a string. ::

    {"schema": "auditor.document", "version": 1, "path": "a.pdf", "format": "pdf", "sha256": "…",
     "warnings": [], "parts": [{"title": "", "start": 0, "end": 2}],
     "blocks": [
      {"heading": "一、收入支出决算总表", "level": 2, "number": "一、", "ordinal": 1, "at": {"page": 3}},
      {"paragraph": [{"text": "本年收入", "at": {"page": 3}}, {"text": "120万元。", "at": {"page": 4}}]},
      {"table": "收入决算表", "at": {"page": 4}, "caption": ["单位：万元"], "rows": [
       ["项目", "合计"],
       [{"text": "合计", "at": {"page": 4, "box": [72, 90, 140, 104]}}, "120"]]}],
     "gate": {}}
"""

from __future__ import annotations

import json
from typing import Any

from auditor.model.document import (
    Block,
    Cell,
    Document,
    Heading,
    Location,
    Paragraph,
    Part,
    Run,
    Table,
    TocEntry,
)
from auditor.reading.jsonpath import Node

SCHEMA = "auditor.document"
VERSION = 1


def dump(document: Document) -> str:
    """The document as JSON text; :func:`load` gives back an equal document."""
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "version": VERSION,
        "path": document.path,
        "format": document.format,
        "sha256": document.sha256,
        "warnings": list(document.warnings),
        "unread": list(document.unread),
        "parts": [_dump_part(part) for part in document.parts],
    }
    blocks = ",\n".join(_dump_block(block) for block in document.blocks)
    opening = _json(head).removesuffix("}")
    return f'{opening},\n "blocks": [\n{blocks}\n ],\n "gate": {_json(document.gate)}}}\n'


def load(text: str, name: str = "document.json") -> Document:
    """The document that ``text`` describes.

    :raises InputError: the text is not JSON, or a value is missing, of the wrong kind or unknown; the sentence names
        ``name`` and the JSON path.
    """
    node = Node.parse(text, name)
    node.allow("schema", "version", "path", "format", "sha256", "warnings", "unread", "parts", "blocks", "gate")
    if node.get("schema").text() != SCHEMA:
        raise node.get("schema").wrong(f"应为 {SCHEMA}", f"{SCHEMA} is expected")
    version = node.get("version").integer()
    if version != VERSION:
        raise node.get("version").wrong(
            f"版本为 {version}，本程序只认识版本 {VERSION}", f"version {version} is not known here, only {VERSION}"
        )
    blocks = tuple(_load_block(block) for block in node.get("blocks").items())
    return Document(
        path=node.get("path").text(),
        format=node.get("format").text(),
        sha256=node.get("sha256").text(),
        blocks=blocks,
        parts=tuple(_load_part(part, len(blocks)) for part in node.get("parts", []).items()),
        warnings=node.get("warnings", []).texts(),
        unread=tuple(each.integer() for each in node.get("unread", []).items()),
        gate=node.get("gate", {}).mapping(),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _dump_part(part: Part) -> dict[str, Any]:
    result: dict[str, Any] = {"title": part.title, "start": part.start, "end": part.end}
    if part.fields:
        result["fields"] = [{"name": key, "value": value, "at": _dump_at(at)} for key, value, at in part.fields]
    return result


def _dump_block(block: Block) -> str:
    match block:
        case Heading():
            return " " + _json({"heading": block.text, **_numbered(block)})
        case TocEntry():
            return " " + _json({"toc": block.text, **_numbered(block)})
        case Paragraph():
            return " " + _json(_dump_paragraph(block))
        case Table():
            return _dump_table(block)


def _numbered(block: Heading | TocEntry) -> dict[str, Any]:
    return {
        "level": block.level,
        "number": block.number,
        "ordinal": block.ordinal,
        "at": _dump_at(block.location),
    }


def _dump_paragraph(paragraph: Paragraph) -> dict[str, Any]:
    doubted = {} if paragraph.trusted else {"trusted": False}
    return {**_dump_text(paragraph), **doubted}


def _dump_text(paragraph: Paragraph) -> dict[str, Any]:
    runs = paragraph.runs
    if not runs:
        return {"paragraph": paragraph.text}
    if len(runs) == 1 and (runs[0].start, runs[0].end) == (0, len(paragraph.text)):
        return {"paragraph": paragraph.text, "at": _dump_at(runs[0].location)}
    pieces: list[dict[str, Any]] = []
    offset = 0
    for run in runs:
        if run.start > offset:
            pieces.append({"text": paragraph.text[offset : run.start]})
        pieces.append({"text": paragraph.text[run.start : run.end], "at": _dump_at(run.location)})
        offset = run.end
    if offset < len(paragraph.text):
        pieces.append({"text": paragraph.text[offset:]})
    return {"paragraph": pieces}


def _dump_table(table: Table) -> str:
    head: dict[str, Any] = {"table": table.title, "at": _dump_at(table.location), "caption": list(table.caption)}
    if table.notes:
        head["notes"] = list(table.notes)
    if table.title_at is not None:
        head["title_at"] = _dump_at(table.title_at)
    for key, places in (("caption_at", table.caption_at), ("notes_at", table.notes_at)):
        if places:
            head[key] = [_dump_at(place) for place in places]
    if table.doubts:
        head["doubts"] = list(table.doubts)
    if not table.trusted:
        head["trusted"] = False
    rows = ",\n".join("  " + _json(_dump_row(row, table.location)) for row in table.rows)
    return f" {_json(head).removesuffix('}')}, " + '"rows": [' + (f"\n{rows}" if rows else "") + "]}"


def _dump_row(row: tuple[Cell, ...], place: Location) -> list[object]:
    cells: list[object] = []
    for cell in row:
        value: dict[str, Any] = {"text": cell.text}
        if cell.location != place:
            value["at"] = _dump_at(cell.location)
            place = cell.location
        if cell.spanned:
            value["spanned"] = True
        if cell.note:
            value["note"] = cell.note
        if cell.indent:
            value["indent"] = cell.indent
        cells.append(value if len(value) > 1 else cell.text)
    return cells


def _dump_at(location: Location) -> dict[str, Any]:
    at: dict[str, Any] = {}
    if location.line is not None:
        at["line"] = location.line
    if location.page is not None:
        at["page"] = location.page
    if location.sheet is not None:
        at["sheet"] = location.sheet
    if location.bbox is not None:
        at["box"] = list(location.bbox)
    return at


def _load_part(node: Node, blocks: int) -> Part:
    node.allow("title", "start", "end", "fields")
    start, end = node.get("start").integer(), node.get("end").integer()
    if not 0 <= start <= end <= blocks:
        raise node.wrong(
            f"start {start} 和 end {end} 应在 0 至 {blocks} 之间",
            f"start {start} and end {end} must lie in 0 to {blocks}",
        )
    fields = tuple(
        (field.get("name").text(), field.get("value").text(), _load_at(field))
        for field in node.get("fields", []).items()
    )
    return Part(node.get("title").text(), start, end, fields)


def _load_block(node: Node) -> Block:
    kind = node.only_of("heading", "toc", "paragraph", "table")
    match kind:
        case "heading" | "toc":
            node.allow(kind, "level", "number", "ordinal", "at")
            make = Heading if kind == "heading" else TocEntry
            return make(
                text=node.get(kind).text(),
                level=node.get("level").integer(),
                number=node.get("number", "").text(),
                ordinal=node.get("ordinal", None).integer_or_none(),
                location=_load_at(node),
            )
        case "paragraph":
            return _load_paragraph(node)
        case _:
            return _load_table(node)


def _load_paragraph(node: Node) -> Paragraph:
    node.allow("paragraph", "at", "trusted")
    body = node.get("paragraph")
    trusted = node.get("trusted", True).boolean()
    if isinstance(body.value, str):
        runs = (Run(0, len(body.value), _load_at(node)),) if node.has("at") else ()
        return Paragraph(body.value, runs, trusted)
    text = ""
    pieces: list[Run] = []
    for piece in body.items():
        piece.allow("text", "at")
        start = len(text)
        text += piece.get("text").text()
        if piece.has("at"):
            pieces.append(Run(start, len(text), _load_at(piece)))
    return Paragraph(text, tuple(pieces), trusted)


def _load_table(node: Node) -> Table:
    node.allow("table", "at", "caption", "rows", "notes", "doubts", "trusted", "title_at", "caption_at", "notes_at")
    location = _load_at(node)
    rows: list[tuple[Cell, ...]] = []
    for row in node.get("rows").items():
        cells = _load_row(row, location)
        if rows and len(cells) != len(rows[0]):
            raise row.wrong(
                f"有 {len(cells)} 个单元格，应为 {len(rows[0])} 个",
                f"{len(cells)} cells where {len(rows[0])} are expected",
            )
        rows.append(cells)
    return Table(
        title=node.get("table").text(),
        caption=node.get("caption", []).texts(),
        rows=tuple(rows),
        location=location,
        notes=node.get("notes", []).texts(),
        doubts=node.get("doubts", []).texts(),
        trusted=node.get("trusted", True).boolean(),
        title_at=_location(node.get("title_at")) if node.has("title_at") else None,
        caption_at=tuple(_location(place) for place in node.get("caption_at", []).items()),
        notes_at=tuple(_location(place) for place in node.get("notes_at", []).items()),
    )


def _load_row(row: Node, place: Location) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for node in row.items():
        if isinstance(node.value, str):
            cells.append(Cell(node.value, place))
            continue
        node.allow("text", "at", "spanned", "note", "indent")
        if node.has("at"):
            place = _load_at(node)
        cells.append(
            Cell(
                node.get("text").text(),
                place,
                node.get("spanned", False).boolean(),
                node.get("note", "").text(),
                node.get("indent", 0).number(),
            )
        )
    return tuple(cells)


def _load_at(parent: Node) -> Location:
    return _location(parent.get("at", {}))


def _location(node: Node) -> Location:
    node.allow("line", "page", "sheet", "box")
    box: tuple[float, ...] | None = None
    if node.has("box"):
        box = tuple(corner.number() for corner in node.get("box").items())
        if len(box) != 4:
            raise node.get("box").wrong(f"有 {len(box)} 个数，应为 4 个", f"{len(box)} numbers where 4 are expected")
    return Location(
        line=node.get("line", None).integer_or_none(),
        page=node.get("page", None).integer_or_none(),
        bbox=(box[0], box[1], box[2], box[3]) if box else None,
        sheet=node.get("sheet").text() if node.has("sheet") else None,
    )
