"""Every public command and option is documented, and the documents name none that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from auditor.cli.main import cli
from auditor.report import FORMATS

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "docs" / "cli.md").read_text("utf-8")
GUIDES = sorted((ROOT / "docs").glob("*.md"))


def commands(group: click.Group, prefix: str = "auditor") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        yield f"{prefix} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")


def options(command: click.Command) -> list[str]:
    return [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    ]


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=n) for n, c in commands(cli)])
def test_every_command_and_option_is_in_the_reference(name: str, command: click.Command) -> None:
    assert f"`{name}" in REFERENCE, f"docs/cli.md does not name `{name}`"
    missing = [option for option in options(command) if f"`{option}" not in REFERENCE]
    assert missing == [], f"docs/cli.md does not name {missing} of {name}"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_no_document_names_an_option_that_does_not_exist(path: Path) -> None:
    known = {option for _, command in commands(cli) for option in options(command)} | {"--help", "--version"}
    code = re.findall(r"^.*\bauditor (?:check|checks|explain|init|extract)\b.*$", path.read_text("utf-8"), re.MULTILINE)
    named = {option for line in code for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)}
    assert named - known == set()


def test_every_format_is_in_the_reference() -> None:
    assert [name for name in FORMATS if f"`{name}`" not in REFERENCE] == []


def test_the_settings_in_the_reference_are_valid(tmp_path: Path) -> None:
    from auditor.app.config import load

    (block,) = re.findall(r"```toml\n(.*?)```", REFERENCE, re.DOTALL)
    (tmp_path / "auditor.toml").write_text(block, "utf-8")
    assert load(tmp_path / "auditor.toml").rules[0].waiver.by == "王复核"


def test_the_hooks_call_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    names = {name for name, _ in commands(cli)}
    assert {hook["entry"] for hook in hooks} <= names
