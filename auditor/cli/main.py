"""The group of commands. Each command lives in a module of its own and is imported when it is called."""

from __future__ import annotations

import gc
import locale
import os
import sys
from importlib import import_module
from typing import Any

import click

from auditor import __version__
from auditor.errors import AuditorError

COMMANDS = {
    "batch": "auditor.cli.batch:batch",
    "cache": "auditor.cli.cache:cache",
    "check": "auditor.cli.check:check",
    "extract": "auditor.cli.extract:extract",
    "explain": "auditor.cli.library:explain",
    "checks": "auditor.cli.library:checks",
    "init": "auditor.cli.setup:init",
    "completion": "auditor.cli.setup:completion",
    "serve": "auditor.cli.serve:serve",
}
BAD_INPUT = 2
_COLLECT_AFTER = 100_000  # objects; a run makes few cycles, and looking for them took a tenth of its time


def system_language() -> str:
    """``zh`` or ``en``: English when the locale says so, else Chinese, which reviewers read."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not name:
        name = locale.getlocale()[0] or ""
    return "en" if name.lower().startswith("en") else "zh"


class Commands(click.Group):
    """A group that imports a command when it is needed, and says errors in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AuditorError as error:
            click.echo(error.say(language_of(ctx)), err=True)
            ctx.exit(BAD_INPUT)


def language_of(ctx: click.Context) -> str:
    chosen = ctx.find_root().meta.get("lang")
    return str(chosen) if chosen else system_language()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor")
def cli() -> None:
    """Check whether Chinese public-sector reports add up (核对部门决算、预算与绩效自评报告的数字)."""


def main() -> None:
    """Entry point. Text that a console cannot show is replaced, never a crash."""
    gc.set_threshold(_COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    cli()
