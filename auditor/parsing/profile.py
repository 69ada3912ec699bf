"""What kind of report is this, of which unit and which year?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from auditor.model.document import Document, Heading, Paragraph, Table, TocEntry
from auditor.model.dossier import Profile
from auditor.parsing.labels import squeeze
from auditor.spec.vocabulary import Vocabulary

_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_UNIT = re.compile(
    r"(?P<unit>[\u4e00-\u9fff（）()]{2,40}?(?:局|委员会|办公室|厅|院|中心|学校|中学|小学|大学|学院|部|站|所|队|馆|会|处|室|园|镇|乡|街道|办事处|人民政府|机关|法院|检察院|集团))"
    r"(?=20\d\d|\s|$|部门|单位|[:：]|整体|概况|决算|预算|主要|机构)"
)
_FIELDS = ("项目单位", "单位名称", "编制部门", "部门名称", "填报单位", "部门", "预算部门")
_FILLER = re.compile(r"^(?:20\d\d年度?|第.部分|公章|\(公章\)|（公章）|\s)+")
_FIRST = 30


def profile(document: Document, vocabulary: Vocabulary) -> Profile:
    """The profile of a document, from its titles, cover fields and first lines."""
    texts = list(islice(_titles(document), _FIRST))
    return Profile(_kind(texts, vocabulary), _entity(document, texts), _year(document, texts), "")


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


def _entity(document: Document, texts: list[str]) -> str | None:
    for part in document.parts:
        for name in _FIELDS:
            if value := _FILLER.sub("", part.field(name) or ""):
                return value
    for text in texts:
        found = _UNIT.search(_FILLER.sub("", text))
        if found and len(found.group("unit")) >= 4:
            return found.group("unit")
    return None
