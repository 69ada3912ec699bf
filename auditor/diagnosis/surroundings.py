"""Which other figures stand near a figure, and what do they measure?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from auditor.diagnosis.graph import Key
from auditor.model.document import Paragraph
from auditor.model.dossier import Dossier
from auditor.model.grid import Grid, Line
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Quantity
from auditor.parsing.labels import squeeze

_LONGEST = 24
_PREFIX = 8  # characters before a label that still belong to it
_CLAUSE = re.compile(r"[，,。；;：:、（）()\d]")
_MANY = 60  # figures of one paragraph beyond which nothing can be concluded from one of them


@dataclass(frozen=True, slots=True)
class Nearby:
    """A figure and what it measures. ``near`` is true in the same sentence, row or column."""

    quantity: Quantity
    label: str
    key: Key
    table: str = ""
    near: bool = True
    depth: int = 0  # of its line in a code tree

    @property
    def printed(self) -> str:
        return f"{self.quantity.text}{self.quantity.unit.symbol}"

    @property
    def zh(self) -> str:
        words = f"《{self.table}》" if self.table else ""
        return f"{words}“{self.label}”{self.printed}" if self.label else f"{words}{self.printed}"

    @property
    def en(self) -> str:
        words = f" of {self.table}" if self.table else ""
        return f"{self.printed} ({self.label}{words})" if self.label else f"{self.printed}{words}"


class Surroundings:
    """Finds figures by place and by value. Nothing is looked at before a relation has failed."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._by_step: dict[Decimal, dict[Decimal, list[Nearby]]] = {}

    def beside(self, keys: Iterable[Key]) -> list[Nearby]:
        """Amounts of the same sentences and paragraphs, or rows and columns, other than the figures themselves."""
        known = set(keys)
        found: dict[Key, Nearby] = {}
        for key in sorted(known):
            for nearby in self._mentions(key) if key in self._mention_of else self._cells(key):
                if nearby.key not in known and (nearby.near or nearby.key not in found):
                    found[nearby.key] = nearby
        return list(found.values()) if len(found) <= _MANY else [n for n in found.values() if n.near][:_MANY]

    def inside(self, keys: Iterable[Key]) -> frozenset[Key]:
        """The parts of figures, as far as the prose lists them."""
        mentions = self._dossier.prose.mentions
        known = {self._mention_of[key].index for key in keys if key in self._mention_of}
        inner = {
            part for listed in self._dossier.prose.breakdowns if listed.total in known for part in listed.parts
        } - known
        return frozenset((mentions[index].block, mentions[index].start) for index in inner)

    def cells_equal_to(self, quantity: Quantity) -> list[Nearby]:
        """The cells of all tables that would be printed as ``quantity`` in its unit and precision."""
        step = quantity.step
        if step not in self._by_step:
            index: dict[Decimal, list[Nearby]] = defaultdict(list)
            for nearby in self._all_cells:
                if nearby.quantity.step <= step:
                    index[_rounded(nearby.quantity.base, step)].append(nearby)
            self._by_step[step] = index
        found = self._by_step[step].get(_rounded(quantity.base, step), [])
        return [nearby for nearby in found if nearby.quantity.unit.dimension == quantity.unit.dimension]

    def depth(self, key: Key) -> int:
        """The depth of a cell's line in its code tree; 0 in prose."""
        if len(key) != 3 or key[0] not in self._grids:
            return 0
        return max((line.level for _, line in self._grids[key[0]].lines() if line.row == key[1]), default=0)

    def shares_beside(self, key: Key) -> list[Quantity]:
        """The shares of the same sentence as a share, itself included."""
        mention = self._mention_of.get(key)
        if mention is None or mention.role is not Role.SHARE:
            return []
        return [m.quantity for m in self._sentences[mention.sentence] if m.role is Role.SHARE]

    def keys_of_shares(self, key: Key) -> set[Key]:
        """The shares of the same sentence, as figures."""
        mention = self._mention_of.get(key)
        if mention is None:
            return set()
        return {(m.block, m.start) for m in self._sentences[mention.sentence] if m.role is Role.SHARE}

    def sentence_amounts(self, key: Key) -> list[Nearby]:
        """The amounts of the sentence in which a figure stands, itself included."""
        mention = self._mention_of.get(key)
        if mention is None:
            return []
        return [self._of_mention(m, near=True) for m in self._sentences[mention.sentence] if m.role is Role.AMOUNT]

    def sentence_figures(self, key: Key) -> list[Nearby]:
        """All figures of the sentence in which a figure stands, except itself."""
        mention = self._mention_of.get(key)
        if mention is None:
            return []
        return [self._of_mention(m, near=True) for m in self._sentences[mention.sentence] if m is not mention]

    def is_change(self, key: Key) -> bool:
        """True for a figure that words give a direction."""
        mention = self._mention_of.get(key)
        return mention is not None and mention.role is Role.CHANGE

    def label(self, key: Key) -> str:
        """What a figure of the prose measures; empty for cells."""
        mention = self._mention_of.get(key)
        return mention.label if mention is not None else ""

    @cached_property
    def _mention_of(self) -> dict[Key, Mention]:
        return {(m.block, m.start): m for m in self._dossier.prose.mentions}

    @cached_property
    def _sentences(self) -> dict[int, list[Mention]]:
        return self._grouped("sentence")

    @cached_property
    def _blocks(self) -> dict[int, list[Mention]]:
        return self._grouped("block")

    def _grouped(self, attribute: str) -> dict[int, list[Mention]]:
        groups: dict[int, list[Mention]] = defaultdict(list)
        for mention in self._dossier.prose.mentions:
            if not mention.numeral:
                groups[getattr(mention, attribute)].append(mention)
        return groups

    @cached_property
    def _grids(self) -> dict[int, Grid]:
        return {grid.index: grid for grid in self._dossier.grids}

    @cached_property
    def _all_cells(self) -> list[Nearby]:
        return [
            _of_cell(grid, line, column.index, quantity, near=False)
            for grid in self._dossier.grids
            for side in grid.sides
            for line in side.lines
            for column in side.columns
            if (quantity := grid.amount(line, column)) is not None and quantity.value
        ]

    def _mentions(self, key: Key) -> Iterator[Nearby]:
        own = self._mention_of[key]
        for mention in self._blocks[own.block]:
            if mention.role is Role.AMOUNT:
                yield self._of_mention(mention, near=mention.sentence == own.sentence)

    def _of_mention(self, mention: Mention, *, near: bool) -> Nearby:
        label = self._named(mention)
        return Nearby(
            mention.quantity, label if len(label) <= _LONGEST else "", (mention.block, mention.start), near=near
        )

    def _named(self, mention: Mention) -> str:
        """The label with the words of its clause that were taken off it: 全年预算, not 预算."""
        block = self._dossier.document.blocks[mention.block]
        if not mention.label or not isinstance(block, Paragraph):
            return mention.label
        clause = squeeze(_CLAUSE.split(block.text[: mention.start])[-1])
        end = clause.rfind(mention.label)
        return clause[: end + len(mention.label)] if 0 <= end <= _PREFIX else mention.label

    def _cells(self, key: Key) -> Iterator[Nearby]:
        if len(key) != 3 or key[0] not in self._grids:
            return
        grid = self._grids[key[0]]
        _, row, at = key
        for side in grid.sides:
            if not any(column.index == at for column in side.columns):
                continue
            for line in side.lines:
                for column in side.columns:
                    quantity = grid.amounts.get((line.row, column.index))
                    if quantity is not None and (line.row == row or column.index == at):
                        yield _of_cell(grid, line, column.index, quantity, near=True)


def _of_cell(grid: Grid, line: Line, column: int, quantity: Quantity, *, near: bool) -> Nearby:
    key = (grid.index, line.row, column)
    return Nearby(quantity, line.label or line.code, key, grid.table.title, near, line.level)


def _rounded(base: Decimal, step: Decimal) -> Decimal:
    return (base / step).to_integral_value()
