"""Is a number of things the number of names that follow it: 下属单位3个，分别是甲站、乙站、丙站?

Names are listed in the sentence, as numbered paragraphs, or as a table with ordinals, after words that leave nothing out. A name that
holds 和 or 及 may be two. A list that says more of each name, ends with 等, or holds figures of its own decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.document import Block, Heading, Location, Paragraph, Table
from auditor.model.dossier import Dossier, Sentence, locate
from auditor.model.finding import Evidence, Operand, Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Qualifier, Quantity
from auditor.parsing.labels import alternatives
from auditor.parsing.sentences import block_text
from auditor.reading.numbering import Number, number_of
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import CountedNames

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]|[“”\"《》\s]")
_NO_NAMES = re.compile(r"\d|[：:；;，,。]")
_ORDINALS = "一二三四五六七八九十"
_POINT = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九十])是")
_FIRST_POINT = re.compile(r"[^，。；：:一]{0,14}[：:，。]\s{0,4}一是")
_LONGEST = 24  # characters of a name
_SHORT = 60  # of a numbered paragraph that may itself hold several names
_ROUND = 40  # a larger number is not listed by name
_NEXT = 80  # blocks that a numbered list may take


@dataclass(frozen=True, slots=True)
class _Listed:
    """Names that were found: at least ``least``, at most ``most``. ``text`` is the first of them."""

    least: int
    most: int
    text: str
    location: Location


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, CountedNames)
    reader = _Reader(check, dossier, vocabulary)
    counted = [mention for mention in dossier.prose.mentions if reader.counts(mention)]
    alike = Counter((mention.sentence, mention.quantity.unit.dimension) for mention in counted)
    for mention in counted:
        alone = alike[mention.sentence, mention.quantity.unit.dimension] == 1  # 行政单位2家，事业单位4家，具体包括：
        if alone and (found := reader.names(mention)):
            yield reader.judged(mention, found)


class _Reader:
    def __init__(self, check: CountedNames, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        cues = vocabulary.cues
        noun = r"[^，,。；;：:、（(\d]{0,14}(?:[（(][^（）()]{0,12}[）)])?"
        words = alternatives(check.cues)
        self.opens = re.compile(rf"{noun}(?:[，,：:]?(?:{words})[：:]?|[：:])(?P<list>.*)", re.DOTALL)
        self.partial = re.compile(alternatives((*cues.enumeration_end, *check.partial)))
        self.added = re.compile(f"(?:{alternatives(check.joins)})$")
        self.joins = re.compile(alternatives(check.joins))

    def counts(self, mention: Mention) -> bool:
        """True for a number of things that may be named, and of all of them: not for the 3 of 局机关和3家单位."""
        quantity = mention.quantity
        whole = quantity.unit.counted and quantity.unit.scale == 1 and not quantity.decimals
        return (
            whole
            and quantity.unit.dimension in self.check.kinds
            and not self.added.search(mention.context)
            and mention.role is Role.AMOUNT
            and not mention.direction
            and quantity.qualifier is Qualifier.EXACT
            and 0 < quantity.value <= _ROUND
        )

    def names(self, mention: Mention) -> _Listed | None:
        sentence = self.dossier.sentence_of(mention)
        if points := self._points(mention):
            return points
        opened = self.opens.fullmatch(sentence.text[mention.stop - sentence.start :])
        if opened is None:
            return None
        words = opened.group("list").strip("。；;：: \n")
        return self._within(mention, words) if words else self._below(sentence)

    def _points(self, mention: Mention) -> _Listed | None:
        """The points of 三项工作：一是…；二是…；三是…, in one paragraph."""
        blocks = self.dossier.document.blocks
        block = blocks[mention.block]
        text = block_text(block)
        if not self.check.points or not _FIRST_POINT.match(text, mention.stop):
            return None
        found = "".join(match.group(1) for match in _POINT.finditer(text, mention.stop))
        count = len(found)
        goes_on = any(block_text(b)[:2] == f"{_ORDINALS[count : count + 1]}是" for b in blocks[mention.block + 1 :][:1])
        if count < 2 or goes_on or found != _ORDINALS[:count]:
            return None
        return _Listed(count, count, f"{found[-1]}是", locate(block, mention.stop))

    def _within(self, mention: Mention, words: str) -> _Listed | None:
        """Names between 、 up to the end of the sentence, or up to a clause that says more of all of them."""
        listed, _, rest = words.partition("，")
        listed = _BRACKETS.sub("", listed)
        if "、" not in listed or "、" in rest or _NO_NAMES.search(listed) or self.partial.search(listed):
            return None
        names = listed.split("、")
        if not all(1 < len(name) <= _LONGEST for name in names):
            return None
        location = locate(self.dossier.document.blocks[mention.block], mention.stop)
        return _Listed(len(names), len(names) + sum(map(self._joined, names)), listed, location)

    def _joined(self, name: str) -> int:
        return len(self.joins.findall(name))

    def _below(self, sentence: Sentence) -> _Listed | None:
        """Numbered paragraphs, or a table of ordinals, right below a sentence that ends its paragraph."""
        blocks = self.dossier.document.blocks
        block = blocks[sentence.block]
        following = blocks[sentence.block + 1 : sentence.block + 1 + _NEXT]
        if not isinstance(block, Heading | Paragraph) or block.text[sentence.end :].strip() or not following:
            return None
        first = following[0]
        if isinstance(first, Table):
            return self._rows(first)
        own = number_of(block.text)
        items = list(_items(following, own))
        if len(items) < 2 or any(self.partial.search(text.partition("。")[0]) for text, _ in items):
            return None
        more = sum(text.count("、") + self._joined(text) for text, _ in items if len(text) <= _SHORT)
        return _Listed(len(items), len(items) + more, items[0][0], items[0][1])

    def _rows(self, table: Table) -> _Listed | None:
        """The rows that are numbered 1, 2, 3 … in the first column of a table."""
        if not table.rows or table.rows[0][0].text.strip() not in self.check.ordinals:
            return None
        ordinals = [row[0].text.strip() for row in table.rows[1:]]
        count = len(ordinals)
        if count < 2 or ordinals != [str(n + 1) for n in range(count)]:
            return None
        return _Listed(count, count, table.rows[1][-1].text, table.rows[1][0].location)

    def judged(self, mention: Mention, found: _Listed) -> Outcome:
        """One of the readings of names that may be two is enough."""
        return best(self._relation(mention, found, count) for count in range(found.least, found.most + 1))

    def _relation(self, mention: Mention, found: _Listed, count: int) -> Outcome:
        quantity = Quantity(str(count), Decimal(count), mention.quantity.unit)
        names = Operand(quantity, Evidence("part", found.text, found.location, quantity))
        stated = self.dossier.operand(mention, "claimed")
        unit = replace(stated, quantity=replace(stated.quantity, text=str(mention.quantity.value)))
        return outcome(self.check, Relation(self.check.holds, {"stated": unit, "names": names}, "stated"),
                       {"label": mention.label or mention.after})  # fmt: skip


def _items(blocks: Sequence[Block], own: Number | None) -> Iterator[tuple[str, Location]]:
    """The paragraphs numbered 1, 2, 3 … in one style, with what stands between them left out."""
    wanted, level = 1, 0
    for block in blocks:
        if not isinstance(block, Heading | Paragraph):
            return
        number = number_of(block.text)
        if number is None and wanted > 1 and isinstance(block, Paragraph):
            continue
        if number is None or (own and number.level == own.level) or (level and number.level < level):
            return
        if level and number.level > level:
            continue
        if number.value != wanted:
            return
        wanted, level = wanted + 1, number.level
        yield block.text[len(number.text) :].strip(), locate(block, 0)
