"""The report as a saved web page of a government site: GB 2312, a menu around it, tables with merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from maker.blocks import Block, Contents, Heading, Table, Text, Title, printed, spans

_HEAD = """<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>信息公开</title>
<style>td {{ border: 1px solid #333 }}</style>
<script>document.title = "信息公开 100%";</script>
</head>
<body>
<div class="menu"><ul><li><a href="/">首页</a></li><li><a href="/xxgk">信息公开</a></li><li><a href="/fw">办事服务</a></li>
<li><a href="/hd">互动交流</a></li></ul></div>
<table width="100%"><tr><td>
<!-- content -->
{content}
</td></tr></table>
<div style="display:none">点击量 12345</div>
</body>
</html>
"""


def render(blocks: Sequence[Block]) -> bytes:
    pieces: list[str] = []
    for block in blocks:
        match block:
            case Title(text):
                pieces.append(f"<h1>{escape(text)}</h1>")
            case Text(text):
                pieces.append(f"<p>&nbsp;&nbsp;{escape(text)}</p>")
            case Heading():
                pieces.append(f"<p><strong>{escape(block.full)}</strong></p>")
            case Contents(entries):
                pieces.append("<p>目&nbsp;录</p>")
                pieces += [f'<p><a href="#{n}">{escape(text)}</a></p>' for n, (text, _) in enumerate(entries)]
            case Table():
                pieces.append(_table(block))
    return _HEAD.format(content="\n".join(pieces)).encode("gb18030")


def _table(table: Table) -> str:
    pieces = [f"<p align=center><b>{escape(table.title)}</b></p>", f"<p align=right>{escape(table.form)}</p>"]
    pieces += [f"<p>{escape(table.entity)}</p>", f"<p align=right>{escape(table.unit)}</p>", "<table>"]
    found = spans(table.grid)
    for y in range(len(table.grid)):
        cells = "".join(_cell(span.value, span.rows, span.columns) for span in found if span.row == y)
        pieces.append(f"<tr>{cells}</tr>")
    pieces.append("</table>")
    pieces += [f"<p>{escape(note)}</p>" for note in table.notes]
    return "\n".join(pieces)


def _cell(value: object, rows: int, columns: int) -> str:
    attributes = (f" rowspan={rows}" if rows > 1 else "") + (f" colspan={columns}" if columns > 1 else "")
    align = " align=right" if isinstance(value, Decimal) else ""
    text = escape(printed(value)) or "&nbsp;"  # type: ignore[arg-type]
    return f"<td{attributes}{align}>{text}</td>"
