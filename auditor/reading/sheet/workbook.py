"""What does a workbook (xlsx, xls) show: its tables and lines, sheet by sheet, numbers as they are displayed?

``Location.sheet`` is the worksheet, ``Location.line`` the number of the row. Formulas give the value saved with them.
Number formats are known for xlsx only; where a number has none, it is given as many decimals as others of its column.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Location
from auditor.reading.archive import OLE, is_encrypted, open_package, protected
from auditor.reading.sheet.marks import Marks, printed, read_marks
from auditor.reading.sheet.sections import sections
from auditor.reading.structure.compose import compose
from auditor.reading.structure.stream import Canvas, Item, indent_of, refuse_if_too_large, tidy

_MOST_DECIMALS = 6
_DEFAULT_NAMES = ("sheet", "工作表", "表格")


def read(path: Path, data: bytes) -> Document:
    """The document in an xlsx or xls file.

    :raises InputError: it is neither, is damaged, locked by a password, or larger than a report can be.
    """
    from python_calamine import CalamineWorkbook, PasswordError

    marks: dict[str, Marks] = {}
    try:
        if not data.startswith(OLE):
            with open_package(str(path), data, "xlsx") as package:
                marks = read_marks(str(path), package)
        elif is_encrypted(data):
            raise protected(str(path))
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        items, warnings = _sheets(path, workbook, marks)
    except PasswordError as error:
        raise protected(str(path)) from error
    except InputError:
        raise
    except Exception as error:  # calamine, zipfile and lxml raise many kinds for damaged files
        raise InputError(
            f"{path}：不是有效的 Excel 文件，或文件已损坏。", f"{path}: this is not an Excel file, or it is damaged."
        ) from error
    return compose(path, data, "sheet", items, warnings)


def _sheets(path: Path, workbook: Any, marks: dict[str, Marks]) -> tuple[list[Item], list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    items: list[Item] = []
    warnings: list[str] = []
    for index, entry in enumerate(workbook.sheets_metadata):
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        mark = marks.get(entry.name, Marks())
        sheet = workbook.get_sheet_by_index(index)
        if not sheet.height:
            continue
        if entry.visible != SheetVisibleEnum.Visible:
            warnings.append(f"工作表“{entry.name}”是隐藏的，已一并读取 (a hidden sheet was read as well)")
        if mark.hidden_rows:
            hidden = mark.hidden_rows
            warnings.append(f"工作表“{entry.name}”有 {hidden} 个隐藏的行，已一并读取 ({hidden} hidden rows were read)")
        rows = _rows(path, sheet, mark)
        items += sections(rows, _title(entry.name), _doubts(entry.name, mark))
    return items, warnings


def _doubts(name: str, mark: Marks) -> list[str]:
    doubts = [
        f"工作表“{name}”第 {row + 1} 行的单元格是错误值 {text} (an error cell)"
        for (row, _), text in sorted(mark.errors.items())[:5]
    ]
    if mark.uncomputed:
        doubts.append(f"工作表“{name}”有 {mark.uncomputed} 个公式没有保存计算结果 (formulas without a saved value)")
    return doubts


def _title(name: str) -> str:
    """A sheet's name, unless it is the one that the program gave."""
    plain = name.strip().lower()
    return (
        ""
        if any(plain.removeprefix(default).strip().isdigit() or plain == default for default in _DEFAULT_NAMES)
        else name.strip()
    )


def _rows(path: Path, sheet: Any, mark: Marks) -> tuple[tuple[Cell, ...], ...]:
    refuse_if_too_large(str(path), sheet.height, sheet.height * sheet.width)
    values = sheet.to_python(skip_empty_area=False)
    numbers = {
        (y, x): _decimal(value)
        for y, row in enumerate(values)
        for x, value in enumerate(row)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    loose = {place for place in numbers if printed(numbers[place], mark.formats.get(place, "")) is None}
    decimals = _column_decimals(numbers, loose, mark)
    ordinal = _ordinal_rows(numbers, loose)
    canvas = Canvas(str(path))
    places = [Location(line=y + 1, sheet=sheet.name) for y in range(len(values))]
    spans = dict(sheet.merged_cell_ranges or ())
    covered = {place for start, end in spans.items() for place in _inside(start, end, len(values)) if place != start}
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            place = (y, x)
            if place in covered:
                continue
            if place in numbers:
                pad = 0 if place not in loose or y in ordinal else decimals.get(x, 0)
                text = _number_text(numbers[place], mark.formats.get(place, ""), pad)
            else:
                text = mark.errors.get(place) or _text(value)
            indent = mark.indents.get(place, 0) + indent_of(value) if isinstance(value, str) else 0.0
            end = spans.get(place, place)
            rows = min(end[0], len(values) - 1) - y + 1
            canvas.put(y, x, Cell(text, places[y], indent=indent), rows=rows, columns=max(1, end[1] - x + 1))
    return canvas.rows(places)


def _inside(start: tuple[int, int], end: tuple[int, int], height: int) -> list[tuple[int, int]]:
    rows = range(start[0], min(end[0], height - 1) + 1)
    return [(y, x) for y in rows for x in range(start[1], end[1] + 1)]


def _decimal(value: int | float) -> Decimal:
    """The number as Excel shows it at most: 15 significant digits."""
    return Decimal(format(value, ".15g"))


def _number_text(value: Decimal, code: str, pad: int) -> str:
    shown = printed(value, code)
    if shown is not None:
        return shown
    plain = _plain(value)
    missing = pad - _decimals(plain)
    if missing <= 0:
        return plain
    return plain + ("." if "." not in plain else "") + "0" * missing


def _plain(value: Decimal) -> str:
    text = f"{round(value, _MOST_DECIMALS):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _column_decimals(
    numbers: dict[tuple[int, int], Decimal], loose: set[tuple[int, int]], mark: Marks
) -> dict[int, int]:
    """The most decimals that a number of each column shows: one stored as 1200 beside 35.25 stands for 1200.00."""
    decimals: dict[int, int] = {}
    for (y, x), value in numbers.items():
        text = _plain(value) if (y, x) in loose else printed(value, mark.formats[y, x]) or ""
        if not text.endswith("%"):
            decimals[x] = max(decimals.get(x, 0), _decimals(text))
    return decimals


def _ordinal_rows(numbers: dict[tuple[int, int], Decimal], loose: set[tuple[int, int]]) -> set[int]:
    """Rows that only number the columns (栏次): whole numbers, one more from each to the next."""
    rows: dict[int, list[Decimal]] = {}
    for y, x in sorted(numbers):
        rows.setdefault(y, []).append(numbers[y, x] if (y, x) in loose else Decimal("0.5"))
    return {y for y, values in rows.items() if _counts_up(values)}


def _counts_up(values: Sequence[Decimal]) -> bool:
    whole = all(value == value.to_integral_value() and 0 < value < 100 for value in values)
    return whole and all(b - a == 1 for a, b in pairwise(values))


def _text(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case datetime.datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "minutes")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case None:
            return ""
        case _:
            return tidy(str(value).replace("\r\n", "\n"))
