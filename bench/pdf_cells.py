"""Do the cells of ruled tables say what camelot's own reading of them says?

    python bench/pdf_cells.py REPORT.pdf ...

The reader takes grids from camelot and fills them with pdfium's characters. This compares the figures in its cells with
those of camelot's lattice (vector, split_text), page by page, and lists what only one of the two has.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path

from auditor.reading.pdf import read

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def by_camelot(path: Path) -> dict[int, Counter[str]]:
    """The figures of each page's tables, as camelot reads them."""
    import camelot

    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", engine="vector", split_text=True):
        for cell in (cell for row in table.cells for cell in row):
            found[table.page].update(NUMBER.findall(cell.text))
    return found


def by_reader(path: Path) -> dict[int, Counter[str]]:
    """The figures of each page's trusted tables, as the reader has them."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for table in read(path, path.read_bytes()).tables():
        for cell in (cell for row in table.rows for cell in row if not cell.spanned and table.trusted):
            found[cell.location.page or 0].update(NUMBER.findall(cell.text))
    return found


def main(paths: list[Path]) -> None:
    """Print the differences of each file."""
    warnings.simplefilter("ignore")
    for path in paths:
        theirs, ours = by_camelot(path), by_reader(path)
        print(
            f"{path.name}: {sum(c.total() for c in theirs.values())} figures, {sum(c.total() for c in ours.values())}"
        )
        for page in sorted(theirs | ours):
            only_theirs, only_ours = theirs[page] - ours[page], ours[page] - theirs[page]
            if only_theirs or only_ours:
                print(f"  page {page}: only camelot {dict(only_theirs)}, only the reader {dict(only_ours)}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
