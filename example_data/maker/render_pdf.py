"""The report as a PDF: ruled tables on landscape pages, Chinese font embedded, page numbers, long tables over two pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from maker.blocks import Block, Contents, Heading, Table, Text, Title, printed, spans

_FONT = "Chinese"
_LATIN = "Latin"
_MARGIN = 20 * mm


def render(blocks: Sequence[Block], font: Path, latin: Path) -> bytes:
    """``font`` has the Chinese characters; what it lacks (digits, Latin letters) is set in ``latin``."""
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont(_FONT, str(font)))
    pdfmetrics.registerFont(TTFont(_LATIN, str(latin)))
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4, title="部门报告", author="auditor", invariant=1)
    document.addPageTemplates([_template("portrait", A4), _template("landscape", landscape(A4))])
    document.build(_story(blocks))
    return stream.getvalue()


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size

    def footer(canvas: Any, _: object) -> None:
        canvas.setFont(_LATIN, 9)
        canvas.drawCentredString(width / 2, 10 * mm, f"- {canvas.getPageNumber()} -")

    frame = Frame(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN, id=name)
    return PageTemplate(name, [frame], onPage=footer, pagesize=size)


def _flow(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph in which each character has a font that knows it."""
    known = pdfmetrics.getFont(_FONT).face.charToGlyph
    runs = groupby(text, key=lambda character: ord(character) in known)
    marked = "".join(
        escape("".join(run)) if chinese else f'<font name="{_LATIN}">{escape("".join(run))}</font>' for chinese, run in runs
    )
    return Paragraph(marked, style)


def _style(size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(f"s{size}{sorted(more.items())}", fontName=_FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **more)


def _story(blocks: Sequence[Block]) -> list[Flowable]:
    body = _style(11, firstLineIndent=22, spaceAfter=4)
    story: list[Flowable] = []
    wide = False
    for block in blocks:
        if isinstance(block, Table):
            story += [NextPageTemplate("landscape"), PageBreak(), *_table(block)]
            wide = True
            continue
        if wide:
            story += [NextPageTemplate("portrait"), PageBreak()]
            wide = False
        match block:
            case Title(text):
                story += [Spacer(1, 70 * mm), _flow(text, _style(22, alignment=TA_CENTER)), PageBreak()]
            case Contents(entries):
                story += [_flow("目　录", _style(16, alignment=TA_CENTER, spaceAfter=10))]
                story += [_flow(text, _style(11, leftIndent=18 * (level - 1))) for text, level in entries]
                story.append(PageBreak())
            case Heading(level=1):
                story.append(_flow(block.full, _style(16, alignment=TA_CENTER, spaceBefore=8, spaceAfter=10)))
            case Heading():
                story.append(_flow(block.full, _style(12, firstLineIndent=22, spaceBefore=4, spaceAfter=4)))
            case Text(text):
                story.append(_flow(text, body))
    return story


def _table(table: Table) -> list[Flowable]:
    width = landscape(A4)[0] - 2 * _MARGIN - 12
    shares = [width * share / sum(table.widths) for share in table.widths]
    left, right, centre = _style(8), _style(8, alignment=TA_RIGHT), _style(8, alignment=TA_CENTER)
    header = len(table.header)
    cells: list[list[object]] = [["" for _ in row] for row in table.grid]
    rules: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for span in spans(table.grid):
        style = right if isinstance(span.value, Decimal) else centre if span.row < header else left
        text = printed(span.value)
        cells[span.row][span.column] = _flow(text, style) if text else ""
        if span.rows > 1 or span.columns > 1:
            corner = (span.column + span.columns - 1, span.row + span.rows - 1)
            rules.append(("SPAN", (span.column, span.row), corner))
    grid = Grid(cells, colWidths=shares, repeatRows=header)
    grid.setStyle(TableStyle(rules))
    caption = Grid([[_flow(table.entity, left), _flow(table.unit, right)]], colWidths=[width / 2] * 2)
    return [
        _flow(table.title, _style(15, alignment=TA_CENTER)),
        _flow(table.form, right),
        caption,
        grid,
        Spacer(1, 2 * mm),
        *[_flow(note, left) for note in table.notes],
    ]
