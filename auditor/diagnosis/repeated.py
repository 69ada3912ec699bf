"""Is it the same mistake again? A slip that a report repeats word for word is one finding with its places.

The first place speaks for the others: its message names them, and they follow from it. Nothing else about them changes, neither id
nor severity. The same means the same check, message, figures and working, within one report of the document.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from auditor.diagnosis import wording
from auditor.model.document import Location
from auditor.model.dossier import Dossier
from auditor.model.finding import AGAIN, Cause, Finding

_NAMED = 8  # places that the message names


def once(found: Sequence[Finding], dossier: Dossier, lang: str) -> tuple[Finding, ...]:
    """The findings, with each repetition under the first of its kind. They come in document order."""
    firsts: dict[Hashable, Finding] = {}
    under: dict[str, Finding] = {}
    for finding in found:
        if finding.follows_from is None and finding.evidence:
            first = firsts.setdefault(_same(finding, dossier), finding)
            if first is not finding:
                under[finding.id] = first
    return tuple(_placed(finding, found, under, lang) for finding in found)


def _same(finding: Finding, dossier: Dossier) -> Hashable:
    """What two findings have in common when they are one mistake."""
    figures = tuple((e.text, e.quantity, e.table, e.row, e.column) for e in finding.evidence)
    key = finding.evidence[0].key
    part = next((p.start for p in dossier.document.parts if key and p.start <= key[0] < p.end), None)
    cause = finding.cause.kind if finding.cause else ""
    return (finding.check, finding.severity, finding.message, finding.claimed, finding.expected, finding.formula, cause, figures, part)  # fmt: skip


def _placed(finding: Finding, found: Sequence[Finding], under: dict[str, Finding], lang: str) -> Finding:
    if first := under.get(finding.id):
        said = wording.again(_place(first.evidence[0].location)).say(lang)
        suggestion = finding.cause.suggestion if finding.cause else None
        return replace(finding, follows_from=first.id, folded=(), cause=Cause(AGAIN, said, suggestion))
    if finding.follows_from in under:
        return replace(finding, follows_from=under[finding.follows_from].id)
    others = [other for other in found if under.get(other.id) is finding]
    if not others:
        return finding
    places = list(dict.fromkeys(_place(other.evidence[0].location).say(lang) for other in others))
    more = len(places) - _NAMED
    return replace(
        finding,
        message=finding.message + wording.also(places[:_NAMED], len(others), max(more, 0), lang),
        folded=(*finding.folded, *(name for other in others for name in other.folded)),
    )


def _place(location: Location) -> wording.Words:
    """Page or line, as reports name them."""
    sheet = f"{location.sheet} " if location.sheet else ""
    if location.page is not None:
        return wording.Words(f"{sheet}第{location.page}页", f"{sheet}page {location.page}")
    if location.line is not None:
        return wording.Words(f"{sheet}第{location.line}行", f"{sheet}line {location.line}")
    return wording.Words(sheet.strip() or "别处", sheet.strip() or "elsewhere")
