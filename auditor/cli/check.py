"""``auditor check``: audit files and folders and say what does not add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.cli import options
from auditor.model.finding import Severity


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), callback=options.expanded)
@click.option(
    "--format",
    "form",
    help="How to show the report: terminal, json … (default: by the extension of --output, else terminal).",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Also write a report: html, annotated, workpaper, overview, letter, checklist, sarif, junit, github, markdown, json. Repeatable.",
)
@click.option("--force", is_flag=True, help="Replace files that auditor did not write; let a baseline grow.")
@click.option("--select", multiple=True, metavar="GLOB", help="Only checks whose id or family matches. Repeatable.")
@click.option(
    "--ignore", multiple=True, metavar="GLOB", help="Leave out checks whose id or family matches. Repeatable."
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    help="Exit with status 1 when a finding is at least this severe (default: error).",
)
@click.option(
    "--min-coverage",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with status 1 when less than this share of a document's figures could be checked.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 whatever is found.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Findings in this file are known and do not fail.")
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    help="Write the findings to this file as known. An existing one only shrinks, unless --force.",
)
@click.option(
    "--waivers",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Accepted findings: a YAML file, or a workpaper with decisions. Repeatable.",
)
@click.option(
    "--against", type=click.Path(path_type=Path), help="An earlier draft: say what is repaired, new, and still there."
)
@click.option(
    "--prior", type=click.Path(path_type=Path), help="Last year's report: hold balances and changes against it."
)
@click.option(
    "--budget", type=click.Path(path_type=Path), help="The published budget: hold initial budgets against it."
)
@click.option("--quiet", "-q", is_flag=True, help="One line for each finding and for what was not read.")
@click.option("--statistics", is_flag=True, help="Count relations and findings by check.")
@click.option("--unverified", is_flag=True, help="List the numbers that no relation decided.")
@click.option("--ledger", is_flag=True, help="List every relation and its outcome.")
@click.option("--watch", is_flag=True, help="Check again whenever a document is saved.")
@click.option("--show-config", is_flag=True, help="Show the settings that hold for the documents, and stop.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes to use (default: by the number of documents).")
@click.option("--debug", is_flag=True, help="Show the reasons of broken checks.")
@options.cache
@options.gate
@options.library
@options.language
@click.pass_context
def check(ctx: click.Context, /, **chosen: Any) -> None:
    """Check reports (PDF, Word, Excel, HTML, text) and say what does not add up.

    Exit status: 0 nothing at or above --fail-on, 1 something, 2 an input or a page could not be read, or the call was
    wrong.
    """
    from auditor.cli.running import Options, execute

    ctx.exit(execute(Options(lang_given=ctx.find_root().meta["lang_given"], **chosen)))
