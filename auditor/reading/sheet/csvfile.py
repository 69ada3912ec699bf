"""What does a CSV or TSV file say? ``Location.line`` is the number of the line on which a row begins."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Location
from auditor.reading.decoding import decode
from auditor.reading.sheet.sections import sections
from auditor.reading.structure.compose import compose
from auditor.reading.structure.stream import indent_of, refuse_if_too_large, tidy

_DELIMITERS = ",\t;|"
_SAMPLE = 200  # lines
_LONGEST_FIELD = 100_000


def read(path: Path, data: bytes) -> Document:
    """The document in a CSV or TSV file.

    :raises InputError: it is empty, binary, in no known encoding, or larger than a report can be.
    """
    text = decode(path, data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
            refuse_if_too_large(str(path), len(rows), len(rows))
    except csv.Error as error:
        raise InputError(
            f"{path}：第 {reader.line_num} 行不是有效的 CSV。", f"{path}: line {reader.line_num} is not valid CSV."
        ) from error
    width = max((len(row) for _, row in rows), default=0)
    refuse_if_too_large(str(path), len(rows), len(rows) * width, width)
    cells = [
        tuple(Cell(tidy(text), Location(line=line), indent=indent_of(text)) for text in row + [""] * (width - len(row)))
        for line, row in rows
    ]
    return compose(path, data, "csv", sections(cells))


def delimiter_of(text: str) -> str:
    """The character that parts the cells: the one that most lines have equally often."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]

    def steadiness(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := _outside_quotes(line).count(delimiter)))
        most = counts.most_common(1)
        return (most[0][1], most[0][0]) if most else (0, 0)

    return max(_DELIMITERS, key=steadiness)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
