"""What is a finding's name, the same after edits elsewhere in the document?

The name is made of the check, the disputed figure and those it was compared with, the words around them and the titles
they stand under: no line, page or position, and nothing that other findings decide.
"""

from __future__ import annotations

import hashlib
from functools import cached_property

from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome
from auditor.parsing.labels import squeeze

_FIGURES = 3
_LENGTH = 12


class Fingerprints:
    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def of(self, outcome: Outcome) -> str:
        words = [outcome.check]
        for evidence in outcome.evidence[:_FIGURES]:
            words += [evidence.table or "", evidence.row or "", evidence.column or ""]
            words += [evidence.text, squeeze(evidence.quote)]
        if outcome.evidence:
            words += self._titles(outcome.evidence[0])
        return hashlib.sha256("\0".join(words).encode()).hexdigest()[:_LENGTH]

    def _titles(self, evidence: Evidence) -> list[str]:
        """The part of the document and the innermost title, without its number, that a figure stands under."""
        if not evidence.key:
            return []
        block = evidence.key[0]
        parts = self._dossier.document.parts
        part = next((part.title for part in parts if part.start <= block < part.end), "")
        return [squeeze(part), squeeze(self._title_of_block.get(block, ""))]

    @cached_property
    def _title_of_block(self) -> dict[int, str]:
        return {s.block: s.section[-1] for s in reversed(self._dossier.prose.sentences) if s.section}
