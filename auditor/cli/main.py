"""The group of commands. Each command lives in a module of its own and is imported when it is called."""

from __future__ import annotations

import gc
import locale
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from auditor import __version__, patterns
from auditor.cli.chinese import put_help, speak
from auditor.errors import LANGUAGES, AuditorError, UsageError, did_you_mean
from auditor.store import usual_store

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


def asked_language(arguments: Sequence[str]) -> str | None:
    """The language that ``--lang`` asks for, wherever it stands; None when it does not stand there."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang":
            value = "".join(arguments[place + 1 : place + 2])
        if value in LANGUAGES:
            return value
    return None


class Commands(click.Group):
    """A group that imports a command when it is needed, speaks the language asked for, and says errors in one sentence."""

    lang = ""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        asked = asked_language(args)
        self.lang = asked or system_language()
        speak(self.lang)
        put_help(self, self.lang)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta["lang"], context.meta["lang_given"] = self.lang, asked is not None
        return context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        _understand_language(command)
        put_help(command, self.lang or system_language())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            raise _no_command(name)
        if (store := usual_store()) is not None:
            patterns.recall(store)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AuditorError as error:
            click.echo(error.say(self.lang), err=True)
            ctx.exit(BAD_INPUT)


def _understand_language(command: click.Command) -> None:
    """Let every command take ``--lang``, for its help and its errors."""
    if all(parameter.name != "lang" for parameter in command.params):
        said = "Language of messages (default: from the locale, else zh)."
        command.params.append(click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=said))


def _no_command(name: str) -> UsageError:
    """What may have been meant: a document to check, or a command that is written otherwise."""
    from auditor.reading.open import ARCHIVE, EXTENSIONS

    path = Path(name)
    if path.exists() or path.suffix.lower() in (*EXTENSIONS, ARCHIVE):
        return UsageError(f"要核对 {name}，请用：auditor check {name}", f"to check {name}: auditor check {name}")
    zh, en = did_you_mean(name, COMMANDS)
    listed = " ".join(sorted(COMMANDS))
    return UsageError(
        f"没有命令 {name}{zh or f'；可用：{listed}'}", f"there is no command {name}{en or f'; there are: {listed}'}"
    )


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="Language of messages (default: from the locale, else zh).",
)
def cli() -> None:
    """Check whether Chinese public-sector reports add up (核对部门决算、预算与绩效自评报告的数字)."""


def main() -> None:
    """Entry point. Text that a console cannot show is replaced, never a crash."""
    gc.set_threshold(_COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        cli(windows_expand_args=False)  # only paths are expanded, not the globs of --select
    finally:
        if (store := usual_store()) is not None:
            patterns.keep(store)
