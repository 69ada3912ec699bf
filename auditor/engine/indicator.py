"""Is the target or result that a self-evaluation states for an indicator the one in its form?

Percentages only. One that the text (or another cell of the form) states for an indicator must be the target or the result
printed in the indicator's row. Names are shortened (医保 for 医疗保险): one fits the other when its characters stand in it in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from auditor.engine._cells import judged, warned
from auditor.engine.claim import best
from auditor.model.document import Cell
from auditor.model.dossier import Dossier, clip
from auditor.model.finding import Evidence, Operand, Outcome, Relation
from auditor.model.grid import Grid
from auditor.model.quantity import Qualifier, Quantity
from auditor.parsing.labels import bare
from auditor.parsing.numbers import Numbers
from auditor.rulebook.table_checks import Indicator
from auditor.rulebook.vocabulary import Vocabulary

LEAST_NAME = 5  # characters that tell an indicator
LEAST_SHARE = 0.6  # of the longer name that the shorter one has
LEAST_TEXT = 8
_CLAUSE = re.compile(r"[，。；：,;:\s]")
_SAID = re.compile(r"(?:达到?了?|为|是|超过|保持在|提[高升](?:到|至)|不低于|≥|>|≧)+$")


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    values: tuple[Operand, ...]  # target and result


@dataclass(frozen=True, slots=True)
class _Stated:
    name: str
    operand: Operand


def judge(check: Indicator, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each percentage that is stated for an indicator of a form."""
    numbers = Numbers(vocabulary)
    for grid in dossier.grids:
        if grid.role != "self_evaluation":
            continue
        rows = list(_rows(check, grid, numbers))
        stated = [*_of_cells(grid, numbers), *_of_prose(dossier, grid.part)]
        for claim in stated:
            fitting = [row for row in rows if _names(row.name, claim.name)]
            if len(fitting) == 1:
                yield _outcome(check, grid, claim, fitting[0])


def _outcome(check: Indicator, grid: Grid, claim: _Stated, row: _Row) -> Outcome:
    words = {"table": grid.table.title, "row": row.name, "label": claim.name}
    stated = _plain(claim.operand)
    readings = [Relation(check.holds, {"stated": stated, "cell": _plain(value)}, "stated") for value in row.values]
    return warned(best(judged(check, relation, (grid,), words) for relation in readings))


def _plain(operand: Operand) -> Operand:
    """The figure as it is printed: 95%以上 and 95% state one target."""
    return replace(operand, quantity=replace(operand.quantity, qualifier=Qualifier.EXACT))


def _rows(check: Indicator, grid: Grid, numbers: Numbers) -> Iterator[_Row]:
    """The indicators with a percentage as target or result; their name stands left of the target."""
    columns: list[int] = []
    for number, row in enumerate(grid.table.rows):
        heads = [
            at for at, cell in enumerate(row) if any(re.fullmatch(word, bare(cell.text)) for word in check.columns)
        ]
        if heads:
            columns = heads
            continue
        if not columns or columns[0] == 0:
            continue
        name = bare(row[columns[0] - 1].text) if columns[0] <= len(row) else ""
        values = tuple(
            _operand(grid, number, at, quantity, row[at])
            for at in columns
            if at < len(row) and (quantity := numbers.cell(row[at].text)) and quantity.unit.dimension == "ratio"
        )
        if len(name) >= LEAST_NAME and values:
            yield _Row(name, values)


def _operand(grid: Grid, row: int, column: int, quantity: Quantity, cell: Cell) -> Operand:
    quote, span = clip(cell.text, 0, len(cell.text))
    return Operand(quantity, Evidence("compared", cell.text.strip(), cell.location, quantity, grid.table.title, quote=quote,
                                      span=span, key=(grid.index, row, column)))  # fmt: skip


def _of_cells(grid: Grid, numbers: Numbers) -> Iterator[_Stated]:
    """Percentages in the running text of cells: what is aimed at, what was done."""
    for number, row in enumerate(grid.table.rows):
        for column, cell in enumerate(row):
            if cell.spanned or len(cell.text) < LEAST_TEXT:
                continue
            for found in numbers.scan(cell.text):
                if found.quantity.unit.dimension == "ratio" and found.start:
                    quote, span = clip(cell.text, found.start, found.end)
                    at = (grid.index, number, column, found.start)
                    evidence = Evidence("claimed", found.quantity.text + "%", cell.location, found.quantity,
                                        grid.table.title, quote=quote, span=span, key=at)  # fmt: skip
                    yield _Stated(_label(cell.text[: found.start]), Operand(found.quantity, evidence))


def _of_prose(dossier: Dossier, part: int) -> Iterator[_Stated]:
    for mention in dossier.prose.mentions:
        if mention.quantity.unit.dimension == "ratio" and dossier.sentence_of(mention).part == part:
            yield _Stated(_label(bare(mention.context)), dossier.operand(mention, "claimed"))


def _label(text: str) -> str:
    """The words right before a figure, without verb."""
    return _SAID.sub("", bare(_CLAUSE.split(text.strip())[-1]))


@lru_cache(maxsize=4096)
def _names(name: str, label: str) -> bool:
    """True when a label ends with the name of an indicator, shortened or in full."""
    if min(len(name), len(label)) < LEAST_NAME or name[-2:] != label[-2:]:
        return False
    return any(_within(name, label[start:]) for start in range(len(label) - LEAST_NAME + 1))


def _within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one[0] == other[0] and len(short) >= LEAST_SHARE * len(long) and _in_order(short, iter(long))


def _in_order(short: Sequence[str], long: Iterator[str]) -> bool:
    return all(character in long for character in short)
