"""Is what was paid the price times the number: 购置30台，每台2000元，共6万元?

A price says what it is for: in its unit (元/亩), by 每台, 人均, 按月, or not at all (单价). The number is the one count of that kind, the
product the one amount of the sentence (or of its ；-segment); of several counts or amounts one that comes out is enough. A standard without
decimals is exact, an average is not. A product that does not come out is accused only where a slip of the pen explains it:
what was paid may hold back or add what the sentence does not say. Only a standard for one thing is certain enough for an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from math import prod

from auditor.engine._cells import skipped
from auditor.engine.relation import outcome
from auditor.engine.slips import exchanged, explained, mends
from auditor.engine.sums import significant
from auditor.model.document import Location
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Severity, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Qualifier, Quantity, Unit
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Price
from auditor.rulebook.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[，,；;。：:（(]")
_PERIOD = re.compile("均([月年])")  # 人均月补助
_SIGNS = re.compile(r"[/／·]|每")
_AVERAGED = Decimal("0.01")  # by which an average is off, once it is multiplied
_DIGITS = 3  # of an average, below which a slip of the pen explains anything
_POINTS = tuple(Decimal(10) ** n for n in (1, 2, 4))
_EXACT = 6  # decimals that a price without any is known to
_SCALES = "万亿"
_YEAR = 12  # months
_NUMBER = r"\d{1,12}(?:,\d{3})*(?:\.\d{1,4})?"
_MORE = "同句另有单价、数量或金额，或差额不似笔误 (the sentence has other prices, numbers or amounts, or no slip of the pen explains the gap)"


@dataclass(slots=True)
class _Group:
    """The prices, counts and amounts of a sentence or of a segment of it."""

    prices: list[tuple[Mention, tuple[str, ...]]]  # with what each is for; empty words for 单价
    counts: list[Mention]
    amounts: list[Mention]
    named: bool  # what a price is for is counted, in no unit that the vocabulary knows

    @property
    def complete(self) -> bool:
        return bool(self.prices and (self.counts or self.named) and self.amounts)


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Price)
    reader = _Reader(check, dossier, vocabulary)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for number, mentions in by_sentence.items():
        before = by_sentence.get(number - 1, [])
        yield from reader.judged(mentions, [m for m in before if m.block == mentions[0].block])


class _Reader:
    def __init__(self, check: Price, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        units = vocabulary.units
        self.kinds = {symbol: kind for kind, symbols in (*units.counted.items(), *units.measured.items())
                      for symbol in symbols}  # fmt: skip
        kinds = sorted(self.kinds, key=len, reverse=True)
        self.symbol = re.compile("|".join(map(re.escape, kinds)))
        self.average = re.compile(r"([^平年每\d，,。；;])均")  # 生均 too, of which no count tells how many
        self.each = re.compile(rf"(?:{alternatives(check.each)})(?P<noun>[^每\d，,。；;]{{1,4}})")
        self.by = re.compile(alternatives(check.by))
        self.mean, self.set = re.compile(alternatives(check.mean)), re.compile(alternatives(check.standard))
        self.plain = re.compile(alternatives(check.plain))

    def judged(self, mentions: Sequence[Mention], before: Sequence[Mention]) -> Iterator[Outcome]:
        """One outcome for each segment with a price, or for the sentence where a segment lacks count or amount. An average may be
        of the one amount of the sentence ``before``: 接待费3.22万元。接待368人次，人均87.50元."""
        segments: dict[int, list[Mention]] = {}
        for mention in mentions:
            segments.setdefault(mention.segment, []).append(mention)
        groups = [self._group(found) for found in segments.values()]
        if len(groups) > 1 and not any(group.complete for group in groups):
            groups = [self._group(mentions)]
        if len(groups) == 1 and groups[0].prices and not groups[0].amounts and self._average(groups[0].prices[0][0]):
            told = self._group(before)
            groups[0].amounts.extend(told.amounts if not told.prices and len(told.amounts) == 1 else ())
        for group in groups:
            if group.complete and len(group.prices) == 1 and (result := self._outcome(_narrowed(group))):
                yield result

    def _group(self, mentions: Sequence[Mention]) -> _Group:
        group = _Group([], [], [], named=False)
        for m in mentions:
            unit = m.quantity.unit
            if m.numeral or m.quantity.qualifier is not Qualifier.EXACT:
                continue
            if (words := self._for(m)) is not None:
                group.prices.append((m, words))
            elif unit.dimension == "money" and m.role is Role.AMOUNT and not m.tags & {"prior", "reason"}:
                group.amounts.append(m)
            elif (
                (unit.counted or unit.symbol.lstrip(_SCALES) in self.kinds)
                and m.role is Role.AMOUNT
                and "prior" not in m.tags
            ):
                group.counts.append(m)
        group.named = any(self._named(word, m) for m, words in group.prices for word in words)
        return group

    def _for(self, mention: Mention) -> tuple[str, ...] | None:
        """What a price is for: units, or the words after 每; nothing for 单价. None for what is no price."""
        if mention.role is Role.PRICE and mention.quantity.unit.dimension.startswith("money"):
            return tuple(filter(None, _SIGNS.split(mention.quantity.unit.symbol)[1:]))
        if mention.role is not Role.AMOUNT or mention.quantity.unit.dimension != "money":
            return None
        clause = _CLAUSE.split(mention.context)[-1]
        nouns = tuple(m.group("noun") for m in self.each.finditer(clause))
        averages = tuple(m.group(1) for m in self.average.finditer(clause))
        periods = tuple(_PERIOD.findall(clause)) or tuple(m.group()[-1] for m in self.by.finditer(clause))
        if nouns or averages:
            return (*nouns, *averages, *periods)
        return () if self.plain.search(clause) else None

    def _outcome(self, group: _Group) -> Outcome | None:
        price, words = group.prices[0]
        times = [self._times(word, group.counts, price) for word in dict.fromkeys(words)]
        choices = [*times] if words else [[self.dossier.operand(c, "part") for c in group.counts]]
        if not all(choices):
            return None
        readings = [self._relation(price, amount, factors) for amount in group.amounts for factors in product(*choices)]
        plain = len(words) == 1 and self._standard(price).quantity.decimals == _EXACT
        most = None if plain else Severity.WARNING
        results = [outcome(self.check, relation, {"label": price.label}, at_most=most) for relation in readings]
        for result in results:
            if result.status is Status.PASSED:
                return result
        first = results[0]
        sure = len({r.evidence[0].key for r in results}) == len(group.amounts) == 1 and len(results) <= len(
            words or "1"
        )
        slip = _misses if self._average(price) else _slip
        if sure and first.status is Status.FAILED and slip(readings[0], group.amounts[0]):
            return first
        if sure and first.status is Status.FAILED and price.after.startswith(self.check.computed):
            return replace(first, severity=Severity.WARNING)  # 按每餐3元计，支出12万元
        if sure and first.status is Status.FAILED and self._average(price) and not _roughly(readings[0]):
            return replace(first, severity=Severity.WARNING)
        return skipped(first, _MORE)

    def _times(self, word: str, counts: Sequence[Mention], price: Mention) -> list[Operand]:
        """What a price is multiplied by for one thing that it is for; of months those of the period, where none are counted."""
        found = self.symbol.match(word)
        kind = self.kinds.get(found.group(), "") if found else ""
        month, year = word.startswith("月"), word.startswith("年")
        chosen = [self.dossier.operand(c, "part") for c in counts if self._counts(c, word, kind, month=month)]
        if month and not chosen:
            said = self.dossier.sentence_of(price).text
            return [_months(next((n for part, n in self.check.months.items() if part in said), _YEAR))]
        if not chosen and not kind and not year:
            return self._named(word, price)
        return chosen or ([_once()] if year else [])

    def _named(self, word: str, price: Mention) -> list[Operand]:
        """The one number before what a price is for, where that is no unit that the vocabulary knows: 修复古籍800叶，每叶60元."""
        sentence = self.dossier.sentence_of(price)
        found = list(re.finditer(rf"(?<![\d.,])({_NUMBER})(万?){re.escape(word)}", sentence.text))
        if len(found) != 1:
            return []
        digits, large = found[0].groups()
        unit = Unit(f"{large}{word}", "item", Decimal(10_000) if large else Decimal(1), counted=True)
        quantity = Quantity(digits, Decimal(digits.replace(",", "")), unit, len(digits.partition(".")[2]))
        evidence = self.dossier.words_evidence(sentence, *found[0].span(1), "part")
        return [Operand(quantity, replace(evidence, quantity=quantity))]

    @staticmethod
    def _counts(count: Mention, word: str, kind: str, *, month: bool) -> bool:
        unit = count.quantity.unit
        if month:
            return unit.dimension == "month"
        noun, symbol = count.after[:1], unit.symbol.lstrip(_SCALES)
        same = unit.counted and kind not in ("item", "time", "")  # 吨 and 千克 are of one kind and not one unit
        alike = (unit.dimension == kind or symbol.startswith(word)) if same else word.startswith(symbol)
        of_it = len(word) == 1 and word in count.label  # 助餐3000人次，每餐3元
        return alike or of_it or symbol.endswith(word) or (bool(noun) and word.startswith(noun))

    def _relation(self, price: Mention, amount: Mention, factors: tuple[Operand, ...]) -> Relation:
        operands = {
            "amount": self.dossier.operand(amount, "claimed"),
            "price": self._standard(price),
            "count": factors[0],
        }
        formula = self.check.holds
        if len(factors) > 1:
            formula, operands = self.check.repeated, operands | {"times": factors[1]}
        return Relation(formula, operands, "amount")

    def _average(self, price: Mention) -> bool:
        """True for what came out on average (人均, 平均每户), rounded nobody knows how; not for a standard of so much a head."""
        clause = _CLAUSE.split(price.context)[-1]
        averaged = self.average.search(clause) or self.mean.search(clause)
        return bool(averaged) and not self.set.search(clause)

    def _standard(self, price: Mention) -> Operand:
        operand = self.dossier.operand(price, "base")
        if price.quantity.decimals or self._average(price):
            return operand
        return replace(operand, quantity=replace(operand.quantity, decimals=_EXACT))


def _narrowed(group: _Group) -> _Group:
    """Of an average the amount and the count right before it, whatever else the sentence tells: 资助3840万元、惠及9600人、人均4000元."""
    price = group.prices[0][0]
    near = (price.index - 2, price.index - 1)
    amounts, counts = ([m for m in found if m.index in near] for found in (group.amounts, group.counts))
    alone = len(amounts) == len(counts) == 1 and amounts[0].segment == price.segment and bool(amounts[0].measured)
    return replace(group, amounts=amounts, counts=counts) if alone else group


def _slip(relation: Relation, amount: Mention) -> bool:
    """True when a slip of the pen in the amount, the number or the price explains that the price times the number is another."""
    factors = {name: o.quantity for name, o in relation.operands.items() if name != "amount" and isinstance(o, Operand)}
    right = prod((quantity.base for quantity in factors.values()), start=Decimal(1))
    if explained(amount.quantity, right):
        return True
    count = factors["count"]
    whole = right and count.unit.scale == 1  # one that is told in 万 is rounded
    if not whole or significant(count) < _DIGITS or significant(amount.quantity) < _DIGITS:
        return False
    price = relation.operands["price"]
    assert isinstance(price, Operand)
    printed = (
        count,
        price.evidence.quantity or price.quantity,
    )  # as it is printed, not as finely as a standard is known
    return any(_comes_out(amount.quantity, right / factor.base, factor) for factor in printed)


def _comes_out(amount: Quantity, others: Decimal, factor: Quantity) -> bool:
    """True when the amount over the ``others`` is, to the last place it is printed with, what a slip turned into the ``factor``."""
    step = factor.step
    if amount.step > others * step / 2:
        return False  # any factor comes out
    told = (amount.base / others / step).to_integral_value() * step
    return told * others in amount.interval and explained(factor, told)


def _misses(relation: Relation, amount: Mention) -> bool:
    """True when a slip explains that an average times the number is not the amount: in its point or unit, two digits of the amount, or the average."""
    price, count = relation.operands["price"], relation.operands["count"]
    assert isinstance(price, Operand) and isinstance(count, Operand)
    repeated = relation.operands.get("times", count)
    assert isinstance(repeated, Operand)
    number = count.quantity.base * (repeated.quantity.base if repeated is not count else 1)
    product_, stated = price.quantity.base * number, amount.quantity.base
    if not product_ or not stated:
        return False
    if any(abs(stated * factor / product_ - 1) <= _AVERAGED for factor in (*_POINTS, *(1 / p for p in _POINTS))):
        return True
    bounds = price.quantity.interval
    if exchanged(amount.quantity, bounds.lo * number, bounds.hi * number):
        return True
    mean = [bound / number for bound in (amount.quantity.interval.lo, amount.quantity.interval.hi)]
    narrow = mean[1] - mean[0] <= _AVERAGED * mean[1]
    return narrow and significant(price.quantity) >= _DIGITS and mends(price.quantity, mean[0], mean[1])


def _roughly(relation: Relation) -> bool:
    """True where an average comes out once it is rounded as coarsely as it may have been: 300元 to hundreds, 300.50元 to its last digit."""
    price = relation.operands["price"]
    assert isinstance(price, Operand)
    quantity = price.quantity
    digits = quantity.text.replace(",", "") if not quantity.decimals else ""
    step = quantity.step * Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    others = prod(
        (
            o.quantity.base
            for name, o in relation.operands.items()
            if name in ("count", "times") and isinstance(o, Operand)
        ),
        start=Decimal(1),
    )
    amount = relation.operands["amount"]
    assert isinstance(amount, Operand)
    bounds = amount.quantity.interval
    low, high = ((quantity.base + half) * others for half in (-step / 2, step / 2))
    return bool(low <= bounds.hi and bounds.lo <= high)


def _months(number: int) -> Operand:
    quantity = Quantity(str(number), Decimal(number), Unit("个月", "month", counted=True))
    return Operand(quantity, Evidence("context", str(number), Location()))


def _once() -> Operand:
    one = Quantity("1", Decimal(1), Unit("年", "year", counted=True))
    return Operand(one, Evidence("context", "1", Location()))
