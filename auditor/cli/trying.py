"""``auditor checks try``: what is understood of a sentence or a small text, and what each check makes of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli import options


@click.command("try")
@click.argument("text")
@click.option("--check", "name", help="Only this check (id, or its last part).")
@options.library
@options.language
def try_(text: str, name: str | None, folders: tuple[Path, ...], lang: str) -> None:
    """Show every number in TEXT with what the words say of it, and what each check makes of it. TEXT ``-`` is standard input."""
    from auditor.app.trial import tried
    from auditor.cli.library import load_library
    from auditor.report import trial
    from auditor.report.terminal import console

    library = load_library(folders)
    chosen = [library.get(name)] if name else list(library)
    given = sys.stdin.read() if text == "-" else text
    dossier, outcomes = tried(library, chosen, given)
    trial.show(dossier, outcomes, library, console(), lang, every=name is not None)
