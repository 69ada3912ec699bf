"""How is a line numbered: 第一部分, 一、, （一）, 1., (1), ①?"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "〇零一二三四五六七八九十百"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)}

#: One pattern a level, outermost first. Group 1 is the number's value, the whole match the number as printed.
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第\s*([{_HAN}]{{1,4}}|\d{{1,2}})\s*(?:部\s*分|章|篇)(?:[、：:.．](?!\d))?")),
    (2, re.compile(rf"([{_HAN}]{{1,4}})\s*[、．.](?![{_HAN}]{{1,2}}、)")),
    (3, re.compile(rf"[（(]\s*([{_HAN}]{{1,4}})\s*[）)][、.．]?")),
    (4, re.compile(r"(\d{1,2})\s*(?:、|[.．](?!\d)|[.．](?=\d{4}\s*年))")),
    (5, re.compile(r"[（(]\s*(\d{1,2})\s*[）)][、.．]?")),
    (6, re.compile(r"([①-⑳])[、.．]?")),
)


@dataclass(frozen=True, slots=True)
class Number:
    """The number in front of a line: ``text`` as printed, its ``value`` and the ``level`` its style stands for."""

    text: str
    value: int
    level: int


def number_of(text: str) -> Number | None:
    """The number that ``text`` (without leading white space) begins with, or None."""
    for level, pattern in _STYLES:
        match = pattern.match(text)
        if match and (value := value_of(match.group(1))) is not None:
            return Number(match.group(), value, level)
    return None


def value_of(digits: str) -> int | None:
    """The value of Arabic, circled or Chinese digits below 1000; None for what is no number."""
    if digits in _CIRCLED:
        return _CIRCLED[digits]
    if digits.isdecimal():
        return int(digits)
    total, pending = 0, None
    for char in digits:
        if char in _DIGITS:
            if pending:
                return None
            pending = _DIGITS[char]
        elif char in "十百":
            total += (1 if pending is None else pending) * (10 if char == "十" else 100)
            pending = None
        else:
            return None
    return total + (pending or 0) if digits else None
