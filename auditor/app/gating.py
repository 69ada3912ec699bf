"""When does the fitness gate run, what does it do to a document's tables, and what does a reviewer hear of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.model.document import Document
from auditor.model.grid import Grid
from auditor.rulebook.table_words import TableRole

_INSTANT = ("text", "csv")  # read at once; importing great-expectations would take longer than all the rest


@dataclass(frozen=True, slots=True)
class Gating:
    """``run`` says whether to run the gate; None leaves it to the format. ``docs`` is where Data Docs go, if anywhere."""

    run: bool | None = None
    docs: Path | None = None

    def applies(self, form: str) -> bool:
        """True when tables of a document of this format are tested."""
        if self.run is None:
            return self.docs is not None or form not in _INSTANT
        return self.run

    def apply(
        self, document: Document, grids: tuple[Grid, ...], roles: Mapping[str, TableRole]
    ) -> tuple[Document, tuple[Grid, ...]]:
        """The document with the gate's result, and its grids with the doubts of those that failed."""
        if not self.applies(document.format):
            return document, grids
        from auditor.parsing.gate import doubted, judge_fitness, publish

        result = judge_fitness(grids, roles, document.gate)
        if self.docs is not None and result["tables"]:
            publish(grids, roles, self.docs / Path(document.path).name)
        warnings = (*document.warnings, *_said(grids, result))
        return replace(document, gate=result, warnings=warnings), doubted(grids, result)


def _said(grids: tuple[Grid, ...], result: Mapping[str, object]) -> list[str]:
    """What the gate found, as warnings of the document."""
    from auditor.parsing.gate import reasons

    said = [
        f"“{grid.table.title or '(无标题)'}”{reason}，其关系已跳过"
        for grid in grids
        for reason in reasons(result, grid.index)
    ]
    broken = result["broken"]
    if isinstance(broken, list) and broken:
        said.append(f"可用性检查有 {len(broken)} 项无法运行 (broken gate: {', '.join(map(str, broken))})")
    return said


BY_FORMAT = Gating()
