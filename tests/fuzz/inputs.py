"""Which inputs does the fuzzer make? Input N is always the same: a seed file of ``example_data``, spoilt by its own dice."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from auditor.model.document import Table
from auditor.reading.open import read_document
from auditor.reading.store import dump
from tests.fuzz.mutations import MUTATIONS

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "example_data"
SHARES = {".txt": 38, ".html": 14, ".csv": 12, ".json": 8, ".docx": 12, ".xlsx": 10, ".pdf": 6}


@cache
def seeds() -> dict[str, list[bytes]]:
    """Whole reports by extension; tables as CSV and stored documents are made of them."""
    found: dict[str, list[bytes]] = {extension: [] for extension in SHARES}
    for file in sorted(EXAMPLES.rglob("*.*")):
        if file.suffix in found:
            found[file.suffix].append(file.read_bytes())
    document = read_document(EXAMPLES / "final-accounts" / "errors.html")
    found[".json"].append(dump(document).encode())
    for block in document.blocks:
        if isinstance(block, Table):
            rows = (",".join(f'"{cell.text}"' for cell in row) for row in block.rows)
            found[".csv"].append("\n".join([block.title, *block.caption, *rows]).encode())
    return found


def make(number: int) -> tuple[str, bytes]:
    """The extension and content of input ``number``."""
    rng = random.Random(number)
    (extension,) = rng.choices(list(SHARES), list(SHARES.values()))
    data = rng.choice(seeds()[extension])
    if extension == ".txt" and rng.random() < 0.7:  # a stretch of a report is as good as all of it, and quicker
        lines = data.decode("utf-8").split("\n")
        at = rng.randrange(len(lines))
        data = "\n".join(lines[at : at + rng.randint(5, 120)]).encode()
    return extension, MUTATIONS[extension](rng, data)
