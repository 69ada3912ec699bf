"""What does a text file say: its headings, paragraphs and tables, each with its line?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from auditor.errors import InputError
from auditor.limits import limit
from auditor.model.document import Cell, Document, Location, Table
from auditor.reading.decoding import decode
from auditor.reading.structure.blocks import assemble
from auditor.reading.structure.line import Item, Line
from auditor.reading.structure.stream import indent_of
from auditor.reading.text.aligned import aligned_table, is_row
from auditor.reading.text.flat import flat_table
from auditor.reading.text.margins import Margins

_EMPHASIS = re.compile(r"\*\*([^*\n]{1,200})\*\*|__([^_\n]{1,200})__")
_BULLET = re.compile(r"[-*•●·]\s+(?=\S)")
_HASHES = re.compile(r"(#{1,6})\s+")
_RULE = re.compile(r"[-=_*]{3,}$")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,200}:?\s*(?:\|\s*:?-{2,200}:?\s*)*\|?$")
_FLAT = re.compile(r"\t[^\t]*$")
MAX_LINE = limit("AUDITOR_MAX_LINE")


def read(path: Path, data: bytes) -> Document:
    """Read a text report. Raises :class:`InputError` for what is empty, binary or in no known encoding."""
    lines = decode(path, data).split("\n")
    if (longest := max(map(len, lines))) > MAX_LINE:
        raise InputError(
            f"{path}：有一行长达 {longest} 字，超过 {MAX_LINE} 字的上限。",
            f"{path}: a line has {longest} characters, more than the limit of {MAX_LINE}.",
        )
    if not any(line.strip() for line in lines):
        raise InputError(f"{path}：文件是空的", f"{path}: the file is empty")
    structure = assemble(_items(lines))
    return Document(str(path), "text", hashlib.sha256(data).hexdigest(), structure.blocks, structure.parts)


def _items(raw: list[str]) -> list[Item]:
    lines = [_piped(line) for line in raw]
    items: list[Item] = []
    margins = Margins.of(lines)
    gap = True
    position = no_table = 0  # up to ``no_table`` tabs and gaps are known to be mere white space
    while position < len(lines):
        line = lines[position]
        reader = _reader(line)
        if position >= no_table and reader is not None:
            table, after = reader(lines, position)
            if table is not None:
                items.append(table)
                position, gap = after, True
                continue
            no_table = after
        text = _clean(line)
        if text and not _RULE.match(text):
            items.append(Line.at(text, Location(line=position + 1), gap=gap, **margins.layout(position, lines)))
        gap = not text and (not margins.spaced or (position > 0 and not lines[position - 1].strip()))
        position += 1
    return items


def _reader(line: str) -> Callable[[list[str], int], tuple[Table | None, int]] | None:
    """What reads the table that a line may begin; None for a line that begins none."""
    if "\t" in line and line.strip():
        return _table
    return aligned_table if is_row(line) else None


def _piped(line: str) -> str:
    """A row of a table drawn with | as a tab-separated one; nothing for the rule under its head."""
    stripped = line.strip().replace("｜", "|")
    if stripped.count("|") < 2 and " | " not in stripped:
        return line
    if _PIPE_RULE.match(stripped):
        return ""
    return "\t".join(cell.strip() for cell in stripped.removeprefix("|").removesuffix("|").split("|"))


def _clean(line: str) -> str:
    """The line without outer white space, emphasis marks, bullets and Markdown hashes."""
    text = line.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\t", "  ")
    text = text.strip().strip("\u3000").strip()
    text = _HASHES.sub("", text, count=1) if _HASHES.match(text) else text
    text = _EMPHASIS.sub(lambda match: match.group(1) or match.group(2), text)
    return text[match.end() :] if (match := _BULLET.match(text)) else text


# --- tables --------------------------------------------------------------------------------------------------------


def _table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """The table that begins at ``start`` and the position after it; None when the tabs are mere white space."""
    ahead = [line for line in lines[start : start + 24] if "\t" in line][:8]
    if lines[start].startswith("\t") and sum(1 for line in ahead if _FLAT.match(line)) * 2 > len(ahead):
        return flat_table(lines, start)
    return _grid(lines, start)


def _grid(lines: list[str], start: int) -> tuple[Table | None, int]:
    """Rows of tab-separated cells; blank lines may stand inside where the shape of the rows goes on."""
    rows: list[tuple[int, list[str]]] = []
    position = start
    while position < len(lines):
        line = lines[position]
        if "\t" in line and line.strip():
            cells = line.split("\t")
            if rows and position > rows[-1][0] + 1 and len(cells) != len(rows[-1][1]):
                break
            rows.append((position, cells))
        elif "\t" in line and rows:
            rows.append((position, line.split("\t")))
        elif line.strip() or position - rows[-1][0] > 3:
            break
        position += 1
    rows = [row for row in rows if any(cell.strip() for cell in row[1])]
    if len(rows) < 2 or max(len(cells) for _, cells in rows) < 2:
        return None, start
    width = max(len(_trimmed(cells)) for _, cells in rows)
    table = tuple(
        tuple(
            Cell(_clean(text), Location(line=n + 1), indent=indent_of(text)) for text in (cells + [""] * width)[:width]
        )
        for n, cells in rows
    )
    return Table("", (), table, Location(line=rows[0][0] + 1)), rows[-1][0] + 1


def _trimmed(cells: list[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
