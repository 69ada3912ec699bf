"""Which lines are headings, contents, paragraphs, captions, cover fields, and where does each report begin?

Format-independent: a reader hands over its lines (:mod:`auditor.reading.structure.line`) and tables in reading order, with what
it knows about their layout, and gets blocks and parts back. Nothing here knows whether they came from text, PDF, Word
or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.model.document import Block, Heading, Location, Paragraph, Part, Run, Table, TocEntry
from auditor.reading.numbering import Number, number_of
from auditor.reading.structure import cues
from auditor.reading.structure.contents import find_contents
from auditor.reading.structure.line import Item, Line
from auditor.reading.structure.parts import Cover, find_parts

MOST_LINES = 200  # of one paragraph; a longer one is no prose


@dataclass(frozen=True, slots=True)
class Structure:
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]


def assemble(items: Iterable[Item]) -> Structure:
    """Blocks in reading order, and the parts they form."""
    kept = _drop_page_numbers([item for item in items if isinstance(item, Table) or item.text])
    logical = _join_lines(_bind_tables(kept))
    contents = find_contents(logical)
    blocks: list[Block] = []
    covers: list[Cover] = []
    in_cover = True
    position = 0
    while position < len(logical):
        item = logical[position]
        if isinstance(item, Table):
            blocks.append(item)
            in_cover = False
        elif position in contents:
            blocks.append(_toc_entry(item))
        elif (in_cover or _opens_report(logical, position)) and _is_cover_field(item):
            position = _take_fields(logical, position, len(blocks), covers)
            continue
        elif cues.is_form_line(item.text):
            covers.append(Cover(len(blocks), tuple((k, v, item.location) for k, v in cues.fields(item.text))))
        else:
            block = _block(logical, position, blocks, in_cover=in_cover)
            blocks.append(block)
            in_cover = (isinstance(block, Heading) and block.level == 0) or (
                in_cover and isinstance(block, Paragraph) and len(block.text) <= cues.SHORT
            )
        position += 1
    return Structure(tuple(blocks), find_parts(blocks, covers))


# --- page furniture ------------------------------------------------------------------------------------------------


def _drop_page_numbers(items: list[Item]) -> list[Item]:
    bare = [
        i for i, item in enumerate(items) if isinstance(item, Line) and item.gap and cues.BARE_NUMBER.match(item.text)
    ]
    values = [int(items[i].text) for i in bare]  # type: ignore[union-attr]
    running = len(values) >= 3 and all(a < b for a, b in pairwise(values))
    dropped = set(bare) if running else set()
    return [
        item
        for i, item in enumerate(items)
        if i not in dropped and not (isinstance(item, Line) and cues.PAGE_NUMBER.match(item.text))
    ]


# --- tables: title, caption, notes ---------------------------------------------------------------------------------


def _bind_tables(items: list[Item]) -> list[Item]:
    """Each table with the title, caption and notes around it; those lines are taken out of the stream."""
    result: list[Item] = []
    position = 0
    while position < len(items):
        item = items[position]
        position += 1
        if isinstance(item, Line):
            result.append(item)
            continue
        caption: list[Line] = []
        while result and isinstance(above := result[-1], Line) and cues.is_caption(above.text) and len(caption) < 6:
            caption.insert(0, above)
            result.pop()
        title, title_at = (item.title, item.title_at) if item.title else _take_title(result)
        notes, position = _take_notes(items, position)
        result.append(
            replace(
                item,
                title=title,
                title_at=title_at,
                caption=(*item.caption, *(line.text for line in caption)),
                caption_at=(*item.caption_at, *(line.location for line in caption)),
                notes=(*item.notes, *(line.text for line in notes)),
                notes_at=(*item.notes_at, *(line.location for line in notes)),
            )
        )
    return result


def _take_title(above: list[Item]) -> tuple[str, Location | None]:
    """The title line right above a table, taken out of ``above``; else the nearest heading, which stays."""
    if above and isinstance(line := above[-1], Line) and not line.number and cues.could_be_title(line.text):
        above.pop()
        before = above[-1] if above else None
        if isinstance(before, Line) and not line.gap and cues.open_title(before.text) and not before.number:
            above.pop()
            return before.text + line.text, before.location
        return line.text, line.location
    for item in reversed(above[-12:]):
        if isinstance(item, Table):
            break
        number = item.number
        heading = item.text.removeprefix(number.text if number else "").strip()
        if (number or item.level) and cues.could_be_title(heading):
            return heading, item.location
    return "", None


def _take_notes(items: Sequence[Item], position: int) -> tuple[list[Line], int]:
    notes: list[Line] = []
    while position < len(items):
        item = items[position]
        if isinstance(item, Table):
            break
        numbered = cues.NOTE_NUMBERED.match(notes[-1].text) if notes else None
        if cues.NOTE.match(item.text) or (numbered and (n := item.number) and n.level == 4 and len(item.text) < 200):
            notes.append(item)
        elif notes and _continues(notes[-1], item, before_body=False):
            notes[-1] = notes[-1].joined(item)
        else:
            break
        position += 1
    return notes, position


# --- lines into logical lines --------------------------------------------------------------------------------------


def _join_lines(items: Sequence[Item]) -> list[Item]:
    """Lines joined over hard line breaks and page breaks."""
    result: list[Item] = []
    last: Line | None = None  # the physical line that ends result[-1]
    body = False
    for item in items:
        previous = result[-1] if result else None
        if isinstance(item, Line) and isinstance(previous, Line) and last is not None:
            if _part_title(previous, item):
                spaced = replace(previous, text=previous.text + " ", runs=_stretch(previous.runs))
                result[-1] = spaced.joined(item)
                last = item
                continue
            if _continues(previous, item, before_body=not body, last=last):
                result[-1] = previous.joined(item)
                last = item
                continue
        result.append(item)
        last = item if isinstance(item, Line) else None
        body = body or isinstance(item, Table) or item.number is not None or cues.TERMINAL.search(item.text) is not None
    return result


def _stretch(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return (*runs[:-1], replace(runs[-1], end=runs[-1].end + 1)) if runs else runs


def _part_title(line: Line, following: Line) -> bool:
    """第一部分 alone on its line, its title on the next."""
    number = line.number
    return (
        number is not None
        and number.level == 1
        and line.text == number.text
        and following.number is None
        and cues.could_be_title(following.text)
    )


def _continues(a: Line, b: Line, *, before_body: bool, last: Line | None = None) -> bool:
    """Does ``b`` go on where ``a`` (whose last physical line is ``last``) breaks off?"""
    if a.whole or b.whole or b.level is not None or len(a.runs) >= MOST_LINES:
        return False
    if cues.TERMINAL.search(a.text) and not _wrapped_after_stop(a, b):
        return False
    if b.number or cues.STARTS_ANEW.match(b.text) or cues.is_contents_title(a.text):
        return False
    if cues.open_chain(a.text, b.text):
        return True
    if before_body and not b.gap and cues.open_title(a.text) and cues.title_like(b.text):
        return True
    if cues.title_like(a.text) or cues.title_like(b.text) or cues.leader(a.text):
        return False
    if cues.fields(a.text) and not a.number:
        return (
            not b.gap and not b.text.startswith(("(", "（")) and not cues.fields(b.text) and len(a.text) >= cues.WRAPPED
        )
    breaks_off = not b.gap and len((last or a).text) >= cues.WRAPPED
    if cues.BARE_NUMBER.match(b.text) or (cues.is_field(b.text) and not breaks_off):
        return False
    if a.full is not None:
        return a.full and not b.indent
    if b.indent:
        return False
    if cues.open_bracket(a.text) or a.text.endswith(cues.OPEN_ENDS):
        return True
    if a.number and (cues.plain_title(a.text) or cues.item_chain(a.text)):
        return False
    return len((last or a).text) >= cues.WRAPPED


def _wrapped_after_stop(a: Line, b: Line) -> bool:
    """A stop that happens to stand at the right margin, or a colon: the paragraph goes on in the next line."""
    if b.gap or b.indent or len(a.text) < cues.WRAPPED:
        return False
    if a.text.endswith(("：", ":")):
        return bool(a.full or b.full)
    return bool(a.full) and (b.indent is False or a.text.endswith(("；", ";")))


# --- logical lines into blocks -------------------------------------------------------------------------------------


def _toc_entry(line: Line) -> TocEntry:
    text = cues.without_leader(line.text)
    number = number_of(text)
    if number is None:
        return TocEntry(text, 0, "", None, line.location)
    return TocEntry(text, number.level, number.text, number.value, line.location)


def _block(items: Sequence[Item], position: int, blocks: Sequence[Block], *, in_cover: bool) -> Block:
    line = items[position]
    assert isinstance(line, Line)
    following = items[position + 1] if position + 1 < len(items) else None
    previous = blocks[-1] if blocks else None
    number = line.number
    if line.level is not None:
        known = number or Number("", 0, line.level)
        return Heading(line.text, known.level, known.text, number.value if number else None, line.location)
    if number is not None:
        if _is_heading(line, number, previous, following):
            return Heading(line.text, number.level, number.text, number.value, line.location)
    elif (
        cues.is_report_title(line.text) or (in_cover and cues.could_be_title(line.text)) or cues.ANNEX.match(line.text)
    ):
        return Heading(line.text, 0, "", None, line.location)
    elif cues.title_like(line.text) and line.gap and (isinstance(following, Table) or (following and following.gap)):
        level = next((b.level for b in reversed(blocks) if isinstance(b, Heading)), 0)
        return Heading(line.text, level + 1, "", None, line.location)
    return Paragraph(line.text, line.runs)


def _is_heading(line: Line, number: Number, previous: Block | None, following: Item | None) -> bool:
    """A number and a title; a numbered paragraph of running text is none."""
    title = line.text.removeprefix(number.text).strip()
    if number.level == 1:
        return len(title) <= cues.TITLE and not cues.TERMINAL.search(title)
    if not title or len(title) > cues.TITLE or cues.AMOUNT.search(title) or cues.SENTENCES.search(title):
        return False
    if cues.item_chain(title):
        return True
    if ":" in title[:-1] or "：" in title[:-1] or title.endswith(("，", ",", "、")):
        return False
    ended = cues.TERMINAL.search(title) is not None
    if not ended:
        clauses = len(cues.CLAUSES.findall(title))
        return clauses < 3 and (clauses == 0 or not _in_list(number, previous))
    return _body_follows(number, following) and not _in_list(number, previous)


def _body_follows(number: Number, following: Item | None) -> bool:
    if following is None:
        return False
    if isinstance(following, Table):
        return True
    after = following.number
    if after is not None:
        return after.level > number.level
    return not cues.title_like(following.text)


def _in_list(number: Number, previous: Block | None) -> bool:
    """Right after a numbered paragraph of the same style: one more item of its list."""
    if not isinstance(previous, Paragraph):
        return False
    before = number_of(previous.text)
    return before is not None and before.level == number.level


# --- cover fields --------------------------------------------------------------------------------------------------


def _opens_report(items: Sequence[Item], position: int) -> bool:
    """Cover fields that follow a report's title, its year and the like."""
    for item in reversed(items[max(0, position - 3) : position]):
        if isinstance(item, Table) or item.number:
            return False
        if cues.is_report_title(item.text):
            return True
    return False


def _is_cover_field(line: Line) -> bool:
    return bool(cues.fields(line.text)) and line.number is None


def _take_fields(items: Sequence[Item], position: int, block: int, covers: list[Cover]) -> int:
    """Read cover fields from ``position`` on; the position after them."""
    taken: list[tuple[str, str, Location]] = []
    while position < len(items):
        item = items[position]
        if isinstance(item, Table):
            break
        if _is_cover_field(item):
            taken.extend((key, value, item.location) for key, value in cues.fields(item.text))
        elif taken and cues.BRACKETED.match(item.text):
            taken.append(("", item.text, item.location))  # (一级预算单位)
        else:
            break
        position += 1
    covers.append(Cover(block, tuple(taken)))
    return position
