"""Which printed numbers are quantities, and what do they measure?

A number in running text counts as an amount, a count or a percentage when a unit of the vocabulary follows it. Years,
dates, list numbers, document numbers (〔2020〕7号), phone numbers and account codes have none and are left alone.
Cells may hold bare numbers; digits that extraction broke (``138, 307, 27 6.56``) are joined when the joined form has
valid thousands groups and the parts have not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.limits import limit
from auditor.model.quantity import BARE, PERCENT, PERMILLE, POINTS, Qualifier, Quantity, Unit
from auditor.rulebook.vocabulary import Vocabulary

_WIDE = str.maketrans("０１２３４５６７８９．％＋－（）　", "0123456789.%+-() ")
_DIGITS = "〇零一二两三四五六七八九"
_CHINESE = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}

# 1,234,567.89 | 12 345.6 is not one number | 1,099, 160 and 138, 307, 276. 56 are
_NUMBER = (
    r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,27})?(?!, ?\d{3}(?!\d))"
    r"|\d{1,3}(?:, ?\d{3}){1,9}(?:\. ?\d ?\d)?(?!\d)"
    r"|\d{1,27}(?:\.\d{1,27})?"
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z\d.,/:：\-〔\[]|[（(]\s*20\d\d)$")
_DIGIT_BREAK = re.compile(r"(?<=[\d,.])\s+(?=[\d,.])")
_REASON = 8  # characters between 由于 and the figure that it speaks of
NIL = frozenset({"", "-", "--", "—", "——", "－", "–", "/", "\\", "无", "*", "…"})


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity in running text: the number stands at ``start:end``, its unit ends at ``stop``."""

    start: int
    end: int
    stop: int
    quantity: Quantity
    price: bool = False  # for each of something: 元/人
    numeral: bool = False  # written in Chinese numerals


class Numbers:
    """Reads quantities, with the units of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        units, cues = vocabulary.units, vocabulary.cues
        self._units: dict[str, Unit] = dict.fromkeys(units.percent, PERCENT)
        self._units |= {symbol: POINTS for symbol in units.percent if "点" in symbol}
        self._units |= dict.fromkeys(units.permille, PERMILLE)
        plain = {symbol: Unit(symbol, "money") for symbol in units.money}
        for dimension, symbols in units.counted.items():
            plain |= {symbol: Unit(symbol, dimension, counted=True) for symbol in symbols}
        for dimension, symbols in units.measured.items():
            plain |= {symbol: Unit(symbol, dimension) for symbol in symbols}
        self._plain = plain
        self._levels = frozenset(cues.item_levels)
        self._scales = units.scales
        scales = _alternatives(units.scales)
        simple = _alternatives(plain)
        ratios = _alternatives(self._units)
        more = _alternatives(cues.more_after)
        gap = r"\s{0,4}"
        self._pattern = re.compile(
            rf"(?P<number>{_NUMBER})"
            rf"(?:{gap}(?P<ratio>{ratios})"
            rf"|{gap}(?P<more1>{more})?{gap}(?P<scale>{scales})?{gap}(?P<more2>{more})?{gap}(?P<unit>{simple})"
            rf"(?P<per>\s?[/／每]\s?(?:{simple}|[年月])(?:[·/／]?[年月天])?)?(?P<more3>{more})?"
            rf"|{gap}(?P<bare_scale>{_alternatives([w for w in units.scales if w in '万亿'])})(?!{_alternatives(['元'])}))"
        )
        self._numeral = re.compile(
            rf"(?<![第{_DIGITS}十百千])(?P<number>[{_DIGITS}]?[十百千][{_DIGITS}十百千]{{0,9}}|[{_DIGITS}])(?P<unit>{simple})(?![之点比])"
        )
        self._cell = re.compile(
            rf"(?P<low>≥|≧|>|不低于|大于等于)?(?P<high>≤|≦|<|不高于|小于等于)?(?P<sign>-)?(?P<number>{_NUMBER})"
            rf"(?:(?P<ratio>{ratios})|(?P<scale>{scales})?(?P<unit>{simple})(?P<per>[/／]\S{{1,4}})?|(?P<bare_scale>万|亿))?"
            r"(?P<above>以上|及以上)?(?P<below>以下|以内)?"
        )
        self._without_unit = re.compile(
            rf"(?:(?:{_alternatives(cues.basis_tail)})[数额]?(?:均|都)?[为是]\s*(?P<zero>0(?:\.0+)?)"
            rf"|(?:{_alternatives(cues.share)})[为是]?\s*(?P<share>\d{{1,3}}\.\d+))(?=\s*[，,。；;）)]|\s*$)"
        )
        self._because = _within(cues.because)
        self._exact = _ending(cues.not_qualifying)
        self._before = [
            (Qualifier.ABOUT, _ending(cues.about)),
            (Qualifier.AT_LEAST, _ending(cues.at_least)),
            (Qualifier.AT_MOST, _ending(cues.at_most)),
            (Qualifier.MORE, _ending(cues.more_before)),
            (Qualifier.NEARLY, _ending(cues.nearly)),
        ]
        self._longest = limit("AUDITOR_MAX_DIGITS") * 3 // 2  # with its commas
        self._after_about = re.compile("左右|上下")
        self._above = re.compile(r"[（(]?含?[）)]?及?以上")
        self._below = re.compile(r"[（(]?含?[）)]?及?以[下内]")
        self.cell = lru_cache(maxsize=4096)(self._read_cell)

    def scan(self, text: str) -> Iterator[Found]:
        """The quantities of running text, from left to right. A number of more digits than any figure has is none."""
        narrow = text.translate(_WIDE)
        for match in self._pattern.finditer(narrow):
            start = match.start("number")
            if match.end("number") - start > self._longest:
                continue
            if _NOT_BEFORE.search(narrow[max(0, start - 8) : start]) and not self._signed(narrow, start):
                continue
            if match.group("unit") in self._levels and _in_brackets(narrow, start, match.end()):
                continue  # 公共安全支出（204类）: the code of an item
            yield self._found(narrow, text, match)
        for match in self._numeral.finditer(text):
            if match.group("number") == "一":  # 一起, 一次, 一部分: mostly no count
                continue
            value = chinese_number(match.group("number"))
            if value is None:
                continue
            quantity = Quantity(match.group("number"), Decimal(value), self._plain[match.group("unit")])
            yield Found(match.start("number"), match.end("number"), match.end(), quantity, numeral=True)

        yield from self._unitless(narrow)

    def _unitless(self, text: str) -> Iterator[Found]:
        """What needs no unit to be known: 预算为0, and a share whose % was left out. A reason (由于预算为0) gives no figure."""
        for match in self._without_unit.finditer(text):
            if self._because.search(text[max(0, match.start() - _REASON) : match.start()]):
                continue
            name = "zero" if match.group("zero") else "share"
            printed = match.group(name)
            unit = Unit("元", "money") if name == "zero" else PERCENT
            quantity = Quantity(printed, Decimal(printed), unit, len(printed.partition(".")[2]))
            yield Found(match.start(name), match.end(name), match.end(name), quantity)

    @staticmethod
    def _signed(text: str, start: int) -> bool:
        return text[start - 1 : start] == "-" and not re.search(
            r"[\dA-Za-z%年月日]\s?-$", text[max(0, start - 4) : start]
        )

    def _found(self, narrow: str, text: str, match: re.Match[str]) -> Found:
        start, end = match.span("number")
        sign = -1 if start and self._signed(narrow, start) else 1
        printed = match.group("number")
        digits = printed.replace(" ", "").replace(",", "")
        symbol, unit, price = self._unit_of(match)
        value = Decimal(digits) * sign
        qualifier = self._qualifier(narrow, match)
        if sign < 0:
            start -= 1
        quantity = Quantity(
            text=text[start:end],
            value=value,
            unit=unit,
            decimals=len(digits.partition(".")[2]),
            qualifier=qualifier,
            joined=" " in printed,
        )
        del symbol
        return Found(start, end, match.end(), quantity, price)

    def _unit_of(self, match: re.Match[str]) -> tuple[str, Unit, bool]:
        if ratio := match.group("ratio"):
            return ratio, self._units[ratio], False
        if bare := match.group("bare_scale"):
            return bare, Unit(bare, "number", Decimal(self._scales[bare])), False
        symbol = match.group("unit")
        unit = self._plain[symbol]
        if scale := match.group("scale"):
            unit = Unit(scale + symbol, unit.dimension, unit.scale * self._scales[scale], unit.counted)
        if per := match.group("per"):
            per = per.replace(" ", "")
            return symbol, Unit(unit.symbol + per, f"{unit.dimension}{per}", unit.scale), True
        return symbol, unit, False

    def _qualifier(self, narrow: str, match: re.Match[str]) -> Qualifier:
        before = narrow[max(0, match.start("number") - 6) : match.start("number")].rstrip()
        after = narrow[match.end() : match.end() + 6]
        if self._above.match(after):
            return Qualifier.AT_LEAST
        if self._below.match(after):
            return Qualifier.AT_MOST
        if (
            self._after_about.match(after)
            or re.match(r"\s?[-~～—至]\s?\d", after)
            or re.search(r"\d\S{0,2}\s?(?<![升降增减])[~～至]$", before)
        ):
            return Qualifier.ABOUT
        if any(match.groupdict().get(name) for name in ("more1", "more2", "more3")):
            return Qualifier.MORE
        if self._exact.search(before):
            return Qualifier.EXACT
        return next((qualifier for qualifier, pattern in self._before if pattern.search(before)), Qualifier.EXACT)

    def _read_cell(self, text: str) -> Quantity | None:
        """The quantity of a whole cell, with a bare unit when none is printed; None when it holds something else."""
        narrow = text.translate(_WIDE).replace("，", ",").replace("−", "-").replace("–", "-").strip()
        compact = re.sub(r"\s+", "", narrow)
        if compact in NIL or not any(c.isdigit() for c in compact) or len(compact) > 40:
            return None
        negative = False
        if re.fullmatch(r"\([\d,.]+\)", compact):
            compact, negative = compact[1:-1], True
        match = self._cell.fullmatch(compact)
        if match is None:
            return None
        broken = bool(_DIGIT_BREAK.search(narrow))
        number = match.group("number")
        if broken and not _rejoinable(narrow, number):
            return None
        digits = number.replace(",", "")
        if len(number) > self._longest:
            return None
        value = Decimal(digits) * (-1 if negative or match.group("sign") else 1)
        _, unit, _ = self._cell_unit(match)
        return Quantity(text.strip(), value, unit, len(digits.partition(".")[2]), self._cell_qualifier(match), broken)

    def _cell_unit(self, match: re.Match[str]) -> tuple[str, Unit, bool]:
        if not any(match.group(name) for name in ("ratio", "unit", "bare_scale")):
            return "", BARE, False
        return self._unit_of(match)

    @staticmethod
    def _cell_qualifier(match: re.Match[str]) -> Qualifier:
        if match.group("low") or match.group("above"):
            return Qualifier.AT_LEAST
        if match.group("high") or match.group("below"):
            return Qualifier.AT_MOST
        return Qualifier.EXACT


def _in_brackets(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "(" and text[end : end + 1] == ")"


def _rejoinable(broken: str, joined: str) -> bool:
    """True when the pieces of a broken number only make sense together."""
    pieces = [piece for piece in re.split(r"\s+", broken) if any(c.isdigit() for c in piece)]
    if "," in joined:
        whole = [piece for piece in pieces if _GROUPED.fullmatch(piece) and "." in piece]
        return bool(_GROUPED.fullmatch(joined)) and not whole
    # 34. 56, 34 .56: the break stands at the point
    return bool(_PLAIN.fullmatch(joined)) and bool(re.search(r"\d\s*\.\s+\d|\d\s+\.\s*\d", broken)) and len(pieces) <= 3


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand (十二, 一百零三); None when it is none."""
    total, digit = 0, 0
    if len(text) > 1 and not any(c in _TENS for c in text):
        return None
    for c in text:
        if c in _CHINESE:
            digit = _CHINESE[c]
        elif c in _TENS:
            total += (digit or 1) * _TENS[c]
            digit = 0
        else:
            return None
    return total + digit


def _alternatives(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


def _ending(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives(words)})$")


def _within(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives(words) or '(?!)'})[^，,。；;]*$")
