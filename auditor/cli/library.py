"""``auditor checks`` and ``auditor explain``: look at the library of checks, try it, add to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.trying import try_
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.rulebook.check import Check
    from auditor.rulebook.library import Library

FAILED = 1
DUTIES = "duties/"  # what the id of a list of duties begins with


def load_library(folders: Sequence[Path] = ()) -> Library:
    """The library, imported when a command needs it, so that ``auditor --help`` stays instant."""
    from auditor.rulebook import library

    return library.load_library(folders)


@click.command()
@click.argument("name", metavar="CHECK")
@options.library
@options.language
def explain(name: str, folders: tuple[Path, ...], lang: str) -> None:
    """Explain one check: what it demands, why, its source, its relation, and examples with the disputed spot marked."""
    from auditor.report import explain as report
    from auditor.report.terminal import console

    library = load_library(folders)
    check = library.get(name)
    report.explain(check, library.files[check.id], console(), lang)


@click.group()
def checks() -> None:
    """List, show, test and add checks. A check is one YAML file; see docs/checks-guide."""


@checks.command("list")
@click.argument("patterns", nargs=-1, metavar="[GLOB]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="As a table for people, or as JSON.",
)
@options.library
@options.language
def list_(patterns: tuple[str, ...], form: str, folders: tuple[Path, ...], lang: str) -> None:
    """List the checks: id, family, severity, title. GLOB picks ids or families."""
    from auditor.report import explain as report
    from auditor.report.terminal import console

    library = _chosen(load_library(folders), patterns)
    if form == "json":
        entries = [report.as_dict(check, library.files[check.id]) for check in library]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    report.listing(library, console(), lang)


@checks.command()
@click.argument("name", metavar="CHECK")
@options.library
@options.language
def show(name: str, folders: tuple[Path, ...], lang: str) -> None:
    """Print the YAML of a check, to read or to copy."""
    from auditor.rulebook.rows import excerpt

    del lang  # the file is in both languages; the option serves the errors
    library = load_library(folders)
    check = library.get(name)
    text = library.files[check.id].read_text(encoding="utf-8-sig")
    click.echo(excerpt(text, check.id.rpartition("/")[2]), nl=False)


@checks.command()
@click.argument("names", nargs=-1, metavar="[CHECK]...")
@options.library
@options.language
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], folders: tuple[Path, ...], lang: str) -> None:
    """Run the examples of checks and of lists of duties: those named, else those of --checks DIR, else all.

    Exit status: 0 every example shows what it claims, 1 one does not, 2 a check cannot be loaded.
    """
    from auditor.app.audit import Auditor
    from auditor.app.examples import examine, examine_duties

    library = load_library(folders)
    duties = _duties(library, names, folders)
    others = [name for name in names if name.removeprefix(DUTIES) not in duties]
    chosen = _of_folders(library, folders) if not names else list(_chosen(library, tuple(others))) if others else []
    if not chosen and not duties:
        where = "、".join(map(str, folders))
        raise UsageError(f"{where} 中没有检查文件（*.yaml）", f"there is no check (*.yaml) in {where}")
    auditor = Auditor.with_library(library, lang)
    failures = [failure for check in chosen for failure in examine(auditor, check)]
    failures += [failure for name in duties for failure in examine_duties(auditor, name)]
    for failure in failures:
        click.echo(f"{library.files[failure.check]}: {failure.zh if lang == 'zh' else failure.en}")
        click.echo("".join(f"    {line}\n" for line in failure.example.strip().splitlines()), nl=False)
    click.echo(_tested(library, chosen, duties, len(failures), lang))
    ctx.exit(FAILED if failures else 0)


def _tested(library: Library, chosen: Sequence[Check], lists: Sequence[str], failures: int, lang: str) -> str:
    """How many checks and duties were tried on how many examples, and how many did not show what they claim."""
    duties = [duty for name in lists for _, duty in library.duties[name].all()]
    examples = sum(len(check.examples.pass_) + len(check.examples.fail) for check in chosen)
    examples += sum(1 for duty in duties for _ in duty.examples.each())
    if lang == "zh":
        what = "，".join(f"{n} {of}" for n, of in ((len(chosen), "项检查"), (len(duties), "项公开事项")) if n)
        return f"{what}，{examples} 个例文，" + (f"{failures} 处不符" if failures else "全部相符")
    named = (
        (len(chosen), "check" if len(chosen) == 1 else "checks"),
        (len(duties), "duty" if len(duties) == 1 else "duties"),
    )
    what = ", ".join(f"{n} {of}" for n, of in named if n)
    return f"{what}, {examples} examples, " + (f"{failures} not as claimed" if failures else "all as claimed")


@checks.command()
@click.argument("name", metavar="ID")
@click.option("--kind", required=True, help="The kind of check to begin with, see docs/checks-guide.")
@click.option(
    "--checks",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("checks"),
    show_default=True,
    metavar="DIR",
    help="The folder of checks to write into.",
)
@options.language
def new(name: str, kind: str, folder: Path, lang: str) -> None:
    """Begin a check: write DIR/ID.yaml, a working check of that kind with every field explained."""
    from auditor.rulebook.skeleton import place, skeleton

    library = load_library()
    if name in library.checks:
        raise UsageError(
            f"检查 {name} 已存在（{library.files[name]}）；请另取编号。要改动它：auditor checks show {name} > {folder / name}.yaml",
            f"the check {name} exists ({library.files[name]}); choose another id, or to change it: "
            f"auditor checks show {name} > {folder / name}.yaml",
        )
    text = skeleton(library, kind, lang)
    path = place(folder, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(
            f"{path}：无法写入（{error.strerror}）", f"{path}: cannot be written ({error.strerror})"
        ) from None
    zh = f"已写入 {path}。修改后运行：auditor checks test --checks {folder}"
    en = f"wrote {path}. Change it, then run: auditor checks test --checks {folder}"
    click.echo(zh if lang == "zh" else en)


def _chosen(library: Library, patterns: tuple[str, ...]) -> Library:
    """The checks that the patterns pick; a name that is no pattern may be the last part of an id."""
    if not patterns:
        return library
    return library.selected([_pattern(library, pattern) for pattern in patterns])


def _pattern(library: Library, pattern: str) -> str:
    if any(sign in pattern for sign in "*?[") or library.matches(pattern):
        return pattern
    return library.get(pattern).id


def _of_folders(library: Library, folders: tuple[Path, ...]) -> list[Check]:
    """The checks whose files stand in one of the folders; all when there is none."""
    return [check for check in library if not folders or _lies_in(library.files[check.id], folders)]


def _duties(library: Library, names: tuple[str, ...], folders: tuple[Path, ...]) -> list[str]:
    """The lists of duties that are named as ``duties/NAME``, else those that stand in the folders, else all."""
    if names:
        return [name for name in library.duties if f"{DUTIES}{name}" in names]
    return [name for name in library.duties if not folders or _lies_in(library.files[f"{DUTIES}{name}"], folders)]


def _lies_in(file: Path, folders: tuple[Path, ...]) -> bool:
    return any(file.is_relative_to(folder) for folder in folders)


checks.add_command(try_)
