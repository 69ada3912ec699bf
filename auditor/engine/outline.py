"""How do the numbers of headings and list items run?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model.document import Block, Heading, Location, Paragraph, Table
from auditor.reading.numbering import Number, number_of

CREDIBLE = 2  # numbers missing at once; more were not read rather than not written
_LEADER = re.compile(r"[.…·．⋯]{4,}")  # to a page number
_TWINS = ({2, 4}, {3, 5})  # levels that differ in nothing but the kind of digits: 三、 3、 and （三） (3)
_HAN = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered heading or paragraph."""

    number: Number
    text: str
    block: int
    location: Location


@dataclass(frozen=True, slots=True)
class Fault:
    """``item`` does not follow ``before``: its number repeats, leaves a gap (``wanted`` is missing) or changes style."""

    kind: str  # repeat, gap, style
    item: Item
    before: Item | None
    wanted: tuple[int, ...] = ()


def items(blocks: tuple[Block, ...]) -> Iterator[Item | None]:
    """The numbered blocks of a document; None where an un-numbered title starts the numbering anew."""
    for index, block in enumerate(blocks):
        if isinstance(block, Heading) and not block.number and block.level == 0:
            yield None
        if isinstance(block, Heading | Paragraph) and _LEADER.search(block.text):
            continue  # a line of the contents
        if isinstance(block, Heading | Paragraph) and (number := number_of(block.text)):
            where = block.location if isinstance(block, Heading) else block.locate(0)
            yield Item(number, block.text, index, where)


def faults(blocks: tuple[Block, ...]) -> tuple[int, list[Fault]]:
    """How many steps from one number to the next were looked at, and which are wrong."""
    open_: list[Item] = []
    found: list[Fault] = []
    steps = 0
    for item in items(blocks):
        if item is None:
            open_ = [outer for outer in open_ if outer.number.level == 1]  # a title within 第五部分 does not end it
            continue
        depth = next((i for i, o in enumerate(open_) if o.number.level == item.number.level), None)
        steps += 1
        if depth is None:
            fault = _unannounced(item, open_) if item.number.value > 1 else None
        else:
            fault = _step(blocks, open_[depth], item, found)
            del open_[depth:]
        if fault:
            found.append(fault)
        open_.append(item)
    return steps, found


def _unannounced(item: Item, above: list[Item]) -> Fault | None:
    """A number greater than 1 that begins its style here, after one of the twin style that it goes on from: 三、 4、

    Where nothing goes before it the numbers before were not read, or what stands here is an extract.
    """
    for outer in reversed(above):
        twins = {outer.number.level, item.number.level} in _TWINS
        if twins and item.number.value in (outer.number.value, outer.number.value + 1):
            return Fault("style", item, outer)
    return None


def _step(blocks: tuple[Block, ...], before: Item, item: Item, found: list[Fault]) -> Fault | None:
    last, value = before.number.value, item.number.value
    if value == last:
        return Fault("repeat", item, before) if value > 1 and item.text != before.text else None
    if value <= last + 1:
        return None  # the next number, or a list that starts again
    missing = tuple(range(last + 1, value))
    if len(missing) > CREDIBLE or _stand_between(blocks, before.block, item.block, item.number, missing):
        return None
    if _strayed(blocks, before, item, found) >= set(missing):
        return None  # 三、 4、 5、 六、: that the style changed has been said already
    return Fault("gap", item, before, missing)


def _strayed(blocks: tuple[Block, ...], before: Item, item: Item, found: list[Fault]) -> set[int]:
    """The numbers between two items whose style was found to stray from theirs."""
    styles = {f.item.number.level for f in found if f.kind == "style" and before.block < f.item.block < item.block}
    between = (number_of(_text(block)) for block in blocks[before.block + 1 : item.block])
    return {number.value for number in between if number and number.level in styles}


def _text(block: Block) -> str:
    return block.text if isinstance(block, Heading | Paragraph) else ""


def _stand_between(blocks: tuple[Block, ...], start: int, end: int, number: Number, missing: tuple[int, ...]) -> bool:
    """True when the missing numbers stand inside the blocks between: run on in one paragraph, or in a table."""
    between = "".join(_words(block) for block in blocks[start : end + 1])
    return all(re.search(_written(value, number.level), between) for value in missing)


def _words(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(
            [block.title, *block.caption, *(cell.text for row in block.rows for cell in row), *block.notes, ""]
        )
    return block.text + "\n"


def printed(value: int, like: Number) -> str:
    """``value`` as it would be printed in the style of ``like``: （三） for （二）."""
    if like.level == 6:
        return chr(0x2460 + value - 1)
    digits = str(value) if re.search(r"\d", like.text) else _han(value)
    return re.sub(r"\d+|[一二三四五六七八九十百]+", digits, like.text, count=1)


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (_HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones] if ones else "")


def _written(value: int, level: int) -> str:
    """A pattern for ``value`` in the style of ``level``."""
    han = _han(value)
    match level:
        case 1:
            return rf"第\s*(?:{han}|{value})\s*(?:部\s*分|章|篇)"
        case 2:
            return rf"{han}\s*[、.．]"
        case 3:
            return rf"[（(]\s*{han}\s*[）)]"
        case 4:
            return rf"(?<!\d){value}\s*[、.．]"
        case 5:
            return rf"[（(]\s*{value}\s*[）)]"
    return chr(0x2460 + value - 1)
