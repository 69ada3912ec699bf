"""Which item of the budget classification (类/款/项) do words name?

``财政事务（款）行政运行（项）``, ``公共安全支出（204类）司法（06款）行政运行（01项）`` and ``“教育支出-普通教育-小学教育”科目`` each name
one, by the names of its levels or by names and codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.parsing.labels import alternatives, squeeze
from auditor.rulebook.vocabulary import Vocabulary

_NUMBERING = r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?"
_DASHES = re.compile(r"[-—－–/>、]+")
_CLASS_DIGITS, _DIGITS = 3, 2  # of the codes of 类, and of 款 and 项


@dataclass(frozen=True, slots=True)
class Path:
    """The names of an item from 类 to 项 (or the last of them) and, where they are printed, its code."""

    names: tuple[str, ...]
    code: str = ""


class BudgetItems:
    """Finds items in text, with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        levels = alternatives(vocabulary.cues.item_levels) or "(?!)"
        inner = rf"\s*(?:\d{{2,3}}\s*)?(?:{levels})\s*(?:\d{{2,3}}\s*)?"
        mark = rf"[（(]{inner}[）)]"
        name = rf"(?:[^，。；：:\d（）()“”\"\s．.①-⑳]|[（(](?!{inner}[）)])[^（）()\d]{{1,12}}[）)]){{2,60}}\s*"
        steps = rf"(?:{name}{mark}\s*){{1,4}}"
        quoted = (
            rf"[“\"](?P<dashed>[^”\"，。；\d]{{2,90}})[”\"]\s*(?:{alternatives(vocabulary.cues.item_words) or '(?!)'})"
        )
        self._leading = re.compile(rf"{_NUMBERING}(?:[“\"]?(?P<item>{steps})|{quoted})")
        self._ending = re.compile(rf"(?:(?P<item>{steps})[”\"]?|{quoted})[^，。；：:\d（）()]{{0,12}}$")
        self._anywhere = re.compile(steps)
        self._mark = re.compile(rf"[（(]\s*(\d{{2,3}})?\s*(?:{levels})\s*(\d{{2,3}})?\s*[）)]")
        self.unsaid = re.compile(rf"(?:{alternatives(vocabulary.cues.item_words) or '(?!)'})$")
        self._deepest = re.compile(
            rf"[（(]\s*(?:\d{{2,3}}\s*)?(?:{alternatives(vocabulary.cues.item_levels[1:]) or '(?!)'})"
        )

    def leading(self, text: str) -> str:
        """The item that a text begins with (after its list number); empty when it names none."""
        return self._item(self._leading.match(text))

    def before(self, text: str) -> str:
        """The item that the last words of ``text`` name; empty when they name none."""
        return self._item(self._ending.search(text[-160:]))

    def all(self, text: str) -> Iterator[re.Match[str]]:
        """Every item (or class of items) that a text names with its levels marked."""
        return self._anywhere.finditer(text)

    def _item(self, found: re.Match[str] | None) -> str:
        if found is None:
            return ""
        item = str(found.group("item") or found.group("dashed") or "").strip()
        return item if found.group("dashed") or self._deepest.search(item) else ""

    def path(self, item: str) -> Path:
        """The names and the code of an item as it is written."""
        codes = [match.group(1) or match.group(2) or "" for match in self._mark.finditer(item)]
        cut = self._mark.sub("-", item) if codes else item
        names = tuple(
            step
            for step in (squeeze(part).strip("、·") for part in (cut.split("-") if codes else _DASHES.split(item)))
            if step
        )
        whole = codes and len(codes[0]) == _CLASS_DIGITS and all(len(code) == _DIGITS for code in codes[1:])
        return Path(names, "".join(codes) if whole else "")
