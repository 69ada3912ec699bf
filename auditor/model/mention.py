"""What does a sentence say about a number? Mentions, and the breakdowns that tie them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.quantity import Quantity


class Role(StrEnum):
    """What a mentioned figure is, grammatically."""

    AMOUNT = "amount"  # money or a count
    CHANGE = "change"  # a difference to an earlier figure; ``direction`` gives its sign
    RATE = "rate"  # a percentage change; ``direction`` gives its sign
    SHARE = "share"  # 占 … 的 …%
    EXECUTION = "execution"  # 完成预算的 …%, 执行率, 使用率
    PRICE = "price"  # an amount for each of something: 元/人
    RATIO = "ratio"  # any other percentage
    TARGET = "target"  # ≥95%, 不低于90%


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in prose with what the words around it say.

    ``label`` is the noun phrase that is measured, ``tags`` the vocabulary roles its words carry (budget, spent,
    remaining, initial_budget …). ``of`` is the mention this one is about (a change hangs on the current figure, a share
    on its part, an execution rate on what was spent); ``base`` the words after 占 or 完成 that name what it is measured against.
    """

    index: int  # position in Prose.mentions
    quantity: Quantity
    role: Role
    label: str
    tags: frozenset[str]
    direction: int  # +1 rise, -1 fall, 0 not said
    of: int | None
    base: str
    block: int  # index in Document.blocks
    start: int  # offsets of the number (without its unit) in the paragraph's text
    end: int
    sentence: int  # number of the sentence within the document
    clause: int  # number of the clause within the document
    section: tuple[str, ...]  # titles of the headings above, outermost first
    item: str  # title of the numbered item this stands under, such as 类/款/项 names; empty when there is none
    part: int  # index in Document.parts
    year: int | None  # the year that the words name


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and the parts that a sentence lists for it. All indices are into Prose.mentions."""

    total: int
    parts: tuple[int, ...]
    exhaustive: bool  # false after 主要, 等, 其中 with one item
    cue: str  # the words that made it a breakdown: 其中, 包括, 分别为 …
