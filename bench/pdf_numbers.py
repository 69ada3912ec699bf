"""Is every number that a PDF prints in exactly one place of the document, in reading order?

    python bench/pdf_numbers.py REPORT.pdf ...

compares the numbers of the document with those that poppler's ``pdftotext`` prints (it must be installed) and lists
the differences: numbers that only one of the two has, and pages of running text on which the order differs. Page
numbers, page references of a table of contents and repeated table headers are left out of a document on purpose; they
are listed, too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from auditor.model.document import Document, Paragraph, Table
from auditor.reading.pdf import read

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def printed(path: Path) -> list[list[str]]:
    """The numbers of each page as pdftotext prints them."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    pages = done.stdout.decode("utf-8").split("\f")[:-1]
    return [NUMBER.findall(page) for page in pages]


def held(document: Document) -> Iterator[tuple[int, str, bool]]:
    """Page, number, and whether it stands in a table, in the order of the document."""
    for block in document.blocks:
        if isinstance(block, Table):
            page = block.location.page or 0
            for text in (block.title, *block.caption, *block.notes):
                yield from ((page, number, True) for number in NUMBER.findall(text))
            for cell in (cell for row in block.rows for cell in row if not cell.spanned):
                yield from ((cell.location.page or 0, number, True) for number in NUMBER.findall(cell.text))
        elif isinstance(block, Paragraph):
            for match in NUMBER.finditer(block.text):
                yield block.locate(match.start()).page or 0, match.group(), False
        else:
            yield from ((block.location.page or 0, number, False) for number in NUMBER.findall(block.text))


def compare(path: Path) -> int:
    """Print the differences of one file; the number of them."""
    pages = printed(path)
    document = read(path, path.read_bytes())
    ours = list(held(document))
    by_page: defaultdict[int, list[str]] = defaultdict(list)
    with_tables = {page for page, _, in_table in ours if in_table}
    for page, number, _ in ours:
        by_page[page].append(number)
    missing, added = Counter(n for p in pages for n in p), Counter(n for _, n, _ in ours)
    differences = 0
    print(f"{path.name}: {sum(missing.values())} numbers by pdftotext, {sum(added.values())} in the document")
    for number in sorted((missing - added) | (added - missing)):
        where = [i for i, p in enumerate(pages, 1) if p.count(number) != by_page[i].count(number)]
        print(f"  {number}: {missing[number]} × printed, {added[number]} × read; differs on pages {where}")
        differences += 1
    for page, numbers in enumerate(pages, 1):
        if page not in with_tables and numbers != by_page[page] and Counter(numbers) == Counter(by_page[page]):
            print(f"  page {page}: another order")
            differences += 1
    return differences


if __name__ == "__main__":
    print(f"{sum(compare(Path(name)) for name in sys.argv[1:])} differences")
