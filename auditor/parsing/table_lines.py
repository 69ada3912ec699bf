"""What are the lines of a side: label, code, kind and depth?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from auditor.model.document import Table
from auditor.model.grid import Line, LineKind
from auditor.parsing.code_tree import join_code, leading_code, level_of, list_number
from auditor.parsing.table_columns import Strip
from auditor.parsing.table_header import squeeze
from auditor.rulebook.table_words import TableWords

_FIRST_DIGITS = {"functional": "2", "economic": "35"}
_OF_WHICH_TAIL = re.compile(r"^[:：]")


class LineReader:
    """Reads the rows of a section into lines."""

    def __init__(self, words: TableWords) -> None:
        self._words = words
        self._economic = False
        self._first = ""
        self._units: list[str] = []

    def lines(
        self, table: Table, rows: Iterable[int], strips: tuple[Strip, ...], classification: str
    ) -> list[tuple[Line, ...]]:
        """The lines of each side. A label that spans sides belongs to the side where its amount stands."""
        self._economic = classification == "economic"
        self._units = []
        self._first = _FIRST_DIGITS.get(classification, "235")
        found: list[list[Line]] = [[] for _ in strips]
        above = [""] * len(strips)
        for row in rows:
            carried = ""
            for side, strip in enumerate(strips):
                line = self._line(table, row, strip, above[side])
                if line is None:
                    continue
                if strip is not strips[0] and strip.labels == strips[side - 1].labels:
                    carried = ""
                filled = self._filled(table, row, strip)
                if not line.label and not line.code and filled and carried:
                    line = self._described(row, carried, "")
                elif not line.label and not line.code and not filled:
                    continue
                carried = "" if filled else line.label
                if line.code:
                    above[side] = line.code
                found[side].append(line)
        return [tuple(self._without_carried(side, found, strips, table)) for side in range(len(strips))]

    def _without_carried(
        self, side: int, found: list[list[Line]], strips: tuple[Strip, ...], table: Table
    ) -> Iterable[Line]:
        """Drop blank totals whose label went on to the side on the right."""
        right = {(line.row, line.label) for line in found[side + 1]} if side + 1 < len(strips) else set()
        shared = side + 1 < len(strips) and strips[side].labels == strips[side + 1].labels
        for line in found[side]:
            if (line.row, line.label) in right and not shared and not self._filled(table, line.row, strips[side]):
                continue
            yield line

    @staticmethod
    def _filled(table: Table, row: int, strip: Strip) -> bool:
        return any(table.rows[row][c].text and not table.rows[row][c].spanned for c in strip.amounts)

    def _line(self, table: Table, row: int, strip: Strip, above: str) -> Line | None:
        cells = table.rows[row]
        codes = [squeeze(cells[c].text) for c in strip.codes]
        codes = ["" if text in self._words.code_levels else text for text in codes]
        code = join_code(codes, above) if codes else ""
        labels = [cells[c].text for c in strip.labels if squeeze(cells[c].text)]
        label = labels[-1] if labels else ""
        if not code:
            words = [text for text in codes if text and not text.isdigit()]
            printed, rest = leading_code(squeeze(words[0] if words and not label else label))
            if printed:
                code, label = printed, rest
            elif words and not label:
                label = words[0]
        line = self._described(row, label, code)
        unit = next((text for text in codes if text.isdigit()), "")
        return replace(line, level=self._unit_level(unit)) if unit and not line.code else line

    def _unit_level(self, code: str) -> int:
        """The depth of a unit's code: 101001 stands below 101."""
        while self._units and not (code.startswith(self._units[-1]) and code != self._units[-1]):
            self._units.pop()
        self._units.append(code)
        return len(self._units)

    def _described(self, row: int, printed: str, code: str) -> Line:
        rank, label = list_number(squeeze(printed))
        of_which = next((word for word in self._words.of_which if label.startswith(word)), "")
        if of_which:
            rest = _OF_WHICH_TAIL.sub("", label[len(of_which) :])
            inner, rest = list_number(rest)
            rank, label = inner or rank, rest or label
        label = label.strip(":：")
        kind = LineKind.OF_WHICH if of_which else LineKind.ITEM
        if code and code[0] not in self._first:
            code = ""  # a unit's code
        if code:
            key = self._words.economic_key(code) if self._economic else ""
            return Line(row, label, code, kind, level_of(code), key)
        key = self._words.line_key(label)
        if not of_which and key in self._words.totals:
            return Line(row, label, "", LineKind.TOTAL, 0, key)
        if not of_which and key in self._words.subtotals:
            return Line(row, label, "", LineKind.SUBTOTAL, rank, key)
        return Line(row, label, "", kind, rank, key)
