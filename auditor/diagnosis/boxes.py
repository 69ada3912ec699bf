"""Where exactly on its pages do the words of a finding stand? One box a line, around these words and nothing else.

Readers give a box to each number and to each stretch of other characters of a line. Words may be a part of such a stretch,
go over several of them, and go on in the next line or page.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.model.document import BBox, Document, Location, Paragraph, Run
from auditor.model.finding import Evidence, Finding

Box = tuple[int, BBox]  # page and box


def with_boxes(findings: tuple[Finding, ...], document: Document) -> tuple[Finding, ...]:
    """The findings with the boxes of their evidence in prose, where pages have boxes."""
    if not any(evidence.location.bbox for finding in findings for evidence in finding.evidence):
        return findings
    homes: dict[Location, list[tuple[Paragraph, Run]]] = {}
    for paragraph in document.paragraphs():
        for run in paragraph.runs:
            homes.setdefault(run.location, []).append((paragraph, run))
    return tuple(
        replace(finding, evidence=tuple(_boxed(evidence, homes) for evidence in finding.evidence))
        for finding in findings
    )


def _boxed(evidence: Evidence, homes: dict[Location, list[tuple[Paragraph, Run]]]) -> Evidence:
    if evidence.location.bbox is None or evidence.table is not None or not evidence.text:
        return evidence
    for paragraph, run in homes.get(evidence.location, ()):
        start, end = _span(evidence, paragraph, run)
        boxes = boxes_of(paragraph, start, end) if start >= 0 else ()
        if boxes:
            page, bbox = boxes[0]
            place = replace(evidence.location, page=page, bbox=bbox)
            return replace(evidence, location=place, boxes=boxes if len(boxes) > 1 else ())
    return evidence


def _span(evidence: Evidence, paragraph: Paragraph, run: Run) -> tuple[int, int]:
    """The characters of the paragraph that are the evidence's text; -1 when they are not found in the run."""
    words = evidence.text
    start = evidence.key[1] if len(evidence.key) == 2 else paragraph.text.find(words, run.start, run.end + len(words))
    if not paragraph.text.startswith(words, start):
        words = words.removesuffix("%").rstrip()
    if start < 0 or not run.start <= start < run.end or not paragraph.text.startswith(words, start):
        return -1, -1
    return start, start + len(words)


def boxes_of(paragraph: Paragraph, start: int, end: int) -> tuple[Box, ...]:
    """The boxes around the characters ``start`` to ``end``, one a line."""
    lines: list[Box] = []
    for run in paragraph.runs:
        page, bbox = run.location.page, run.location.bbox
        first, last = max(start, run.start), min(end, run.end)
        if page is None or bbox is None or first >= last:
            continue
        part = _part(paragraph.text, run, bbox, first, last)
        if lines and lines[-1][0] == page and _one_line(lines[-1][1], part):
            part = _around(lines.pop()[1], part)
        lines.append((page, part))
    return tuple(lines)


def _part(text: str, run: Run, bbox: BBox, first: int, last: int) -> BBox:
    """The share of a run's box that some of its characters take, by their widths."""
    x0, top, x1, bottom = bbox
    whole = _width(text[run.start : run.end])
    if x1 - x0 < bottom - top or not whole:  # a single character, or a turned line
        return bbox
    scale = (x1 - x0) / whole
    left = x0 + scale * _width(text[run.start : first])
    return (left, top, left + scale * _width(text[first:last]), bottom)


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _one_line(one: BBox, other: BBox) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3]


def _around(one: BBox, other: BBox) -> BBox:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
