"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.cli.main import system_language

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    lang = value or system_language()
    ctx.find_root().meta["lang"] = lang
    return lang


def language(command: Command) -> Command:
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=_remember,
        is_eager=True,
        help="Language of messages (default: from the locale, else zh).",
    )(command)


def library(command: Command) -> Command:
    return click.option(
        "--checks",
        "folders",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder of further checks, which add to or override the shipped ones. Repeatable.",
    )(command)


def gate(command: Command) -> Command:
    docs = click.option(
        "--data-docs",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Also write what the fitness gate found as great-expectations' Data Docs into this folder.",
    )
    run = click.option(
        "--gate/--no-gate",
        default=None,
        help="Test whether tables are fit to be judged, with great-expectations (default: for all but plain text).",
    )
    return run(docs(command))


def cache(command: Command) -> Command:
    return click.option(
        "--cache/--no-cache", default=True, help="Recall what earlier runs read and found, and keep it (default: yes)."
    )(command)
