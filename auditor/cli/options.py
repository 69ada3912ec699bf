"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from glob import glob
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _chosen(ctx: click.Context, _param: click.Parameter, _value: str | None) -> str:
    """The language was looked for before anything else, since errors are said in it, too."""
    return str(ctx.find_root().meta["lang"])


def expanded(_ctx: click.Context, _param: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths with ``*.pdf`` and the like expanded, which not every shell does; what fits nothing stays as it is."""
    result: list[Path] = []
    for path in paths:
        pattern = str(path)
        found = glob(pattern, recursive=True) if set("*?[") & set(pattern) and not path.exists() else []  # noqa: PTH207
        result += map(Path, sorted(found)) if found else [path]
    return tuple(result)


def language(command: Command) -> Command:
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=_chosen,
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
