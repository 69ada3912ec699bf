"""``auditor serve``: the reviewer's desk, a page on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options


@click.command()
@click.argument("folder", default="auditor-desk", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine (default: a free one).")
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser (default: yes).")
@click.option("--jobs", "-j", type=click.IntRange(1, 16), help="Processes that check (default: 2).")
@options.library
@options.language
def serve(folder: Path, port: int, browser: bool, jobs: int | None, folders: tuple[Path, ...], lang: str) -> None:
    """Open a desk for the reports in FOLDER: drop reports, see both places, decide, take the letter along.

    The page is reachable from this machine only. Decisions are kept in FOLDER/auditor-decisions.yaml, which --waivers reads.
    """
    from auditor.app.recall import Recall
    from auditor.app.session import Request
    from auditor.desk.server import serve as run

    request = Request(paths=(folder,), lang=lang, folders=folders, recall=Recall.usual())
    run(request, folder, port=port, browser=browser, jobs=jobs, say=lambda text: click.echo(text, err=True))
