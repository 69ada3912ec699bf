"""Does a total that stands after its parts come out?

How far back its parts reach is open, so a reading holds only by an exact sum, and one that fails accuses only where a slip of
the pen explains the gap: in a long figure, or in any where the list is plain; for certain where the total is of a side of the accounts. Of several lists side by side one that comes out proves the others' reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from auditor.engine._partial import excess
from auditor.engine.slips import digits_of
from auditor.engine.sums import exact
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.model.mention import Breakdown
from auditor.parsing.closing import CLOSING, SERIES, SIDE

_DIGITS = 5  # of a total that a slip of the pen may be seen in
_LEAST = 4  # digits that agree with a slip
_COUNTS = 3  # that are added up
_MISCOUNTED = 2
_PLAIN = 2  # … in a list that is plain
Relate = Callable[[int, tuple[int, ...]], Outcome]
Slipped = Callable[[Breakdown, int], bool]


def judged(dossier: Dossier, lists: Sequence[Breakdown], relate: Relate, slipped: Slipped) -> Iterator[Outcome]:
    """``relate`` judges a total and its parts; ``slipped`` tells whether one slip explains the gap of a list whose total has as many digits."""
    for listed in lists:
        if listed.cue in (CLOSING, SIDE):
            yield from _closing(dossier, listed, relate, slipped)
    series: dict[int, list[Outcome]] = {}
    for listed in lists:
        if listed.cue == SERIES:
            sentence = dossier.prose.mentions[listed.total].sentence
            series.setdefault(sentence, []).append(relate(listed.total, listed.parts))
    for outcomes in series.values():
        if any(outcome.status is Status.PASSED for outcome in outcomes):
            yield from outcomes


def _closing(dossier: Dossier, listed: Breakdown, relate: Relate, slipped: Slipped) -> Iterator[Outcome]:
    mentions = dossier.prose.mentions
    total = mentions[listed.total].quantity
    readings = [listed.parts, *listed.alternatives]
    figures = [[mentions[part].quantity for part in parts] for parts in readings]
    proof = next((parts for parts, made in zip(readings, figures, strict=True) if exact(total, made)), None)
    digits = digits_of(total.text).replace(".", "").strip("0")
    if proof is not None:
        if len(digits) > 2 or total.decimals:
            yield relate(listed.total, proof)
    elif (listed.exhaustive or len(digits) >= _DIGITS) and not _begun_before(dossier, listed):
        for parts in readings[:1] if listed.exhaustive else readings:
            told = relate(listed.total, parts)
            if told.status is not Status.FAILED:
                if listed.cue == SIDE:  # within a figure that is printed coarsely
                    yield told
                    return
            elif slipped(replace(listed, parts=parts), _PLAIN if listed.exhaustive else _LEAST) or _miscounted(
                dossier, listed, parts
            ):
                yield told if listed.cue == SIDE else replace(told, severity=Severity.WARNING)
                return


def _miscounted(dossier: Dossier, listed: Breakdown, parts: Sequence[int]) -> bool:
    """True for a plain list of whole things that were added up wrong by one or two: 甲股3人、乙股2人、丙站4人，共8人."""
    total, *counts = (dossier.prose.mentions[index].quantity for index in (listed.total, *parts))
    gap = abs(sum((count.base for count in counts), -total.base))
    whole = all(quantity.exact and quantity.value for quantity in (total, *counts))
    return listed.exhaustive and whole and len(counts) >= _COUNTS and gap <= _MISCOUNTED


def _begun_before(dossier: Dossier, listed: Breakdown) -> bool:
    """True where a figure further up in the paragraph makes the sum: 基金收入7亿元，增长3%。上级补助2亿元，收入总计9亿元."""
    mentions = dossier.prose.mentions
    total, gap = mentions[listed.total], -excess(mentions, listed)
    return listed.cue == SIDE and any(
        m.block == total.block and m.quantity.base == gap and m.quantity.unit.dimension == total.quantity.unit.dimension
        for m in mentions[: listed.parts[0]]
    )
