"""How do the results of many documents become one dataset? Parquet files by table, the same bytes however the work was done.

``dataset/TABLE/part-00000.parquet`` holds the documents of one stretch of the batch in the order of their names, so that parts are made
independently. ``timings`` tell what a run cost and are the only table that differs from run to run.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.batch.register import Register
from auditor.batch.sources import Item
from auditor.batch.task import CRASHED, Done, result_name
from auditor.errors import UsageError

STRETCH = 1000  # documents in a part

_TEXT, _WHOLE, _REAL = "string", "int64", "float64"
TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "document": _TEXT,
        "path": _TEXT,
        "sha256": _TEXT,
        "bytes": _WHOLE,
        "status": _TEXT,
        "error": _TEXT,
        "kind": _TEXT,
        "entity": _TEXT,
        "region": _TEXT,
        "level": _TEXT,
        "year": _WHOLE,
        "numbers": _WHOLE,
        "verified": _WHOLE,
        "coverage": _REAL,
        "errors": _WHOLE,
        "warnings": _WHOLE,
        "notes": _WHOLE,
        "passed": _WHOLE,
        "failed": _WHOLE,
        "skipped": _WHOLE,
        "broken": _WHOLE,
        "remarks": _TEXT,
        "result": _TEXT,
    },
    "findings": {
        "document": _TEXT,
        "path": _TEXT,
        "finding": _TEXT,
        "check": _TEXT,
        "family": _TEXT,
        "severity": _TEXT,
        "message": _TEXT,
        "claimed": _TEXT,
        "expected": _TEXT,
        "gap": _TEXT,
        "formula": _TEXT,
        "cause": _TEXT,
        "cause_text": _TEXT,
        "suggestion": _TEXT,
        "part": _TEXT,
        "page": _WHOLE,
        "line": _WHOLE,
        "table": _TEXT,
        "row": _TEXT,
        "column": _TEXT,
        "quote": _TEXT,
        "folded": _WHOLE,
    },
    "relations": {
        "document": _TEXT,
        "number": _WHOLE,
        "check": _TEXT,
        "status": _TEXT,
        "arithmetic": _TEXT,
        "page": _WHOLE,
        "line": _WHOLE,
        "reason": _TEXT,
    },
    "coverage": {
        "document": _TEXT,
        "check": _TEXT,
        "passed": _WHOLE,
        "failed": _WHOLE,
        "skipped": _WHOLE,
        "broken": _WHOLE,
    },
    "timings": {
        "document": _TEXT,
        "path": _TEXT,
        "bytes": _WHOLE,
        "status": _TEXT,
        "seconds": _REAL,
        "fetch": _REAL,
        "audit": _REAL,
        "megabytes": _REAL,
    },
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the dataset: its number, the documents in it, and what they cost."""

    folder: str
    number: int
    items: tuple[Item, ...]
    done: tuple[Done, ...]


def pieces(folder: Path, register: Register) -> Iterator[Piece]:
    """The parts that the documents of a batch make."""
    for number, stretch in enumerate(register.stretches(STRETCH)):
        items, done = zip(*stretch, strict=True)
        yield Piece(str(folder), number, items, tuple(filter(None, done)))


def write_piece(piece: Piece) -> int:
    """Write one part of each table; the number of documents in it."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    costs = {done.id: done for done in piece.done}
    for item in piece.items:
        if item.id not in costs:
            continue
        for table, row in _rows(Path(piece.folder), item, costs[item.id]):
            rows[table].append(row)
    for table, found in rows.items():
        _write(Path(piece.folder) / "dataset" / table / f"part-{piece.number:05}.parquet", table, found)
    return len(rows["documents"])


def drop_beyond(folder: Path, number: int) -> None:
    """Take away the parts of an earlier, longer run."""
    for file in (folder / "dataset").glob("*/part-*.parquet"):
        if int(file.stem.removeprefix("part-")) >= number:
            file.unlink()


def _write(target: Path, table: str, rows: list[Row]) -> None:
    import pyarrow
    import pyarrow.parquet

    types = {_TEXT: pyarrow.string(), _WHOLE: pyarrow.int64(), _REAL: pyarrow.float64()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in TABLES[table].items()])
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".tmp")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), draft, compression="zstd")
    draft.replace(target)


def _rows(folder: Path, item: Item, done: Done) -> Iterator[tuple[str, Row]]:
    name = result_name(item)
    try:
        result = json.loads((folder / name).read_text("utf-8"))
        document, batch = result["documents"][0], result["batch"]
    except (OSError, ValueError, LookupError) as error:
        raise UsageError(
            f"{folder / name}：结果缺失或已损坏，删去 journal 文件夹后重新运行",
            f"{folder / name}: the result is missing or damaged; remove the folder journal and run again",
        ) from error
    key, ledger = item.id, document.get("ledger", [])
    yield "documents", _document(item, document, batch, name)
    for finding in document["findings"]:
        yield "findings", _finding(key, item.name, finding)
    for number, entry in enumerate(ledger):
        yield "relations", {"document": key, "number": number, **{field: entry[field] for field in _OF_AN_ENTRY}}
    counts = Counter((entry["check"], entry["status"]) for entry in ledger)
    for check in sorted({check for check, _ in counts}):
        row = {status: counts[check, status] for status in ("passed", "failed", "skipped", "broken")}
        yield "coverage", {"document": key, "check": check, **row}
    yield (
        "timings",
        {
            "document": key,
            "path": item.name,
            "bytes": item.size,
            "status": done.status,
            "seconds": done.seconds,
            "fetch": done.stages.get("fetch"),
            "audit": done.stages.get("audit"),
            "megabytes": done.megabytes,
        },
    )


_OF_AN_ENTRY = ("check", "status", "arithmetic", "page", "line", "reason")
_OF_A_FINDING = ("check", "family", "severity", "message", "claimed", "expected", "gap", "formula", "part")
_OF_A_PLACE = ("page", "line", "table", "row", "column", "quote")


def _document(item: Item, document: Row, batch: Row, result: str) -> Row:
    severities = Counter(finding["severity"] for finding in document["findings"])
    return {
        "document": item.id,
        "path": item.name,
        "bytes": item.size,
        "status": batch.get("status", CRASHED),
        "region": batch.get("region"),
        **{field: document.get(field) for field in ("sha256", "error", "kind", "entity", "level", "year")},
        "numbers": document["coverage"]["numbers"],
        "verified": document["coverage"]["verified"],
        "coverage": document["coverage"]["rate"],
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notes": severities["note"],
        **{status: document["outcomes"][status] for status in ("passed", "failed", "skipped", "broken")},
        "remarks": "\n".join(document["warnings"]),
        "result": result,
    }


def _finding(key: str, path: str, finding: Row) -> Row:
    place = finding["evidence"][0] if finding["evidence"] else {}
    cause = finding["cause"] or {}
    return {
        "document": key,
        "path": path,
        "finding": finding["id"],
        **{field: finding.get(field) for field in _OF_A_FINDING},
        "cause": cause.get("kind"),
        "cause_text": cause.get("text"),
        "suggestion": cause.get("suggestion"),
        **{field: place.get(field) for field in _OF_A_PLACE},
        "folded": len(finding["folded"]),
    }
