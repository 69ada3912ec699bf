"""What words make a table: the vocabulary of titles, headers, columns and lines (``checks/vocabulary/tables.yaml``).

Titles and headers are regular expressions matched on text without white space and brackets, so that 因公出国（境）费,
因公出国(境)费 and 因公出国境费 are one word. The first role whose words fit wins; roles are tried in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import field_validator

from auditor.spec.strict import Strict, Words

_BRACKETS = str.maketrans("", "", "()（）[]【】〔〕“”\"'‘’《》<>：:,，、.。*＊· \t\n\r\u3000\u00a0")
_WIDE = str.maketrans("０１２３４５６７８９％", "0123456789%")
MAX_PATTERN = 300


def fold(text: str) -> str:
    """A header, title or label without white space, brackets, quotes and points: the form that words are compared in."""
    return text.translate(_WIDE).translate(_BRACKETS)


class TableRole(Strict):
    """A kind of table. ``title`` patterns are searched, ``not_title`` patterns forbid; ``needs`` are column keys of which
    each group (``a|b``) must be present when the title does not tell, and ``lines`` line keys likewise.

    ``columns`` are tried before the common ones. ``sides`` name trees side by side by their topmost header; ``halves`` split
    one row of figures into sides by a word anywhere in the header. ``classification`` is functional or economic.
    A ``layout`` of form has fields and several blocks in one grid.
    ``main`` are the keys, best first, of the column that speaks for a line where only the line is named.
    """

    name: str
    title: Words = ()
    not_title: Words = ()
    needs: Words = ()
    lines: Words = ()
    columns: Mapping[str, Words] = {}
    sides: Mapping[str, Words] = {}
    halves: Mapping[str, Words] = {}
    classification: str = ""
    layout: Literal["table", "form"] = "table"
    main: Words = ("amount", "actual", "total", "budget")

    @field_validator("title", "not_title")
    @classmethod
    def _patterns(cls, patterns: Words) -> Words:
        for pattern in patterns:
            compiled(pattern)
        return patterns

    @field_validator("columns", "sides", "halves")
    @classmethod
    def _mapped(cls, words: Mapping[str, Words]) -> Mapping[str, Words]:
        for patterns in words.values():
            cls._patterns(patterns)
        return words


class TableWords(Strict):
    """The section ``tables`` of the vocabulary."""

    label_headers: Words = ()
    code_headers: Words = ()
    ordinal_headers: Words = ()
    text_headers: Words = ()
    code_levels: Words = ()  # 类, 款, 项: one column for each level of the code
    of_which: Words = ()
    columns: Mapping[str, Words] = {}
    lines: Mapping[str, Words] = {}
    totals: Words = ()  # line keys that total a side
    subtotals: Words = ()  # line keys that total what stands above or below them
    carries: Mapping[str, Words] = {}  # line key → keys of the lines that may stand below it as its parts
    classes: Mapping[str, Words] = {}  # functional classes (类) by code
    personnel_codes: Words = ()  # economic classes that make 人员经费; the others make 公用经费
    unit_captions: Words = ()  # group 1 is the unit
    unit_headers: Words = ()
    caption_cells: Words = ()  # cells of a row that is a caption: 部门：…, 公开01表 (matched with their colons)
    roles: Mapping[str, TableRole] = {}

    @cached_property
    def _lines(self) -> list[tuple[str, re.Pattern[str]]]:
        lines = [(key, compiled("|".join(words))) for key, words in self.lines.items()]
        return lines + [(f"class_{code}", compiled("|".join(words))) for code, words in self.classes.items()]

    def line_key(self, label: str) -> str:
        """The key of a line's label, ``class_201`` for the name of a functional class, or an empty string."""
        folded = fold(label)
        if folded not in self._known:
            self._known[folded] = next((key for key, pattern in self._lines if pattern.fullmatch(folded)), "")
        return self._known[folded]

    def economic_key(self, code: str) -> str:
        """``personnel`` or ``public`` by the class of an economic code of departments' budgets (3xx), else empty."""
        if not code.startswith("3"):
            return ""
        return "personnel" if code[:3] in self.personnel_codes else "public"

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    def column_key(self, role: TableRole | None, header: tuple[str, ...]) -> str:
        """The key of a column by its header from top to bottom: the longest path that some word fits, else empty."""
        folded = [fold(text) for text in header]
        for words in (role.columns if role else {}, self.columns):
            for start in range(len(folded)):
                path = "/".join(folded[start:])
                for key, patterns in words.items():
                    if any(compiled(pattern).fullmatch(path) for pattern in patterns):
                        return key
        return ""


_CACHE: dict[str, re.Pattern[str]] = {}


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the vocabulary, compiled once. Raises ``ValueError`` when it is none."""
    if pattern not in _CACHE:
        if len(pattern) > 20 * MAX_PATTERN:
            raise ValueError("the pattern is too long")
        try:
            _CACHE[pattern] = re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {pattern!r} ({error})") from None
    return _CACHE[pattern]
