"""Everything that is known about one document when the checks run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from auditor.model.account import GrandTotal, Settlement
from auditor.model.document import Block, Document, Location, Paragraph
from auditor.model.fact import Contexts
from auditor.model.finding import Evidence, Operand
from auditor.model.grid import Column, Grid, Line
from auditor.model.mention import Breakdown, Mention
from auditor.model.quantity import Quantity

QUOTE = 120
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Profile:
    """What kind of report this is. ``kind`` is final_accounts, budget, self_evaluation or unknown."""

    kind: str = "unknown"
    entity: str | None = None
    year: int | None = None
    level: str = ""  # province, city, county … when the words tell


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text`` is ``block.text[start:end]``. ``section`` are the titles above it, outermost first;
    ``item`` is the budget item (类/款/项 names) it speaks of, ``lead`` the title that its paragraph opens with and it
    follows, empty when there is none."""

    index: int
    block: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    item: str
    part: int
    topic: str = ""  # the vocabulary's name of the innermost section that it knows
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    breakdowns: tuple[Breakdown, ...]
    contexts: Contexts = field(default_factory=Contexts)
    totals: tuple[GrandTotal, ...] = ()
    settlements: tuple[Settlement, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A document with its prose and tables understood."""

    document: Document
    profile: Profile
    prose: Prose
    grids: tuple[Grid, ...]
    others: Mapping[str, Dossier] = field(default_factory=dict)  # reports it is held against: prior, budget

    def operand(self, mention: Mention, role: str) -> Operand:
        """A figure of the prose, as evidence in ``role``."""
        return Operand(mention.quantity, self.mention_evidence(mention, role))

    def mention_evidence(self, mention: Mention, role: str) -> Evidence:
        sentence = self.prose.sentences[mention.sentence]
        quote, span = clip(sentence.text, mention.start - sentence.start, mention.end - sentence.start)
        unit = mention.quantity.unit.symbol
        return Evidence(
            role=role,
            text=mention.quantity.text + (unit if unit == "%" else ""),
            location=locate(self.document.blocks[mention.block], mention.start),
            quantity=mention.quantity,
            quote=quote,
            span=span,
            key=(mention.block, mention.start),
        )

    def words_evidence(self, sentence: Sentence, start: int, end: int, role: str = "claimed") -> Evidence:
        """The words ``sentence.text[start:end]``, as evidence in ``role``."""
        quote, span = clip(sentence.text, start, end)
        at = sentence.start + start
        place = locate(self.document.blocks[sentence.block], at)
        return Evidence(role, sentence.text[start:end], place, quote=quote, span=span, key=(sentence.block, at))

    def sentence_of(self, mention: Mention) -> Sentence:
        return self.prose.sentences[mention.sentence]

    def cell(self, grid: Grid, line: Line, column: Column, role: str) -> Operand:
        """A figure of a table, as evidence in ``role``; a blank cell is 0."""
        quantity = grid.amount(line, column)
        cell = grid.table.rows[line.row][column.index]
        row = "\t".join(c.text for c in grid.table.rows[line.row] if c.text and not c.spanned)
        text = quantity.text if quantity is not None else cell.text
        offset = row.find(text, max(row.find(cell.text), 0)) if text else -1
        quote, span = clip(row, max(offset, 0), max(offset, 0) + len(text))
        return Operand(
            quantity if quantity is not None else Quantity("", _ZERO, column.unit),
            Evidence(
                role=role,
                text=text,
                location=cell.location,
                quantity=quantity,
                table=grid.table.title,
                row=line.label or line.code,
                column="/".join(column.header),
                quote=quote,
                span=span if offset >= 0 else None,
                key=(grid.index, line.row, column.index),
            ),
        )


def clip(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """At most :data:`QUOTE` characters of ``text`` around ``start`` to ``end``, and where those stand in it."""
    if len(text) <= QUOTE:
        return text, (start, end)
    left = max(0, min(start - QUOTE // 2, len(text) - QUOTE))
    return text[left : left + QUOTE], (start - left, min(end - left, QUOTE))


def locate(block: Block, offset: int) -> Location:
    """The place of a character of a block's text."""
    return block.locate(offset) if isinstance(block, Paragraph) else block.location
