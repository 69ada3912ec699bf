"""What are income, expenditure and balances of, whatever their level: 失业保险基金 of 全区失业保险基金预算收入?"""

from __future__ import annotations

import re

from auditor.model.account import EXPENDITURE, INCOME
from auditor.model.mention import Mention
from auditor.parsing.labels import Labels, alternatives
from auditor.rulebook.typed import Words
from auditor.rulebook.vocabulary import Vocabulary

_WORDS = 4  # that say nothing of what a figure is of, in a row


class Things:
    """Reads names of things off the words of figures. ``generic`` words may stand around 收入 and 支出 and say nothing."""

    def __init__(self, generic: Words, vocabulary: Vocabulary) -> None:
        self._labels = Labels(vocabulary)
        noise = f"(?:{alternatives(generic)})"
        levels = (word for words in vocabulary.dimensions.scope.values() for word in words)
        self._level = re.compile(f"^(?:{'|'.join(levels)})")
        self._noise = re.compile(f"{noise}{{1,{_WORDS}}}$")
        self._sides = {
            side: re.compile(f"(?:{alternatives(vocabulary.cues.sides[side])}){noise}{{0,{_WORDS}}}$")
            for side in (INCOME, EXPENDITURE)
        }

    def of(self, words: str) -> str:
        return self._level.sub("", self._labels.clean(self._noise.sub("", words)))

    def on_side(self, mention: Mention, side: str) -> str | None:
        """What a figure of one side is of; None for a figure that is of the other, or of none."""
        named = self._sides[side].search(mention.label)
        return self.of(mention.label[: named.start()]) if named else None

    def sided(self, mention: Mention) -> bool:
        return any(side.search(mention.label) for side in self._sides.values())
