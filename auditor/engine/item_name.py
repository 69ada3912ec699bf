"""Does a budget item that the text names stand in the tables, at its level and under the names above it?

The item is found by its code, by its last name where one line of that depth has it, or by its class. One that stands there
under another name was called by an old name, or copied from another report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.engine._cells import CLASS
from auditor.engine.passages import passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.parsing.budget_items import BudgetItems, Path
from auditor.rulebook.table_checks import ItemName
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

Names = Mapping[str, str]  # the name of each code


def judge(check: ItemName, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each item that the text names with its levels marked and that the tables of its report have."""
    items = BudgetItems(vocabulary)
    tables: dict[int, Names] = {}
    for passage in passages(dossier):
        for found in items.all(passage.text):
            path = items.path(found.group().strip())
            if passage.part not in tables:
                tables[passage.part] = _names(dossier, passage.part)
            printed = tables[passage.part]
            code = _code(path, printed, vocabulary)
            if path.names and code:
                start = passage.text.find(path.names[0], found.start())
                yield _outcome(check, path, code, printed, passage.evidence(dossier, max(start, 0), found.end()))


def _names(dossier: Dossier, part: int) -> Names:
    """What the trusted tables of a report call each functional code; a code with two names is left out."""
    found: dict[str, set[str]] = {}
    for grid in dossier.grids:
        if grid.part != part or grid.classification == "economic" or not grid.table.trusted or grid.doubts:
            continue
        for _, line in grid.lines():
            code = line.code or (line.key.removeprefix(CLASS) if line.key.startswith(CLASS) else "")
            if code and line.label:
                found.setdefault(code, set()).add(line.label)
    return {code: next(iter(names)) for code, names in found.items() if len({fold(name) for name in names}) == 1}


def _code(path: Path, printed: Names, vocabulary: Vocabulary) -> str:
    """The code of an item; empty when the tables do not tell."""
    if path.code:
        return path.code if path.code in printed else ""
    if len(path.names) == 1:
        key = vocabulary.tables.line_key(fold(path.names[0]))
        return key.removeprefix(CLASS) if key.startswith(CLASS) and key.removeprefix(CLASS) in printed else ""
    depth, last = 2 * len(path.names) + 1, fold(path.names[-1])
    codes = [code for code, name in printed.items() if len(code) == depth and fold(name) == last]
    return codes[0] if len(codes) == 1 else ""


def _outcome(check: ItemName, path: Path, code: str, printed: Names, evidence: Evidence) -> Outcome:
    levels = [code[: 2 * level + 3] for level in range(len(path.names))]
    known = [(said, level) for said, level in zip(path.names, levels, strict=True) if level in printed]
    wrong = next((pair for pair in known if _name(check, pair[0]) != _name(check, printed[pair[1]])), None)
    if wrong is None:
        return Outcome(check.id, Status.PASSED, evidence=(evidence,), arithmetic=f"{code} {'/'.join(path.names)}")
    said, level = wrong
    return Outcome(
        check.id,
        Status.FAILED,
        severity=check.severity,
        evidence=(evidence,),
        arithmetic=f"{level}：{said} ≠ {printed[level]}",
        context={"label": said, "words": printed[level], "row": level},
    )


def _name(check: ItemName, text: str) -> str:
    name = fold(text)
    return next((name.removesuffix(filler) for filler in check.filler if name.endswith(filler)), name)
