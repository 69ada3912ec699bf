"""The checked Word document with a comment at each disputed figure. The copy is made in memory; the original is only read.

A figure is found by the paragraph or table row that the reader counted, and within it by the words around. A finding that
cannot be placed is said in a comment at the beginning, so that none is lost.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Evidence
from auditor.reading.word.document import W, nodes_by_line
from auditor.report import view
from auditor.report.note import note
from auditor.report.view import Context

AUTHOR, INITIALS = "auditor", "核"
_AROUND = 24  # characters before and after a figure that tell it from others
_INVISIBLE = (f"{W}del", f"{W}moveFrom", f"{W}txbxContent")


def write(document: DocumentReport, context: Context) -> bytes:
    """The commented copy. ``UsageError`` when the document cannot be copied."""
    import docx

    try:
        copied = docx.Document(io.BytesIO(context.source(document).read_bytes()))
        nodes = nodes_by_line(copied)
        for finding in view.placed(document.findings):
            runs = _runs(finding.evidence[0], nodes) if finding.evidence else []
            _comment(copied, runs or _first_runs(copied), note(finding, document, context))
        copied.core_properties.last_modified_by = AUTHOR
        stream = io.BytesIO()
        copied.save(stream)
    except (OSError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise UsageError(
            f"{document.shown} 无法加批注：文件已损坏", f"{document.shown} cannot be commented on: the file is damaged"
        ) from error
    return stream.getvalue()


def _comment(document: Any, runs: Sequence[Any], text: str) -> None:
    from docx.text.run import Run

    if runs:
        first, last = Run(runs[0], document), Run(runs[-1], document)
        document.add_comment([first, last], text=text, author=AUTHOR, initials=INITIALS)


def _first_runs(document: Any) -> list[Any]:
    return next(([run] for run in document.element.body.iter(f"{W}r") if _text(run)), [])


def _runs(evidence: Evidence, nodes: Mapping[int, Any]) -> list[Any]:
    """The runs that print the disputed figure, cut out of their neighbours; else those of its paragraph."""
    node = nodes.get(evidence.location.line or 0)
    if node is None:
        return []
    paragraphs = list(node.iter(f"{W}p")) if node.tag == f"{W}p" else list(_cell_paragraphs(node, evidence))
    for paragraph in paragraphs:
        span = _span("".join(_text(run) for run in _visible(paragraph)), evidence)
        if span is not None:
            return _cut_out(list(_visible(paragraph)), *span)
    return next((runs for p in paragraphs if (runs := list(_visible(p)))), [])


def _cell_paragraphs(row: Any, evidence: Evidence) -> Iterator[Any]:
    """The paragraphs of the row, those of the cell in the figure's column first."""
    column = evidence.key[2] if len(evidence.key) == 3 else 0
    before = row.find(f"{W}trPr/{W}gridBefore")
    left = int(before.get(f"{W}val") or 0) if before is not None else 0
    placed = []
    for cell in row.iter(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = int(span.get(f"{W}val") or 1) if span is not None else 1
        placed.append((0 if left <= column < left + width else 1 + abs(left - column), cell))
        left += width
    for _, cell in sorted(placed, key=lambda each: each[0]):
        yield from cell.iter(f"{W}p")


def _visible(paragraph: Any) -> Iterator[Any]:
    """The runs that are printed in a paragraph itself."""
    for child in paragraph:
        if child.tag == f"{W}r":
            yield child
        elif child.tag not in _INVISIBLE:
            yield from _visible(child)


def _text(run: Any) -> str:
    return "".join((child.text or "") if child.tag == f"{W}t" else " " for child in run if child.tag != f"{W}rPr")


def _span(text: str, evidence: Evidence) -> tuple[int, int] | None:
    """Where the figure stands: the occurrence whose surroundings agree best with the quotation."""
    wanted = evidence.text
    if not wanted or wanted not in text:
        return None
    start, end = evidence.span or (0, 0)
    before, after = _bare(evidence.quote[:start])[-_AROUND:], _bare(evidence.quote[end:])[:_AROUND]
    places, at = [], text.find(wanted)
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + 1)

    def agreement(place: int) -> int:
        left, right = _bare(text[:place]), _bare(text[place + len(wanted) :])
        same_left = sum(1 for _ in _same(reversed(left), reversed(before)))
        return same_left + sum(1 for _ in _same(right, after))

    best = max(places, key=agreement)
    return best, best + len(wanted)


def _bare(text: str) -> str:
    return "".join(text.split())


def _same(one: Any, other: Any) -> Iterator[str]:
    for a, b in zip(one, other, strict=False):
        if a != b:
            return
        yield a


@dataclass(frozen=True, slots=True)
class _Stretch:
    run: Any
    start: int
    end: int


def _cut_out(runs: Sequence[Any], start: int, end: int) -> list[Any]:
    """The runs that cover ``start`` to ``end``, split where a run of plain text reaches beyond."""
    stretches, at = [], 0
    for run in runs:
        length = len(_text(run))
        stretches.append(_Stretch(run, at, at + length))
        at += length
    chosen = []
    for each in stretches:
        if each.end <= start or each.start >= end:
            continue
        run = each.run
        if _plain(run):
            if end < each.end:
                _split(run, end - each.start)
            if start > each.start:
                run = _split(run, start - each.start)
        chosen.append(run)
    return chosen


def _plain(run: Any) -> bool:
    return [child.tag for child in run if child.tag != f"{W}rPr"] == [f"{W}t"]


def _split(run: Any, at: int) -> Any:
    """Cuts a run of plain text in two that look the same; gives the second."""
    rest = copy.deepcopy(run)
    whole = _text(run)
    for part, text in ((run, whole[:at]), (rest, whole[at:])):
        node = part.find(f"{W}t")
        node.text = text
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(rest)
    return rest
