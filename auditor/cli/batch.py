"""``auditor batch``: check very many documents, on one machine or a cluster, and look at what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.batch.run import Result, Standing

_INTERRUPTED = 130


class _Group(click.Group):
    """``auditor batch SOURCE --out FOLDER`` beside ``auditor batch report FOLDER``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def batch() -> None:
    """Check very many documents: auditor batch SOURCE --out FOLDER, then auditor batch report FOLDER.

    SOURCE is a folder, a glob, a zip file, or an address that fsspec knows (s3://…, zip://*.pdf::file.zip). A call that was interrupted
    goes on where it stopped.
    """


@batch.command()
@click.argument("source")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder of the results."
)
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes to use (default: the processors of the machine).")
@click.option("--scheduler", metavar="ADDRESS", help="Use the workers of this dask.distributed scheduler instead.")
@click.option(
    "--timeout", type=click.FloatRange(1), default=120.0, show_default=True, help="Seconds that a document may take."
)
@click.option(
    "--memory", type=click.IntRange(128), default=2048, show_default=True, help="Megabytes that a document may take."
)
@click.option("--retry", is_flag=True, help="Try those again that crashed, or took too long or too much memory.")
@click.option("--select", multiple=True, metavar="GLOB", help="Only checks whose id or family matches. Repeatable.")
@click.option("--ignore", multiple=True, metavar="GLOB", help="Leave out checks whose id or family matches.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@options.cache
@click.option("--gate/--no-gate", default=None, help="Test whether tables are fit to be judged (default: by format).")
@options.library
@options.language
@click.pass_context
def run(ctx: click.Context, /, source: str, out: Path, **chosen: Any) -> None:
    """Check the documents of SOURCE and write a result for each and one dataset into FOLDER.

    Exit status: 0 all documents were checked, whatever was found; 2 some could not be; 130 interrupted.
    """
    from auditor.batch.executors import executor_for
    from auditor.batch.run import run as run_batch
    from auditor.batch.sources import find_items
    from auditor.batch.task import Terms

    terms = Terms(
        lang=chosen["lang"],
        folders=tuple(str(folder.resolve()) for folder in chosen["folders"]),
        select=chosen["select"],
        ignore=chosen["ignore"],
        gate=chosen["gate"],
        cache=chosen["cache"],
        timeout=chosen["timeout"],
        memory=chosen["memory"],
    )
    items = find_items(source)
    executor = executor_for(chosen["scheduler"], chosen["jobs"] or os.cpu_count() or 1)
    try:
        with _progress(quiet=chosen["quiet"], lang=terms.lang) as progress:
            result = run_batch(items, out.resolve(), terms, executor, retry=chosen["retry"], progress=progress)
    finally:
        executor.close()
    _say(result, out, terms.lang)
    ctx.exit(_INTERRUPTED if result.interrupted else 2 if result.unchecked else 0)


@batch.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--html", type=click.Path(path_type=Path), help="Write the overview as a page.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write the overview as a workbook.")
@click.option(
    "--top", type=click.IntRange(1), default=20, show_default=True, help="Lines of each list on the terminal."
)
@click.option("--force", is_flag=True, help="Replace files that auditor did not write.")
@options.language
def report(folder: Path, html: Path | None, xlsx: Path | None, top: int, force: bool, lang: str) -> None:
    """Show what a batch found: the worst documents first; by region, kind of document and check."""
    from auditor.batch import overview
    from auditor.report.messages import say
    from auditor.report.output import save
    from auditor.report.terminal import console

    seen = overview.look(folder, lang)
    for target, render in ((html, overview.as_html), (xlsx, overview.as_workbook)):
        if target is not None:
            save(render(seen, lang), target, force=force)
            click.echo(say("written", lang, path=target), err=True)
    if html is None and xlsx is None:
        overview.show(seen, console(), lang, top)


@contextmanager
def _progress(*, quiet: bool, lang: str) -> Iterator[Callable[[Standing], None] | None]:
    """A line on a terminal that is written anew; elsewhere a line every ten seconds."""
    if quiet:
        yield None
        return
    import time

    from auditor.batch.task import CHECKED

    live, latest = sys.stderr.isatty(), [0.0]

    def show(standing: Standing) -> None:
        done = standing.latest
        now = time.monotonic()
        pause = 0.2 if live else 10.0
        if done is not None and done.status not in (CHECKED, "unreadable"):
            latest[0] = 0.0  # a loss is shown at once
        if now - latest[0] < pause and standing.done < standing.all:
            return
        latest[0] = now
        click.echo(("\r\x1b[K" if live else "") + _line(standing, lang), err=True, nl=not live)

    yield show
    if live and latest[0]:
        click.echo("", err=True)


def _line(standing: Standing, lang: str) -> str:
    left = "?" if standing.remaining is None else _time(standing.remaining)
    reading = (standing.reading or ("",))[0][-40:]
    if lang == "zh":
        return f"{standing.done}/{standing.all} 份，{standing.rate:.1f} 份/秒，还需 {left}，未能核对 {standing.lost} 份  {reading}"
    return (
        f"{standing.done}/{standing.all}, {standing.rate:.1f}/s, {left} to go, {standing.lost} not checked  {reading}"
    )


def _time(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def _say(result: Result, out: Path, lang: str) -> None:
    lost = sum(result.unchecked.values())
    if lang == "zh":
        said = f"共 {result.all} 份，本次完成 {result.fresh} 份；错误 {result.errors}，警告 {result.warnings}；未能核对 {lost} 份"
        went_on = "已中断，完成的结果已保留；再次运行即从中断处继续"
        words = {"unreadable": "无法读取", "timeout": "超时", "memory": "内存不足", "crashed": "程序出错"}
        no_dataset = "没有写 Parquet 数据集：需要 pip install 'auditor[batch]'"
    else:
        said = f"{result.all} documents, {result.fresh} done now; {result.errors} errors, {result.warnings} warnings; {lost} not checked"
        went_on = "interrupted; what is finished is kept, and the same call goes on from there"
        words = {"unreadable": "unreadable", "timeout": "out of time", "memory": "out of memory", "crashed": "crashed"}
        no_dataset = "no Parquet dataset was written: it needs  pip install 'auditor[batch]'"
    click.echo(said)
    for status, number in sorted(result.unchecked.items()):
        names = result.named[status]
        for name in names:
            click.echo(f"  {words[status]}: {name}")
        if number > len(names):
            click.echo(f"  {words[status]}: … +{number - len(names)}")
    if not result.dataset:
        click.echo(no_dataset, err=True)
    click.echo(went_on if result.interrupted else f"{out / 'dataset'}")
