"""Which figures of a report are those of budget items (类/款/项) or of lines, and which of another report's are of the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine import _cells as cells
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand
from auditor.model.formula import Name, parse_expression
from auditor.model.grid import Grid, Line, Side
from auditor.model.mention import Mention
from auditor.parsing.budget_items import BudgetItems, Path
from auditor.parsing.labels import Concepts, bare, names
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

LINE = "line"  # the word for every line, with a code or without
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """A figure with the item or line that it is of; ``mention`` where prose states it, ``side`` is the key of its side."""

    operand: Operand
    path: Path
    mention: Mention | None = None
    side: str = ""


class Items:
    """Reads the items of reports with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._items = BudgetItems(vocabulary)
        self._labels = Concepts(vocabulary)

    def of(self, mention: Mention, dossier: Dossier) -> Path | None:
        """The item whose own amount a figure is; None where it is of something else, or of no item."""
        sentence = dossier.prose.sentences[mention.sentence]
        item = self._items.before(sentence.text[: mention.start - sentence.start]) or sentence.item
        path = self._items.path(item)
        if not path.names:
            return None
        label = self._items.unsaid.sub("", bare(mention.label))
        own = not self._labels.subject(label) or names(bare(path.names[-1]), label)
        return path if own else None


def in_cells(text: str, dossier: Dossier, year: int | None) -> Iterator[ItemFigure]:
    """The figures of all coded lines in one column of the tables of a role, ``general[item, total]``; of all lines with
    ``general[line, total]``.

    A column whose header names another year than ``year`` is left alone."""
    for grid, word, column in _named(text, dossier):
        for side, line in grid.lines():
            named = line.code or (word == LINE and line.label)
            if named and _of_year(side, column, year) and (operand := _operand(dossier, grid, side, line, column)):
                path = Path((*_above(side, line), line.label), line.code)
                yield ItemFigure(operand, path, side=side.key)


def at(text: str, dossier: Dossier, figure: ItemFigure) -> Iterator[Operand]:
    """The figure of the same item or line in one column of the tables of a role; none where it is not certain which line is
    meant."""
    path = figure.path
    for grid, word, column in _named(text, dossier):
        places = [(s, x) for s, x in grid.lines() if path.code and x.code == path.code]
        places = [place for place in places if fold(place[1].label) == fold(path.names[-1])] or (
            [] if path.code and places else cells.by_names(grid, path.names)
        )
        if word == LINE and not path.code:
            places = _of_label(grid, path.names[-1], figure.side, column)
        if len(places) == 1 and (operand := _operand(dossier, grid, *places[0], column)):
            yield operand


def _of_label(grid: Grid, label: str, key: str, column: str) -> list[tuple[Side, Line]]:
    """The lines without a code that go by a label, on sides that have the column; of several those on the side of that key."""
    places = [
        (side, line)
        for side, line in grid.lines()
        if not line.code and fold(line.label) == fold(label) and (not column or side.column(column))
    ]
    return places if len(places) < 2 else [place for place in places if place[0].key == key]


def same(one: Path, other: Path) -> bool:
    """True when two items have the same names from 类 to 项, as far as both give them."""
    pairs = list(zip(reversed(one.names), reversed(other.names), strict=False))
    return len(pairs) > 1 and all(fold(a) == fold(b) for a, b in pairs)


def _named(text: str, dossier: Dossier) -> Iterator[tuple[Grid, str, str]]:
    """The tables of a role that are fit to be judged, with the words for line and column."""
    name = parse_expression(text)
    assert isinstance(name, Name)
    column = name.place[1] if len(name.place) > 1 else ""
    for grid in cells.grids(dossier, (name.name,)):
        if not grid.doubts and grid.table.trusted:
            yield grid, name.place[0] if name.place else "", column


def _operand(dossier: Dossier, grid: Grid, side: Side, line: Line, key: str) -> Operand | None:
    column = side.column(key) if key else side.main
    bound = cells.operand(dossier, cells.Cell(grid, side, line, column), "claimed") if column else ()
    return bound if isinstance(bound, Operand) else None


def _above(side: Side, line: Line) -> tuple[str, ...]:
    """The names of class and section above a line, as far as they are printed."""
    labels = {each.code: each.label for each in side.lines if each.code}
    return tuple(labels[line.code[:end]] for end in (3, 5) if end < len(line.code) and line.code[:end] in labels)


def _of_year(side: Side, key: str, year: int | None) -> bool:
    column = side.column(key)
    named = _YEAR.findall("".join(column.header)) if column else []
    return not named or (year is not None and str(year) in named)
