"""``auditor init`` and ``auditor completion``: what is done once."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options
from auditor.errors import UsageError


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an auditor.toml that is there.")
@options.language
def init(folder: Path, force: bool, lang: str) -> None:
    """Write an auditor.toml with every setting explained into FOLDER (default: here)."""
    from auditor.app.config import NAME, TEMPLATE
    from auditor.report.messages import say
    from auditor.report.output import save

    target = folder / NAME
    if target.exists() and not force:
        raise UsageError(f"{target} 已存在；确要覆盖请加 --force", f"{target} exists; use --force to replace it")
    save(TEMPLATE, target, force=force)
    click.echo(say("written", lang, path=target), err=True)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a completion script for SHELL; e.g. add  eval "$(auditor completion bash)"  to ~/.bashrc."""
    from click.shell_completion import get_completion_class

    from auditor.cli.main import cli

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(cli, {}, "auditor", "_AUDITOR_COMPLETE").source())
