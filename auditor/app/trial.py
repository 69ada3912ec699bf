"""What is understood of a piece of text, and what does each check make of it? For writers of checks and of reports."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.app.audit import Auditor
from auditor.app.examples import understood
from auditor.engine.run import run_check
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome
from auditor.rulebook.check import Check
from auditor.rulebook.library import Library


def tried(library: Library, checks: Sequence[Check], text: str) -> tuple[Dossier, list[Outcome]]:
    """The text as understood, and the outcomes of the checks."""
    dossier = understood(Auditor.with_library(library), text)
    return dossier, [outcome for check in checks for outcome in run_check(check, dossier, library.vocabulary)]
