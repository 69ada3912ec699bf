"""What kind of report is this, of which unit and which year?

The title tells: the first line that names a year and a kind of report, and is neither running text nor a website's menu.
Where there is none, the first lines are asked one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from auditor.model.document import Document, Heading, Paragraph, Table, TocEntry
from auditor.model.dossier import Profile
from auditor.parsing.labels import WIDE_DIGITS, alternatives, squeeze
from auditor.rulebook.vocabulary import Entities, Vocabulary

_YEAR = re.compile(r"(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")  # not a date on a cover
_HAN_YEAR = re.compile(r"二[○〇零OＯ0](?:[○〇零OＯ0一二三四五六七八九]){2}(?=年)")  # 二○二五年
_DIGITS = str.maketrans("０１２３４５６７８９○〇零OＯ一二三四五六七八九", "012345678900000123456789")
_AFTER_UNIT = r"(?=20\d\d|\s|$|部门|单位|[:：]|整体|概况|决算|预算|主要|机构)"
_FILLER = re.compile(r"^(?:20\d\d年度?|第.部分|公章|\(公章\)|（公章）|\s)+")
_HAN = r"[\u4e00-\u9fff]"
_FIRST = 30
_TITLE = 70  # characters of a title at most

Line = tuple[str, bool]  # its text without white space, and whether it may be a title


def profile(document: Document, vocabulary: Vocabulary) -> Profile:
    """The profile of a document, from its titles, cover fields and first lines."""
    lines = list(islice(_lines(document, vocabulary.entities), _FIRST))
    texts = [text for text, _ in lines]
    title = _title(lines, vocabulary)
    entity = _entity(document, title, texts, vocabulary.entities)
    kind = _kind([title, *texts] if title else texts, vocabulary)
    year = _year(document, [title, *texts] if title else texts)
    return Profile(kind, entity, year, _level(entity or "", vocabulary.entities))


def _lines(document: Document, words: Entities) -> Iterator[Line]:
    """The first texts, but for those of a website's menu."""
    menu = re.compile(alternatives(words.menus) or "(?!)")
    for block in document.blocks:
        match block:
            case Heading(text=text):
                line = _plain(text), not block.number or block.level <= 1
            case Paragraph(text=text):
                line = _plain(text[:160]), False
            case Table(title=text):
                line = _plain(text), True
            case TocEntry():
                continue
        if not menu.search(line[0]):
            yield line


def _plain(text: str) -> str:
    """Without white space, and with years in common digits."""
    return _HAN_YEAR.sub(lambda match: "2" + match.group()[1:].translate(_DIGITS), squeeze(text).translate(WIDE_DIGITS))


def _title(lines: list[Line], vocabulary: Vocabulary) -> str:
    """The first line that names both a year and a kind of report; empty when none does."""
    kinds = re.compile(alternatives(tuple(word for words in vocabulary.profiles.values() for word in words)) or "(?!)")
    return next(
        (text for text, may in lines if may and len(text) <= _TITLE and _YEAR.search(text) and kinds.search(text)), ""
    )


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


def _entity(document: Document, title: str, texts: list[str], words: Entities) -> str | None:
    for part in document.parts:
        for name in words.fields:
            if value := _FILLER.sub("", part.field(name) or ""):
                return value
    of_government = any(word in title for word in words.governments) and not any(word in title for word in words.units)
    if of_government and (place := _place([title, *texts], words)):
        return place
    elsewhere = re.compile(alternatives(words.elsewhere) or "(?!)")
    ending = rf"(?P<unit>[\u4e00-\u9fff（）()]{{2,40}}?(?:{alternatives(words.endings)}))"
    named = re.compile(rf"{ending}{_AFTER_UNIT}")
    says = re.compile(rf"^{ending}[是系](?!否)")  # 某某局是主管……的部门
    for text in (title, *texts):
        if elsewhere.search(text):
            continue
        found = says.search(text) or named.search(_FILLER.sub("", text))
        if found and len(found.group("unit")) >= 4 and found.group("unit")[0] not in words.bare:
            return found.group("unit")
    return None


def _place(texts: list[str], words: Entities) -> str | None:
    """Whose government reports: the place right before the year, or right after it."""
    place = rf"(?P<unit>{_HAN}{{1,14}}?(?:{alternatives(words.places)}))"
    led = rf"(?:{alternatives(words.leads)}|(?<!{_HAN})(?!{alternatives(words.leads)}))"
    before = re.compile(rf"{led}{place}(?:人民政府)?(?:关于)?20\d\d年")
    after = re.compile(rf"20\d\d年(?:度|末|底|初)?{place}(?=本级|市本级|地方|政府|财政|一般公共|预算|决算)")
    for pattern in (before, after):
        for found in (match for text in texts for match in pattern.finditer(text)):
            unit = found.group("unit").rpartition("关于")[2]  # 审议批准了关于某省2031年…的报告
            if unit not in words.places and unit[0] not in words.bare:
                return unit
    return None


def _level(entity: str, words: Entities) -> str:
    """The level of government of a unit, as far as its name tells; empty when it does not."""
    return next((level for level, cues in words.levels.items() if re.search("|".join(cues), entity)), "")
