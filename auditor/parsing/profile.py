"""What kind of report is this, of which unit and which year?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from auditor.model.document import Document, Heading, Paragraph, Table, TocEntry
from auditor.model.dossier import Profile
from auditor.parsing.labels import alternatives, squeeze
from auditor.spec.vocabulary import Entities, Vocabulary

_YEAR = re.compile(r"(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")  # not a date on a cover
_AFTER_UNIT = r"(?=20\d\d|\s|$|部门|单位|[:：]|整体|概况|决算|预算|主要|机构)"
_FILLER = re.compile(r"^(?:20\d\d年度?|第.部分|公章|\(公章\)|（公章）|\s)+")
_FIRST = 30


def profile(document: Document, vocabulary: Vocabulary) -> Profile:
    """The profile of a document, from its titles, cover fields and first lines."""
    texts = list(islice(_titles(document), _FIRST))
    entity = _entity(document, texts, vocabulary.entities)
    return Profile(_kind(texts, vocabulary), entity, _year(document, texts), _level(entity or "", vocabulary.entities))


def _titles(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Heading(text=text):
                yield squeeze(text)
            case Paragraph(text=text):
                yield squeeze(text[:160])
            case Table(title=title):
                yield squeeze(title)
            case TocEntry():
                continue


def _kind(texts: list[str], vocabulary: Vocabulary) -> str:
    for text in texts:
        for kind, words in vocabulary.profiles.items():
            if any(word in text for word in words):
                return kind
    return "unknown"


def _year(document: Document, texts: list[str]) -> int | None:
    for part in document.parts[:1]:
        for name, value, _ in part.fields:
            if name == "年度" and value.isdigit():
                return int(value)
    for text in texts[:4]:
        if found := _YEAR.search(text):
            return int(found.group(1))
    counted = Counter(year for text in texts for year in _YEAR.findall(text))
    return int(counted.most_common(1)[0][0]) if counted else None


def _entity(document: Document, texts: list[str], words: Entities) -> str | None:
    for part in document.parts:
        for name in words.fields:
            if value := _FILLER.sub("", part.field(name) or ""):
                return value
    unit = re.compile(rf"(?P<unit>[\u4e00-\u9fff（）()]{{2,40}}?(?:{alternatives(words.endings)})){_AFTER_UNIT}")
    for text in texts:
        found = unit.search(_FILLER.sub("", text))
        if found and len(found.group("unit")) >= 4:
            return found.group("unit")
    return None


def _level(entity: str, words: Entities) -> str:
    """The level of government of a unit, as far as its name tells; empty when it does not."""
    return next((level for level, cues in words.levels.items() if re.search("|".join(cues), entity)), "")
