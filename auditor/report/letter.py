"""The letter that goes back to the unit (docx): what is printed, what it should be, why, and room for the answer.

A section a unit, a table a document. Once reviewers have decided, only what they confirmed is listed; what is waived or
known from the baseline never is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from auditor.model.finding import DocumentReport, Evidence, Finding, Report
from auditor.report import headline, view
from auditor.report.messages import labelled, say
from auditor.report.text import printable
from auditor.report.view import Context

COLUMNS = (  # with their widths in centimetres, on a sheet laid across
    ("letter.number", 1.1),
    ("place", 4.2),
    ("letter.printed", 2.7),
    ("letter.should", 2.7),
    ("letter.why", 7.2),
    ("letter.suggestion", 3.3),
    ("letter.answer", 4.0),
)
_CONSEQUENCES = 6
NOTHING = "—"
_FIGURE = re.compile(r"[-−]?\d[\d,.]*\s*\S{0,4}")  # with its unit
_FONTS = {"zh": ("Times New Roman", "宋体"), "en": ("Calibri", "宋体")}


def write(report: Report, context: Context | None = None) -> bytes:
    """The letter as the bytes of a docx file."""
    import docx

    context = context or Context()
    letter = docx.Document()
    _set_up(letter, context.lang)
    _line(letter, say("letter.title", context.lang), size=18, bold=True, centred=True)
    if confirmed_only(report):
        _line(letter, say("letter.confirmed_only", context.lang), size=9, centred=True)
    for unit, documents in _by_unit(report).items():
        _unit(letter, unit, documents, report, context)
    _unread(letter, report, context.lang)
    _signatures(letter, context.lang)
    stream = io.BytesIO()
    letter.save(stream)
    return stream.getvalue()


def confirmed_only(report: Report) -> bool:
    """True once a reviewer has confirmed a finding: then only confirmed ones are sent."""
    return any(finding.decision and finding.decision.kind == "confirm" for finding in report.findings())


def listed(document: DocumentReport, *, confirmed: bool) -> tuple[Finding, ...]:
    """The findings that the unit has to answer, in document order."""
    return tuple(
        finding
        for finding in view.leading(document.findings)
        if not finding.waived
        and not finding.known
        and (not confirmed or (finding.decision and finding.decision.kind == "confirm"))
    )


def _by_unit(report: Report) -> dict[str, list[DocumentReport]]:
    units: dict[str, list[DocumentReport]] = {}
    for document in report.documents:
        if document.status == "checked":
            units.setdefault(document.entity or "", []).append(document)
    return units


def _unit(letter: Any, unit: str, documents: Sequence[DocumentReport], report: Report, context: Context) -> None:
    lang, number = context.lang, 0
    _line(letter, say("letter.to", lang, name=unit or say("letter.unnamed", lang)), size=13, bold=True, keep=True)
    for document in documents:
        findings = listed(document, confirmed=confirmed_only(report))
        figures = document.coverage
        words = {"document": _called(document, lang), "verified": figures.verified, "numbers": figures.numbers}
        count = len(alike(findings))
        _line(letter, say("letter.intro" if findings else "letter.none", lang, **words, n=count), keep=True)
        if document.unread:
            pages = headline.pages(document.unread, lang)
            _line(letter, say("letter.unread_pages", lang, pages=pages), keep=bool(findings))
        if findings:
            rows = [_row(number + n, same, document, context) for n, same in enumerate(alike(findings), 1)]
            number += len(rows)
            _table(letter, [say(key, lang) for key, _ in COLUMNS], rows)
            _line(letter, "", size=6)


def _called(document: DocumentReport, lang: str) -> str:
    name = Path(document.path).name
    year = say("year", lang, year=document.year) if document.year else ""
    kind = say(document.kind, lang) if document.kind in view.KINDS else ""
    if not kind:
        return f"《{name}》" if lang == "zh" else name
    return f"《{year}{kind}》（{name}）" if lang == "zh" else f"{year} {kind} ({name})".strip()


def alike(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The same mistake in several places stands together: the same check says the same of the same figures."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        said = (finding.check, finding.message, finding.claimed, finding.expected)
        groups.setdefault(said, []).append(finding)
    return [tuple(group) for group in groups.values()]


def _row(number: int, same: Sequence[Finding], document: DocumentReport, context: Context) -> list[str]:
    lang, finding = context.lang, same[0]
    first = finding.evidence[0] if finding.evidence else None
    places = [view.part(finding, document)]
    places += [view.place(each.evidence[0], lang) for each in same if each.evidence]
    place = "\n".join(dict.fromkeys(name for name in places if name))
    printed = view.with_unit(finding.claimed, finding.unit) if finding.claimed else _words(first)
    should = view.with_unit(finding.expected, finding.unit) if finding.expected else NOTHING
    return [
        str(number),
        place,
        printed,
        should,
        "\n".join(_why(finding, document, context)),
        _suggestion(finding, lang),
        "",
    ]


def _words(first: Evidence | None) -> str:
    return first.text if first else NOTHING


def _why(finding: Finding, document: DocumentReport, context: Context) -> Iterable[str]:
    lang = context.lang
    yield finding.message
    if finding.cause:
        yield labelled("cause", finding.cause.text, lang)
    for line in view.compared(view.elsewhere(finding), lang):
        yield say("letter.compared", lang, text=line)
    check = context.check(finding.check)
    if check:
        yield say("letter.basis", lang, text=check.title.say(lang) + (f"（{check.source}）" if check.source else ""))
    under = view.consequences(finding, document)
    if under:
        places = [view.where(other, lang) or other.message for other in under[:_CONSEQUENCES]]
        text = ("、" if lang == "zh" else ", ").join(dict.fromkeys(places))
        yield say("letter.also", lang, n=len(under), text=text)
    if finding.decision and finding.decision.reason:
        yield say("letter.remark", lang, text=finding.decision.reason)


def _suggestion(finding: Finding, lang: str) -> str:
    if said := view.suggestion(finding, lang):
        return said
    if finding.expected:
        return say("letter.verify", lang, text=view.with_unit(finding.expected, finding.unit))
    return say("letter.look", lang)


def _unread(letter: Any, report: Report, lang: str) -> None:
    unread = [document for document in report.documents if document.status != "checked"]
    if unread:
        _line(letter, say("letter.unread", lang), size=12, bold=True, keep=True)
        for document in unread:
            _line(letter, document.error or document.shown)


# -- the look of the page ---------------------------------------------------------------------------------------------


def _set_up(letter: Any, lang: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    letter.core_properties.author = letter.core_properties.last_modified_by = "auditor"
    letter.core_properties.title = say("letter.title", lang)
    section = letter.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.0)
    latin, chinese = _FONTS[lang]
    style = letter.styles["Normal"]
    style.font.name, style.font.size = latin, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), chinese)
    style.paragraph_format.space_after = Pt(4)
    _page_numbers(section.footer.paragraphs[0], lang)


def _page_numbers(paragraph: Any, lang: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = say("page_of", lang, page="\0", pages="\1").split("\0")
    between, after = rest.split("\1")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _line(
    letter: Any, text: str, *, size: float = 10.5, bold: bool = False, centred: bool = False, keep: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = letter.add_paragraph()
    run = paragraph.add_run(printable(text))
    run.font.size, run.font.bold = Pt(size), bold
    paragraph.paragraph_format.keep_with_next = keep
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(letter: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = letter.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
    for row, texts in zip(table.rows, (heads, *rows), strict=True):
        head = texts is heads
        for name in ("w:tblHeader", "w:cantSplit") if head else ("w:cantSplit",):
            row._tr.get_or_add_trPr().append(OxmlElement(name))
        for cell, text, (key, width) in zip(row.cells, texts, COLUMNS, strict=True):
            cell.width = Cm(width)
            _fill(cell, text, head=head, number=key in ("letter.printed", "letter.should"))


def _fill(cell: Any, text: str, *, head: bool, number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for position, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        run = paragraph.add_run(printable(line))
        run.font.size, run.font.bold = Pt(9), head
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.1
        if head or (number and line == NOTHING):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif number and _FIGURE.fullmatch(line):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "EEEAE3")
        cell._tc.get_or_add_tcPr().append(shade)


def _signatures(letter: Any, lang: str) -> None:
    _line(letter, "")
    gap = "　" * 12 if lang == "zh" else " " * 30
    _line(letter, gap.join(say(f"signed.{key}", lang) for key in ("by", "review", "date")))
