"""The report as plain text: headings on lines of their own, tables as tab-separated rows."""

from __future__ import annotations

from collections.abc import Sequence

from maker.blocks import Block, Contents, Heading, Table, Text, Title, printed


def render(blocks: Sequence[Block]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        match block:
            case Title(text) | Text(text):
                lines += [text, ""]
            case Heading():
                lines += [block.full, ""]
            case Contents(entries):
                lines += ["目 录", ""]
                lines += [text for text, _ in entries]
                lines.append("")
            case Table():
                lines += [block.title, "", block.form, block.entity, block.unit, ""]
                lines += ["\t".join(printed(cell) for cell in row) for row in block.grid]
                lines.append("")
                for note in block.notes:
                    lines += [note, ""]
    return "\n".join(lines).encode()
