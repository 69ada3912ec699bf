"""Does an account code carry the same name in every table?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.model.document import Cell
from auditor.model.dossier import Dossier, clip
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.grid import Grid, Line
from auditor.parsing.table_header import squeeze
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import CodeName
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

_STEP, _CLASS = 2, 3  # digits of a level of the code, and of its first level
_AGREE = 2  # tables that print the other code


@dataclass(frozen=True, slots=True)
class _Named:
    grid: Grid
    line: Line

    @property
    def name(self) -> str:
        return fold(self.line.label)

    def fund(self, funds: Sequence[str]) -> str:
        """The budget that the title of the table names: one code has another name in another budget."""
        title = squeeze(self.grid.table.title)
        return next((fund for fund in funds if fund in title), "")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each code that two tables of a report print; the name that most tables print is taken as right."""
    assert isinstance(check, CodeName)
    funds = sorted(vocabulary.funds, key=len, reverse=True)
    named: defaultdict[tuple[int, str], list[_Named]] = defaultdict(list)
    for grid in dossier.grids:
        for _, line in grid.lines():
            if line.code and line.label and grid.table.trusted and not grid.doubts:
                named[grid.part, line.code].append(_Named(grid, line))
    yield from _misplaced(check, named)
    for (_, code), places in sorted(named.items()):
        if len(places) < 2:
            continue
        (usual, _), *others = Counter(place.name for place in places).most_common()
        right = next(place for place in places if place.name == usual)
        if not others:
            yield Outcome(
                check.id,
                Status.PASSED,
                evidence=(_evidence(right, "context"),),
                arithmetic=f"{code} {right.line.label}",
            )
        for name, _ in others:
            wrong = next(place for place in places if place.name == name)
            budgets = {place.fund(funds) for place in (wrong, right)} - {""}
            if len(budgets) > 1 or _core(check, name) == _core(check, usual):
                continue
            yield Outcome(
                check.id,
                Status.FAILED,
                severity=check.severity,
                evidence=(_evidence(wrong, "claimed"), _evidence(right, "compared")),
                arithmetic=f"{code}：{wrong.line.label} ≠ {right.line.label}",
                context={
                    "table": wrong.grid.table.title,
                    "row": code,
                    "label": wrong.line.label,
                    "words": right.line.label,
                },
            )


def _core(check: CodeName, name: str) -> str:
    return next((name.removesuffix(filler) for filler in check.filler if name.endswith(filler)), name)


def _misplaced(check: CodeName, named: dict[tuple[int, str], list[_Named]]) -> Iterator[Outcome]:
    """A code that one table alone prints, for a name that the other tables print under another code of the same parent."""
    codes: defaultdict[tuple[int, str, str], dict[str, list[_Named]]] = defaultdict(dict)
    for (part, code), places in named.items():
        for place in places:
            codes[part, code[:-_STEP], place.name].setdefault(code, []).append(place)
    for (part, _, name), found in codes.items():
        usual = max(found, key=lambda code: len(found[code]))
        for code, places in found.items():
            tables = {place.grid.index for place in found[usual]}
            alone = len(places) == 1 and places[0].grid.index not in tables and len(named[part, code]) == 1
            if code == usual or not alone or len(tables) < _AGREE or len(code) != len(usual) or len(code) <= _CLASS:
                continue
            wrong, right = places[0], found[usual][0]
            yield Outcome(
                check.id,
                Status.FAILED,
                severity=check.severity,
                evidence=(_evidence(wrong, "claimed"), _evidence(right, "compared")),
                arithmetic=f"{name}：{code} ≠ {usual}",
                context={
                    "table": wrong.grid.table.title,
                    "row": code,
                    "label": wrong.line.label,
                    "words": f"{usual} {name}",
                },
            )


def _evidence(place: _Named, role: str) -> Evidence:
    row = place.grid.table.rows[place.line.row]
    cell = next((cell for cell in row if fold(cell.text).endswith(place.name)), row[0])
    quote, span = clip("\t".join(_printed(row)), 0, 0)
    return Evidence(role, place.line.label, cell.location, table=place.grid.table.title, row=place.line.code, quote=quote,
                    span=span if span[1] else None)  # fmt: skip


def _printed(row: tuple[Cell, ...]) -> list[str]:
    return [squeeze(cell.text) for cell in row if cell.text and not cell.spanned]
