"""What words make a table: the vocabulary of titles, headers, columns and lines (``checks/vocabulary/tables.yaml``).

Titles and headers are regular expressions matched on text without white space and brackets, so that 因公出国（境）费,
因公出国(境)费 and 因公出国境费 are one word. The first role whose words fit wins; roles are tried in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Literal

from auditor.errors import CheckError
from auditor.rulebook.typed import Strict, Words

_BRACKETS = str.maketrans("", "", "()（）[]【】〔〕“”\"'‘’《》<>：:,，、.。*＊· \t\n\r\u3000\u00a0")
_WIDE = str.maketrans("０１２３４５６７８９％", "0123456789%")
LONGEST_TEXT = 120
MOST_REMEMBERED = 20_000


@lru_cache(maxsize=4096)
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

    @cached_property
    def column_pattern(self) -> re.Pattern[str]:
        return keyed(self.columns)


class TableWords(Strict):
    """The section ``tables`` of the vocabulary."""

    label_headers: Words = ()
    code_headers: Words = ()
    ordinal_headers: Words = ()
    text_headers: Words = ()
    code_levels: Words = ()  # 类, 款, 项: one column for each level of the code
    of_which: Words = ()
    total_headers: Words = ()  # columns that total those beside them
    comparable: Words = ()  # headers of rates on an adjusted base, which no printed figure decides
    account_words: Words = ()  # of titles, which do not make two accounts differ: 草案, 执行情况
    account_levels: Words = ()  # … nor do these in themselves: patterns of what names the level or the whole region
    share_headers: Words = ()  # headers of shares of a whole: 占收入合计比重
    columns: Mapping[str, Words] = {}
    lines: Mapping[str, Words] = {}
    totals: Words = ()  # line keys that total a side
    subtotals: Words = ()  # line keys that total what stands above or below them
    classes: Mapping[str, Words] = {}  # functional classes (类) by code
    personnel_codes: Words = ()  # economic classes that make 人员经费; the others make 公用经费
    unit_captions: Words = ()  # group 1 is the unit
    unit_headers: Words = ()
    caption_cells: Words = ()  # cells of a row that is a caption: 部门：…, 公开01表 (matched with their colons)
    roles: Mapping[str, TableRole] = {}

    def is_comparable(self, headers: Iterable[str]) -> bool:
        """True when one of the headers says that rates are on an adjusted base."""
        return any(says(self.comparable, fold(text)) for text in headers)

    @cached_property
    def _line_pattern(self) -> re.Pattern[str]:
        return keyed({**self.lines, **{f"class_{code}": words for code, words in self.classes.items()}})

    @cached_property
    def _column_pattern(self) -> re.Pattern[str]:
        return keyed(self.columns)

    @cached_property
    def _known(self) -> dict[object, str]:
        return {}

    def line_key(self, label: str) -> str:
        """The key of a line's label, ``class_201`` for the name of a functional class, or an empty string."""
        return self._remembered(label, lambda: key_of(self._line_pattern, fold(label)))

    def column_key(self, role: TableRole | None, header: tuple[str, ...]) -> str:
        """The key of a column by its header from top to bottom: the longest path that some word fits, else empty."""
        return self._remembered((role.name if role else "", header), lambda: self._column_key(role, header))

    def _column_key(self, role: TableRole | None, header: tuple[str, ...]) -> str:
        folded = [fold(text) for text in header]
        paths = ["/".join(folded[start:]) for start in range(len(folded))]
        patterns = (role.column_pattern, self._column_pattern) if role else (self._column_pattern,)
        return next((key for pattern in patterns for path in paths if (key := key_of(pattern, path))), "")

    def _remembered(self, question: object, answer: Callable[[], str]) -> str:
        if question not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[question] = answer()
        return self._known[question]

    def economic_key(self, code: str) -> str:
        """``personnel`` or ``public`` by the class of an economic code of departments' budgets (3xx), else empty."""
        if not code.startswith("3"):
            return ""
        return "personnel" if code[:3] in self.personnel_codes else "public"


def key_of(pattern: re.Pattern[str], text: str) -> str:
    """The key whose words fit the whole text, the first one given; empty when none does."""
    match = pattern.fullmatch(text) if 0 < len(text) <= LONGEST_TEXT else None
    return (match.lastgroup or "") if match else ""


def keyed(words: Mapping[str, Words]) -> re.Pattern[str]:
    """One pattern for many keys: the group that matched names the key."""
    return compiled(tuple(f"(?P<{key}>{'|'.join(patterns)})" for key, patterns in words.items() if patterns))


def says(words: Words, text: str) -> bool:
    """True when one of the words fits the whole text."""
    return 0 < len(text) <= LONGEST_TEXT and compiled(words).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def compiled(words: Words) -> re.Pattern[str]:
    """The alternatives as one pattern. Raises :class:`CheckError` when one is no regular expression."""
    try:
        return re.compile("|".join(words) if words else r"(?!)")
    except re.error as error:
        wrong = next((word for word in words if not _is_pattern(word)), words[0])
        raise CheckError(
            f"词汇 tables：{wrong!r} 不是正则表达式（{error}）",
            f"vocabulary tables: {wrong!r} is not a regular expression ({error})",
        ) from None


def _is_pattern(word: str) -> bool:
    try:
        re.compile(word)
    except re.error:
        return False
    return True
