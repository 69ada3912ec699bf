"""Which findings of a run are one mistake that several reports share: a sentence copied from unit to unit, a figure from report to report?

It is a grouping for readers. The findings stay what they are, each in its document, and are counted there.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from auditor.model.finding import DocumentReport, Finding, Report
from auditor.model.verdict import is_open
from auditor.report import view

_FIGURES = 6  # of a relation that must be the same
_NUMBER = re.compile(r"\d[\d,.，]*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shared:
    """A mistake in several reports: its findings, one or more of each, in the order of the documents."""

    places: tuple[tuple[DocumentReport, Finding], ...]

    @property
    def finding(self) -> Finding:
        """The first of them, which speaks for all."""
        return self.places[0][1]

    @property
    def documents(self) -> int:
        return len({document.path for document, _ in self.places})

    def named(self, names: dict[str, str], lang: str) -> Iterator[str]:
        """Each place in words, by the names of the documents: ``云溪市档案馆 2024年部门决算 第3页``."""
        for document, finding in self.places:
            where = view.where(finding, lang)
            yield " ".join(part for part in (*names[document.path].split("\n"), where) if part)


def shared(report: Report) -> tuple[Shared, ...]:
    """The mistakes that two reports or more have in common, worst first, then those in most reports."""
    groups: dict[Hashable, list[tuple[DocumentReport, Finding]]] = {}
    for document in report.documents:
        for finding in view.leading(document.findings):
            if is_open(finding) and finding.evidence:
                groups.setdefault(_same(finding, document), []).append((document, finding))
    found = [each for places in groups.values() if (each := Shared(tuple(places))).documents > 1]
    return tuple(sorted(found, key=lambda each: (-each.finding.severity.rank, -each.documents)))


def _same(finding: Finding, document: DocumentReport) -> Hashable:
    """What findings of two reports have in common when they are one mistake: all figures, or the sentence but for its figures."""
    first = finding.evidence[0]
    if first.quantity is not None and len(finding.evidence) > 1:
        figures = tuple(_SPACE.sub("", evidence.text) for evidence in finding.evidence[:_FIGURES])
        return (finding.check, finding.severity, finding.claimed, finding.expected, figures)
    return (finding.check, finding.severity, *(_template(text, document) for text in (first.text, first.quote)))


def _template(text: str, document: DocumentReport) -> str:
    """Words without white space, figures and the name of the unit that reports."""
    plain = _SPACE.sub("", text)
    if document.entity:
        plain = plain.replace(_SPACE.sub("", document.entity), "□")
    return _NUMBER.sub("#", plain)
