"""Failed relations become findings: worded, with a stable id and a cause, the consequences folded under what explains them.

A consequence stays in the list one severity lower than it was, so that a reviewer counts each slip once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.diagnosis import wording
from auditor.diagnosis.case import Case
from auditor.diagnosis.causes import cause_of
from auditor.diagnosis.fingerprint import Fingerprints
from auditor.diagnosis.graph import Failure, Graph, disputed
from auditor.diagnosis.message import fill
from auditor.diagnosis.repair import Repair, blamed, repairs
from auditor.diagnosis.repeated import once
from auditor.diagnosis.surroundings import Surroundings
from auditor.diagnosis.words import cause_in_words
from auditor.engine.relation import gap_of, is_linear, with_unit
from auditor.engine.solve import is_same, solve
from auditor.model.dossier import Dossier
from auditor.model.finding import Cause, Evidence, Finding, Outcome, Severity, Status
from auditor.model.quantity import Unit
from auditor.rulebook.library import Library

_LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}


@dataclass(frozen=True, slots=True)
class _Diagnosis:
    """What is known about the failures of a document. The keys are positions among all outcomes."""

    graph: Graph
    leads: dict[int, Repair]  # by the failure that speaks for the others
    moved: dict[int, Repair]  # failures whose blame lies elsewhere than their check says
    under: dict[int, int]  # folded failure to the one it is folded under
    surroundings: Surroundings


def findings(outcomes: tuple[Outcome, ...], library: Library, lang: str, dossier: Dossier) -> tuple[Finding, ...]:
    """The findings of one document, in document order."""
    failed = [index for index, outcome in enumerate(outcomes) if outcome.status is Status.FAILED]
    if not failed:
        return ()
    diagnosis = _diagnose(outcomes, dossier)
    fingerprints = Fingerprints(dossier)
    failed.sort(key=lambda index: (_position(outcomes[index].evidence, outcomes[index].check), index))
    ids = _unique({index: fingerprints.of(outcomes[index]) for index in failed})
    folded: dict[int, list[str]] = {}
    for index, lead in diagnosis.under.items():
        folded.setdefault(lead, []).append(ids[index])
    found = [
        replace(
            _finding(index, outcomes[index], diagnosis, library, lang),
            id=ids[index],
            folded=tuple(folded.get(index, ())),
            follows_from=ids[diagnosis.under[index]] if index in diagnosis.under else None,
        )
        for index in failed
    ]
    ordered = sorted(found, key=lambda finding: _position(finding.evidence, finding.check))
    return once(ordered, dossier, lang)


def _diagnose(outcomes: tuple[Outcome, ...], dossier: Dossier) -> _Diagnosis:
    graph = Graph.of(outcomes)
    leads: dict[int, Repair] = {}
    under: dict[int, int] = {}
    for shared in repairs(graph):
        leads[shared.lead.index] = shared
        under |= {failure.index: shared.lead.index for failure in shared.failures[1:]}
    under |= _repeated(graph, leads, under)
    diagnosis = _Diagnosis(graph, leads, {}, under, Surroundings(dossier))
    for failure in graph.failures:
        if failure.index not in leads and failure.index not in under:
            repair = blamed(graph, failure)
            if repair is not None and not _explained(failure, diagnosis):
                diagnosis.moved[failure.index] = repair
    under |= _said_without_sums(outcomes, diagnosis)
    return diagnosis


def _said_without_sums(outcomes: tuple[Outcome, ...], diagnosis: _Diagnosis) -> dict[int, int]:
    """Findings without a relation about a figure that a relation blames, and that want the very same in its place."""
    blames = {
        (repair.figure.evidence.key, repair.quantity.text + repair.other_unit): index
        for index, repair in (*diagnosis.leads.items(), *diagnosis.moved.items())
    }
    return {
        index: blames[wanted]
        for index, outcome in enumerate(outcomes)
        if outcome.status is Status.FAILED
        and outcome.relation is None
        and outcome.evidence
        and (wanted := (outcome.evidence[0].key, outcome.expected or "")) in blames
    }


def _explained(failure: Failure, diagnosis: _Diagnosis) -> bool:
    """True when the figure that the check disputes is wrong for a known reason: a percentage of another base, say."""
    linear = is_linear(failure.relation.formula)
    return not linear and _cause(failure.outcome, None, failure.outcome.expected, diagnosis) is not None


def _repeated(graph: Graph, leads: Iterable[int], under: dict[int, int]) -> dict[int, int]:
    """Failures between the very figures of another one, found by another check."""
    first: dict[frozenset[tuple[int, ...]], Failure] = {}
    twice: dict[int, int] = {}
    order = sorted(graph.failures, key=lambda f: (f.index not in leads, -f.outcome.severity.rank, f.index))
    for failure in order:
        if failure.index in under or len(failure.figures) < 2:
            continue
        known = first.setdefault(failure.figures, failure)
        if known is not failure and failure.index not in leads:
            twice[failure.index] = known.index
    return twice


def _finding(index: int, outcome: Outcome, diagnosis: _Diagnosis, library: Library, lang: str) -> Finding:
    check = library.checks[outcome.check]
    repair = diagnosis.leads.get(index) or diagnosis.moved.get(index)
    severity = _LOWER[outcome.severity] if index in diagnosis.under else outcome.severity
    claimed = outcome.evidence[0].text if outcome.evidence else None
    expected, gap, evidence = outcome.expected, outcome.gap, outcome.evidence
    if _in_words(outcome) and outcome.relation is not None:
        expected = gap = None
    if repair is not None:
        figure = repair.figure.evidence
        claimed, expected = figure.text, with_unit(repair.quantity) + repair.other_unit
        gap = gap_of(repair.figure, repair.right, repair.quantity.decimals)
        evidence = (figure, *(_compared(other) for other in outcome.evidence if other.key != figure.key))
    lead = diagnosis.under.get(index, -1)
    source = diagnosis.leads.get(lead) or diagnosis.moved.get(lead)
    if source is not None:
        cause: Cause | None = Cause("consequence", "", None, *wording.consequence(_printed(source.figure.evidence)))
    else:
        cause = _cause(outcome, repair, expected, diagnosis)
    if repair is not None and repair.other_unit and cause is not None:
        cause = replace(cause, suggestion=expected)
    elif cause is not None and cause.suggestion and expected and cause.kind != "missing_part":
        if repair is None:
            outcome = replace(outcome, expected=cause.suggestion)
        expected = cause.suggestion  # the same figure, printed in full
    message = fill(check.message, lang, outcome)
    if repair is not None:
        old, new = _printed(repair.figure.evidence), f"{expected}{_symbol(repair.quantity.unit, str(expected))}"
        if repair.relations > 1:
            message += wording.repaired(old, new, repair.relations).say(lang)
        elif index in diagnosis.moved:
            message += wording.likelier(old, new).say(lang)
    return Finding(
        id="",
        check=outcome.check,
        family=check.family,
        severity=severity,
        message=message,
        claimed=claimed,
        expected=expected,
        gap=gap,
        formula=outcome.arithmetic,
        cause=_said(cause, lang),
        evidence=tuple(replace(each, role="claimed") if n == 0 else each for n, each in enumerate(evidence)),
    )


def _cause(outcome: Outcome, repair: Repair | None, expected: str | None, diagnosis: _Diagnosis) -> Cause | None:
    relation = outcome.relation
    claimed = disputed(relation) if relation is not None else None
    same = repair is None or (claimed is not None and is_same(claimed, repair.figure))
    if outcome.cause is not None and same:
        return replace(outcome.cause, suggestion=expected or outcome.cause.suggestion)
    figure = repair.figure if repair is not None else claimed
    if relation is None:
        return cause_in_words(outcome)
    if figure is None:
        return None
    right = repair.right if repair is not None else solve(relation, figure)
    graph, surroundings = diagnosis.graph, diagnosis.surroundings
    case = Case(relation, figure, right, outcome.severity, expected, graph, surroundings, _in_words(outcome))
    return cause_of(case)


def _in_words(outcome: Outcome) -> bool:
    """True when the check disputes what words say about figures."""
    return bool(outcome.evidence) and outcome.evidence[0].quantity is None


def _said(cause: Cause | None, lang: str) -> Cause | None:
    if cause is None:
        return None
    return Cause(cause.kind, (cause.zh if lang == "zh" else cause.en) or cause.text, cause.suggestion)


def _compared(evidence: Evidence) -> Evidence:
    return replace(evidence, role="compared") if evidence.role == "claimed" else evidence


def _printed(figure: Evidence) -> str:
    return f"{figure.text}{_unit_of(figure)}"


def _unit_of(figure: Evidence) -> str:
    return _symbol(figure.quantity.unit, figure.text) if figure.quantity else ""


def _symbol(unit: Unit, text: str) -> str:
    """The unit, where the text does not end with it."""
    return "" if text.endswith(unit.symbol) else unit.symbol


def _position(evidence: tuple[Evidence, ...], check: str) -> tuple[int, float, int, tuple[int, ...], str]:
    """Page, height on the page, line: where the disputed figure stands in the document."""
    if not evidence:
        return (0, 0.0, 0, (), check)
    location = evidence[0].location
    return (location.page or 0, location.bbox[1] if location.bbox else 0.0, location.line or 0, evidence[0].key, check)


def _unique(ids: dict[int, str]) -> dict[int, str]:
    """Findings that say the very same of the very same words are numbered in document order."""
    seen: Counter[str] = Counter()
    result = {}
    for index, name in ids.items():
        seen[name] += 1
        result[index] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return result
