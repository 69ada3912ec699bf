#!/usr/bin/env python3
"""Make the example reports of this folder: ``python example_data/make.py [--font FILE]``.

Every report is described once (``maker/``) and rendered to each format, clean and with planted errors. The same
description gives the same bytes. For PDF two TrueType fonts are needed, one with Chinese characters, such as Droid Sans
Fallback (Apache-2.0; Debian package fonts-droid-fallback), and one with digits, such as DejaVu Sans (fonts-dejavu-core);
without them the PDFs are left as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from maker import accounts, budget, render_html, render_sheet, render_text, render_word, years
from maker.blocks import Block, planted

HERE = Path(__file__).resolve().parent
CHINESE = (
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf",
)
LATIN = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",)

Render = Callable[[Sequence[Block]], bytes]


def renderers(fonts: tuple[Path, Path] | None) -> dict[str, Render]:
    """By file extension."""
    found: dict[str, Render] = {
        "txt": render_text.render,
        "html": render_html.render,
        "docx": render_word.render,
        "xlsx": render_sheet.render,
    }
    if fonts is not None:
        from maker import render_pdf

        found["pdf"] = partial(render_pdf.render, font=fonts[0], latin=fonts[1])
    return found


#: Each report by its folder: its blocks, its planted errors, the formats it is published in.
REPORTS = {
    "final-accounts": (accounts.report, accounts.SLIPS, ("pdf", "docx", "xlsx", "html", "txt")),
    "budget": (budget.report, budget.SLIPS, ("pdf", "docx")),
}


def files(fonts: tuple[Path, Path] | None) -> Iterator[tuple[Path, bytes]]:
    """Each file with its content."""
    render = renderers(fonts)
    for folder, (report, slips, formats) in REPORTS.items():
        for name, blocks in (("clean", report()), ("errors", planted(report(), slips))):
            for extension in formats:
                if extension in render:
                    yield HERE / folder / f"{name}.{extension}", render[extension](blocks)
    for name, clean in (("clean", True), ("errors", False)):
        yield HERE / "years" / name / "2023-final-accounts.txt", years.prior(clean=clean).encode()
        yield HERE / "years" / name / "2024-budget.txt", years.budget(clean=clean).encode()


def find_fonts(chinese: Path | None = None, latin: Path | None = None) -> tuple[Path, Path] | None:
    """The fonts given, else those of the system; None when one is missing."""
    found = [
        next((font for font in ([given] if given else map(Path, known)) if font.is_file()), None)
        for given, known in ((chinese, CHINESE), (latin, LATIN))
    ]
    return (found[0], found[1]) if found[0] and found[1] else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--font", type=Path, help="a TrueType font with Chinese characters, for the PDFs")
    parser.add_argument("--latin", type=Path, help="a TrueType font with digits and Latin letters, for the PDFs")
    given = parser.parse_args()
    fonts = find_fonts(given.font, given.latin)
    if fonts is None:
        print("a font is missing: the PDFs are left as they are (see --font and --latin)")
    for path, data in files(fonts):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{path.relative_to(HERE)}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
