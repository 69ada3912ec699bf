"""Is a table without figures explained?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.model.document import Block, Cell, Heading, Paragraph, Table
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import EmptyTable

_NUMBER = re.compile(r"[-−]?[,，.\s]{0,4}\d[\d,，.\s]{0,40}[%％]?$")
_COUNTING = 2  # digits of the numbers of rows and columns
_AFTER = 3  # paragraphs after a table that may explain it


def judge(check: EmptyTable, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each empty table that gives figures."""
    blocks = dossier.document.blocks
    for index, table in enumerate(blocks):
        if not isinstance(table, Table) or not check.titles.search(table.title) or _has_figures(table):
            continue
        where = table.title_at or table.location
        evidence = Evidence("claimed", table.title, where, table=table.title, quote=table.title, key=(index, 0))
        explained = any(word in text for text in _around(blocks, index) for word in check.words)
        yield Outcome(
            check.id,
            Status.PASSED if explained else Status.FAILED,
            check.severity,
            evidence=(evidence,),
            context={"table": table.title},
        )


def _has_figures(table: Table) -> bool:
    """True when anything but codes, counting and labels may be a figure; several may stand in one cell."""
    return any(_maybe_figures(row) for row in table.rows)


def _maybe_figures(row: Sequence[Cell]) -> bool:
    cells = [cell.text for cell in row if not cell.spanned and cell.text.strip()]
    named = next((at for at, text in enumerate(cells) if not _NUMBER.match(text)), -1)
    lines = [line.strip() for text in cells[named + 1 :] for line in text.splitlines()]
    return any(_NUMBER.match(line) and (re.search(r"[.,，]", line) or len(line) > _COUNTING) for line in lines) and any(
        line.strip("0.,，-−%％ ") for line in lines if _NUMBER.match(line)
    )


def figures_of(row: Sequence[Cell]) -> list[Cell]:
    """The figures of a row other than 0; the row that numbers the columns (1 2 3 …) has none, and a code is none."""
    numbers = [c for c in row if not c.spanned and _NUMBER.match(c.text)]
    values = [re.sub(r"[^\d.]", "", cell.text).strip(".") for cell in numbers]
    counting = [v for v in values if v.isdecimal() and len(v) <= 2]
    if (
        counting
        and len(counting) == len(values)
        and [int(v) for v in counting] == list(range(int(counting[0]), int(counting[0]) + len(counting)))
    ):
        return []
    return [
        c for c, v in zip(numbers, values, strict=True) if v.strip("0.") and not (v.isdecimal() and 3 <= len(v) <= 7)
    ]


def _around(blocks: Sequence[Block], index: int) -> Iterator[str]:
    table = blocks[index]
    assert isinstance(table, Table)
    yield from table.notes
    yield from table.caption
    for block in blocks[index + 1 : index + 1 + _AFTER]:
        if isinstance(block, Table):
            return
        if isinstance(block, Paragraph | Heading):
            yield block.text
