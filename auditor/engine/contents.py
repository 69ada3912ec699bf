"""Does what the table of contents names stand in the body, under the same title?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditor.model.document import Heading, Location, Paragraph, Table, TocEntry
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Contents

ALIKE = 0.6  # two titles are the same one, worded differently
UNREAD = 0.25  # of the entries not found: then the headings were not read rightly


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    level: int
    ordinal: int | None
    location: Location
    block: int


def judge(check: Contents, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each entry."""
    blocks = dossier.document.blocks
    entries = [(index, block) for index, block in enumerate(blocks) if isinstance(block, TocEntry)]
    if not entries:
        return
    titles = list(_titles(dossier))
    plain = {_plain(title.text) for title in titles}
    missing = [(index, entry) for index, entry in entries if _plain(entry.title) not in plain]
    if len(missing) > max(2, UNREAD * len(entries)):
        yield Outcome(check.id, Status.SKIPPED, reason="正文标题未能可靠识别 (the headings could not be read reliably)")
        return
    for index, entry in entries:
        evidence = _evidence(entry.title, entry.location, index, "claimed")
        if (index, entry) not in missing:
            yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
            continue
        like = _alike(entry, [title for title in titles if title.block > index])
        if like is None or _broken(entry, like, titles) or _other_sort(entry, like):
            continue  # a missing section is told from a missed heading by nothing that is read here
        yield Outcome(
            check.id,
            Status.FAILED,
            check.severity,
            evidence=(evidence, _evidence(like.text, like.location, like.block, "compared")),
            context={"words": entry.title, "label": like.text},
        )


def _titles(dossier: Dossier) -> Iterator[Title]:
    for index, block in enumerate(dossier.document.blocks):
        match block:
            case Heading():
                yield Title(block.title, block.level, block.ordinal, block.location, index)
            case Table() if block.title:
                yield Title(block.title, 0, None, block.title_at or block.location, index)
            case Paragraph() if len(block.text) <= 60:
                yield Title(block.text, 0, None, block.locate(0), index)


def _plain(text: str) -> str:
    """A title without numbers in front, white space, brackets and quotation marks."""
    return re.sub(r"^[\d.、．]+(?!\d*年)|\d{4}年度?|[\s“”\"'《》（）()〈〉、，。:：—-]", "", text)


def _alike(entry: TocEntry, titles: list[Title]) -> Title | None:
    """The heading with the same number whose words are nearly the same."""
    want = _plain(entry.title)
    best, score = None, ALIKE
    for title in titles:
        if title.ordinal != entry.ordinal or title.level != entry.level:
            continue
        ratio = SequenceMatcher(None, want, _plain(title.text), autojunk=False).ratio()
        if ratio > score:
            best, score = title, ratio
    return best


def _broken(entry: TocEntry, like: Title, titles: list[Title]) -> bool:
    """The title goes on in the next line, where the source broke it."""
    rest = _plain(entry.title).removeprefix(_plain(like.text))
    return any(_plain(title.text) == rest for title in titles if title.block == like.block + 1)


def _other_sort(entry: TocEntry, like: Title) -> bool:
    """A table is not the section that explains it; and an entry without number that ends or begins alike was read in part."""
    one, other = _plain(entry.title), _plain(like.text)
    if one.endswith("表") != other.endswith("表"):
        return True
    return entry.ordinal is None and (one.endswith(other) or other.endswith(one))


def _evidence(text: str, location: Location, block: int, role: str) -> Evidence:
    return Evidence(role, text, location, quote=text, span=(0, len(text)), key=(block, 0))
