"""The report as a workbook: a sheet for each table, amounts as numbers with a format, prose on sheets of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from maker.archive import settled
from maker.blocks import Block, Contents, Heading, Table, Text, Title, spans

_FORMAT = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def render(blocks: Sequence[Block]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    prose: Any = None
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            prose = None
            count += 1
            _table(workbook.create_sheet(f"表{count}"), block)
            continue
        if prose is None:
            prose = workbook.create_sheet(f"说明{sum(name.startswith('说明') for name in workbook.sheetnames) + 1}")
            prose.column_dimensions["A"].width = 120
        _prose(prose, block)
    stream = io.BytesIO()
    workbook.save(stream)
    return settled(stream.getvalue())


def _prose(sheet: Any, block: Block) -> None:
    match block:
        case Title(text) | Text(text):
            lines = [text]
        case Heading():
            lines = [block.full]
        case Contents(entries):
            lines = ["目 录", *[text for text, _ in entries]]
        case _:
            raise TypeError(block)
    for line in lines:
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True)


def _table(sheet: Any, table: Table) -> None:
    width = len(table.grid[0])
    sheet.cell(1, 1, table.title).font = Font(bold=True, size=16)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.cell(2, width, table.form)
    sheet.cell(3, 1, table.entity)
    sheet.cell(3, width, table.unit)
    top = 4
    for span in spans(table.grid):
        cell = sheet.cell(top + span.row, 1 + span.column)
        if isinstance(span.value, Decimal):
            cell.value = float(span.value)
            cell.number_format = _FORMAT
        elif span.value is not None:
            cell.value = span.value
        if span.rows > 1 or span.columns > 1:
            sheet.merge_cells(
                start_row=cell.row,
                end_row=cell.row + span.rows - 1,
                start_column=cell.column,
                end_column=cell.column + span.columns - 1,
            )
    for at, note in enumerate(table.notes):
        sheet.cell(top + len(table.grid) + at, 1, note)
    for at, share in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = share
