"""``auditor cache``: where earlier results are kept, how much it is, and how to be rid of it."""

from __future__ import annotations

import click

from auditor.cli import options


@click.group()
def cache() -> None:
    """Show or clear what earlier runs read and found."""


@cache.command()
@options.language
def show(lang: str) -> None:
    """Say where the cache is and how much is in it."""
    from auditor.store import LIMIT, Store, default_folder

    store = Store(default_folder())
    number, size = store.size()
    zh = f"{store.folder}：{number} 项，{_megabytes(size)}，上限 {_megabytes(LIMIT)}"
    en = f"{store.folder}: {number} entries, {_megabytes(size)} of at most {_megabytes(LIMIT)}"
    click.echo(zh if lang == "zh" else en)


@cache.command()
@options.language
def clear(lang: str) -> None:
    """Forget all earlier results."""
    from auditor.store import Store, default_folder

    number, size = Store(default_folder()).clear()
    zh, en = f"已清除 {number} 项，{_megabytes(size)}", f"cleared {number} entries, {_megabytes(size)}"
    click.echo(zh if lang == "zh" else en)


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f} MB"
