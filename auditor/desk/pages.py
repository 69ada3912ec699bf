"""What do the pages of the desk show? Templates filled with the documents of a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auditor.desk import places
from auditor.desk.decisions import Made
from auditor.desk.room import DONE, Entry, Room
from auditor.errors import AuditorError
from auditor.model.finding import DocumentReport, Finding
from auditor.model.verdict import Verdict, own, standing, verdict_of
from auditor.report import annotated, headline, messages, tableview, view
from auditor.report.text import one_language

TEMPLATES = Path(__file__).with_name("templates")
SHARED = Path(tableview.__file__).with_name("templates")
EXPORTS = {
    "letter": "意见函.docx",
    "checklist": "公开情况检查表.xlsx",
    "workpaper": "工作底稿.xlsx",
    "overview": "概览.xlsx",
    "html": "核对报告.html",
    "json": "findings.json",
}
TABS = ("findings", "tables", "pages", "ledger")
_SORTS = ("worst", "name", "error", "warning", "note", "coverage", "decided")
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    entry: Entry
    verdict: Verdict | None
    decided: int = 0
    all: int = 0


def decided(finding: Finding) -> str:
    """confirm, waive, ask, or empty."""
    return "waive" if finding.waived else finding.decision.kind if finding.decision else ""


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader([TEMPLATES, SHARED], encoding="utf-8")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def draw(room: Room, template: str, /, **values: Any) -> str:
    """A template in the language of the desk."""
    lang = room.lang
    text: str = (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            say=lambda key, **words: messages.say(key, lang, **words),
            view=view,
            headline=headline,
            standing=standing,
            decided=decided,
            said=places.said,
            one_language=one_language,
            explained=room.context().check,
            oob=False,
            **values,
        )
    )
    return text


def list_page(room: Room) -> str:
    names = {"worst": "document", "decided": "desk.decided"}
    columns = [("worst", "document", ""), *((key, key, "n") for key in ("error", "warning", "note"))]
    columns += [("coverage", "coverage", ""), ("decided", "decided", "n"), ("worst", "verdict", "")]
    shown = [(key, messages.say(names.get(name, name), room.lang), cls) for key, name, cls in columns]
    states = ("open", "error", "unread", "waiting")
    return draw(
        room,
        "list.html.j2",
        folder=room.folder,
        exports=EXPORTS.items(),
        columns=shown,
        states=states,
        **_rows(room, {}),
    )


def rows(room: Room, asked: dict[str, str]) -> str:
    return draw(room, "rows.html.j2", **_rows(room, asked))


def _rows(room: Room, asked: dict[str, str]) -> dict[str, Any]:
    fault = ""
    try:
        entries = room.entries()
    except AuditorError as error:  # someone made the file of decisions unreadable
        fault, entries = error.say(room.lang), []
    found = [_row(entry) for entry in entries]
    words = asked.get("q", "").lower().split()
    chosen = [row for row in found if _matches(row, words, asked.get("state", ""))]
    sort = asked.get("sort", "worst")
    chosen.sort(key=lambda row: _rank(row, sort if sort in _SORTS else "worst"), reverse=asked.get("down") == "1")
    pending = sum(row.entry.state != DONE for row in found)
    return {"rows": chosen, "total": len(found), "pending": pending, "fault": fault}


def _row(entry: Entry) -> Row:
    if entry.report is None:
        return Row(entry, None)
    findings = own(entry.report.findings)
    return Row(entry, verdict_of(entry.report), sum(bool(decided(f)) for f in findings), len(findings))


def _matches(row: Row, words: Sequence[str], state: str) -> bool:
    report = row.entry.report
    text = " ".join((row.entry.source.shown, (report.entity or "") if report else "")).lower()
    if not all(word in text for word in words):
        return False
    match state:
        case "open":
            return row.decided < row.all
        case "error":
            return row.verdict is not None and row.verdict.tally.error > 0
        case "unread":
            return row.verdict is not None and bool(row.verdict.unreadable or row.verdict.unread)
        case "waiting":
            return report is None
    return True


def _rank(row: Row, sort: str) -> tuple[Any, ...]:
    """Those being checked come last, unread ones first, then by what is asked."""
    shown = row.entry.source.shown
    if row.verdict is None:
        return (3, shown)
    tally, rate = row.verdict.tally, row.verdict.coverage.rate
    match sort:
        case "name":
            return (1, shown)
        case "error" | "warning" | "note":
            return (1, -getattr(tally, sort), shown)
        case "coverage":
            return (1, rate, shown)
        case "decided":
            return (1, row.decided - row.all, shown)
    if row.verdict.unreadable:
        return (0, shown)
    return (1, -tally.error, -tally.warning, rate, -row.verdict.unread, shown)


def document_page(room: Room, entry: Entry, document: DocumentReport, chosen: str) -> str:
    findings = view.by_severity(view.leading(document.findings))
    first = next((f for f in findings if f.id == chosen), findings[0] if findings else None)
    say = {key: messages.say("desk.pages" if key == "pages" else key, room.lang) for key in TABS}
    values: dict[str, Any] = _finding(room, entry, document, first) if first else {"id": entry.id}
    return draw(
        room,
        "document.html.j2",
        document=document,
        verdict=verdict_of(document),
        findings=findings,
        first=first,
        tabs=[(key, say[key]) for key in TABS],
        annotated=annotated.accepts(document, room.context()),
        **values,
    )


def finding_part(
    room: Room, entry: Entry, document: DocumentReport, finding: Finding, other: int = 1, **said: Any
) -> str:
    values = _finding(room, entry, document, finding, other) | said
    return draw(room, "finding.html.j2", **values) + (_item(room, entry, finding) if said else "")


def _item(room: Room, entry: Entry, finding: Finding) -> str:
    text: str = draw(room, "item.html.j2", id=entry.id, finding=finding)
    return text.replace(f'id="item-{finding.id}"', f'id="item-{finding.id}" hx-swap-oob="true"', 1)


def _finding(room: Room, entry: Entry, document: DocumentReport, finding: Finding, other: int = 1) -> dict[str, Any]:
    found = places.places(finding, document, entry.source.path, room.lang)
    others = found[1:]
    other = min(max(other, 1), len(others)) if others else 0
    made = room.decisions.made(document.path, finding.id)
    return {
        "id": entry.id,
        "finding": finding,
        "shown": [*found[:1], *others[other - 1 : other]],
        "others": others,
        "other": other,
        "under": view.consequences(finding, document),
        "made": made,
        "typed": made,
        "conflict": "",
        "ticks": places.agreeing(document),
        "chosen": None,
        "colour": "",
    }


def conflict(made: Made, typed: Made, words: str) -> dict[str, Any]:
    """What a refused decision shows: what stands there now, and what was typed."""
    return {"made": made, "typed": typed, "conflict": words}


def tables_part(room: Room, entry: Entry, document: DocumentReport) -> str:
    values = {"ticks": places.agreeing(document), "chosen": None, "colour": ""}
    return draw(room, "tables.html.j2", id=entry.id, tables=tableview.shown(document), **values)


def pages_part(room: Room, entry: Entry, document: DocumentReport, number: int) -> str:
    count = places.page_count(entry.source.path)
    number = min(max(number, 1), count) if count else 0
    evidence = [e for f in view.leading(document.findings) for e in f.evidence[:1]]
    sheet = places.sheet_of(document, entry.source.path, number) if count else None
    if sheet is not None:
        marked = [places.sheet_of(document, entry.source.path, number, [each]) for each in evidence]
        extra = [mark for each in marked if each for mark in each.marks if mark.kind != "ok"]
        sheet = places.Sheet(sheet.page, sheet.width, sheet.height, (*sheet.marks, *extra))
    message = messages.say("desk.no_pages", room.lang)
    return draw(room, "pages.html.j2", id=entry.id, sheet=sheet, number=number, count=count, message=message)


def ledger_part(room: Room, entry: Entry, document: DocumentReport) -> str:
    entries, others = view.ledger(document)
    order = ("failed", "broken", "passed", "skipped")
    ranked = sorted(entries, key=lambda each: order.index(each.status.value))[:_LONGEST]
    return draw(room, "ledger.html.j2", id=entry.id, document=document, entries=ranked, others=others)


def relations_part(room: Room, entry: Entry, document: DocumentReport, key: places.Key) -> str:
    return draw(room, "relations.html.j2", id=entry.id, entries=places.relations(document, key))


def at_part(room: Room, entry: Entry, document: DocumentReport, key: places.Key) -> str:
    """Where a figure of the ledger stands."""
    figure = next((f for each in document.ledger for f in each.figures if f.key == key), None)
    sheet = table = None
    if figure is not None and figure.page and figure.bbox:
        sheet = places.sheet_at(document, entry.source.path, figure)
    if sheet is None and len(key) == 3:
        table = next((each for each in tableview.shown(document) if each.index == key[0]), None)
    values = {"ticks": places.agreeing(document), "chosen": key, "colour": "compared"}
    name = figure.name if figure else ""
    return draw(room, "at.html.j2", id=entry.id, name=name, sheet=sheet, table=table, **values)
