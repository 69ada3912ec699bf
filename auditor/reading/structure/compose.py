"""How does a stream of lines and raw tables become a document?

Titles, unit captions and notes that stand inside a grid are told from its rows; the rest of the structure is
recognised by :mod:`auditor.reading.structure.blocks`, which text and PDF reports go through as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Location, Table
from auditor.reading.structure import cues
from auditor.reading.structure.blocks import assemble
from auditor.reading.structure.line import Item as Block
from auditor.reading.structure.line import Line
from auditor.reading.structure.stream import Item, RawTable, TextLine

_LAST_ROWS = 8  # notes under a table are looked for among so many of its last rows
_HEADING = 60  # a longer line is running text, whatever its style says

Row = tuple[Cell, ...]
Placed = tuple[str, Location]  # words and where they stand


def compose(path: Path, data: bytes, kind: str, items: Iterable[Item], warnings: Sequence[str] = ()) -> Document:
    """The document of ``items``.

    :raises InputError: there is neither text nor a table.
    """
    stream = list(_parts(items))
    structure = assemble(_blocks(stream))
    if not structure.blocks:
        raise InputError(f"{path}：文件里没有文字，也没有表格。", f"{path}: the file has neither text nor tables.")
    return Document(
        path=str(path),
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=structure.blocks,
        parts=structure.parts,
        warnings=tuple(warnings),
    )


def _parts(items: Iterable[Item]) -> Iterator[TextLine | Table]:
    """Lines as they are; grids as tables, or as lines where they only frame text."""
    titled = False  # the line above is a table's title
    for item in items:
        if isinstance(item, TextLine):
            if item.text and not cues.is_caption(item.text):
                titled = cues.title_like(item.text)
            yield item
        else:
            yield from table_of(item, titled=titled)
            titled = False


def _blocks(stream: Sequence[TextLine | Table]) -> Iterator[Block]:
    """The stream as structure recognition takes it."""
    wrapped = _hard_wrapped(stream)
    for at, item in enumerate(stream):
        if isinstance(item, Table):
            yield item
        elif item.text:
            following = stream[at + 1] if at + 1 < len(stream) else None
            broken = item.soft or (isinstance(following, TextLine) and following.soft)
            yield Line.at(
                item.text,
                item.location,
                gap=not item.soft,
                whole=not (wrapped or broken) and len(item.text) >= cues.WRAPPED,
                level=_level(item),
            )


def _level(line: TextLine) -> int | None:
    """The heading level that the format states, unless the words are running text or the table of contents."""
    running = line.toc or len(line.text) > _HEADING or cues.TERMINAL.search(line.text)
    return None if running else line.level


def _hard_wrapped(stream: Sequence[TextLine | Table]) -> bool:
    """True when most long lines break off: the file was made from a print, with a paragraph for every line."""
    long = [
        item.text for item in stream if isinstance(item, TextLine) and len(item.text) >= cues.WRAPPED and not item.toc
    ]
    broken = sum(1 for text in long if not cues.TERMINAL.search(text) and not cues.title_like(text))
    return len(long) >= 10 and broken * 2 > len(long)


# --- what stands inside a grid -------------------------------------------------------------------------------------


def table_of(raw: RawTable, *, titled: bool = False) -> Iterator[TextLine | Table]:
    """The table in a raw grid, with title, captions and notes told from its rows; text lines for a mere frame.

    ``titled`` says that its title stands above it: a header over all columns is then not taken for one.
    """
    rows = _trimmed(raw.rows)
    if not rows:
        return
    if len(rows[0]) == 1 or (len(rows) == 1 and not any(_numeric(cell.text) for cell in rows[0])):
        for cell in (cell for row in rows for cell in row if cell.text and not cell.spanned):
            yield from (TextLine(line.strip(), cell.location) for line in cell.text.split("\n"))
        return
    title, captions, rows = head_rows(rows, titled=titled)
    rows, notes = foot_rows(rows)
    yield Table(
        title=title[0] if title else raw.title,
        caption=tuple(text for text, _ in captions),
        rows=_trimmed(rows),
        location=rows[0][0].location,
        notes=tuple(text for text, _ in notes),
        doubts=raw.doubts,
        title_at=title[1] if title else None,
        caption_at=tuple(place for _, place in captions),
        notes_at=tuple(place for _, place in notes),
    )


def _trimmed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Without rows and columns in which nothing stands."""
    kept = [row for row in rows if any(cell.text for cell in row)]
    if not kept:
        return ()
    filled = [x for x in range(len(kept[0])) if any(row[x].text and not row[x].spanned for row in kept)]
    if len(filled) == len(kept[0]):
        return tuple(kept)
    return tuple(tuple(row[x] for x in filled) for row in kept)


def _texts(row: Row) -> list[Placed]:
    return [(cell.text, cell.location) for cell in row if cell.text and not cell.spanned]


def head_rows(rows: tuple[Row, ...], *, titled: bool = False) -> tuple[Placed | None, list[Placed], tuple[Row, ...]]:
    """Title and captions in the first rows, and the rows after them."""
    title: Placed | None = None
    captions: list[Placed] = []
    start = 0
    while start < len(rows) - 1:
        texts = [(line.strip(), at) for text, at in _texts(rows[start]) for line in text.split("\n") if line.strip()]
        rest = [placed for placed in texts if not cues.is_caption(placed[0])]
        if len(rest) == 1 and title is None and _is_title(rest[0][0], titled=titled):
            title = rest[0]
        elif rest:
            break
        captions += [placed for placed in texts if placed is not title]
        start += 1
    return title, captions, rows[start:]


def _is_title(text: str, *, titled: bool) -> bool:
    return cues.could_be_title(text) and not _numeric(text) and (not titled or cues.title_like(text))


def foot_rows(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], list[Placed]]:
    """The rows without the notes (注：…) in the last ones."""
    first = max(1, len(rows) - _LAST_ROWS)
    for at in range(first, len(rows)):
        texts = [_texts(row) for row in rows[at:]]
        if all(len(row) <= 1 for row in texts) and texts[0] and cues.NOTE.match(texts[0][0][0]):
            return rows[:at], [row[0] for row in texts if row]
    return rows, []


def _numeric(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return digits > 0 and digits * 2 >= len(text.strip())
