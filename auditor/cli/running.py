"""What happens between the options of ``auditor check`` and its exit status?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from auditor.app import baseline, session
from auditor.app.batch import auditor_for
from auditor.app.compare import compare
from auditor.app.config import settings_for, shown
from auditor.app.gating import Gating
from auditor.app.recall import Recall
from auditor.app.session import Progress, Request
from auditor.cli.main import BAD_INPUT
from auditor.errors import AuditorError, InputError, UsageError
from auditor.model.finding import DocumentReport, Drafts, Report, Severity
from auditor.model.verdict import fails, verdict_of_run
from auditor.reading.open import Found
from auditor.report import Context, examine_target, format_of, parse_target, view, write
from auditor.report.messages import say
from auditor.report.output import test_place

FAILED = 1


@dataclass(frozen=True, slots=True)
class Options:
    """The options of ``auditor check`` as given."""

    paths: tuple[Path, ...]
    form: str | None
    output: Path | None
    reports: tuple[str, ...]
    force: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    exit_zero: bool
    min_coverage: float | None
    baseline: Path | None
    write_baseline: Path | None
    waivers: tuple[Path, ...]
    against: Path | None
    prior: Path | None
    budget: Path | None
    quiet: bool
    statistics: bool
    unverified: bool
    ledger: bool
    watch: bool
    show_config: bool
    jobs: int | None
    debug: bool
    cache: bool
    gate: bool | None
    data_docs: Path | None
    folders: tuple[Path, ...]
    lang: str
    lang_given: bool

    def request(self) -> Request:
        settings = settings_for(self.paths[0])
        return Request(
            paths=self.paths,
            lang=self.lang if self.lang_given else settings.lang or self.lang,
            folders=self.folders,
            select=self.select,
            ignore=self.ignore,
            waivers=self.waivers,
            baseline=self.baseline,
            jobs=self.jobs,
            beside=tuple((name, path) for name in ("prior", "budget") if (path := getattr(self, name)) is not None),
            gating=Gating(self.gate, self.data_docs),
            recall=Recall.usual() if self.cache else None,
        )

    def least(self) -> float | None:
        """The share of the figures, in per cent, that must be checked."""
        return settings_for(self.paths[0]).min_coverage if self.min_coverage is None else self.min_coverage

    def threshold(self) -> Severity:
        return Severity(self.fail_on or settings_for(self.paths[0]).fail_on or Severity.ERROR)

    def targets(self) -> tuple[tuple[str, Path | None], ...]:
        """The formats and where they go; None is standard output. ``UsageError`` when one cannot be."""
        form = self.form or (format_of(self.output) if self.output else "terminal")
        main = parse_target(f"{form}={self.output}" if self.output else form)
        return (main, *(_report_target(text) for text in self.reports))


def _report_target(text: str) -> tuple[str, Path | None]:
    """A further report needs a file; annotations are what a pipeline reads from standard output."""
    name, target = parse_target(text)
    if target is None and name != "github" and "=" not in text:
        raise UsageError(
            f"--report {name} 缺少文件：--report {name}=文件", f"--report {name} needs a file: {name}=FILE"
        )
    return name, target


def execute(options: Options) -> int:
    """Run, write what was asked for, and give the exit status. Raises the errors of the call."""
    request, targets = options.request(), options.targets()
    if options.show_config:
        return _show_config(options, request)
    found = session.found_in(request.paths)
    sources = list(found.documents)
    _refuse_several(options, len(sources))
    inputs = [source.path for source in sources]
    for name, target in targets:
        if target is not None:
            examine_target(name, target, inputs, force=options.force)
    if options.write_baseline:
        test_place(options.write_baseline)
    session.examine(request, sources)
    if options.watch:
        return _watch(options, request)
    with _progress(len(sources), request.lang) as progress:
        documents = session.audit(request, sources, progress)
    return _deliver(options, request, found, documents)


def _refuse_several(options: Options, number: int) -> None:
    """Another draft, last year's report or a budget belongs to one report."""
    given = [f"--{name}" for name in ("against", "prior", "budget") if getattr(options, name) is not None]
    if given and number != 1:
        names = " ".join(given)
        raise UsageError(
            f"{names} 只用于一份报告，这里有 {number} 份", f"{names} is for a single report; here are {number}"
        )


def _deliver(options: Options, request: Request, found: Found, documents: tuple[DocumentReport, ...]) -> int:
    report = session.settle(request, found, documents, date.today())
    if options.write_baseline:
        report = _write_baseline(options, report, request.lang)
    if options.against is not None:
        report = replace(report, drafts=_drafts(options.against, request, report))
    details = frozenset(name for name in ("ledger", "unverified") if getattr(options, name))
    context = Context(
        lang=request.lang,
        fail_on=options.threshold(),
        sources={source.shown: source.path for source in found.documents},
        details=details,
        library=auditor_for(request.batch(found.documents[0])).library if found.documents else None,
    )
    status = exit_status(report, context.fail_on, options.least())
    status = 0 if options.exit_zero and status == FAILED else status
    written = [_write(options, report, name, target, context) for name, target in options.targets()]
    if report.drafts is not None:
        _show_drafts(options, report, request.lang)
    return max(status, *written)


def _write(options: Options, report: Report, name: str, target: Path | None, context: Context) -> int:
    """Write one report; one that cannot be written is said, and costs no other."""
    if name == "terminal" and target is None:
        _show(options, report, context.lang)
        return 0
    try:
        files = write(report, name, target, context, force=options.force)
    except AuditorError as error:
        click.echo(error.say(context.lang), err=True)
        return BAD_INPUT
    for file in files if not options.quiet else ():
        click.echo(say("written", context.lang, path=file), err=True)
    return 0


def _drafts(earlier: Path, request: Request, report: Report) -> Drafts:
    """What became of the findings of the earlier draft."""
    (document,) = session.audit(replace(request, beside=()), session.sources_of([earlier]))
    if document.status != "checked":
        raise InputError(document.error or "", document.error or "")
    return compare(document, report.documents[0])


def _show_drafts(options: Options, report: Report, lang: str) -> None:
    """The drafts in a few lines, on standard error beside a report for machines."""
    aside = options.form not in (None, "terminal") or options.output is not None
    click.echo(view.drafts_counted(report, lang), err=aside)
    for key, found in view.drafts(report):
        for finding in found:
            click.echo(f"  {say(f'drafts.{key}', lang)}  {view.where(finding, lang)} {finding.message}", err=aside)


def _show(options: Options, report: Report, lang: str) -> None:
    from auditor.report import terminal

    out = terminal.console()
    if not terminal.shows_chinese():
        click.echo(say("no_chinese", "en", encoding=sys.stdout.encoding), err=True)
    if options.quiet:
        terminal.brief(report, out, lang)
    else:
        terminal.summary(report, out, lang)
    for wanted, section in (
        (options.statistics, terminal.statistics),
        (options.ledger, terminal.ledger),
        (options.unverified, terminal.unverified),
        (options.debug, terminal.broken),
    ):
        if wanted:
            section(report, out, lang)


def _write_baseline(options: Options, report: Report, lang: str) -> Report:
    assert options.write_baseline is not None
    change = baseline.write(report, options.write_baseline, force=options.force)
    said = say("baseline", lang, path=options.write_baseline, held=change.held, gone=change.gone)
    if change.left_out:
        said += say("baseline_left_out", lang, n=change.left_out)
    click.echo(said, err=True)
    return baseline.mark_known(report, baseline.load(options.write_baseline))


def _show_config(options: Options, request: Request) -> int:
    """The settings that hold: those of the files with what the command line says, a stretch for each file of settings."""
    for settings in dict.fromkeys(settings_for(path) for path in options.paths):
        holding = replace(
            settings,
            lang=request.lang,
            fail_on=options.threshold().value,
            min_coverage=options.least(),
            select=options.select or settings.select,
            ignore=(*settings.ignore, *options.ignore),
            checks=(*settings.checks, *options.folders),
            baseline=options.baseline or request.settings.baseline,
            waivers=(*settings.waivers, *options.waivers),
        )
        click.echo(shown(holding))
    return 0


@contextmanager
def _progress(number: int, lang: str) -> Iterator[Progress | None]:
    """A progress bar on standard error when a person waits there for several documents."""
    if number < 3 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("checking", lang), total=number)
        yield lambda done, _all: bar.update(task, completed=done)


def _watch(options: Options, request: Request, sleep: Callable[[float], None] | None = None) -> int:
    import time

    from auditor.app.watch import looks

    known: dict[Path, DocumentReport] = {}
    first = request
    options = replace(options, force=True, write_baseline=None)  # our own reports are written again and again
    try:
        for look in looks(request.paths, lambda: session.files_of(first), sleep or time.sleep):
            try:
                if look.anew:
                    session.forget()
                    request = options.request()
                fresh = session.audit(request, look.changed)
                known |= {source.path: document for source, document in zip(look.changed, fresh, strict=True)}
                present = [source for source in look.sources if source.path in known]
                click.clear()
                found = Found(tuple(present), look.passed_over)
                _deliver(options, request, found, tuple(known[source.path] for source in present))
            except AuditorError as error:
                click.echo(error.say(request.lang), err=True)
            click.echo(say("watching", request.lang), err=True)
    except KeyboardInterrupt:
        pass
    return 0


def exit_status(report: Report, fail_on: Severity, min_coverage: float | None = None) -> int:
    """2 when an input or a page was not read or a check broke, else 1 when a finding counts or too little was checked."""
    verdict = verdict_of_run(report)
    if verdict.unreadable or verdict.unread or verdict.broken:
        return BAD_INPUT
    if any(fails(finding, fail_on) for finding in report.findings()):
        return FAILED
    least = (min_coverage or 0) / 100
    return FAILED if any(document.coverage.rate < least for document in report.documents) else 0
