"""Which figures of items told one after the other make up the totals before them: 收入合计9亿元，支出合计7亿元。分险种看：甲收入5亿元、支出4亿元；乙收入4亿元、支出3亿元?

Each item stands between two ；and tells the same kinds of figures. Those of one kind are the parts of the total of that kind, which the sentence before
or the beginning of the paragraph gives.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from auditor.model.mention import Breakdown, Mention

_ITEMS = 3  # that tell the same kinds of figures
_SPAN = 2  # sentences from the totals to the items
_NOUN, _BALANCE = 2, 4  # characters that name a kind: 收入; of a balance which one: 滚存结余
_LEFT = "结余"


def interleaved(figures: Sequence[Mention], divided: Container[int], cue: str) -> Iterator[Breakdown]:
    """The lists of one paragraph's figures, with ``cue``; only where at least two kinds are told of each item. What is ``divided`` already is
    part of another list and no total."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in figures:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for sentence, told in by_sentence.items():
        segments = _segments(told)
        kinds = _common(segments)
        before = [m for m in figures if 0 < sentence - m.sentence <= _SPAN]
        if len(segments) < _ITEMS or len(kinds) < _NOUN:
            continue
        for kind in kinds:
            parts = [next(m for m in segment if _kind(m) == kind) for segment in segments]
            total = next((m for m in reversed(before) if _kind(m) == kind and _may_total(m, parts, divided)), None)
            if total is not None:
                yield Breakdown(total.index, tuple(part.index for part in parts), True, cue)


def _may_total(total: Mention, parts: Sequence[Mention], divided: Container[int]) -> bool:
    larger = all(total.quantity.base >= part.quantity.base for part in parts)
    return larger and total.index not in divided and "opening" not in total.tags


def _segments(told: Sequence[Mention]) -> list[list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in told:
        found.setdefault(mention.segment, []).append(mention)
    return list(found.values())


def _common(segments: Sequence[Sequence[Mention]]) -> list[str]:
    """The kinds of figures that every item tells just once."""
    told = [[_kind(mention) for mention in segment] for segment in segments]
    return [kind for kind in dict.fromkeys(told[0]) if kind and all(kinds.count(kind) == 1 for kinds in told)]


def _kind(mention: Mention) -> str:
    label = mention.label
    return label[-_BALANCE if label.endswith(_LEFT) else -_NOUN :]
