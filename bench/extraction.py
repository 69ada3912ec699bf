"""How long does the check of PDFs take, against bare extraction of the same pages?

    python bench/extraction.py REPORT.pdf ...

Bare extraction is camelot (lattice, vector) on the pages that carry tables, and pdfium's own text of all pages. Imports
are done before the clock starts. Each figure is the processor time of the best of five runs, in one process.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

ROUNDS = 5


def best(action: Callable[[], object]) -> float:
    """Processor seconds of the fastest of :data:`ROUNDS` runs."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


def bare(paths: Sequence[Path], pages: Sequence[Sequence[int]]) -> None:
    """What any reader must pay: the tables by camelot and the text by pdfium."""
    import camelot
    import pypdfium2

    for path, numbers in zip(paths, pages, strict=True):
        pdf = pypdfium2.PdfDocument(path)
        for page in pdf:
            page.get_textpage().get_text_bounded()
        pdf.close()
        if numbers:
            wanted = ",".join(map(str, numbers))
            camelot.read_pdf(str(path), pages=wanted, flavor="lattice", engine="vector", split_text=True)


def table_pages(path: Path) -> list[int]:
    """The pages that the reader hands to camelot."""
    import pypdfium2

    from auditor.reading.pdf.glyphs import read_page

    pdf = pypdfium2.PdfDocument(path)
    pages = [read_page(pdf[index], index + 1) for index in range(len(pdf))]
    return [page.number for page in pages if page.ruled and page.glyphs]


def main(paths: Sequence[Path]) -> None:
    """Print the seconds of bare extraction, of reading and of the whole check."""
    from auditor.reading.pdf import read

    warnings.simplefilter("ignore")
    pages = [table_pages(path) for path in paths]
    reading = best(lambda: [read(path, path.read_bytes()) for path in paths])
    extraction = best(lambda: bare(paths, pages))
    print(f"bare extraction {extraction:.3f} s")
    print(f"reading         {reading:.3f} s   {reading / extraction:.2f} ×")
    try:
        from auditor import audit
    except ImportError:
        return
    check = best(lambda: audit(*paths))
    print(f"whole check     {check:.3f} s   {check / extraction:.2f} ×")
    print(f"peak memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
