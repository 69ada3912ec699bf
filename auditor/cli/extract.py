"""``auditor extract``: write down what was read, for inspection and correction."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the document as JSON, which check reads again."
)
@click.option(
    "--show", is_flag=True, help="Print tables as understood: role, unit, columns, code tree, what was joined."
)
@click.option("--force", is_flag=True, help="Replace a file that exists, with the corrections that it may hold.")
@options.gate
@options.library
@options.language
def extract(
    file: Path,
    output: Path | None,
    show: bool,
    force: bool,
    gate: bool | None,
    data_docs: Path | None,
    folders: tuple[Path, ...],
    lang: str,
) -> None:
    """Read FILE and show what was read, or write it as JSON for inspection and correction.

    A corrected document.json is checked with  auditor check document.json.
    """
    from auditor.app.audit import Auditor
    from auditor.app.gating import Gating
    from auditor.reading.open import read_document
    from auditor.reading.store import dump
    from auditor.report.messages import say
    from auditor.report.output import refuse_foreign, save
    from auditor.rulebook.library import load_library

    if output is not None:
        refuse_foreign(output, force=force, inputs=[file])
    auditor = Auditor.with_library(load_library(folders), lang, Gating(gate, data_docs))
    dossier = auditor.understand(read_document(file, str(file)))
    text = dump(dossier.document)
    if output is not None:
        save(text, output, force=force, inputs=[file])
        click.echo(say("written", lang, path=output), err=True)
    if show:
        from auditor.report.extraction import show as show_document
        from auditor.report.terminal import console

        names = {key: role.name for key, role in auditor.library.vocabulary.tables.roles.items()}
        show_document(dossier, names, console(), lang)
    elif output is None:
        click.echo(text, nl=False)
