"""When, on which basis, for whom and from which fund? The dimensions of every figure in prose.

The words between one figure and the next are read clause by clause; what stands behind 比, 较, 占 … names the base of a
comparison, not the figure. What they leave open is inherited: from the figure before in the same bracket, from the
sentences before in the paragraph, from the headings, innermost first, and at last from the document. A heading that
names two years (预算执行情况和…草案) says nothing of either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditor.model.dossier import Profile, Sentence
from auditor.model.fact import NAMES, UNKNOWN, Contexts, Dimension, Dimensions, Known
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import squeeze
from auditor.rulebook.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[，,；;：:。]")
_YEAR = re.compile(r"20\d\d(?=年(?!\d{1,2}月(?!31日))|财?政?年度)")  # not the date of an event
_SPAN = re.compile(r"(20\d\d)年?(?:[-—－–~～至到])(20\d\d)年")
_NUMERAL_YEAR = re.compile(r"[二2][〇○零0][〇○零一二三四五六七八九]{2}(?=年)")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_OF_YEAR = re.compile(r"20\d\d年(?:度|末|底|初)?")
_LISTED = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])")
_CARRIED = ("period", "scope", "fund")  # over the end of a sentence; what was budgeted or spent is said anew
THIS_YEAR = 0  # the year of a report that names none
_SOME = 0.08  # of a document's figures: a value of a dimension that fewer have does not divide the document
_HELD = 4096


@dataclass(slots=True)
class _Chain:
    """What the words so far say, one state a bracket that is open."""

    states: list[dict[str, str]] = field(default_factory=lambda: [{}])

    def at(self, depth: int) -> dict[str, str]:
        while len(self.states) <= depth:
            self.states.append(dict(self.states[-1]))
        del self.states[depth + 1 :]
        return self.states[depth]


class DimensionReader:
    """Reads the dimensions of mentions, with the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.dimensions
        self._basis = _patterns(words.basis)
        self._scope = _patterns(words.scope)
        self._fund = _patterns(words.fund)
        self._funds = re.compile("|".join(f"(?:{w})(?:预算)?" for ws in words.fund.values() for w in ws) or "(?!)")
        self._relative = _patterns(words.period)
        self._part = re.compile("|".join(words.part_of_year) or "(?!)")
        self._against = re.compile("|".join((*words.against, *words.whole_of)) or "(?!)")
        self._compares = re.compile(f"(?<=..)(?:{'|'.join(words.against) or '(?!)'})")
        self._grand = re.compile(f"(?P<word>{'|'.join(words.grand) or '(?!)'})[为是约达共：:]*$")
        named = (words.basis, words.scope, words.fund, words.period)
        noise = (*words.filler, *words.part_of_year, *(w for group in named for ws in group.values() for w in ws))
        self._noise = re.compile("|".join(f"(?:{w})" for w in noise) or "(?!)")
        self.said = lru_cache(maxsize=_HELD)(self._said)
        self.measured = lru_cache(maxsize=_HELD)(self._measured)

    def read(self, sentences: Sequence[Sentence], mentions: Iterable[Mention], profile: Profile) -> Iterator[Mention]:
        """The mentions with ``dims``, ``against`` and ``measured`` filled in."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        paragraph: dict[str, str] = {}
        announced: dict[str, str] = {}
        block = -1
        for sentence in sentences:
            if sentence.block != block:
                listed = bool(_LISTED.match(sentence.text))
                block = sentence.block
                paragraph = dict(announced) if listed else dict(paragraph) if _announces(sentence.text) else {}
                announced = announced if listed else {}
            above = self._above(sentence.section, profile)
            chain = _Chain([dict(paragraph)])
            previous = 0
            for mention in by_sentence.get(sentence.index, ()):
                words = sentence.text[previous : mention.start - sentence.start]
                depth = _depth(sentence.text, mention.start - sentence.start)
                yield self._placed(mention, words, chain.at(depth), above, profile)
                previous = mention.stop - sentence.start
            last = chain.at(0)
            self._update(last, sentence.text[previous:], profile.year)
            paragraph = {name: last[name] for name in _CARRIED if name in last}
            if _announces(sentence.text):
                announced = dict(paragraph)

    def _placed(
        self, mention: Mention, words: str, state: dict[str, str], above: Mapping[str, str], profile: Profile
    ) -> Mention:
        own, base = self._split(squeeze(words))
        compared = mention.role is Role.AMOUNT and (mention.tags & {"prior", "basis"} or (base and not own))
        said = dict(self.said((base or own) if compared else own, profile.year))
        against = dict(self.said(base, profile.year)) if base and not compared else {}
        dims = Dimensions(**{name: _known(name, said, state, above) for name in NAMES})
        aside = mention.role is Role.AMOUNT and "other_year" in mention.tags and not mention.label
        if not compared and not aside:
            state.update(said)
        stated = Dimensions(**{n: Dimension(v, Known.STATED) for n, v in against.items() if n in NAMES})
        measured = self.measured(mention.label)
        if grand := self._grand.search(squeeze(words)):
            measured += grand.group("word")
        return replace(mention, dims=dims, against=stated, measured=measured)

    def _split(self, words: str) -> tuple[str, str]:
        """The words that tell of the figure itself, and those of what it is compared with."""
        clauses = _CLAUSE.split(words)
        own, base = [], ""
        for clause in clauses:
            cue = self._against.search(clause)
            own.append(clause[: cue.start()] if cue else clause)
            base = clause[cue.end() :] if cue else (base if not clause else "")
        return "，".join(own).strip("，"), base

    def _update(self, state: dict[str, str], words: str, year: int | None) -> None:
        own, _ = self._split(squeeze(words))
        state.update(self.said(own, year))

    def _above(self, section: tuple[str, ...], profile: Profile) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for title in reversed(section):
            own, _ = self._split(squeeze(title))
            years = {*_YEAR.findall(own)}
            for name, value in self.said(own, profile.year).items():
                ambiguous = len(years) > 1 and name in ("period", "basis")
                found.setdefault(name, "" if ambiguous else value)
        if not any(len({*_YEAR.findall(title)}) > 1 for title in section) and profile.year:
            found.setdefault("period", str(profile.year))
        return found

    def _said(self, words: str, year: int | None) -> dict[str, str]:
        found: dict[str, str] = {}
        if period := self._period(words, year):
            found["period"] = period
        for name, patterns, text in (
            ("fund", self._fund, words),
            ("scope", self._scope, words),
            ("basis", self._basis, self._funds.sub("", words)),
        ):
            last = max(
                (
                    (m.end(), -m.start(), -n, value, m.group())
                    for n, (value, p) in enumerate(patterns)
                    for m in p.finditer(text)
                ),
                default=None,
            )
            if last is not None:
                found[name] = last[4].strip("，,；;：:、。") if last[3] == "region" else last[3]
        return found

    def _period(self, words: str, year: int | None) -> str:
        words = _NUMERAL_YEAR.sub(lambda m: m.group().translate(_NUMERALS).replace("二", "2"), words)
        if span := _SPAN.search(words):
            return f"{span[1]}-{span[2]}"
        named = [(m.start(), m.group()) for m in _YEAR.finditer(words)]
        shift = {"prior": -1, "current": 0, "next": 1}
        if not named:
            named = [
                (m.start(), str((year or THIS_YEAR) + shift[value]))
                for value, p in self._relative
                for m in p.finditer(words)
            ]
        if not named:
            return ""
        at, value = max(named)
        part = self._part.search(words, at)
        return f"{value}/{part.group()}" if part else value

    def _measured(self, label: str) -> str:
        """What a label measures, without year, scope, fund and basis: 税收收入 of 2025年全市税收收入完成, or 税收收入比上年."""
        label = self._compares.sub("", label)
        label = _SPAN.sub("", label)
        label = _OF_YEAR.sub("", label)
        for _ in range(2):
            label = self._noise.sub("", self._funds.sub("", label))
        return label.strip("的、，")


def contexts(mentions: Iterable[Mention]) -> Contexts:
    """The values that each dimension takes in the prose of a document, without those that hold for few figures only."""
    values: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    total = 0
    for mention in mentions:
        total += 1
        for name, dimension in mention.dims.items():
            if dimension.value:
                values[name][dimension.value] += 1
    return Contexts(
        {name: frozenset(v for v, n in found.items() if n > total * _SOME) for name, found in values.items()}
    )


def _known(name: str, said: Mapping[str, str], state: Mapping[str, str], above: Mapping[str, str]) -> Dimension:
    if name in said:
        return Dimension(said[name], Known.STATED)
    inherited = state.get(name) or above.get(name, "")
    return Dimension(inherited, Known.INHERITED) if inherited else UNKNOWN


def _patterns(words: Mapping[str, Sequence[str]]) -> list[tuple[str, re.Pattern[str]]]:
    return [(value, re.compile("|".join(f"(?:{w})" for w in ws))) for value, ws in words.items() if ws]


def _depth(text: str, end: int) -> int:
    return max(0, sum(1 if c in "（(" else -1 if c in "）)" else 0 for c in text[:end]))


def _announces(text: str) -> bool:
    return text.rstrip().endswith(("：", ":")) or bool(re.search(r"(?:如下|情况是|情况为)[。：:]?\s*$", text))
