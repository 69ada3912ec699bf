"""Is something said twice, word for word?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.empty_table import figures_of
from auditor.engine.passages import Passage, passages, squeezed
from auditor.model.document import Block, Heading, Paragraph, Part, Table
from auditor.model.dossier import QUOTE, Dossier, locate
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Repetition

_LEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|其[一二三四]|[（(]?\d{1,2}[)）、.．])")
_CLAUSE = re.compile(r"[^；;。！？]+")


def judge(check: Repetition, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each repetition."""
    match check.of:
        case "passage":
            for part in dossier.document.parts:
                yield from _passages(check, dossier, part)
        case "heading":
            for part in dossier.document.parts:
                yield from _headings(check, dossier, part)
        case "table":
            for part in dossier.document.parts:
                yield from _tables(check, dossier, part)
        case "clause":
            for passage in passages(dossier):
                if passage.place == "paragraph":
                    yield from _clauses(check, dossier, passage)


def _failed(check: Repetition, evidence: tuple[Evidence, ...], words: str, count: int) -> Outcome:
    shown = words if len(words) <= 30 else words[:30] + "…"
    return Outcome(
        check.id, Status.FAILED, check.severity, evidence=evidence, context={"words": shown, "count": str(count)}
    )


def _passages(check: Repetition, dossier: Dossier, part: Part) -> Iterator[Outcome]:
    """Runs of blocks that stand again further down, with at least one long paragraph among them."""
    blocks = dossier.document.blocks
    said = {index: _words(blocks[index]) for index in range(part.start, part.end)}
    first: dict[str, int] = {}
    done = part.start
    for index, words in said.items():
        if not words:
            continue
        earlier = first.setdefault(words, index)
        if earlier == index or index < done:
            continue
        length = 1
        while (
            index + length < part.end
            and earlier + length < index
            and said[earlier + length]
            and said[earlier + length] == said[index + length]
        ):
            length += 1
        done = index + length
        run = range(index, done)
        if not any(len(said[n]) >= check.at_least and isinstance(blocks[n], Paragraph) for n in run):
            continue
        long = [n for n in range(length) if len(said[index + n]) >= check.at_least]
        evidence = [_block(blocks, index + n, "claimed" if not k else "context") for k, n in enumerate(long)]
        evidence += [_block(blocks, earlier + n, "compared") for n in long]
        yield _failed(check, tuple(evidence), evidence[0].text, len(long))


def _headings(check: Repetition, dossier: Dossier, part: Part) -> Iterator[Outcome]:
    """The same heading twice with nothing between."""
    blocks = dossier.document.blocks
    for index in range(part.start, part.end - 1):
        one, two = blocks[index], blocks[index + 1]
        if not (isinstance(one, Heading) and isinstance(two, Heading) and one.title and one.level == two.level):
            continue
        if squeezed(one.title) == squeezed(two.title):
            evidence = (_block(blocks, index + 1, "claimed"), _block(blocks, index, "compared"))
            yield _failed(check, evidence, two.text, 2)


def _tables(check: Repetition, dossier: Dossier, part: Part) -> Iterator[Outcome]:
    """The same table twice: its title and every cell."""
    seen: dict[tuple[str, ...], int] = {}
    for index in range(part.start, part.end):
        table = dossier.document.blocks[index]
        if not isinstance(table, Table) or sum(len(figures_of(row)) for row in table.rows) < check.at_least:
            continue
        cells = (squeezed(table.title), *(squeezed(cell.text) for row in table.rows for cell in row))
        if cells in seen:
            evidence = (_table(table, index, "claimed"), _table(table, seen[cells], "compared"))
            yield _failed(check, evidence, table.title, 2)
        seen.setdefault(cells, index)


def _table(table: Table, index: int, role: str) -> Evidence:
    number = "，".join(squeezed(line) for line in table.caption[:2])
    where = table.title_at or table.location
    return Evidence(
        role, table.title, where, table=table.title, quote=f"{table.title} {number}".strip(), key=(index, 0)
    )


def _clauses(check: Repetition, dossier: Dossier, passage: Passage) -> Iterator[Outcome]:
    """Numbered items of a list within one paragraph that say the same."""
    seen: dict[str, tuple[int, int]] = {}
    for match in _CLAUSE.finditer(passage.text):
        lead = len(match.group()) - len(match.group().lstrip())
        start = match.start() + lead
        text = match.group().strip()
        if "，" in text and not _LEAD.match(text) and (inner := re.search(r"[，：]\s*(?=一是)", text)):
            start, text = start + inner.end(), text[inner.end() :]
        numbered = _LEAD.match(text)
        words = squeezed(text[numbered.end() :]) if numbered else ""
        if len(words) < check.at_least:
            continue
        if words in seen:
            evidence = (
                passage.evidence(dossier, start, match.end()),
                passage.evidence(dossier, *seen[words], role="compared"),
            )
            yield _failed(check, evidence, words, 2)
        seen.setdefault(words, (start, match.end()))


def _words(block: Block) -> str:
    match block:
        case Paragraph():
            return squeezed(block.text)
        case Heading() if block.level > 1:
            return squeezed(block.title)
    return ""


def _block(blocks: tuple[Block, ...], index: int, role: str) -> Evidence:
    block = blocks[index]
    text = block.text if isinstance(block, Heading | Paragraph) else ""
    return Evidence(role, text[:QUOTE], locate(block, 0), quote=text[:QUOTE], span=None, key=(index, 0))
