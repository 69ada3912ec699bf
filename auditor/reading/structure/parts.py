"""Where does each report of a document begin, and what is printed on its cover?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.model.document import Block, Heading, Location, Part
from auditor.reading.structure import cues

Field = tuple[str, str, Location]
_YEAR = re.compile(r"[（(]?\s*(\d{4})\s*年度?\s*[）)]?$")
_ANNEX_PART = re.compile(r"附\s*件|附\s*录")
_LOOK = 4  # blocks between a report's title and its cover fields


@dataclass(frozen=True, slots=True)
class Cover:
    """Fields that stand before block ``block``."""

    block: int
    fields: tuple[Field, ...]


def find_parts(blocks: Sequence[Block], covers: Sequence[Cover]) -> tuple[Part, ...]:
    """One part for each report; a document that is one report has one part over all blocks."""
    starts = _starts(blocks, covers)
    ends = [*starts[1:], len(blocks)]
    return tuple(_part(blocks, start, end, covers) for start, end in zip(starts, ends, strict=True))


def _starts(blocks: Sequence[Block], covers: Sequence[Cover]) -> list[int]:
    titles = Counter(cues.squeezed(b.text) for b in blocks if isinstance(b, Heading) and b.level == 0)
    starts = {0}
    for cover in covers:
        near = range(cover.block - 1, max(-1, cover.block - 1 - _LOOK), -1)
        start = next((i for i in near if _is_title(blocks[i])), None)
        if start is not None and titles[_squeezed(blocks[start])] >= 2:
            starts.add(start)
    starts |= {i for i, block in enumerate(blocks) if i and _is_annex_report(blocks, i, block)}
    ordered = sorted(starts)
    # What precedes the first report's own title (附件 5) belongs to it.
    if len(ordered) > 1 and all(isinstance(b, Heading) and b.level == 0 for b in blocks[: ordered[1]]):
        ordered.pop(1)
    return ordered


def _squeezed(block: Block) -> str:
    return cues.squeezed(block.text) if isinstance(block, Heading) else ""


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 0 and cues.is_report_title(block.text)


def _is_annex_report(blocks: Sequence[Block], index: int, block: Block) -> bool:
    """附件 as a part or a line of its own, with a report of numbered sections under it."""
    if not isinstance(block, Heading) or block.level > 1 or not _ANNEX_PART.match(block.title):
        return False
    numbered = any(isinstance(b, Heading) and b.level >= 1 for b in blocks[:index])
    titled = False
    for after in blocks[index + 1 :]:
        if isinstance(after, Heading):
            if after.level == 1 or (after.level == 0 and cues.ANNEX.match(after.text)):
                return False
            titled = titled or _is_title(after)
            if titled and after.level >= 2:
                return numbered and (after.ordinal == 1)
        elif not titled and not hasattr(after, "text"):
            return False
    return False


def _part(blocks: Sequence[Block], start: int, end: int, covers: Sequence[Cover]) -> Part:
    own = blocks[start:end]
    fields = [
        field
        for cover in covers
        if start <= cover.block < end or cover.block == end == len(blocks)
        for field in cover.fields
    ]
    heads = [b for b in own if isinstance(b, Heading) and b.level == 0]
    title = next((b.text for b in heads if _is_title(b)), None) or next(
        (b.text for b in own if isinstance(b, Heading) and not cues.is_contents_title(b.text)), ""
    )
    for head in heads[:4]:
        if match := _YEAR.match(head.text):
            fields.insert(0, ("年度", match.group(1), head.location))
            break
    return Part(title, start, end, tuple(fields))
