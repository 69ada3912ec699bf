"""What does a noun phrase name? Labels of figures, stripped of filler, and how well two of them agree."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.rulebook.typed import Words
from auditor.rulebook.vocabulary import Vocabulary

WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_DROP = re.compile(r"\s+|[“”\"'‘’《》]|[（(](?:(?:\d{2,3})?[类款项](?:\d{2,3})?|含)[）)]")
_PERIOD = re.compile(r"^(?:截[至止]\S{0,12}?[底日末]|20\d\d年(?:度|初|末)?|(?:\d{1,2}月)?(?:\d{1,2}日)?)(?:[，,])?")
_OWNER = re.compile(r"^.*20\d\d年(?:度|初|末|底)?(?=\D)")  # whose figure of which year it is
_YEAR_AT_END = re.compile(r"20\d\d年(?:度|初|末|底)?$")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]+是|[①-⑳])")
_MARKS = re.compile(r"[“”\"'‘’（）()《》、\s]")
_TAIL_PAREN = re.compile(r"[（(][^（）()]{0,30}[）)]$")
_SHORTEST = 2  # characters of a name; one that short must be all of a label
_STOPS = re.compile(r"[，,；;。：:、]")
_GENERIC_TAIL = re.compile(r"(?:总?金额|总额|数额|合计|总计|总数|资金|数)$")


#: Tags that say which figure of a thing is meant, not which thing.
_BASES = ("initial_budget", "full_budget", "budget", "allocated", "final", "spent", "adjusted")


def alternatives(words: Words) -> str:
    """A pattern for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def last_clause(words: str, stops: re.Pattern[str] = _STOPS) -> str:
    """The words between the last of the ``stops`` and the end; those before it where none stand behind."""
    return next((clause for clause in reversed(stops.split(words)) if clause), "")


def squeeze(text: str) -> str:
    """Without spaces, quotes and the marks （类）（款）（项）."""
    return _DROP.sub("", text)


class Labels:
    """Cleans labels with the filler words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lead = re.compile(f"^(?:{alternatives(vocabulary.cues.label_lead)})[：:，,]?")
        self._tail = re.compile(f"(?:{alternatives(vocabulary.cues.label_tail)})[：:]?$")
        self.clean = lru_cache(maxsize=8192)(self._clean)

    def _clean(self, text: str) -> str:
        """The noun phrase itself: ``其中：财政拨款收入为`` → ``财政拨款收入``."""
        label = squeeze(text).strip("：:，,、；;。-—*")
        for _ in range(6):
            before = label
            shorter = _OWNER.sub("", label)
            label = shorter if len(shorter) >= 2 else label
            label = _NUMBERING.sub("", _PERIOD.sub("", label))
            shorter = self._lead.sub("", label)
            label = shorter if len(shorter) >= 2 else label
            shorter = self._tail.sub("", label)
            label = shorter.strip("：:，,、；;。")
            if label == before:
                break
        return label

    def before_year(self, text: str) -> str:
        """What stands before the year that a label names: ``公务接待费`` of ``公务接待费2024年决算数``; empty without one."""
        found = _OWNER.match(squeeze(text))
        return self.clean(_YEAR_AT_END.sub("", found.group())) if found else ""


class Concepts:
    """Which labels name a concept of the vocabulary?"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._aliases = {name: tuple(map(bare, words)) for name, words in vocabulary.concepts.items()}
        self._ends: dict[str, dict[str, int]] = {}  # by its core the concepts of an alias, each with the longest such
        for concept, aliases in self._aliases.items():
            for alias in aliases:
                concepts = self._ends.setdefault(core(alias), {})
                concepts[concept] = max(len(alias), concepts.get(concept, 0))
        self._basis = vocabulary.cues.basis_tail
        self.named = lru_cache(maxsize=16384)(self._named)
        tags = (word for name in _BASES for word in vocabulary.tags.get(name, ()))
        words = (*vocabulary.cues.basis_tail, *tags)
        self._said = re.compile(f"(?:{alternatives(words)}|[支使]出?用?|数|额)+$")
        self.subject = lru_cache(maxsize=16384)(self._subject)

    def _subject(self, label: str) -> str:
        """What a label measures, whatever the basis: 三公经费 of 三公经费支出决算; empty when it names the basis alone."""
        return self._said.sub("", bare(core(label)))

    def exact(self, words: str) -> frozenset[str]:
        """The concepts of which the words are a whole phrase: 项目支出财政拨款 is more than 财政拨款."""
        forms = {bare(words), bare(core(words))}
        return frozenset(
            concept
            for concept in self.named(words)
            if any(core(alias) == core(form) for alias in self._aliases[concept] for form in forms)
        )

    def _named(self, label: str) -> frozenset[str]:
        """The concepts of which a label is a phrase, or ends with one; 决算, 年初预算 … at its end do not count."""
        return frozenset(self._lengths(label))

    def _lengths(self, label: str) -> dict[str, int]:
        """The concepts that :func:`names` finds at the end of a label, each with its longest phrase."""
        found: dict[str, int] = {}
        for form in self._forms(label):
            head = core(form)
            for start in range(len(head) - _SHORTEST + 1):
                if start and len(head) - start == _SHORTEST:
                    continue
                for concept, length in self._ends.get(head[start:], {}).items():
                    found[concept] = max(length, found.get(concept, 0))
        return found

    def _forms(self, label: str) -> set[str]:
        forms = {bare(label), bare(core(label))}
        return forms | {form[: -len(tail)] for form in forms for tail in self._basis if form.endswith(tail)}

    def narrowest(self, label: str) -> frozenset[str]:
        """Of the concepts that name a label those of the longest phrase: 三公经费财政拨款支出 is 三公经费, no other 财政拨款支出."""
        longest = self._lengths(label)
        return frozenset(concept for concept, length in longest.items() if length == max(longest.values()))


def bare(text: str) -> str:
    """Without white space, quotes, 、 and brackets (what stands in them is kept): 收、支总计 is 收支总计."""
    return _MARKS.sub("", text)


@lru_cache(maxsize=65536)
def names(words: str, label: str) -> bool:
    """True when ``words`` name what ``label`` measures: the same phrase, or its head.

    Chinese noun phrases put the head last, so 财政拨款支出 names 区本级财政拨款支出; the reverse does not hold, for the
    longer phrase restricts the shorter one.
    """
    words, label = core(words), core(label)
    if len(words) < _SHORTEST:
        return False
    return label == words or (len(words) > _SHORTEST and label.endswith(words))


@lru_cache(maxsize=65536)
def core(label: str) -> str:
    """A label without trailing brackets and words for "amount"."""
    label = _TAIL_PAREN.sub("", squeeze(label))
    shorter = _GENERIC_TAIL.sub("", label)
    return shorter if len(shorter) >= 2 else label
