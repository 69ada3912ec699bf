"""Which slips are planted? Those of people who type reports, each at the printed precision, so that the form gives nothing away.

A slip changes one printed figure: ``digit`` (a wrong digit), ``transposed`` (two neighbouring digits exchanged), ``magnitude`` (the point
a place off), ``unit`` (a figure in another unit than is printed beside it), ``missing_part`` (a total without one of its parts) and ``wrong_base``
(a rate of growth computed on the later figure).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from auditor.model.finding import Evidence, LedgerEntry, Status

KINDS = ("digit", "transposed", "magnitude", "unit", "missing_part", "wrong_base")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PRINTED = r"(?<![\d.,]){}(?![\d,]|\.\d)"
_SUM = re.compile(r"([\d,.]+) = ([\d,.]+(?: \+ [\d,.]+)+)")
_GROWTH = re.compile(r"([\d,.]+)% = ([\d,.]+) ÷ \(([\d,.]+) − \2\)")
_LEAST_DIGITS = 3  # of a figure whose digits are exchanged or whose point is moved


@dataclass(frozen=True, slots=True)
class Slip:
    """One planted slip: where, what was printed and what is printed now, whether that is in a table, and the whole text."""

    source: str
    kind: str
    line: int
    was: str
    now: str
    table: bool
    text: str


def slips(
    figures: Iterable[Evidence], ledger: Iterable[LedgerEntry], name: str, text: str, number: int
) -> Iterator[Slip]:
    """At most ``number`` slips of each kind, each in a copy of the report; the same for the same name."""
    lines, known = text.split("\n"), list(figures)
    derived = _derived(ledger, {figure.key: figure for figure in known})
    for kind in KINDS:
        rng, left = random.Random(f"{name} {kind}"), number
        for figure in rng.sample(known, len(known)):
            now = derived.get((kind, figure.key)) or _mistyped(kind, figure.text, rng)
            changed = now and now != figure.text and _changed(lines, figure, now)
            if now and changed:
                yield Slip(name, kind, figure.location.line or 1, figure.text, now, len(figure.key) == 3, changed)
                left -= 1
            if left == 0:
                break


def _mistyped(kind: str, printed: str, rng: random.Random) -> str | None:
    """The figure as a slip of this kind prints it; None when it cannot happen to it."""
    found = _NUMBER.search(printed)
    if found is None or len(_digits(found.group())) < (1 if kind == "digit" else _LEAST_DIGITS):
        return None
    number, value = found.group(), _value(found.group())
    match kind:
        case "digit":
            at = rng.choice([place for place, sign in enumerate(number) if sign in "123456789"] or [-1])
            other = rng.choice([digit for digit in "123456789" if digit != number[at]])
            now = number[:at] + other + number[at + 1 :] if at >= 0 else None
        case "transposed":
            pairs = [n for n in range(len(number) - 1) if number[n : n + 2].isdigit() and number[n] != number[n + 1]]
            pairs = [n for n in pairs if n or number[1] != "0"]
            at = rng.choice(pairs or [-1])
            now = number[:at] + number[at + 1] + number[at] + number[at + 2 :] if at >= 0 else None
        case "magnitude":
            now = _printed(value * 10, number)
        case "unit" if "%" not in printed and "." in number:
            now = _printed(value * 10_000, number)
        case _:
            now = None
    return None if now is None else printed[: found.start()] + now + printed[found.end() :]


def _derived(
    ledger: Iterable[LedgerEntry], figures: Mapping[tuple[int, ...], Evidence]
) -> dict[tuple[str, tuple[int, ...]], str]:
    """What a total without a part, and a rate on the wrong base, are printed as, by kind and figure; of relations that hold."""
    found: dict[tuple[str, tuple[int, ...]], str] = {}
    for entry in ledger:
        own = [figures[figure.key] for figure in entry.figures if figure.key in figures]
        if entry.status is not Status.PASSED:
            continue
        if total := _SUM.fullmatch(entry.arithmetic):
            parts = [_value(part) for part in total[2].split(" + ")]
            least = min((part for part in parts if part), default=Decimal(0))
            wrong = _value(total[1]) - least
            if least and wrong and sum(part > 0 for part in parts) > 2:
                _put(found, "missing_part", own, total[1], wrong)
        if (rate := _GROWTH.fullmatch(entry.arithmetic)) and _differs(*rate.groups()):
            _put(found, "wrong_base", own, rate[1], 100 * _value(rate[2]) / _value(rate[3]))
    return found


def _differs(rate: str, change: str, current: str) -> bool:
    """False where rounding leaves open which base was taken: what is printed then is no slip."""
    half = Decimal("0.5")
    changes, currents = ([_value(n) + sign * half * _step(n) for sign in (-1, 1)] for n in (change, current))
    right = [100 * one / (whole - one) for one in changes for whole in currents if whole != one]
    wrong = _value(_printed(100 * _value(change) / _value(current), rate))
    return not min(right) - half * _step(rate) <= wrong <= max(right) + half * _step(rate)


def _step(number: str) -> Decimal:
    return Decimal(1).scaleb(-len(number.partition(".")[2]))


def _put(
    found: dict[tuple[str, tuple[int, ...]], str], kind: str, own: Iterable[Evidence], number: str, wrong: Decimal
) -> None:
    for figure in own:
        match = _NUMBER.search(figure.text)
        if match and match.group().replace(",", "") == number.replace(",", ""):
            now = _printed(wrong, match.group())
            found[kind, figure.key] = figure.text[: match.start()] + now + figure.text[match.end() :]
            return


def _changed(lines: list[str], figure: Evidence, now: str) -> str | None:
    """The report with the figure printed so; None where it is not printed exactly once in its line."""
    at = (figure.location.line or 1) - 1
    if at >= len(lines):
        return None
    matches = list(re.finditer(_PRINTED.format(re.escape(figure.text.rstrip("%"))), lines[at]))
    if len(matches) != 1:
        return None
    start, end = matches[0].span()
    return "\n".join([*lines[:at], lines[at][:start] + now.rstrip("%") + lines[at][end:], *lines[at + 1 :]])


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0")


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _printed(value: Decimal, like: str) -> str:
    """A value with the decimals and the separators of a printed number."""
    decimals = len(like.partition(".")[2])
    plain = f"{value:.{decimals}f}"
    return f"{Decimal(plain):,}" if "," in like else plain
