"""Does each line that totals others equal their sum, column by column?

Two readings of a table meet here: the one that its numbers, codes and marks state (:mod:`auditor.parsing.line_tree`), and
the one that its amounts prove (:mod:`auditor.parsing.line_proof`). A sum that is proven holds. One that is only stated and
fails is held against the report when the same sum holds in another column, when the other sums of the column hold, or when
the form lays it down; and never when the gap is a line of the table, for then the line was put in the wrong place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from auditor.engine import _cells
from auditor.engine import relation as relations
from auditor.engine._cells import Bound, Cell
from auditor.engine.footing import blank_total
from auditor.engine.slips import mends
from auditor.engine.sums import significant
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.grid import Column, Grid, Line, LineKind, Side
from auditor.model.interval import ZERO
from auditor.model.quantity import Quantity
from auditor.parsing.classified import class_sums
from auditor.parsing.indents import indented_sums
from auditor.parsing.line_proof import BALANCE, ProvenSide, apart
from auditor.parsing.line_tree import LineSum, Place, Told, line_sums, repeated_codes
from auditor.parsing.ordered import ordered_sums, repeated_sums
from auditor.parsing.table_proof import Run
from auditor.rulebook.check import Check
from auditor.rulebook.table_checks import AT_MOST, SUM, Tree
from auditor.rulebook.vocabulary import Vocabulary

# roles whose forms lay down what each total holds; of the others the arithmetic must speak
KNOWN = frozenset(
    {"base_data", "summary", "fiscal_summary", "income", "expenditure", "general", "basic", "fund", "capital"}
)
# lines that the forms put into the 总计 and nowhere else
CARRIED = frozenset({"opening", "closing", "distribution", "used_surplus"})
REPEATED = "同一科目编码出现多次，无法确定层级 (a code stands twice: levels cannot be told)"
EXPLAINED = "差额等于表中另一行，层级可能不同 (the gap is another line of the table: the levels may differ)"
UNPROVEN = "该层级关系未得到其他行列印证 (no other row or column bears this reading out)"
MISREAD = "多栏都不相等，可能漏读了一行 (it fails in several columns: a row may have been lost in reading)"
LEAST_SUMS = 3  # that hold in a column before one that fails is held against it
RESERVE = "预算栏可能含未列出的预备费等 (the plan may hold a reserve that has no line)"
PLANNED = frozenset({"budget", "adjusted", "prior_budget", "prior_adjusted"})
MOST_SHORT = 3  # sums of a column that fall short; a table with more of them leaves items out
MOST_FAILING = 0.15
GRAND = "grand_total"
DOUBTED_COLUMNS, DOUBTED_PARTS = 2, 3  # in which lines of a doubtful table make up a total, and how many lines
LEAST_NAMES = 5  # of a sum that the same names make up elsewhere
SAME_NAMES = 0.75  # … of which so many are the same to the letter
DIGITS = 3  # of the total of one side that the parts of the other do not make by chance


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each total and column with a figure."""
    del vocabulary
    assert isinstance(check, Tree)
    grids = [grid for grid in _cells.grids(dossier, check.table) if grid.role not in check.not_table]
    sides = [[_SideJudge(check, dossier, grid, side) for side in grid.sides] for grid in grids]
    seen = frozenset(name for judges in sides for one in judges for name in one.names_that_hold())
    for judges in sides:
        yield from _cells.plausible([result for one in judges for result in one.outcomes(seen)])


@dataclass(frozen=True, slots=True)
class _Stated:
    """A sum with the outcome of each column; ``telling`` columns hold with several parts."""

    total: Line
    parts: tuple[Line, ...]
    results: Mapping[int, Outcome]
    telling: frozenset[int]
    explained: frozenset[int]
    proven: bool = False
    told: Told = Told.WORDS

    @property
    def holds(self) -> bool:
        """True of a sum of several parts that fails nowhere."""
        return bool(self.telling) and not self.count(Status.FAILED)

    @property
    def slips(self) -> int:
        """The columns that fail by a slip of the pen."""
        return sum(result.status is Status.FAILED and _is_slip(result) for result in self.results.values())

    def count(self, status: Status) -> int:
        return sum(result.status is status for result in self.results.values())


Names = tuple[str, ...]  # of a total and of its parts


@dataclass
class _SideJudge:
    """Judges the sums of one side."""

    check: Tree
    dossier: Dossier
    grid: Grid
    side: Side
    held: Counter[int] = field(default_factory=Counter)
    missed: Counter[int] = field(default_factory=Counter)
    short: Counter[int] = field(default_factory=Counter)
    elsewhere: Collection[Names] = ()  # the names of sums that hold in some table of the report

    def __post_init__(self) -> None:
        self.proven = ProvenSide(self.grid, self.side)
        self.position = {id(line): n for n, line in enumerate(self.side.lines)}
        self.formula = SUM if self.check.parts == "all" else AT_MOST

    def outcomes(self, elsewhere: Collection[Names]) -> Iterator[Outcome]:
        self.elsewhere = elsewhere
        for one in self.known:
            for column, result in one.results.items():
                self.held[column] += result.status is Status.PASSED
                self.missed[column] += result.status is Status.FAILED
                self.short[column] += result.status is Status.FAILED and _is_short(result)
        for one in self.known:
            for column, result in one.results.items():
                yield self._weighed(one, column, result)

    def names_that_hold(self) -> Iterator[Names]:
        """The names of the sums of several lines that hold in a column."""
        return (_names(one) for one in self.known if one.telling and len(one.parts) >= LEAST_NAMES)

    @cached_property
    def known(self) -> list[_Stated]:
        """The sums of the side: proven, stated, and those that the order of its lines or their names elsewhere tell."""
        if self.check.parts != "all":
            return self.direct
        placed = self._parts_of(one for one in self.direct if one.telling)
        ordered = [self._best(one) for one in ordered_sums(self.proven, placed)]
        known = [*self.direct, *(one for one in ordered if one is not None)]
        return [*known, *self._repeated(known)]

    @cached_property
    def vouched(self) -> frozenset[int]:
        """The lines that are parts of a sum that holds."""
        return self._parts_of(one for one in self.direct if one.holds)

    def _parts_of(self, sums: Iterable[_Stated]) -> frozenset[int]:
        lines = (self.position.get(id(line)) for one in sums for line in one.parts)
        return frozenset(line for line in lines if line is not None)

    @cached_property
    def direct(self) -> list[_Stated]:
        """The sums that amounts prove, and those that codes, numbers, indents, classes and the form state."""
        every = self.check.parts == "all"
        runs = self.proven.runs if every else {}
        proven = [self._of_run(run) for run in runs.values()]
        stated = [
            self._best(one)
            for one in line_sums(self.grid)
            if one.exhaustive == every and one.total[0] is self.side and self._open(one)
        ]
        stated += [self._best(one) for one in self._indented() if every]
        classes = [one for one in map(self._best, class_sums(self.proven) if every else ()) if one is not None]
        told = {id(one.total) for one in classes}
        return [one for one in (*proven, *stated) if one is not None and id(one.total) not in told] + classes

    # --- sums ---

    def _repeated(self, known: Sequence[_Stated]) -> Iterator[_Stated]:
        """The sums that names state which make up another line of the table, where no other reading of the line is known."""
        told = {id(one.total) for one in known}
        for one in repeated_sums(self.proven):
            if id(one.total[1]) not in told and (best := self._best(one)) is not None:
                yield best

    def _indented(self) -> Iterator[LineSum]:
        """The sums that indents state and that neither codes nor amounts have told."""
        if not any(line.code for line in self.side.lines):
            stated = {self.position[id(one.total[1])] for one in line_sums(self.grid) if one.total[0] is self.side}
            for one in indented_sums(self.proven):
                if self.position[id(one.total[1])] not in (*stated, *self.proven.runs):
                    yield one

    def _of_run(self, run: Run) -> _Stated:
        parts = tuple((self.side, self.side.lines[part]) for part in run.parts)
        columns = [self.proven.columns[c] for c in (*run.held, *run.failed)]
        return replace(self._stated((self.side, self.side.lines[run.total]), parts, columns), proven=True)

    def _best(self, stated: LineSum) -> _Stated | None:
        """The reading of a stated sum that holds in most columns."""
        options = list(dict.fromkeys(o if stated.told is Told.TABLE else self._outermost(o) for o in stated.options))
        coded = bool(stated.total[1].code) or stated.told in (Told.INDENT, Told.TABLE)
        found = [self._stated(stated.total, option, self.proven.columns, coded=coded) for option in options]
        found = [replace(one, told=stated.told) for one in found if one.results]
        return max(
            found, key=lambda one: (one.count(Status.PASSED), -one.count(Status.FAILED), one.slips), default=None
        )

    def _open(self, stated: LineSum) -> bool:
        """False when the amounts have already told what a line totals, or found it a part beside the lines stated."""
        total = self.position[id(stated.total[1])]
        holder = self.proven.holder.get(total)
        beside = holder is not None and any(
            self.proven.holder.get(self.position[id(line)]) == holder
            for option in stated.options
            for side, line in option
            if side is self.side and any(self._amount(line, column) for column in side.columns)
        )  # it stands beside them in a sum that holds
        return self.check.parts == "some" or (total not in self.proven.runs and not beside)

    def _outermost(self, parts: tuple[Place, ...]) -> tuple[Place, ...]:
        """The parts of a sum without those that others of them are proven to hold."""
        if self.check.parts != "all" or any(side is not self.side for side, _ in parts):
            return parts
        beside = apart(self.side.lines)
        added = [self.position[id(line)] for _, line in parts if line.key != BALANCE]
        kept = self.proven.outermost([n for n in added if n not in beside])
        return tuple((self.side, self.side.lines[n]) for n in kept)

    def _stated(
        self, total: Place, parts: tuple[Place, ...], columns: Sequence[Column], *, coded: bool = False
    ) -> _Stated:
        """The outcomes of a sum; ``coded`` when codes, or indents, tell which lines are its parts."""
        results: dict[int, Outcome] = {}
        telling: set[int] = set()
        explained: set[int] = set()
        seen: list[tuple[object, ...]] = []
        for column in columns:
            operands = self._operands(column, parts)
            if not operands:
                continue
            result = self._judged(total[1], column, operands)
            results[column.index] = result
            values = tuple(operand.quantity.value for operand in operands if operand.quantity.value)
            if result.status is Status.PASSED and len(values) > 1 and values not in seen:
                seen.append(values)
                telling.add(column.index)
            if result.status is Status.FAILED and self._is_a_line(total[1], column, operands, coded):
                explained.add(column.index)
        return _Stated(total[1], tuple(line for _, line in parts), results, frozenset(telling), frozenset(explained))

    def _judged(self, line: Line, column: Column, parts: tuple[Operand, ...]) -> Outcome:
        cell = Cell(self.grid, self.side, line, column)
        words = _cells.context(cell)
        total = _cells.operand(self.dossier, cell, "total")
        if line.code and repeated_codes(self.side):
            return Outcome(self.check.id, Status.SKIPPED, reason=REPEATED, context=words)
        if not isinstance(total, Operand):
            return blank_total(self.check, self.grid, self.formula, {"total": (), "parts": parts}, words)
        bound: dict[str, Bound] = {"total": total, "parts": parts}
        return _cells.judged(self.check, Relation(self.formula, bound, "total"), (self.grid,), words)

    def _operands(self, column: Column, parts: tuple[Place, ...]) -> tuple[Operand, ...]:
        found = []
        for own, line in parts:
            twin = column if own is self.side else _twin(own, column, self.side)
            if twin is None:
                continue
            operand = _cells.operand(self.dossier, Cell(self.grid, own, line, twin), "part")
            if isinstance(operand, Operand):
                found.append(operand)
        return tuple(found)

    # --- evidence ---

    def _weighed(self, one: _Stated, column: int, result: Outcome) -> Outcome:
        """The outcome, a failure only as grave as the evidence for the reading."""
        if result.status is Status.SKIPPED and result.reason == self.grid.doubt and result.relation is not None:
            return self._despite_doubt(one, column, result)
        if result.status is not Status.FAILED:
            return result
        if result.severity is Severity.WARNING and not self._is_sure(one):
            return _cells.skipped(result, UNPROVEN)
        if not self.grid.sure and one.count(Status.FAILED) > 1:
            return _cells.skipped(result, MISREAD)
        if self._keeps_a_reserve(one, column, result):
            return _cells.skipped(result, RESERVE)
        if (column in one.explained and not self._settled(one, column)) or self._is_partial(one, column):
            return _cells.skipped(result, EXPLAINED)
        again = one.telling - {column} and (one.told is Told.TABLE or self._exceeds(one, column))
        if not self._borne_out(one, column) or not (one.told is Told.WORDS or again or _is_slip(result)):
            return _cells.skipped(result, UNPROVEN)
        return result

    def _despite_doubt(self, one: _Stated, column: int, result: Outcome) -> Outcome:
        """A sum of a table that may have been misread: where the same lines make it up in other columns they were read right, and a slip of
        the pen in this one is the report's."""
        assert result.relation is not None
        if len(one.telling - {column}) < DOUBTED_COLUMNS or len(one.parts) < DOUBTED_PARTS:
            return result
        read = relations.outcome(self.check, result.relation, result.context, at_most=Severity.WARNING)
        return read if read.status is Status.FAILED and _is_slip(read) else result

    def _borne_out(self, one: _Stated, column: int) -> bool:
        """True when other columns, or other sums of this column, or the form bear the reading of a sum out."""
        failed = one.count(Status.FAILED)
        if self.check.parts == "some":
            return one.count(Status.PASSED) >= failed and self._without_minus(column)
        sure = self._is_sure(one)
        if sure and not one.telling and self._is_made_elsewhere(one) and not _is_short(one.results[column]):
            return True
        if self._vouched_for(one, column) or (column in one.explained and self._settled(one, column)):
            return True
        held, missed = self.held[column], self.missed[column]
        if missed > max(2, MOST_FAILING * (held + missed)):
            return False
        if len(one.telling - {column}) >= max(1 if sure or one.proven else 2, failed):
            return True
        by_lines = held >= LEAST_SUMS
        by_form = self.grid.role in KNOWN and missed <= max(2, held)
        return sure and (by_lines or by_form) and column not in self._alike and not self._leaves_out(one, column)

    def _is_made_elsewhere(self, one: _Stated) -> bool:
        """True where as many lines, nearly all with the same names, make up a line of the same name in some table of the report."""
        total, *parts = _names(one)
        return len(set(parts)) == len(parts) and any(
            other[0] == total
            and len(other) == len(parts) + 1
            and SAME_NAMES * len(parts) <= len(set(parts).intersection(other[1:]))
            for other in self.elsewhere
        )

    def _vouched_for(self, one: _Stated, column: int) -> bool:
        """True when something else tells what a total should be: the total of the other side of the account, which the parts make,
        or which the total equals; or a sum that holds with the total in it. Then a slip in one of the parts is one."""
        result = one.results[column]
        assert result.relation is not None
        total, *parts = (figure.quantity for figure in result.relation.figures())
        slip = _is_slip(result) and not self._leaves_out(one, column)
        if one.total.key == GRAND and (other := self._other_total(column)) is not None and significant(other) >= DIGITS:
            made = sum((part.base for part in parts), ZERO)
            if made == other.base or (slip and total.base == other.base):
                return len(parts) > 1
        alone = len(parts) == 1 and one.total.kind is not LineKind.ITEM and bool(one.parts[0].level)
        slip = slip and (alone or self._is_sure(one))
        return slip and significant(total) >= DIGITS and self.position[id(one.total)] in self.vouched

    def _amount(self, line: Line, column: Column) -> Decimal:
        amount = self.grid.amount(line, column)
        return amount.value if amount is not None else ZERO

    def _other_total(self, column: int) -> Quantity | None:
        """The grand total of the other side, where the grid has one such side."""
        others = [side for side in self.grid.sides if side is not self.side]
        own = next(own for own in self.side.columns if own.index == column)
        if len(others) != 1 or (twin := _twin(others[0], own, self.side)) is None:
            return None
        totals = [line for line in others[0].lines if line.key == GRAND]
        return self.grid.amount(totals[0], twin) if len(totals) == 1 else None

    def _leaves_out(self, one: _Stated, column: int) -> bool:
        """True when the parts fall short and no slip of the pen explains it, or the table often falls short: a government's table
        may not print items that are secret, or small. It has lines without codes beside those of the classification."""
        if not self._uncoded:
            return False
        result = one.results[column]
        return _is_short(result) and (not _is_slip(result) or self.short[column] > MOST_SHORT)

    def _keeps_a_reserve(self, one: _Stated, column: int, result: Outcome) -> bool:
        """True when a plan is more than its lines, which its outturn is not: a reserve is planned and never spent as such."""
        keys = {own.index: own.key for own in self.side.columns}
        planned = keys[column] in PLANNED and one.count(Status.PASSED) > 0 and one.told is not Told.TABLE
        return planned and _is_short(result) and not _is_slip(result)

    def _settled(self, one: _Stated, column: int) -> bool:
        """True where a total lacks just one of its parts, and another column shows that the line is one: the sum holds there with it,
        and not without it."""
        result = one.results[column]
        assert result.relation is not None
        total, *parts = (figure.quantity.base for figure in result.relation.figures())
        over = sum(parts, ZERO) - total
        alike = [
            line
            for line in one.parts
            if (amount := self.grid.amounts.get((line.row, column))) is not None
            and amount.value
            and abs(abs(amount.base) - over) <= amount.step / 2
        ]
        return len(alike) == 1 and any(
            (amount := self.grid.amounts.get((alike[0].row, other))) is not None and bool(amount.value)
            for other in one.telling - {column}
        )

    def _is_partial(self, one: _Stated, column: int) -> bool:
        """True when a list after 其中 falls short of its whole: it need not be complete."""
        beside = apart(self.side.lines)
        listed = any(self.position.get(id(line)) in beside for line in one.parts)
        if self.check.parts == "some" or one.told in (Told.ORDER, Told.TABLE) or not listed:
            return False
        whole = self.grid.amounts.get((one.total.row, column))
        parts = [self.grid.amounts.get((line.row, column)) for line in one.parts]
        return whole is not None and sum(part.base for part in parts if part is not None) < whole.base

    def _exceeds(self, one: _Stated, column: int) -> bool:
        """True when lines that order alone states are more than their total: no line that is left out explains that."""
        result = one.results[column]
        assert result.relation is not None
        plus = all(figure.quantity.value >= 0 for figure in result.relation.figures())
        return one.told is Told.ORDER and plus and not _is_short(result)

    def _without_minus(self, column: int) -> bool:
        """True when the column has no amount below zero: only then is a part no larger than the whole."""
        amounts = [self.grid.amounts.get((line.row, column)) for line in self.side.lines]
        return all(amount is None or amount.value >= 0 for amount in amounts)

    def _is_sure(self, one: _Stated) -> bool:
        """True when codes, numbers or names give every part its place. A single line may be one of several parts, unless
        codes tell that it is the only one."""
        if one.told is not Told.WORDS:
            return True
        if one.total.code or all(line.code for line in one.parts):
            return all(line.code for line in one.parts) and self._coded_throughout(one)
        if all(line.key for line in one.parts):
            return len(one.parts) > 1
        return len(one.parts) > 1 and len({line.level for line in one.parts}) == 1 and bool(one.parts[0].level)

    @cached_property
    def _alike(self) -> frozenset[int]:
        """Columns under one and the same header: what stands in which of them is not known."""
        headers = Counter(column.header for column in self.side.columns if column.header)
        return frozenset(column.index for column in self.side.columns if headers[column.header] > 1)

    def _coded_throughout(self, one: _Stated) -> bool:
        """True when no line without code stands among the parts of a sum: it might be another one."""
        places = [self.position[id(line)] for line in (one.total, *one.parts) if id(line) in self.position]
        return not any(
            line is not one.total and line in self._uncoded for line in self.side.lines[min(places) : max(places)]
        )

    @cached_property
    def _uncoded(self) -> frozenset[Line]:
        """The items with an amount that have no code."""
        return frozenset(
            line
            for line in self.side.lines
            if line.kind is LineKind.ITEM
            and not line.code
            and any(self.grid.amount(line, column) is not None for column in self.side.columns)
        )

    def _is_a_line(self, total: Line, column: Column, operands: tuple[Operand, ...], coded: bool) -> bool:
        """True when the gap is the amount of a line that may stand elsewhere in the tree; ``coded`` ones may not."""
        whole = self.grid.amount(total, column)
        if whole is None:
            return False
        sums = list(accumulate(operand.quantity.base for operand in operands))
        if self._uncoded and whole.value and whole.base in sums[1:]:
            return True  # a government's account: the first of them make it up, what follows stands beside it
        gap = abs(whole.base - sums[-1])
        near = self._around(total, operands) if coded and not total.code else self.side.lines
        for line in near:
            amount = self.grid.amount(line, column)
            if line is total or amount is None or not amount.value or (coded and line.code) or line.key in CARRIED:
                continue
            if abs(abs(amount.base) - gap) <= amount.step / 2:
                return True
        return False

    def _around(self, total: Line, operands: tuple[Operand, ...]) -> tuple[Line, ...]:
        """The lines of a sum that indents state, and the one after it: only they may have been put in the wrong place."""
        first = self.position[id(total)]
        last = max(operand.evidence.key[1] for operand in operands)
        after = (n for n, line in enumerate(self.side.lines) if n > first and line.row > last)
        return self.side.lines[first : next(after, len(self.side.lines)) + 1]


def _names(one: _Stated) -> Names:
    return (one.total.label, *(line.label for line in one.parts))


def _is_short(result: Outcome) -> bool:
    """True when the parts of a sum that fails come to less than its total."""
    assert result.relation is not None
    total, *parts = (figure.quantity.base for figure in result.relation.figures())
    return sum(parts, ZERO) < total


def _is_slip(result: Outcome) -> bool:
    """True when one slip of the pen, in the total or in a part, explains why a sum fails."""
    assert result.relation is not None
    total, *parts = (figure.quantity for figure in result.relation.figures())
    slack = sum((figure.step / 2 for figure in (total, *parts)), ZERO)
    short = total.base - sum((part.base for part in parts), ZERO)
    return mends(total, total.base - short - slack, total.base - short + slack) or any(
        mends(part, part.base + short - slack, part.base + short + slack) for part in parts if part.value
    )


def _twin(own: Side, column: Column, side: Side) -> Column | None:
    """The column of another side that stands for ``column`` of ``side``."""
    if column.key and (found := own.column(column.key)):
        return found
    position = side.columns.index(column)
    return own.columns[position] if position < len(own.columns) else None
