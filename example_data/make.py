#!/usr/bin/env python3
"""Make the example reports of this folder: ``python example_data/make.py [--font FILE]``.

Every report is described once (``maker/``) and rendered to each format, clean and with planted errors. The same
description gives the same bytes. For PDF a TrueType font with Chinese characters is needed, such as Droid Sans Fallback
(Apache-2.0; Debian package fonts-droid-fallback); without one the PDFs are left as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from maker import accounts, render_html, render_sheet, render_text, render_word
from maker.blocks import Block, planted

HERE = Path(__file__).resolve().parent
FONTS = (
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf",
)

Render = Callable[[Sequence[Block]], bytes]


def renderers(font: Path | None) -> dict[str, Render]:
    """By file extension."""
    found: dict[str, Render] = {
        "txt": render_text.render,
        "html": render_html.render,
        "docx": render_word.render,
        "xlsx": render_sheet.render,
    }
    if font is not None:
        from maker import render_pdf

        found["pdf"] = partial(render_pdf.render, font=font)
    return found


def files(font: Path | None) -> Iterator[tuple[Path, bytes]]:
    """Each file with its content."""
    render = renderers(font)
    for name, blocks in (("clean", accounts.report()), ("errors", planted(accounts.report(), accounts.SLIPS))):
        for extension, make in render.items():
            yield HERE / "final-accounts" / f"{name}.{extension}", make(blocks)


def find_font(given: Path | None) -> Path | None:
    candidates = [given] if given else [Path(name) for name in FONTS]
    return next((font for font in candidates if font.is_file()), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--font", type=Path, help="a TrueType font with Chinese characters, for the PDFs")
    font = find_font(parser.parse_args().font)
    if font is None:
        print("no Chinese TrueType font found: the PDFs are left as they are (see --font)")
    for path, data in files(font):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{path.relative_to(HERE)}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
