"""Has each of several reports of one form the sections that nearly all of them have?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from auditor.engine.passages import squeezed
from auditor.model.document import Block, Heading, Location, Paragraph, Part
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.reading.numbering import number_of
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import MissingSection

NEARLY_ALL = 0.75
_FORM = re.compile(r"[\s。：:；;]|\d{4}年度?")


def judge(check: MissingSection, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each report."""
    forms: dict[str, list[tuple[Part, list[str]]]] = defaultdict(list)
    blocks = dossier.document.blocks
    for part in dossier.document.parts:
        if sections := _sections(blocks, part):  # a cover over several reports has none
            forms[_FORM.sub("", part.title)].append((part, sections))
    for reports in forms.values():
        if len(reports) < check.at_least:
            continue
        count = Counter(section for _, found in reports for section in found)
        usual = [section for section, times in count.items() if times >= NEARLY_ALL * len(reports)]
        for part, found in reports:
            missing = [section for section in usual if section not in found]
            evidence = _where(blocks, part)
            if not missing:
                yield Outcome(check.id, Status.PASSED, evidence=evidence)
                continue
            name = part.field("项目名称") or part.title
            yield Outcome(
                check.id,
                Status.FAILED,
                check.severity,
                evidence=evidence,
                context={"words": "、".join(missing), "label": name, "count": str(len(missing))},
            )


def _sections(blocks: tuple[Block, ...], part: Part) -> list[str]:
    found: list[str] = []
    for block in blocks[part.start : part.end]:
        if isinstance(block, Heading | Paragraph) and (number := number_of(block.text)) and number.level <= 3:
            title = re.split(r"[：:。]", block.text.removeprefix(number.text), maxsplit=1)[0]
            if 2 <= len(title) <= 30:
                found.append(_FORM.sub("", title))
    return list(dict.fromkeys(found))


def _where(blocks: tuple[Block, ...], part: Part) -> tuple[Evidence, ...]:
    """The report's title, then its outermost headings."""
    found: list[Evidence] = []
    for index in range(part.start, part.end):
        block = blocks[index]
        if isinstance(block, Heading) and (block.level in (0, 2)) and len(squeezed(block.text)) > 2:
            role = "context" if found else "claimed"
            where: Location = block.location
            found.append(Evidence(role, block.text, where, quote=block.text, key=(index, 0)))
    return tuple(found[:8])
