"""Which columns of a section hold codes, labels and amounts, and which trees stand side by side?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from auditor.model.document import Table
from auditor.parsing.code_tree import is_code, leading_code
from auditor.parsing.numbers import Numbers
from auditor.parsing.table_header import Section, squeeze
from auditor.rulebook.table_words import TableRole, TableWords, fold, says


class ColumnKind(Enum):
    CODE = auto()
    LABEL = auto()
    ORDINAL = auto()
    AMOUNT = auto()
    TEXT = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class Strip:
    """The columns of one side of a section."""

    key: str
    codes: tuple[int, ...]
    labels: tuple[int, ...]
    amounts: tuple[int, ...]


_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


class ColumnReader:
    """Sorts columns by what they hold."""

    def __init__(self, words: TableWords, numbers: Numbers) -> None:
        self._words = words
        self._numbers = numbers

    def strips(self, table: Table, section: Section, role: TableRole | None) -> tuple[Strip, ...]:
        """The sides of a section, from left to right."""
        kinds = [self._kind(table, section, column, role) for column in range(table.width)]
        strips = self._split(kinds)
        if len(strips) > 1 and not (strips[0].labels or strips[0].codes):
            known = any(self._words.column_key(role, section.paths[column]) for column in strips[0].amounts)
            strips = strips if known else strips[1:]  # a blank margin before the labels
        return tuple(
            half
            for strip in strips
            for half in self._halves(self._keyed(strip, section, role, alone=len(strips) == 1), section, role)
        )

    def _kind(self, table: Table, section: Section, column: int, role: TableRole | None) -> ColumnKind:
        texts = [table.rows[row][column].text for row in section.rows]
        cells = [squeeze(text) for text in texts if text.strip()]
        path = section.paths[column]
        last = path[-1] if path else ""
        if last in self._words.code_levels:
            return ColumnKind.CODE
        if self._is(last, self._words.ordinal_headers):
            return ColumnKind.ORDINAL
        figures = sum(self._numbers.cell(text) is not None for text in texts if text.strip())
        codes = sum(is_code(cell) or is_code(leading_code(cell)[0]) for cell in cells)
        words = len(cells) - figures
        if self._is(last, self._words.code_headers):
            return ColumnKind.CODE if words <= codes or figures else ColumnKind.LABEL
        if not figures and any(self._is(text, self._words.code_headers) for text in path[:-1]):
            return ColumnKind.CODE
        if self._is(last, self._words.label_headers):
            if cells and codes * 2 > len(cells) and words == 0:
                return ColumnKind.CODE
            return ColumnKind.LABEL if words or not cells or not figures else self._by_content(figures, words)
        if words and not figures and self._is(_IN_BRACKETS.sub("", last), self._words.label_headers):
            return ColumnKind.LABEL  # 项目（支出）, which without its brackets heads an amount
        if self._words.column_key(role, path):
            return ColumnKind.AMOUNT if figures or not words or words <= 2 else ColumnKind.TEXT
        if self._is(last, self._words.text_headers):
            return ColumnKind.TEXT
        if not cells:
            return ColumnKind.AMOUNT if path else ColumnKind.BLANK
        if codes * 2 > len(cells) and codes == sum(is_code(cell) for cell in cells) and not last:
            return ColumnKind.CODE
        return self._by_content(figures, words)

    @staticmethod
    def _by_content(figures: int, words: int) -> ColumnKind:
        return ColumnKind.AMOUNT if figures > words else ColumnKind.LABEL

    @staticmethod
    def _is(header: str, words: Sequence[str]) -> bool:
        return says(tuple(words), fold(header))

    @staticmethod
    def _split(kinds: list[ColumnKind]) -> list[Strip]:
        """A new side begins at the first code or label column after amounts."""
        strips: list[Strip] = []
        current = Strip("", (), (), ())
        for column, kind in enumerate(kinds):
            if kind in (ColumnKind.CODE, ColumnKind.LABEL) and current.amounts:
                strips.append(current)
                current = Strip("", (), (), ())
            match kind:
                case ColumnKind.CODE:
                    current = replace(current, codes=(*current.codes, column))
                case ColumnKind.LABEL:
                    current = replace(current, labels=(*current.labels, column))
                case ColumnKind.AMOUNT:
                    current = replace(current, amounts=(*current.amounts, column))
        strips.append(current)
        return [strip for strip in strips if strip.amounts]

    def _keyed(self, strip: Strip, section: Section, role: TableRole | None, *, alone: bool) -> Strip:
        if role is None or alone:
            return strip
        columns = (*strip.labels, *strip.codes, *strip.amounts)
        tops = [fold(section.paths[column][0]) for column in columns if section.paths[column]]
        for key, patterns in role.sides.items():
            if tops and says(patterns, tops[0]):
                return replace(strip, key=key)
        return strip

    @staticmethod
    def _halves(strip: Strip, section: Section, role: TableRole | None) -> tuple[Strip, ...]:
        """预算数 | 决算数: the same lines with two sets of columns."""
        if role is None or not role.halves:
            return (strip,)
        halves: dict[str, list[int]] = {}
        for column in strip.amounts:
            for key, patterns in role.halves.items():
                if any(says(patterns, fold(text)) for text in section.paths[column]):
                    halves.setdefault(key, []).append(column)
                    break
        if len(halves) < 2:
            return (replace(strip, key=next(iter(halves), strip.key)),)
        if len(strip.amounts) > sum(map(len, halves.values())) and not any(
            len(section.paths[column]) > 1 for column in strip.amounts
        ):
            return (strip,)  # 预算数 | 决算数 | 完成预算%: columns of one set of lines
        return tuple(replace(strip, key=key, amounts=tuple(columns)) for key, columns in halves.items())


def digits(text: str) -> str:
    """The digits of a code cell, without white space."""
    return re.sub(r"\s+", "", text)
