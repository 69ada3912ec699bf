"""Which rates hang on a figure of the prose?"""

from __future__ import annotations

from collections.abc import Collection

from auditor.model.dossier import Dossier
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT

_ADJUSTED = "like_for_like"


def rates_of(dossier: Dossier, roles: Collection[Role]) -> dict[int, list[Mention]]:
    """The percentages, and changes by an amount, of such roles by the figure that they are about."""
    found: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        measures = mention.role is Role.CHANGE or mention.quantity.unit == PERCENT
        if mention.role in roles and mention.of and measures and not mention.numeral:
            found.setdefault(mention.of[0], []).append(mention)
    return found


def is_adjusted(rate: Mention) -> bool:
    """True of a growth on an adjusted base (可比, 同口径), which no printed figure decides."""
    return _ADJUSTED in rate.tags
