"""What says of the parts of a list that they are all: their names, their number, or a list of other figures beside them?"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.sums import exact
from auditor.model.dossier import Dossier
from auditor.model.mention import Breakdown as Listed
from auditor.model.mention import Role
from auditor.rulebook.vocabulary import Vocabulary

_FEW = 2  # parts of which a count is no proof that they are all
_BEHIND = 4  # figures from a part to the one beside it
_TELLING = 100  # steps of a figure that is not made up by chance
_NOUN = 2  # characters of a name that says what a part is


def named_after_parts(total: str, parts: Sequence[str]) -> bool:
    """True when a total is called after its parts and nothing else: 减税降费 of 减税 and 降费."""
    rest = total
    for part in sorted(parts, key=len, reverse=True):
        if len(part) < _NOUN or part not in rest:
            return False
        rest = rest.replace(part, "", 1)
    return len(parts) > 1 and len(rest) <= _NOUN


def paralleled(dossier: Dossier, listed: Listed, least: int = _TELLING) -> bool:
    """True when a figure of another kind stands beside each part, right behind it or right before, and those make up exactly another figure before
    the list: 发放85.6万元，资助838人次，其中春季412人次42.1万元，秋季426人次43.5万元. That figure has at least so many steps."""
    return any(_made_beside(dossier, listed, step, least) for step in (1, -1))


def _made_beside(dossier: Dossier, listed: Listed, step: int, least: int) -> bool:
    mentions = dossier.prose.mentions
    beside = [mentions[part + step] for part in listed.parts if part + step < len(mentions)]
    kinds = {m.quantity.unit.dimension for m in beside}
    same = kinds == {beside[-1].quantity.unit.dimension} != {mentions[listed.total].quantity.unit.dimension}
    if (
        len(beside) != len(listed.parts)
        or len(beside) < _FEW
        or not same
        or any(m.role is not Role.AMOUNT for m in beside)
    ):
        return False
    sentence, first = mentions[listed.total].sentence, min(listed.parts[0], beside[0].index)
    before = (m for m in mentions[max(0, first - _BEHIND) : first] if m.sentence == sentence)
    made = [m.quantity for m in beside]
    return any(
        m.quantity.unit.dimension in kinds and m.quantity.base >= least * m.quantity.step and exact(m.quantity, made)
        for m in before
    )


def partitioned(labels: list[str], vocabulary: Vocabulary) -> bool:
    """True when the labels are known to leave nothing out together."""
    for partition in vocabulary.partitions:
        found = [[label for label in labels if word in label] for word in partition]
        if all(len(hits) == 1 for hits in found) and len(labels) == len(partition):
            return True
    return False


def numbered(dossier: Dossier, listed: Listed) -> bool:
    """True when as many parts are listed as are said to be: 项目支出90万元，涉及项目3个，具体为：…."""
    mentions = dossier.prose.mentions
    between = mentions[listed.total + 1 : listed.parts[0]]
    return len(listed.parts) > _FEW and any(
        m.quantity.unit.counted
        and m.quantity.value == len(listed.parts)
        and m.sentence == mentions[listed.parts[0]].sentence
        for m in between
    )


def with_carry(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> bool:
    """True for a list of all there is to spend, or of what became of it: who lists what was or is carried over lists the rest too."""
    figures = [dossier.prose.mentions[part] for part in listed.parts]
    carried = ["opening" in m.tags or m.label.endswith(vocabulary.cues.carried) for m in figures]
    return len(figures) > _FEW and any(carried) and not all(carried)


def classified(dossier: Dossier, listed: Listed, vocabulary: Vocabulary) -> bool:
    """True when all parts are classes of one scheme: of those that are not named there is nothing."""
    labels = [dossier.prose.mentions[part].label for part in listed.parts]
    for scheme in vocabulary.classifications:
        found = [next((word for word in scheme if word in label), "") for label in labels]
        if len(found) > 1 and all(found) and len({*found}) == len(found):
            return True
    return False


def with_rest(labels: list[str], vocabulary: Vocabulary) -> bool:
    """True when the last is the rest: 特种专业技术用车6辆、其他用车3辆."""
    rest = vocabulary.cues.rest
    return len(labels) > 1 and (labels[-1].startswith(rest) or labels[-1].endswith(rest))
