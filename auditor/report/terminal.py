"""What does a reviewer see at the terminal? Counts, coverage, then each finding beside its sentence.

The sections are functions on a rich console, so that the command line composes them: :func:`summary` is the daily
view, :func:`brief` one line a finding, then :func:`statistics`, :func:`ledger` and :func:`unverified`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from auditor.model.finding import DocumentReport, Finding, Report, Severity, Status
from auditor.model.verdict import Conclusion, Verdict, is_open, standing, verdict_of, verdict_of_run
from auditor.report import closing, headline, view
from auditor.report.messages import family, say
from auditor.report.text import printable
from auditor.report.view import Context, Piece
from auditor.report.wrap import fold

STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
    "known": "dim",
    "waived": "dim",
    "passed": "green",
    "failed": "red",
    "skipped": "yellow",
    "broken": "magenta",
    "adds_up": "green",
    "agrees": "",
    "none": "bold yellow",
    "gap": "bold yellow",
}
FIGURES = {"claimed": "bold red", "expected": "bold green", "gap": ""}
PIPED_WIDTH = 100
MIN_WIDTH = 32
LONG_LIST = 5


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs that the console's encoding can show."""

    bullet: str
    bar: str
    arrow: str
    dot: str
    part: str

    @classmethod
    def of(cls, encoding: str) -> Glyphs:
        fancy = cls("●", "│", "→", " · ", "■")
        try:
            "".join((fancy.bullet, fancy.bar, fancy.arrow, fancy.dot, fancy.part)).encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return cls("*", "|", "->", " - ", "#")
        return fancy


def console(stream: IO[str] | None = None, width: int | None = None) -> Console:
    """A console on ``stream`` (default standard output) that never fails on a character it cannot show."""
    stream = stream or sys.stdout
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None and not _unicode(stream):
        reconfigure(errors="replace")
    made = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=False, width=width)
    if width is None and not made.is_terminal and "COLUMNS" not in made._environ:
        made.width = PIPED_WIDTH
    return made


def shows_chinese(stream: IO[str] | None = None) -> bool:
    """True when the stream's encoding has Chinese characters."""
    try:
        "中".encode(getattr(stream or sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _unicode(stream: IO[str]) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def write(report: Report, context: Context | None = None) -> str:
    """The daily view as plain text."""
    stream = StringIO()
    made = Console(file=stream, highlight=False, markup=False, emoji=False, width=PIPED_WIDTH, no_color=True)
    lang = (context or Context()).lang
    summary(report, made, lang)
    made.print(Text(say("made_by", lang, version=report.version, checks=report.checks), "dim"))
    return stream.getvalue()


def summary(report: Report, out: Console, lang: str) -> None:
    """The daily view: each document with its counts and findings, then the sums of the run."""
    printer = _Printer(out, lang)
    for document in report.documents:
        printer.document(document)
    printer.totals(report)


def brief(report: Report, out: Console, lang: str) -> None:
    """One line for each open finding, for ``--quiet`` and for grep; silence only where a document was read and decided.

    What was not read, and what could not be decided, is a line each; the sums follow when there was any.
    """

    def say_line(*parts: str) -> None:
        out.print(Text(printable(" ".join(" ".join(parts).split()))), soft_wrap=True)

    for document in report.documents:
        for remark in headline.remarks(document, lang):
            say_line(f"{document.shown}:", remark)
        for finding in view.leading(document.findings):
            if is_open(finding):
                severity = say(finding.severity.value, lang)
                say_line(_spot(document, finding, lang), severity, finding.message, f"[{finding.check}]")
    if report.passed_over:
        say_line(headline.passed_over(report, lang, most=len(report.passed_over)))
    verdict = verdict_of_run(report)
    if not verdict.complete or verdict.undecided:
        say_line(headline.line(verdict, lang))


def _spot(document: DocumentReport, finding: Finding, lang: str) -> str:
    """``path:12:`` as editors and grep have it, else ``path: 第3页``."""
    line = finding.evidence[0].location.line if finding.evidence else None
    if line is not None and not finding.evidence[0].location.sheet:
        return f"{document.shown}:{line}:"
    return f"{document.shown}: {view.where(finding, lang)}"


def statistics(report: Report, out: Console, lang: str) -> None:
    """What each check did: findings by severity, relations by outcome."""
    columns = [*(s.value for s in Severity), *(s.value for s in Status)]
    rows = [(name, {**outcomes, **findings}) for name, outcomes, findings in view.statistics(report)]
    heads = [say(column, lang) for column in columns]
    widths = [
        max(cell_len(head), *(len(str(counts.get(column, 0))) for _, counts in rows), 1) if rows else cell_len(head)
        for head, column in zip(heads, columns, strict=True)
    ]
    used = [i for i, column in enumerate(columns) if any(counts.get(column) for _, counts in rows)]
    name_width = max(12, out.width - sum(widths[i] + 2 for i in used) - 1)
    name_width = min(name_width, max((cell_len(name) for name, _ in rows), default=12))
    out.print()
    out.print(Text(say("statistics", lang), "bold"))
    head = Text(" " * name_width)
    for i in used:
        head.append("  " + " " * (widths[i] - cell_len(heads[i])) + heads[i], "dim")
    out.print(head, no_wrap=True, overflow="ellipsis", crop=True)
    for name, counts in rows:
        line = Text(name)
        line.truncate(name_width, overflow="ellipsis", pad=True)
        for i in used:
            number = counts.get(columns[i], 0)
            line.append(f"  {number or '-':>{widths[i]}}", STYLES[columns[i]] if number else "dim")
        out.print(line, no_wrap=True, crop=True)


def ledger(report: Report, out: Console, lang: str) -> None:
    """Every relation that was looked at, with its result."""
    printer = _Printer(out, lang)
    for document in _checked(report):
        printer.section(document, "ledger")
        entries, others = view.ledger(document)
        for entry in entries:
            at = view.at_location(entry.location, lang)
            line = Text()
            line.append(say(entry.status.value, lang), STYLES[entry.status.value])
            for part in (at, entry.check, entry.arithmetic, entry.reason):
                if part:
                    line.append(f"  {part}")
            printer.flow(line, 2)
            if entry.figures:
                printer.flow(_styled(view.figures_with_places(entry, lang), "dim"), 4)
        if others:
            printer.flow(_styled(say("ledger.other_kinds", lang, n=others), "dim"), 2)


def broken(report: Report, out: Console, lang: str) -> None:
    """The checks that crashed, with what they said."""
    printer = _Printer(out, lang)
    for document in _checked(report):
        for entry in document.ledger:
            if entry.status is Status.BROKEN:
                line = _styled(say("broken", lang), STYLES["broken"])
                line.append(f"  {document.shown}  {entry.check}  {entry.reason}", "")
                printer.flow(line)


def unverified(report: Report, out: Console, lang: str) -> None:
    """The printed numbers that no relation decided."""
    printer = _Printer(out, lang)
    for document in _checked(report):
        printer.section(document, "unverified")
        if not document.unverified:
            printer.flow(Text(say("unverified_none", lang), "green"), 2)
        for evidence in document.unverified:
            line = _styled(view.place(evidence, lang) or "", "dim")
            line.append("  ")
            line.append_text(printer.quote(view.marked(evidence)) if evidence.quote else Text(evidence.text, "bold"))
            printer.flow(line, 2)


def _checked(report: Report) -> Iterable[DocumentReport]:
    return (document for document in report.documents if document.status == "checked")


def _styled(text: str, style: str) -> Text:
    """Text in a style that what is appended does not inherit."""
    return Text().append(text, style)


class _Printer:
    """Writes the parts of the view; knows the console's width and signs."""

    def __init__(self, out: Console, lang: str) -> None:
        self.out = out
        self.lang = lang
        self.glyphs = Glyphs.of(out.encoding)
        self.width = max(MIN_WIDTH, out.width)
        self.colour = out.color_system is not None and not out.no_color

    def flow(self, text: Text, indent: int = 0, hang: int = 0) -> None:
        """Text broken the Chinese way; lines after the first are indented by ``hang`` more."""
        first, *rest = fold(text, self.width - indent - hang)
        self._line(first, indent)
        for line in rest:
            self._line(line, indent + hang)

    def _line(self, text: Text, indent: int) -> None:
        text.plain = printable(text.plain)  # a report must not steer the terminal
        self.out.print(Padding(text, (0, 0, 0, indent), expand=False), no_wrap=True, crop=True, overflow="ignore")

    def section(self, document: DocumentReport, key: str) -> None:
        self.out.print()
        title = _styled(say(key, self.lang), "bold")
        title.append(f"{self.glyphs.dot}{document.shown}")
        self.flow(title)

    def document(self, document: DocumentReport) -> None:
        self.flow(Text(document.shown, "bold"))
        if document.error:
            line = _styled(say("unreadable", self.lang), STYLES["error"])
            line.append(f"  {document.error}")
            self.flow(line, 2)
            self.out.print()
            return
        about = view.profile(document, self.lang).replace(" · ", self.glyphs.dot)
        if about:
            self.flow(Text(about), 2)
        verdict = verdict_of(document)
        line = self.verdict(verdict)
        if verdict.conclusion is not Conclusion.NONE:
            line.append(f"{self.glyphs.dot}{say('coverage', self.lang)} {view.coverage(document, self.lang)}", "dim")
        self.flow(line, 2)
        if verdict.broken:
            self.flow(Text(say("broken_count", self.lang, n=verdict.broken), STYLES["broken"]), 2)
        for warning in document.warnings:
            note = _styled(f"{say('reading', self.lang)}  ", STYLES["warning"])
            note.append(warning, "")
            self.flow(note, 2)
        part = ""
        for finding in view.leading(document.findings):
            self.out.print()
            if (name := view.part(finding, document)) and name != part:
                part = name
                self.flow(Text(f"{self.glyphs.part} {name}", "bold"))
                self.out.print()
            self.finding(finding, document)
        self.out.print()

    def verdict(self, verdict: Verdict) -> Text:
        line = Text()
        for position, (key, words) in enumerate(headline.parts(verdict, self.lang)):
            line.append("  " if position else "")
            line.append(words, STYLES[key])
        return line

    def finding(self, finding: Finding, document: DocumentReport) -> None:
        settled = finding.waived is not None or finding.known
        shown_as = standing(finding)
        style = STYLES[shown_as]
        head = _styled(f"{self.glyphs.bullet} {say(finding.severity.value, self.lang)}", style)
        if settled:
            head.append(f"{self.glyphs.dot}{say(shown_as, self.lang)}", style)
        first = finding.evidence[0] if finding.evidence else None
        where = view.place(first, self.lang) if first else ""
        if where:
            head.append(f"  {where}", "dim" if settled else "bold")
        head.append(f"  {family(finding.family, self.lang)}{self.glyphs.dot}{finding.check}", "dim")
        self.flow(head, 0, 2)
        if settled and finding.known:
            self.flow(Text(finding.message, "dim"), 2)
            return
        self.flow(Text(finding.message, "dim" if settled else ""), 2)
        if finding.waived:
            self._waiver(finding)
            return
        self._quotation(view.shared_quote(finding))
        self._figures(finding)
        self._details(finding, document)

    def _waiver(self, finding: Finding) -> None:
        assert finding.waived is not None
        said = say("waived_by", self.lang, by=finding.waived.by, reason=finding.waived.reason)
        if finding.waived.until:
            said += say("until", self.lang, until=finding.waived.until)
        self.flow(Text(said, "dim"), 2)

    def quote(self, pieces: Iterable[Piece]) -> Text:
        """A quotation with its figures marked: by colour, or by >> << where there is none."""
        line = Text()
        for piece in pieces:
            disputed = piece.mark == "disputed"
            shown = f">>{piece.text}<<" if disputed and not self.colour else piece.text
            line.append(shown, "bold reverse" if disputed else "underline" if piece.mark else "")
        return line

    def _quotation(self, pieces: Sequence[Piece]) -> None:
        if not pieces:
            return
        bar = _styled(f"{self.glyphs.bar} ", "dim")
        for line in fold(self.quote(pieces), self.width - 4):
            self._line(bar + line, 2)

    def _figures(self, finding: Finding) -> None:
        line = Text()
        for key, figure in view.figure_parts(finding, self.lang):
            line.append("   " if line else "")
            line.append(f"{say(key, self.lang)} ", "dim")
            line.append(figure, FIGURES[key])
        if line:
            self.flow(line, 2)

    def _details(self, finding: Finding, document: DocumentReport) -> None:
        if finding.cause:
            text = finding.cause.text
            if suggested := view.suggestion(finding, self.lang):
                text += f" {self.glyphs.arrow} {suggested}"
            self._detail("cause", text, "")
        if finding.formula:
            self._detail("formula", finding.formula)
        lines = view.compared(view.elsewhere(finding), self.lang)
        for line in lines[: view.MANY]:
            self._detail("evidence", line)
        if len(lines) > view.MANY:
            self._detail("evidence", say("folded_more", self.lang, n=len(lines) - view.MANY))
        if finding.folded:
            self._detail("folded", self._folded(finding, document))

    def _detail(self, key: str, text: str, style: str = "dim") -> None:
        line = _styled(f"{say(key, self.lang)}  ", "dim")
        hang = cell_len(line.plain)
        line.append(text, style)
        self.flow(line, 2, hang if hang < self.width // 3 else 2)

    def _folded(self, finding: Finding, document: DocumentReport) -> str:
        shown = view.consequences(finding, document)
        names = [
            " ".join(
                part for part in (view.at(other.evidence[0], self.lang) if other.evidence else "", other.check) if part
            )
            for other in shown[:4]
        ]
        more = len(finding.folded) - len(names)
        if more > 0:
            names.append(say("folded_more", self.lang, n=more))
        return ("；" if self.lang == "zh" else "; ").join(names)

    def totals(self, report: Report) -> None:
        for notice in report.notices:
            line = _styled(f"{say('notice', self.lang)}  ", STYLES["warning"])
            line.append(notice, "")
            self.flow(line, 0, 2)
        if report.passed_over:
            self.flow(Text(headline.passed_over(report, self.lang), STYLES["gap"]), 0, 2)
        elif len(report.documents) == 1 and len(report.documents[0].findings) < LONG_LIST:
            return  # the counts are still in sight
        closing.table(report, self.out, self.lang)
        closing.in_common(report, self.out, self.flow, self.lang)
        if len(report.documents) > 1:
            self.out.print()
        number = len(report.documents)
        line = _styled(say("documents" if number != 1 else "documents_one", self.lang, n=number), "bold")
        line.append("  ")
        line.append_text(self.verdict(verdict_of_run(report)))
        self.flow(line)
