"""In which unit are a table's figures, and is it the one that its caption states?"""

from __future__ import annotations

from auditor.model.document import Table
from auditor.model.quantity import BARE, Unit
from auditor.parsing.numbers import Numbers
from auditor.parsing.table_header import Section
from auditor.spec.table_words import TableWords, compiled, fold


def stated_unit(table: Table, sections: tuple[Section, ...], words: TableWords, numbers: Numbers) -> Unit | None:
    """The unit that caption, title or a header over all columns states; None when none is stated."""
    for text in (*table.caption, table.title, *table.notes):
        if unit := _unit(fold(text), words.unit_captions, numbers):
            return unit
    if unit := header_unit(table.title, words, numbers):
        return unit
    del sections
    return None


def header_unit(text: str, words: TableWords, numbers: Numbers) -> Unit | None:
    """The unit that a header gives in brackets: 金额（万元）."""
    return _unit(text, words.unit_headers, numbers)


def _unit(text: str, patterns: tuple[str, ...], numbers: Numbers) -> Unit | None:
    for pattern in patterns:
        if match := compiled(pattern).search(text):
            quantity = numbers.cell(f"1{match.group(1)}")
            if quantity is not None and quantity.unit != BARE:
                return quantity.unit
    return None
