"""Which number does Word print before an automatically numbered paragraph?

Word keeps 一、 and （一） of automatic numbering apart from the text, in numbering.xml. Here the counters are run as
Word runs them (ECMA-376 part 1, section 17.9), so that a heading reads as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts: where it starts, how a number is written, and the text around it."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    legal: bool = False
    suffix: str = "tab"
    style: str = ""
    restart: int | None = None  # the level whose counting sets this one back; 0: never


@dataclass(slots=True)
class Numbering:
    """The lists of one document. :meth:`label` must be asked in document order, as it counts."""

    lists: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)  # by abstractNumId
    nums: Mapping[str, tuple[str, Mapping[int, Level], Mapping[int, int]]] = field(default_factory=dict)  # by numId
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Any) -> Numbering:
        """From the root element of numbering.xml; ``None`` for a document without lists."""
        if root is None:
            return cls()
        lists = {
            node.get(f"{W}abstractNumId"): {_index(level): _level(level) for level in node.findall(f"{W}lvl")}
            for node in root.findall(f"{W}abstractNum")
        }
        nums = {}
        for node in root.findall(f"{W}num"):
            target = node.find(f"{W}abstractNumId")
            if target is None:
                continue
            own: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in node.findall(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[_index(override)] = _number(start.get(f"{W}val"), 1)
                level = override.find(f"{W}lvl")
                if level is not None:
                    own[_index(override)] = _level(level)
            nums[node.get(f"{W}numId")] = (target.get(f"{W}val"), own, starts)
        return cls(lists, nums)

    def level_of_style(self, num: str, style: str) -> int:
        """The level of list ``num`` that is tied to a paragraph style; 0 when none is."""
        abstract = self.nums.get(num, ("", {}, {}))[0]
        return next((i for i, level in self.lists.get(abstract, {}).items() if style and level.style == style), 0)

    def label(self, num: str, index: int) -> str:
        """The printed number of the next paragraph of list ``num`` at level ``index``; "" for bullets and no list."""
        if num not in self.nums:
            return ""
        abstract, own, starts = self.nums[num]
        levels = {**self.lists.get(abstract, {}), **own}
        level = levels.get(index)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, {})
        if index in starts and (num, index) not in self._started:
            self._started.add((num, index))
            counters[index] = starts[index]
        else:
            counters[index] = counters[index] + 1 if index in counters else level.start
        for deeper in [i for i in counters if i > index]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart > 0 and index < restart):
                del counters[deeper]
        if level.form == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = levels.get(at, Level())
            value = counters.setdefault(at, other.start)
            return _written(value, "decimal" if level.legal and at != index else other.form)

        label = _PLACE.sub(number, level.pattern)
        gap = level.suffix != "nothing" and label and (label[-1].isalnum())
        return label + " " if gap else label


def _level(node: Any) -> Level:
    def value(tag: str, default: str = "") -> str:
        found = node.find(f"{W}{tag}")
        return default if found is None else found.get(f"{W}val") or default

    legal = node.find(f"{W}isLgl")
    restart = value("lvlRestart")
    return Level(
        start=_number(value("start"), 0),
        form=value("numFmt", "decimal"),
        pattern=value("lvlText"),
        legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        suffix=value("suff", "tab"),
        style=value("pStyle"),
        restart=_number(restart, 0) if restart else None,
    )


def _index(node: Any) -> int:
    return _number(node.get(f"{W}ilvl"), 0)


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _written(value: int, form: str) -> str:
    """A count in the form that Word calls ``form``; forms that Chinese documents do not use are written in digits."""
    write = _FORMS.get(form)
    return write(value) if write else str(value)


def _chinese(value: int, digits: str, units: str) -> str:
    """A Chinese numeral from 1 to 9999; other values in Arabic digits."""
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0].replace("〇", "零") if zero and text else "") + digits[digit]
            text += units[place - 1] if place else ""
        zero = digit == 0 if text else False
    return text.removeprefix(digits[1]) if 10 <= value < 20 and units[0] == "十" else text


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for worth, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _sign(first: int, value: int) -> str:
    return chr(first + value - 1) if 1 <= value <= 20 else str(value)


_COUNTING = partial(_chinese, digits=_DIGITS, units="十百千")
_FORMAL = partial(_chinese, digits=_LEGAL, units="拾佰仟")
_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "chineseCounting": _COUNTING,
    "chineseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "ideographDigital": lambda value: "".join(_DIGITS[int(digit)] for digit in str(value)),
    "chineseLegalSimplified": _FORMAL,
    "ideographLegalTraditional": _FORMAL,
    "japaneseLegal": _FORMAL,
    "ideographTraditional": lambda value: "甲乙丙丁戊己庚辛壬癸"[(value - 1) % 10],
    "ideographZodiac": lambda value: "子丑寅卯辰巳午未申酉戌亥"[(value - 1) % 12],
    "decimalEnclosedCircle": partial(_sign, 0x2460),
    "decimalEnclosedCircleChinese": partial(_sign, 0x2460),
    "decimalEnclosedParen": partial(_sign, 0x2474),
    "decimalFullWidth": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "decimalZero": lambda value: f"{value:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
}
