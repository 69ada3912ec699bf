"""What are the shares of a list measured against, when the list does not say?

``教育支出80万元，占80%；住房保障支出20万元，占20%`` names no whole, and a list of numbered paragraphs has it in a section
above. The whole is then the figure above that makes most of the shares right; where none does, nothing is assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from auditor.model.dossier import Sentence
from auditor.model.mention import Mention, Role

_FAR = 40  # amounts back in which the whole may stand
_TOLERANCE = Decimal(1)  # printed steps by which a share may miss


def common_bases(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], totals: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Shares without a named whole, by paragraph or section, each with the figure that its fellows agree on."""
    open_shares = [
        m for m in mentions if m.role is Role.SHARE and m.of and (not m.bases if m.base else m.of[0] not in totals)
    ]
    in_block = Counter(share.block for share in open_shares)
    groups: dict[tuple[object, ...], list[Mention]] = {}
    for share in open_shares:
        dimension = mentions[share.of[0]].quantity.unit.dimension
        own: object = share.base
        if not share.base:
            own = share.block if in_block[share.block] > 1 else sentences[share.sentence].section
        groups.setdefault((own, sentences[share.sentence].part, dimension), []).append(share)
    for shares in groups.values():
        if len(shares) < 2:
            continue
        part = sentences[shares[0].sentence].part
        unit = mentions[shares[0].of[0]].quantity.unit.dimension
        above = [
            m
            for m in reversed(mentions[: mentions[shares[0].of[0]].index])
            if m.role is Role.AMOUNT and m.quantity.unit.dimension == unit and sentences[m.sentence].part == part
        ][:_FAR]
        base = _agreed(above, shares, mentions)
        if base is not None:
            yield from ((share.index, base.index) for share in shares)


def _agreed(candidates: Sequence[Mention], shares: Sequence[Mention], mentions: Sequence[Mention]) -> Mention | None:
    """The candidate that at least two shares, and at least half of those that are not 0, are right for."""
    pairs = [(mentions[s.of[0]].quantity, s.quantity) for s in shares if s.quantity.value and s.of]
    best: tuple[int, Mention] | None = None
    for candidate in candidates:
        whole = candidate.quantity.base
        if whole <= 0:
            continue
        right = sum(abs(part.base / whole - share.base) <= share.step * _TOLERANCE for part, share in pairs)
        if right >= 2 and 2 * right >= len(pairs) and (best is None or right > best[0]):
            best = right, candidate
    return best[1] if best else None
