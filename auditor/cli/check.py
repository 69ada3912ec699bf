"""``auditor check``: audit files and folders and say what does not add up."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options
from auditor.cli.main import BAD_INPUT
from auditor.model.finding import Report, Severity, Status

FAILED = 1


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", default="terminal", show_default=True, help="How to show the report: terminal, json …"
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option("--select", multiple=True, metavar="GLOB", help="Only checks whose id or family matches. Repeatable.")
@click.option(
    "--ignore", multiple=True, metavar="GLOB", help="Leave out checks whose id or family matches. Repeatable."
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in reversed(Severity)]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with status 1 when a finding is at least this severe.",
)
@click.option("--unverified", is_flag=True, help="List the numbers that no relation decided.")
@click.option("--ledger", is_flag=True, help="List every relation and its outcome.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes to use (default: by the number of documents).")
@click.option("--debug", is_flag=True, help="Show the traceback of broken checks.")
@options.library
@options.language
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    unverified: bool,
    ledger: bool,
    jobs: int | None,
    debug: bool,
    folders: tuple[Path, ...],
    lang: str,
) -> None:
    """Check reports (PDF, Word, Excel, HTML, text) and say what does not add up.

    Exit status: 0 nothing at or above --fail-on, 1 something, 2 an input could not be read or the call was wrong.
    """
    from auditor.app.batch import Batch, run_batch
    from auditor.report import Context, parse_target, write

    name, target = parse_target(f"{form}={output}" if output else form)
    batch = Batch(tuple(folders), tuple(select), tuple(ignore), lang)
    report, sources = run_batch(batch, paths, jobs)
    context = Context(lang=lang, fail_on=Severity(fail_on), sources=sources)
    write(report, name, target, context)
    _extras(report, context, unverified=unverified, ledger=ledger, debug=debug)
    ctx.exit(exit_status(report, Severity(fail_on)))


def _extras(report: Report, context: object, *, unverified: bool, ledger: bool, debug: bool) -> None:
    del report, context, unverified, ledger, debug


def exit_status(report: Report, fail_on: Severity) -> int:
    """2 when an input could not be read or a check broke, else 1 when a finding counts, else 0."""
    if any(document.status == "unreadable" for document in report.documents):
        return BAD_INPUT
    if any(entry.status is Status.BROKEN for document in report.documents for entry in document.ledger):
        return BAD_INPUT
    counts = (
        finding
        for finding in report.findings()
        if finding.severity.rank >= fail_on.rank and not finding.known and finding.waived is None
    )
    return FAILED if any(counts) else 0
