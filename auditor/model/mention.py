"""What does a sentence say about a number? Mentions, and the breakdowns that tie them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.fact import NOWHERE, Dimensions
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

    ``label`` is the noun phrase that is measured, ``tags`` the vocabulary tags its words carry (budget, spent,
    remaining …). ``of`` lists the mentions this one may be about, likeliest first: a change hangs on the current figure,
    a rate on its change (or, without one, on the current figure), a share on its part, an execution rate on what was spent.
    ``bases`` lists what a share or an execution rate may be measured against; ``base`` is the words that name it.
    """

    index: int  # position in Prose.mentions
    quantity: Quantity
    role: Role
    label: str
    context: str  # all words between the figure before it (or the beginning of the segment) and this one
    after: str  # the words that follow the unit, up to the next stop: 家 «定点医疗机构»
    tags: frozenset[str]
    direction: int  # +1 rise, -1 fall, 0 not said
    base: str
    block: int  # index in Document.blocks
    start: int  # offsets of the number (without its unit) in the block's text
    end: int
    stop: int  # end of its unit
    sentence: int  # index in Prose.sentences
    segment: int  # number of the ；-separated segment within the document
    numeral: bool  # written in Chinese numerals
    concepts: frozenset[str]  # of the vocabulary that the label names
    base_concepts: frozenset[str]  # and the base
    compared: bool  # a comparison with an earlier figure stands before it in its sentence
    subject: str = ""  # what is measured, without 预算 or 决算; that of the figure before when nothing else is said
    measured: str = ""  # the label without year, scope, fund and basis
    dims: Dimensions = NOWHERE
    against: Dimensions = NOWHERE  # of what it is compared with, as far as the words say
    of: tuple[int, ...] = ()
    bases: tuple[int, ...] = ()

    @property
    def direction_sign(self) -> int:
        """The sign that the words give the figure: only changes and rates carry one."""
        return self.direction if self.role in (Role.CHANGE, Role.RATE) else 0


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and the parts that the text lists for it. All indices are into Prose.mentions.

    ``alternatives`` are other readings of where the list ends. ``exhaustive`` is false after 主要, 等, or 其中 with one item.
    """

    total: int
    parts: tuple[int, ...]
    exhaustive: bool
    cue: str  # the words that made it a breakdown: 其中, 包括, brackets …
    alternatives: tuple[tuple[int, ...], ...] = ()
