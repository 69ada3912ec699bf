"""Is a figure that two tables of a report print of the same line, account, year and basis the same in both?

2025年执行数 stands in the table of that year's execution and, beside the plan, in the next year's budget. Two columns are of one
fund, level, year and stage when their titles and headers say so. That they are of one account their titles tell, which then say the same but for
year and stage, or their lines: most must agree, more of them where the titles differ, and then one that does not is accused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice

from auditor.engine import _cells
from auditor.engine._mending import ROUNDED, any_slipped, rounded
from auditor.engine.relation import outcome
from auditor.engine.sums import significant
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.parsing.dimensions import DimensionReader
from auditor.parsing.labels import alternatives
from auditor.parsing.line_proof import additive
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import Again
from auditor.rulebook.vocabulary import Vocabulary

_AGREE = 4  # lines with different figures that agree, before one that does not is held against the report
_OFTEN = 3  # … for each that does not, and that no slip explains
_SURE = 8  # … before that is an error
_DIGITS = 3  # of figures that agree
_NUMBER = re.compile(r"[（(]?\d{2,4}[）)]?年?度?|[-－—\s《》]|表\d{1,3}|附[表件]\d{0,3}")
_AMOUNT = re.compile("金额$|数$")
_NAMED = 10  # characters of a name that says what the rest is of: 其他国有资本经营预算企业利润收入
_LOOSE = "?"  # in place of the line above that one belongs to
_KNOWN = ("fund", "scope", "period")
_OF_HEADER = ("scope", "period")
_TOTALS = (LineKind.TOTAL, LineKind.SUBTOTAL)
_MANY = 400  # tables of a report that are compared
_UNSURE = "两表此栏相符的行不多 (too few lines of the two columns agree)"

Path = tuple[str, str]  # the line above that a line belongs to, and the line


@dataclass(frozen=True, slots=True)
class Printed:
    """A column whose header says a basis, with the lines of its side by their paths; ``said`` are the dimensions of its title and its header,
    ``account`` what else its title says, ``stage`` its header without year and level: 执行数 of 2031年执行数."""

    grid: Grid
    side: Side
    column: Column
    lines: Mapping[Path, Line]
    said: Mapping[str, str]
    account: str
    stage: str

    @property
    def head(self) -> str:
        return "".join(self.column.header)

    def has(self, path: Path) -> bool:
        """True where a line prints an amount other than 0."""
        amount = self.grid.amount(self.lines[path], self.column) if path in self.lines else None
        return amount is not None and bool(amount.value)

    @property
    def totals(self) -> frozenset[Decimal]:
        """The totals of the column, other than 0."""
        amounts = (self.grid.amount(line, self.column) for line in self.side.lines if line.kind in _TOTALS)
        return frozenset(amount.base for amount in amounts if amount is not None and amount.value)

    def cell(self, dossier: Dossier, path: Path, role: str) -> Operand:
        return dossier.cell(self.grid, self.lines[path], self.column, role)


def printed(dossier: Dossier, roles: Sequence[str], vocabulary: Vocabulary) -> Iterator[Printed]:
    """The columns of the tables whose title says a fund. A level that a header says goes before that of the title (全区收入表, 区本级)."""
    words, year = DimensionReader(vocabulary), dossier.profile.year
    generic = re.compile(alternatives(vocabulary.tables.account_words) or "(?!)")
    own = [re.escape(dossier.profile.entity)] if dossier.profile.entity else []
    levels = re.compile("|".join([*vocabulary.tables.account_levels, *own]) or "(?!)")
    for grid in islice(_cells.grids(dossier, roles), _MANY):
        title = words.said(grid.table.title, year)
        if not title.get("fund"):
            continue
        account = generic.sub("", levels.sub("", _NUMBER.sub("", grid.table.title)))
        for side in grid.sides:
            lines = _paths(side, vocabulary.cues.rest)
            for column in additive(grid, side):
                head = "".join(column.header)
                said = words.said(head, year)
                if said.get("basis") and (said.get("period") or title.get("period")):
                    dims = {**title, **{name: said[name] for name in _OF_HEADER if said.get(name)}}
                    stage = _AMOUNT.sub("", _NUMBER.sub("", levels.sub("", head)))
                    yield Printed(grid, side, column, lines, dims, account, stage)


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each line with a figure in two such columns."""
    assert isinstance(check, Again)
    groups: dict[tuple[int | str, ...], list[Printed]] = {}
    for column in printed(dossier, check.table, vocabulary):
        known = (column.said.get(dimension, "") for dimension in _KNOWN)
        groups.setdefault((column.grid.part, *known, column.stage), []).append(column)
    for columns in groups.values():
        for one, other in combinations(columns, 2):
            same = one.account == other.account
            if one.grid is not other.grid and (same or one.totals & other.totals):
                yield from _compared(check, dossier, one, other, _AGREE if same else _SURE)


def _paths(side: Side, rest: tuple[str, ...]) -> dict[Path, Line]:
    """The lines by their names and those of the lines above that they belong to, where that tells them apart.

    The ``rest`` of something (其他支出) is of what number, code or a long name say, or of nothing that is known.
    """
    above: dict[int, str] = {}
    paths: list[tuple[Path, Line]] = []
    for line in side.lines:
        parent = next((above[level] for level in range(line.level - 1, 0, -1) if level in above), "")
        loose = line.label.startswith(rest) and len(line.label) < _NAMED and not line.level and not line.code
        paths.append(((_LOOSE if loose else parent, line.label), line))
        above = {level: name for level, name in above.items() if level < line.level} | {line.level: line.label}
    counted = Counter(path for path, _ in paths)
    return {path: line for path, line in paths if counted[path] == 1 and path[1]}


def _compared(check: Again, dossier: Dossier, one: Printed, other: Printed, least: int) -> Iterator[Outcome]:
    """The lines of two columns, of which ``least`` must agree before one that does not is held against the report."""
    results = [_outcome(check, dossier, one, other, path) for path in one.lines if one.has(path) and other.has(path)]
    agree = len({_figure(result) for result in results if _agrees(result) and _tells(result)})
    differ = sum(result.status is Status.FAILED and not _agrees(result) and not _is_slip(result) for result in results)
    for result in results:
        if result.status is not Status.FAILED:
            yield result
        elif agree < max(least, _OFTEN * max(1, differ)):
            yield _cells.skipped(result, _UNSURE)
        else:
            yield _weighed(result, agree)


def _outcome(check: Again, dossier: Dossier, one: Printed, other: Printed, path: Path) -> Outcome:
    operands = {"stated": other.cell(dossier, path, "claimed"), "cell": one.cell(dossier, path, "compared")}
    context = {
        "table": other.grid.table.title,
        "words": one.grid.table.title,
        "row": path[1],
        "column": other.head,
    }
    lowered = Severity.WARNING if one.grid.doubt or other.grid.doubt else None
    return outcome(check, Relation(check.holds, operands, "stated"), context, at_most=lowered)


def _figure(result: Outcome) -> Decimal:
    assert result.relation is not None
    return next(iter(result.relation.figures())).quantity.base


def _tells(result: Outcome) -> bool:
    assert result.relation is not None
    return all(significant(figure.quantity) >= _DIGITS for figure in result.relation.figures())


def _agrees(result: Outcome) -> bool:
    """True of figures that are the same, or the same but for their last place."""
    failed = result.relation if result.status is Status.FAILED else None
    return result.status is Status.PASSED or (failed is not None and rounded(failed))


def _is_slip(result: Outcome) -> bool:
    assert result.relation is not None
    return any_slipped(result.relation, _DIGITS)


def _weighed(result: Outcome, agree: int) -> Outcome:
    assert result.relation is not None
    if rounded(result.relation):
        return _cells.skipped(result, ROUNDED)
    sure = result.severity is Severity.ERROR and (agree >= _SURE or _is_slip(result))
    return result if sure else replace(result, severity=Severity.WARNING)
