"""Is what the prose tells of a line of a table what the table prints, where no form ties the two?

A government's report tells the figures of the tables behind it: 教育支出41200万元 is the line 教育支出 of the table of expenditure, in the
column of what was carried out. Which table and which column is meant no word says for certain, so the figures do: columns
of one header are what a kind of figure (of one level, basis and year) is told from when several others of that kind stand in them to the
last digit, and one of them in the very table. Then one that does not is accused where a slip of the pen explains it, or where its own
paragraph tells at least two others right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine import _cells
from auditor.engine._mending import slipped
from auditor.engine.relation import outcome
from auditor.engine.sums import exact, significant
from auditor.engine.tree import KNOWN
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Line, Side
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Qualifier, Quantity
from auditor.parsing.dimensions import DimensionReader
from auditor.parsing.labels import alternatives, bare
from auditor.parsing.line_proof import additive
from auditor.parsing.priors import OUTTURN
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Tabled, ToldFromTables
from auditor.rulebook.vocabulary import Vocabulary

_DIGITS = 4  # of figures that agree in a table not by chance
_PROVEN = 2  # figures of a kind in a column, before another is held against it
_TOLD = 2  # … of the paragraph of a figure that no slip explains
_ITEMS = 3  # paragraphs up and down
_ROUNDING = Decimal("1.5")  # units of the last place: one that was carried, and half of one that was rounded
_CODE = re.compile(r"[（(]?\d{3,7}(?:类|款|项)?[）)]?")  # of a class: 小学教育（2050202）
_IN_BRACKETS = re.compile(r"[（(](\d{3,7})[）)]")
_OF = "·"
_SHORT = 2  # characters of 收入 and 支出, which only their fund makes a name
_ASIDE = frozenset({"prior", "other_year", "reason", "basis"})
_ROUNDED = (
    "相差不超过末位一个单位，属取舍或配平 (they differ by no more than a unit of the last place, which is rounding)"
)
_OF_ANOTHER = "所在清单自成合计，不是表中之数 (its list makes up a total of its own, which no table tells)"
_UNPROVEN = "表中的栏次未得到同类数字印证，或差额不似笔误 (too few like figures stand in the column, or no slip explains the gap)"
_OTHER = "该数在同一表的另一处 (the figure stands elsewhere in the table)"

Kind = tuple[str, ...]  # the dimensions of a figure
Group = tuple[str, Kind]  # header of a column, kind of figure


@dataclass(frozen=True, slots=True)
class Place:
    """An amount of a table."""

    grid: Grid
    side: Side
    line: Line
    column: Column
    group: str  # its header; the table itself where one column is the total of the others


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the prose with a place that it may be told from."""

    mention: Mention
    group: Group
    place: Place
    result: Outcome
    named: bool  # by more than the fund and the side


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each figure of the prose that names a line of such a table."""
    assert isinstance(check, Tabled)
    ties = list(ties_of(check, dossier, vocabulary))
    passed = [tie for found in ties for tie in found if tie.result.status is Status.PASSED]
    held = Counter(tie.group for tie in passed)
    near = Counter((tie.group, block) for tie in passed for block in _around(tie.mention))
    within = Counter((tie.group, tie.place.grid.index) for tie in passed)
    own = _of_other_totals(dossier, {tie.mention.index for tie in passed})
    failed = Counter(group for found in ties if not _passes(found) for group in {tie.group for tie in found})
    for found in ties:
        proven = [
            tie
            for tie in found
            if held[tie.group] >= max(_PROVEN, 2 * failed[tie.group]) and within[tie.group, tie.place.grid.index]
        ]
        right = [tie for tie in found if tie.result.status is Status.PASSED]
        alone = all(held[tie.group] == 1 for tie in right)  # the only figure of its kind in that column
        if right and not (alone and proven):
            yield right[0].result
        elif proven:
            likeliest = max(proven, key=lambda tie: within[tie.group, tie.place.grid.index])
            result = _weighed(likeliest, near[likeliest.group, likeliest.mention.block])
            apart = result.severity is Severity.WARNING and likeliest.mention.index in own
            yield _cells.skipped(result, _OF_ANOTHER) if apart else result


def ties_of(check: ToldFromTables, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[list[Told]]:
    """The places that each figure of the prose may be told from, with what comes of comparing it; of tables that no form ties to the prose."""
    government = (dossier.profile.entity or "").endswith(tuple(vocabulary.entities.places))
    grids = [grid for grid in dossier.grids if (government or grid.role not in KNOWN) and not grid.doubt]
    if grids:
        yield from _Reader(check, dossier, vocabulary, grids).read()


def _is_told(mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and mention.quantity.unit.dimension == "money"
        and mention.quantity.qualifier is Qualifier.EXACT
        and not mention.numeral
        and not mention.direction
        and not mention.tags & _ASIDE
        and significant(mention.quantity) >= _DIGITS - 1
    )


def _around(mention: Mention) -> range:
    """The paragraphs that a figure speaks for: its own, and the next items of a list told in paragraphs."""
    return range(mention.block - _ITEMS, mention.block + _ITEMS + 1)


def _joined(head: str, name: str) -> tuple[str, ...]:
    """What a figure of a column may be called: 一般债务 of 债务余额, 一般债务余额."""
    shared = next((n for n in range(min(len(head), len(name)), 0, -1) if head.endswith(name[:n])), 0)
    return (f"{name}{_OF}{head}", head + name[shared:])


def _coded(mention: Mention) -> str:
    """The code of what an item is of, in its sentence: 1.小学教育（2050202），2023年度决算数为7970.38万元."""
    codes = _IN_BRACKETS.findall(mention.context)
    return codes[-1] if codes else ""


def _kind(mention: Mention) -> Kind:
    """The dimensions of a figure; what was carried out is one basis, whether told before or after the accounts are settled."""
    dims = mention.dims
    basis = "" if dims.basis.value in OUTTURN else dims.basis.value
    return (dims.period.value, basis, dims.scope.value)


def _may_be_told(mention: Mention, title: Mapping[str, str]) -> bool:
    """False where the title of a table says another fund or level than the figure is of."""
    return all(
        not own or not value or own == value
        for own, value in (
            (title.get("fund", ""), mention.dims.fund.value),
            (title.get("scope", ""), mention.dims.scope.value),
        )
    )


def _passes(found: Sequence[Told]) -> bool:
    return any(tie.result.status is Status.PASSED for tie in found)


def _weighed(tie: Told, told: int) -> Outcome:
    """A figure that differs from its line: an error where a slip explains it, a warning where its paragraph tells others right."""
    assert tie.result.relation is not None
    stated, cell = tie.result.relation.figures()
    if abs(stated.quantity.base - cell.quantity.base) < _ROUNDING * stated.quantity.step:
        return _cells.skipped(tie.result, _ROUNDED)
    if _stands_in(tie.place.grid, stated.quantity):
        other = told >= _TOLD and tie.named and _stands_beside(tie.place, stated.quantity)
        return _cells.warned(tie.result) if other else _cells.skipped(tie.result, _OTHER)
    if slipped(tie.result.relation, stated, _DIGITS - 1):
        return tie.result
    if told >= _TOLD and tie.named:
        return replace(tie.result, severity=Severity.WARNING)
    return _cells.skipped(tie.result, _UNPROVEN)


def _of_other_totals(dossier: Dossier, right: Set[int]) -> set[int]:
    """The parts of lists that add up to the digit to a total which no table tells: 未落实到地区的3亿元，其中一般性转移支付2亿元、专项1亿元."""
    figures = dossier.prose.mentions
    lists = (found for found in dossier.prose.breakdowns if len(found.parts) > 1 and found.total not in right)
    return {
        part
        for found in lists
        if exact(figures[found.total].quantity, [figures[part].quantity for part in found.parts])
        for part in found.parts
    }


def _stands_beside(place: Place, told: Quantity) -> bool:
    """True when it is another column of the same line alone that holds what the prose tells: the budget, told as the outturn."""
    grid = place.grid
    holding = {
        (line.row, column.index)
        for side in grid.sides
        for line in side.lines
        for column in side.columns
        if (amount := grid.amount(line, column)) is not None and amount.base in told.interval
    }
    return len(holding) == 1 and next(iter(holding))[0] == place.line.row


def _stands_in(grid: Grid, told: Quantity) -> bool:
    """True when an amount of a table is what the prose tells, at the precision of the prose."""
    amounts = (grid.amount(line, column) for side in grid.sides for line in side.lines for column in side.columns)
    return any(amount is not None and amount.base in told.interval for amount in amounts)


class _Reader:
    """Finds the places that a figure of the prose may be told from."""

    def __init__(self, check: ToldFromTables, dossier: Dossier, vocabulary: Vocabulary, grids: Sequence[Grid]) -> None:
        self.check = check
        self.dossier = dossier
        self.words = DimensionReader(vocabulary)
        self.generic = re.compile(alternatives(check.generic) or "(?!)")
        self.places: dict[str, list[Place]] = {}
        for grid in grids:
            for side in grid.sides:
                self._index(grid, side)

    def _index(self, grid: Grid, side: Side) -> None:
        names = [self._name(self.words.measured(line.label)) for line in side.lines]
        counted = Counter(names)
        columns = additive(grid, side)
        heads = [self._name(column.head) for column in columns]
        totals = [column for column, head in zip(columns, heads, strict=True) if column.header and not head]
        codes = Counter(line.code for line in side.lines)
        for name, line in zip(names, side.lines, strict=True):
            if totals and line.code and codes[line.code] == 1 and grid.amount(line, totals[0]) is not None:
                total = Place(grid, side, line, totals[0], f"{grid.index}")
                self.places.setdefault(f"#{line.code}", []).append(total)
            if not name or counted[name] > 1:
                continue
            for column, head in zip(columns, heads, strict=True):
                if grid.amount(line, column) is not None:
                    group = f"{grid.index}" if totals else column.head
                    place = Place(grid, side, line, column, group)
                    for called in _joined(head, name) if totals and head else (name,):
                        self.places.setdefault(called, []).append(place)

    def _name(self, words: str) -> str:
        return bare(self.generic.sub("", _CODE.sub("", words)))

    def read(self) -> Iterator[list[Told]]:
        """The places of each figure that has any."""
        above, sentence = "", -1
        for mention in self.dossier.prose.mentions:
            if mention.sentence != sentence:
                above, sentence = "", mention.sentence
            if not _is_told(mention):
                continue
            name = self._name(mention.measured)
            if found := self._ties(mention, name, above):
                yield found
            above = name if name in self.places else above

    def _ties(self, mention: Mention, name: str, above: str) -> list[Told]:
        """The places of a figure by its name, or by it and the name ``above`` that it divides: 债务余额, of which 一般债务."""
        if name not in self.places:
            name = f"{above}{_OF}{name}" if name else f"#{_coded(mention)}"
        fund, kind, part = mention.dims.fund.value, _kind(mention), self.dossier.sentence_of(mention).part
        found = []
        for place in self.places.get(name, ()):
            own = self.words.said(place.grid.table.title, self.dossier.profile.year)
            if (
                place.grid.part != part
                or not _may_be_told(mention, own)
                or (len(name) <= _SHORT and not (fund and fund == own.get("fund")))
            ):
                continue
            result = self._outcome(mention, place)
            if result.status in (Status.PASSED, Status.FAILED):
                found.append(Told(mention, (place.group, kind), place, result, len(name) > _SHORT))
        return found

    def _outcome(self, mention: Mention, place: Place) -> Outcome:
        operands = {
            "stated": self.dossier.operand(mention, "claimed"),
            "cell": self.dossier.cell(place.grid, place.line, place.column, "compared"),
        }
        context = {"table": place.grid.table.title, "row": place.line.label, "label": mention.label}
        return outcome(self.check, Relation(self.check.holds, operands, "stated"), context)
