"""The report as a Word document: automatic numbers on the sections, merged header cells, a contents style."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from maker.archive import settled
from maker.blocks import Block, Contents, Heading, Table, Text, Title, printed, spans

_LIST = "77"
_NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>"""


def render(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.name = "宋体"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for level in range(1, 5):
        document.styles.add_style(f"toc {level}", 1)
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    lists = 1
    numbering.append(_list(lists))
    for block in blocks:
        match block:
            case Title(text):
                document.add_heading(text, 0)
            case Text(text):
                document.add_paragraph(text)
            case Heading():
                if block.level == 1:
                    lists += 1
                    numbering.append(_list(lists))
                _heading(document, block, lists)
            case Contents(entries):
                document.add_paragraph("目  录").alignment = WD_ALIGN_PARAGRAPH.CENTER
                for number, (entry, level) in enumerate(entries, 1):
                    document.add_paragraph(f"{entry}\t{number}", style=f"toc {level}")
            case Table():
                _table(document, block)
    stream = io.BytesIO()
    document.core_properties.author = "auditor"
    document.save(stream)
    return settled(stream.getvalue())


def _list(number: int) -> Any:
    """A list of its own for each part, so that its sections start at 一 again."""
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{700 + number}"><w:abstractNumId w:val="{_LIST}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def _heading(document: Any, heading: Heading, part: int) -> None:
    if heading.level != 2:
        document.add_paragraph(heading.full)
        return
    paragraph = document.add_paragraph(heading.text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{700 + part}"/></w:numPr>')
    )


def _table(document: Any, table: Table) -> None:
    document.add_paragraph(table.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(table.form).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(table.entity)
    document.add_paragraph(table.unit).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid = document.add_table(len(table.grid), len(table.grid[0]))
    grid.style = "Table Grid"
    cells = grid._cells
    width = len(table.grid[0])
    for span in spans(table.grid):
        cell = cells[span.row * width + span.column]
        if span.rows > 1 or span.columns > 1:
            last = (span.row + span.rows - 1) * width + span.column + span.columns - 1
            cell = cell.merge(cells[last])
        cell.text = printed(span.value)
        if isinstance(span.value, Decimal):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for note in table.notes:
        document.add_paragraph(note)
