"""Which table of the forms is this? Told by the words of title, headers and lines, never by number or place."""

from __future__ import annotations

import re

from auditor.model.document import Table
from auditor.parsing.code_tree import list_number
from auditor.parsing.table_header import Section, squeeze
from auditor.rulebook.table_words import LONGEST_TEXT, TableRole, TableWords, compiled, fold

_YEAR = re.compile(r"20\d\d(年度|年)?")
_NUMBER = re.compile(
    r"^(?:附?表(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3}(?![般一二三四五六七八九十]))|(?:部门|预算|决算)?公开(?:\d{1,2}表|表\d{1,2})"
    r"|附件\d{0,2}|\d{1,2}[.、．])"
)


def plain_title(title: str) -> str:
    """A title without white space, brackets, year and number."""
    text = _NUMBER.sub("", list_number(squeeze(title))[1])
    return _YEAR.sub("", fold(text))


class RoleReader:
    """Recognises roles with the words of the vocabulary."""

    def __init__(self, words: TableWords) -> None:
        self._words = words

    def role(self, table: Table, sections: tuple[Section, ...]) -> str:
        """The role's key; empty when title and headers tell nothing.

        A title decides unless the headers speak for another role; headers decide where there is no title.
        """
        title = plain_title(table.title)
        titled = [key for key, role in self._words.roles.items() if title and self._titled(role, title)]
        labels = self._labels(table, sections)
        for key in titled:
            if not self._tested(self._words.roles[key]) or self._fits(self._words.roles[key], sections, labels):
                return key
        if titled:
            return titled[0]
        fitting = (key for key, role in self._words.roles.items() if not _barred(role, title))
        return next((key for key in fitting if self._fits(self._words.roles[key], sections, labels)), "")

    def _labels(self, table: Table, sections: tuple[Section, ...]) -> set[str]:
        """The keys of the lines that a table prints."""
        return {
            self._words.line_key(list_number(squeeze(cell.text))[1])
            for section in sections
            for row in section.rows
            for cell in table.rows[row]
            if cell.text and not cell.text[0].isdigit()
        }

    @staticmethod
    def _tested(role: TableRole) -> bool:
        return bool(role.needs or role.lines)

    @staticmethod
    def _titled(role: TableRole, title: str) -> bool:
        title = title[-LONGEST_TEXT:]
        return bool(role.title) and compiled(role.title).search(title) is not None and not _barred(role, title)

    def _fits(self, role: TableRole, sections: tuple[Section, ...], labels: set[str]) -> bool:
        if not self._tested(role):
            return False
        columns = {self._words.column_key(role, path) for section in sections for path in section.paths}
        return all(any(key in columns for key in group.split("|")) for group in role.needs) and all(
            any(key in labels for key in group.split("|")) for group in role.lines
        )


def _barred(role: TableRole, title: str) -> bool:
    """True when a title forbids a role, whatever the headers say."""
    return bool(role.not_title) and compiled(role.not_title).search(title[-LONGEST_TEXT:]) is not None
