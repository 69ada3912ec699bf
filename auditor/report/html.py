"""One page that a reviewer works through: findings beside their sentence, row or page, tables, ledger, coverage.

The page is one file without any reference to the network; its content security policy lets only its own script run,
so that nothing that stands in a report can become active.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.model.finding import DocumentReport, Evidence, Finding, LedgerEntry, Report, Status
from auditor.model.verdict import Verdict, standing, verdict_of, verdict_of_run
from auditor.report import headline, messages, tableview, view
from auditor.report.shared import shared
from auditor.report.view import Context

if TYPE_CHECKING:
    from auditor.report.page_images import Pages

_TEMPLATES = Path(__file__).with_name("templates")
LONGEST = 3000  # rows of a list
_LOUD = (Status.FAILED, Status.BROKEN, Status.SKIPPED)
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a data URI, with its size in pixels, so that the page does not jump when it is drawn."""

    source: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as it is drawn."""

    finding: Finding
    standing: str
    part: str  # the report within the document, when there are several
    pieces: tuple[view.Piece, ...]
    excerpt: tableview.Excerpt | None
    elsewhere: tuple[view.Companions, ...]
    consequences: tuple[Finding, ...]
    unlisted: int  # consequences that are not findings of their own
    image: Image | None
    table: int | None  # index of the table that shows the cell


@dataclass(frozen=True, slots=True)
class Section:
    """A document as it is drawn; ``name`` is its anchor."""

    name: str
    document: DocumentReport
    verdict: Verdict
    cards: tuple[Card, ...]
    tables: tuple[tableview.ShownTable, ...]
    loud: tuple[LedgerEntry, ...]
    passed: tuple[LedgerEntry, ...]


def write(report: Report, context: Context | None = None) -> str:
    """The page as HTML text."""
    context = context or Context()
    script = (_TEMPLATES / "report.js").read_text("utf-8")
    from markupsafe import Markup

    sections = tuple(_section(number, document, context) for number, document in enumerate(report.documents))
    cards = [card for section in sections for card in section.cards]
    anchors = {section.document.path: section.name for section in sections}
    page: str = _template().render(
        report=report,
        lang=context.lang,
        say=lambda key, **values: messages.say(key, context.lang, **values),
        family=partial(messages.family, lang=context.lang),
        view=view,
        headline=headline,
        explained=context.check,
        sections=sections,
        verdict=verdict_of_run(report),
        shared=shared(report),
        names=view.report_names(report, context.lang),
        anchors=anchors,
        families=_choices(card.finding.family for card in cards),
        checks=_choices(card.finding.check for card in cards),
        severities=SEVERITIES,
        longest=LONGEST,
        style=Markup((_TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return page


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _choices(values: Any) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))


def _section(number: int, document: DocumentReport, context: Context) -> Section:
    tables = tableview.shown(document)
    with _pages(document, context) as pages:
        cards = tuple(
            _card(finding, document, tables, pages) for finding in view.by_severity(view.leading(document.findings))
        )
    return Section(
        name=f"d{number + 1}",
        document=document,
        verdict=verdict_of(document),
        cards=cards,
        tables=tables,
        loud=tuple(sorted((e for e in document.ledger if e.status in _LOUD), key=lambda e: _LOUD.index(e.status))),
        passed=tuple(entry for entry in document.ledger if entry.status is Status.PASSED),
    )


def _pages(document: DocumentReport, context: Context) -> Any:
    source = context.source(document)
    boxed = any(finding.evidence and finding.evidence[0].location.bbox for finding in document.findings)
    if not boxed or not view.is_pdf(source):
        return nullcontext()
    from auditor.report import page_images

    return page_images.opened(source)


def _card(
    finding: Finding, document: DocumentReport, tables: tuple[tableview.ShownTable, ...], pages: Pages | None
) -> Card:
    excerpt = tableview.excerpt(finding, tables)
    image = pages.cutting(finding) if pages else None
    consequences = view.consequences(finding, document)
    return Card(
        finding=finding,
        standing=standing(finding),
        part=view.part(finding, document),
        pieces=view.shared_quote(finding),
        excerpt=excerpt,
        elsewhere=view.companions(_elsewhere(finding, in_table=excerpt is not None)),
        consequences=consequences,
        unlisted=len(finding.folded) - len(consequences),
        image=_image(image) if image else None,
        table=finding.evidence[0].key[0] if excerpt else None,
    )


def _image(png: bytes) -> Image:
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))  # the PNG header
    return Image(f"data:image/png;base64,{base64.b64encode(png).decode()}", width, height)


def _elsewhere(finding: Finding, *, in_table: bool) -> tuple[Evidence, ...]:
    """What the quotation or the rows drawn do not show already."""
    others = view.elsewhere(finding)
    if not in_table:
        return others
    index = finding.evidence[0].key[0]
    return tuple(evidence for evidence in others if len(evidence.key) != 3 or evidence.key[0] != index)
