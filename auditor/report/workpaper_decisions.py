"""What did reviewers decide in a workpaper? Everything that is wrong in it is said at once, with the names of the cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from auditor.errors import UsageError
from auditor.model.dates import day
from auditor.report.messages import say

LARGEST = 300_000_000  # bytes a workpaper may unpack to
DECISIONS = ("confirm", "waive", "ask")
EARLIER = {"accept": "waive", "correct": "confirm"}  # the words of earlier workpapers
DECIDED = ("decision", "decision_reason", "decision_by", "decision_until")
_HEAD_ROWS = 10
_FAULTS = 20  # that are said; more are counted


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer wrote beside a finding: waive, confirm or ask; ``row`` is the sheet's row."""

    row: int
    document: str
    finding: str
    decision: str
    reason: str
    by: str
    until: str | None


@dataclass(frozen=True, slots=True)
class _Fault:
    cell: str
    zh: str
    en: str


def decisions(path: Path) -> list[Decision]:
    """The decisions. ``UsageError`` when the file is no workpaper, or with every fault in it."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise UsageError(f"{path} 过大，不是核对底稿", f"{path} is too large for a workpaper")
        read = list(_read(path))
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{path} 不是 auditor 的工作底稿（xlsx）", f"{path} is not a workpaper of auditor") from error
    faults = [each for each in read if isinstance(each, _Fault)]
    if faults:
        raise _refused(path, faults)
    return [each for each in read if isinstance(each, Decision)]


def _refused(path: Path, faults: Sequence[_Fault]) -> UsageError:
    more = len(faults) - _FAULTS
    zh = "；".join(f"{fault.cell} {fault.zh}" for fault in faults[:_FAULTS]) + (f"；另有 {more} 处" if more > 0 else "")
    en = "; ".join(f"{fault.cell} {fault.en}" for fault in faults[:_FAULTS]) + (f"; {more} more" if more > 0 else "")
    return UsageError(f"底稿 {path} 有 {len(faults)} 处要改：{zh}", f"workpaper {path}, {len(faults)} faults: {en}")


def _read(path: Path) -> Iterator[Decision | _Fault]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            columns = next((c for _, row in zip(range(_HEAD_ROWS), rows, strict=False) if (c := _named(row[1]))), None)
            if columns is None:
                continue
            for number, row in rows:
                cells = {key: row[at] if at < len(row) else None for key, at in columns.items()}
                if _text(cells["decision"]):
                    yield from _decision(number, cells, columns)
            return
    finally:
        book.close()
    raise KeyError("no sheet has the columns of decisions")


def _named(head: Sequence[object]) -> dict[str, int] | None:
    """The columns by their key, in either language; ``None`` when one is missing."""
    printed = [_text(value) for value in head]
    found = {}
    for key in ("document", "finding_id", *DECIDED):
        names = {say(key, "zh"), say(key, "en")}
        position = next((place for place, name in enumerate(printed) if name in names), None)
        if position is None:
            return None
        found[key] = position
    return found


def _decision(number: int, cells: Mapping[str, object], columns: Mapping[str, int]) -> Iterator[Decision | _Fault]:
    from openpyxl.utils import get_column_letter

    def at(key: str) -> str:
        return f"{get_column_letter(columns[key] + 1)}{number}"

    answer = _text(cells["decision"])
    names = (*DECISIONS, *EARLIER)
    known = {say(f"decision.{name}", lang): EARLIER.get(name, name) for name in names for lang in ("zh", "en")}
    kind = known.get(answer)
    faults = []
    if kind is None:
        faults.append(
            _Fault(
                at("decision"),
                f"“{answer}”不是处理决定（确认、豁免、核实）",
                f"{answer!r} is none of confirm, waive, ask",
            )
        )
    reason = _text(cells["decision_reason"])
    if kind == "waive" and not reason:
        faults.append(_Fault(at("decision_reason"), "豁免须写理由", "a waiver needs a reason"))
    until = None
    try:
        until = _date(cells["decision_until"])
    except ValueError:
        shown = _text(cells["decision_until"])
        faults.append(
            _Fault(
                at("decision_until"), f"“{shown}”不是日期（如 2027/1/1）", f"{shown!r} is no date (such as 2027-01-01)"
            )
        )
    if not _text(cells["finding_id"]):
        faults.append(_Fault(at("finding_id"), "缺少编号", "the id is missing"))
    yield from faults
    if not faults and kind is not None:
        by = _text(cells["decision_by"])
        yield Decision(number, _text(cells["document"]), _text(cells["finding_id"]), kind, reason, by, until)


def _date(value: object) -> str | None:
    """A date as Excel or WPS stores it, or as a person writes it. ``ValueError`` when it is none."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return day(_text(value)) if _text(value) else None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
