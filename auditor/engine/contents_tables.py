"""Do the tables that the table of contents names stand in the body?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import squeezed
from auditor.model.document import Block, Cell, Heading, Paragraph, Table, TocEntry
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ContentsTables

_MARKS = re.compile(r"[\s“”\"'《》（）()〈〉、，。:：—-]|[（(]?续表?\d?[）)]?$")
_SHORT = 60  # characters of a line that may be a title
_FIRST_ROWS = 2


def judge(check: ContentsTables, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each table of the contents. Nothing is said where a table of the body has a title that no entry has:
    it may be the missing one, read or worded differently."""
    entries = {
        _plain(check, block.title): (index, block)
        for index, block in enumerate(dossier.document.blocks)
        if isinstance(block, TocEntry) and check.titles.search(squeezed(block.title))
    }
    lines = {_plain(check, line) for block in dossier.document.blocks for line in _lines(block)}
    missing = {name: entry for name, entry in entries.items() if not _stands(name, lines, entries)}
    if len(missing) == len(entries):
        return
    strange = _strange(check, dossier, entries)
    for name, (index, entry) in entries.items():
        text = entry.title
        evidence = Evidence("claimed", text, entry.location, quote=entry.text, key=(index, 0))
        if name not in missing:
            yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
        elif strange:
            reason = f"表题“{strange}”不在目录中 (a title that the contents have not)"
            yield Outcome(check.id, Status.SKIPPED, evidence=(evidence,), reason=reason)
        else:
            yield Outcome(check.id, Status.FAILED, check.severity, evidence=(evidence,), context={"words": text})


def _plain(check: ContentsTables, title: str) -> str:
    return str(check.prefix.sub("", _MARKS.sub("", re.sub(r"^[\d.、．]+(?!\d*年)", "", squeezed(title)))))


def _stands(name: str, lines: set[str], entries: dict[str, tuple[int, TocEntry]]) -> bool:
    """True when a line is that title, or ends with it and is no other entry's."""
    return any(line == name or (line.endswith(name) and line not in entries) for line in lines)


def _lines(block: Block) -> Iterator[str]:
    """What may be a table's title: short lines, the captions and first cells of tables."""
    match block:
        case Heading() | Paragraph() if len(block.text) <= _SHORT:
            yield getattr(block, "title", block.text)
            yield block.text
        case Table():
            yield block.title
            yield from block.caption
            yield from block.notes
            yield from (cell.text for row in block.rows[:_FIRST_ROWS] for cell in row if _once(cell))


def _once(cell: Cell) -> bool:
    return not cell.spanned and 0 < len(cell.text) <= _SHORT


def _strange(check: ContentsTables, dossier: Dossier, entries: dict[str, tuple[int, TocEntry]]) -> str:
    """The title of a table that no entry has, or “” of one without title; empty when there is none."""
    for table in dossier.document.tables():
        name = _plain(check, table.title)
        if not table.title or (check.titles.search(squeezed(table.title)) and not _known(name, entries)):
            return table.title or "—"
    return ""


def _known(name: str, entries: dict[str, tuple[int, TocEntry]]) -> bool:
    return any(name == entry or name.endswith(entry) for entry in entries)
