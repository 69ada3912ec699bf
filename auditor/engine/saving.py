"""Is a rate of saving what was saved of what was asked for: 送审金额35.2亿元，审减3.8亿元，审减率10.8%; 预算1200万元，中标1100万元，节约率8.33%?

The figures of its sentence say by their words which is the amount asked for, the one that was granted and the saving. Where a
sentence has several of one, the rate may be of any: it is accused only when it is of none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.formula import Formula
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, last_clause
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Saving
from auditor.rulebook.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[，,；;。：:、（(]")
_AMOUNTS = ("saved", "base", "after")  # the saving first, for 核减预算 names both
Told = Mapping[str, Sequence[Mention]]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each rate of saving, and for each saving whose two amounts stand beside it."""
    assert isinstance(check, Saving)
    names = re.compile(f"(?:{alternatives(check.rates)})[^，,；;。\\d]{{0,4}}$")
    words = {name: re.compile(alternatives(getattr(check, name))) for name in _AMOUNTS}
    closing = re.compile(f"^(?:{alternatives(vocabulary.cues.closing)})")
    told = partial(_told, words, closing)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if not mention.numeral:
            by_sentence.setdefault(mention.sentence, []).append(mention)
    for mentions in by_sentence.values():
        start = 0
        for at, mention in enumerate(mentions):
            if mention.quantity.unit.dimension == "ratio" and names.search(mention.context):
                behind = [m for m in mentions[at + 1 :] if m.segment == mention.segment]
                yield from _judged(check, dossier, told([*mentions[start:at], *behind]), mention)
                start = at + 1
        yield from _difference(check, dossier, told(mentions))


def _judged(check: Saving, dossier: Dossier, told: Told, rate: Mention) -> Iterator[Outcome]:
    if told["saved"]:
        readings = [{"rate": rate, "saved": s, "base": b} for s, b in product(told["saved"], told["base"])]
        yield from _best(check, dossier, check.holds, readings, "rate")
    else:
        readings = [{"rate": rate, "after": a, "base": b} for a, b in product(told["after"], told["base"])]
        yield from _best(check, dossier, check.netted, readings, "rate")


def _difference(check: Saving, dossier: Dossier, told: Told) -> Iterator[Outcome]:
    """The saving against the two amounts, where a sentence has one of each."""
    if all(len(figures) == 1 for figures in told.values()):
        yield from _best(check, dossier, check.difference, [{n: f[0] for n, f in told.items()}], "saved")


def _told(words: Mapping[str, re.Pattern[str]], closing: re.Pattern[str], mentions: Sequence[Mention]) -> Told:
    """The amounts by what their words say they are."""
    told: dict[str, list[Mention]] = {name: [] for name in words}
    for mention in mentions:
        if mention.role not in (Role.AMOUNT, Role.CHANGE) or mention.quantity.unit.dimension != "money":
            continue
        clause = last_clause(mention.context, _CLAUSE)
        name = next((name for name, pattern in words.items() if pattern.search(clause)), "")
        if closing.search(clause) and told["after"]:
            told["after"] = [mention]  # 中标价分别为3万元和2万元，合计5万元
        elif name:
            told[name].append(mention)
    return told


def _best(
    check: Saving, dossier: Dossier, formula: Formula, readings: Sequence[Mapping[str, Mention]], claimed: str
) -> Iterator[Outcome]:
    results = [
        outcome(
            check,
            Relation(
                formula,
                {n: dossier.operand(m, "claimed" if n == claimed else "base") for n, m in reading.items()},
                claimed,
            ),
            {"label": reading[claimed].label},
        )
        for reading in readings
    ]
    if results:
        yield best(iter(results))
