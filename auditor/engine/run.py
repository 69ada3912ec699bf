"""Run checks against one document: every relation gets an outcome, and a check that crashes breaks nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from auditor.engine.corroboration import corroborated
from auditor.engine.fineness import held_finely
from auditor.model.document import Document, Paragraph, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.rulebook.check import Check
from auditor.rulebook.library import Library
from auditor.rulebook.vocabulary import Vocabulary


class Judge(Protocol):
    """What a module of :mod:`auditor.engine` named like a kind offers as ``judge``."""

    def __call__(self, check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]: ...


@cache
def judge_of(kind: str) -> Judge:
    return cast(Judge, import_module(f"auditor.engine.{kind}").judge)


def run(library: Library, dossier: Dossier) -> tuple[Outcome, ...]:
    """Judge every check on one document, in the order of the library."""
    outcomes = [outcome for check in library for outcome in run_check(check, dossier, library.vocabulary)]
    return corroborated(held_finely(outcomes, library.checks), dossier)


def run_check(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> list[Outcome]:
    """The outcomes of one check; a crash becomes one outcome *broken* with its traceback as reason."""
    if check.reports and dossier.profile.kind not in (*check.reports, "unknown"):
        return [Outcome(check.id, Status.SKIPPED, reason="不适用于此类报告 (does not apply to this kind of report)")]
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(judge_of(check.kind)(check, dossier, vocabulary))
    except Exception:
        outcomes.append(Outcome(check.id, Status.BROKEN, reason=traceback.format_exc()))
    if not any(_is_error(outcome) for outcome in outcomes):
        return outcomes
    doubted = _doubted(dossier.document)
    return [_no_error(outcome, doubted) for outcome in outcomes] if doubted else outcomes


def _is_error(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED and outcome.severity is Severity.ERROR


def _doubted(document: Document) -> frozenset[int]:
    """The blocks that were read by a method that may err."""
    return frozenset(
        index
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph | Table) and not block.trusted
    )


def _no_error(outcome: Outcome, doubted: frozenset[int]) -> Outcome:
    """``outcome``, at most a warning when it rests on what was read by a method that may err."""
    if not _is_error(outcome):
        return outcome
    figures = outcome.relation.figures() if outcome.relation else ()
    seen = [*outcome.evidence, *(operand.evidence for operand in figures)]
    if any(evidence.key and evidence.key[0] in doubted for evidence in seen):
        return replace(outcome, severity=Severity.WARNING)
    return outcome
