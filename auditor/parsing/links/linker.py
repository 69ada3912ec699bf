"""Every figure with what it is about (``of``) and what it is measured against (``bases``).

Where the words leave several readings open, all of them are kept, likeliest first: a relation that holds under one of
them holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.model.dossier import Sentence
from auditor.model.fact import Contexts
from auditor.model.mention import Breakdown, Mention, Role
from auditor.parsing.labels import alternatives
from auditor.parsing.links.around import Around, same_kind, unique
from auditor.parsing.links.changes import ChangeLinks
from auditor.parsing.links.counts import CountLinks
from auditor.parsing.links.executions import ExecutionLinks
from auditor.parsing.links.shares import ShareLinks
from auditor.rulebook.vocabulary import Vocabulary


def link(
    mentions: Sequence[Mention],
    sentences: Sequence[Sentence],
    breakdowns: Sequence[Breakdown],
    vocabulary: Vocabulary,
    contexts: Contexts,
) -> tuple[Mention, ...]:
    """The mentions with ``of`` and ``bases`` filled in."""
    done = re.compile(f"(?:{alternatives((*vocabulary.cues.done, *vocabulary.tags.get('final', ())))})$")
    linker = _Linker(Around(mentions, sentences, breakdowns, done), vocabulary, contexts)
    linked = [linker.link(mention) for mention in mentions]
    for share, base in linker.shares.common(linked):
        linked[share] = replace(linked[share], bases=(base,))
    return tuple(linked)


class _Linker:
    def __init__(self, around: Around, vocabulary: Vocabulary, contexts: Contexts) -> None:
        self.around = around
        self.changes = ChangeLinks(around, vocabulary, contexts)
        self.shares = ShareLinks(around, vocabulary)
        self.executions = ExecutionLinks(around)
        self.counts = CountLinks(around, vocabulary)

    def link(self, mention: Mention) -> Mention:
        match mention.role:
            case Role.CHANGE | Role.RATE:
                return self.changes.link(mention)
            case Role.SHARE | Role.EXECUTION if basis := self._basis(mention):
                return self._on_basis(mention, basis)
            case Role.SHARE:
                return self.shares.link(mention)
            case Role.EXECUTION | Role.RATIO if counts := self.counts.of(mention):
                rest = unique(m.index for m in counts[1:])
                return replace(mention, role=Role.RATIO, of=(counts[0].index,), bases=rest)
            case Role.EXECUTION:
                return self.executions.link(mention)
        return mention

    def _basis(self, rate: Mention) -> Mention | None:
        """The figure right before a rate that it is said to be a rate of: 完成任务120公里的105.67%."""
        if not rate.index or "basis" not in (before := self.around.mentions[rate.index - 1]).tags:
            return None
        return before if before.sentence == rate.sentence else None

    def _on_basis(self, rate: Mention, basis: Mention) -> Mention:
        same = [m for m in self.around.before(rate) if same_kind(m, basis)]
        heads = [m for m in same if m.index not in self.around.members]
        return replace(rate, of=unique(m.index for m in (*heads, *same)), bases=(basis.index,))
