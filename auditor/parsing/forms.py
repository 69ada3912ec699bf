"""Where in a form (自评表) are its sections, and which figures stand behind a label in one cell?

A form mixes fields, a block of funds and a block of indicators in one grid. A row without figures that names several
known columns heads a block; a cell such as ``按支出性质分：346.26`` carries label and figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.model.document import Table
from auditor.model.grid import Column, Line, LineKind, Side
from auditor.model.quantity import BARE, Quantity, Unit
from auditor.parsing.code_tree import list_number
from auditor.parsing.numbers import Numbers
from auditor.parsing.table_header import Section, squeeze
from auditor.rulebook.table_words import TableRole, TableWords

INLINE = "inline"
_INLINE = re.compile(r"(?P<label>[^\d:：]{2,40})[:：]\s*(?P<number>-?[\d,，.]{1,24})?\s*(?P<unit>万元|元|%)?")
_LEAST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Inline:
    """A side of figures that stand behind their labels in the cells of one column."""

    side: Side
    amounts: dict[tuple[int, int], Quantity]


class FormReader:
    """Reads forms with the words of a vocabulary."""

    def __init__(self, words: TableWords, numbers: Numbers) -> None:
        self._words = words
        self._numbers = numbers

    def sections(self, table: Table, role: TableRole) -> tuple[Section, ...]:
        """The blocks of a form, each with its one header row."""
        heads = [number for number in range(len(table.rows)) if self._heads(table, number, role)]
        sections = []
        for position, head in enumerate(heads):
            end = heads[position + 1] if position + 1 < len(heads) else len(table.rows)
            paths = tuple((squeeze(cell.text),) if squeeze(cell.text) else () for cell in table.rows[head])
            sections.append(Section(paths, (head,), tuple(range(head + 1, end))))
        return tuple(sections)

    def _heads(self, table: Table, number: int, role: TableRole) -> bool:
        texts = [squeeze(cell.text) for cell in table.rows[number] if cell.text.strip() and not cell.spanned]
        if any(self._numbers.cell(text) is not None for text in texts):
            return False
        return len({key for text in texts if (key := self._words.column_key(role, (text,)))}) >= _LEAST_KEYS

    def inline(self, table: Table, unit: Unit) -> list[Inline]:
        """The lists of labelled figures in the cells of a column: the first is the whole of those below it."""
        found = []
        for column in range(table.width):
            runs: list[list[tuple[Line, Quantity | None]]] = [[]]
            for row, cells in enumerate(table.rows):
                line = None if cells[column].spanned else self._labelled(row, cells[column].text, unit, bool(runs[-1]))
                if line is None:
                    runs.append([])
                else:
                    runs[-1].append(line)
            for run in runs:
                if len(run) > 1 and run[0][1] is not None and any(quantity is not None for _, quantity in run[1:]):
                    amounts = {(line.row, column): quantity for line, quantity in run if quantity is not None}
                    columns = (Column(column, (), "amount", unit),)
                    found.append(Inline(Side(INLINE, tuple(line for line, _ in run), columns, columns[0]), amounts))
        return found

    def _labelled(self, row: int, text: str, unit: Unit, below: bool) -> tuple[Line, Quantity | None] | None:
        text = squeeze(text)
        for word in self._words.of_which:
            text = text.removeprefix(word).lstrip(":：") if below else text
        match = _INLINE.fullmatch(text)
        if match is None:
            return None
        printed = match.group("number")
        quantity = self._numbers.cell(printed + (match.group("unit") or "")) if printed else None
        if quantity is not None:
            quantity = replace(quantity, text=printed, unit=unit if quantity.unit == BARE else quantity.unit)
        label = list_number(match.group("label"))[1]
        return Line(row, label, "", LineKind.ITEM, 2 if below else 1, self._words.line_key(label)), quantity
