"""The kinds of check that judge tables: footing, tree, tie, again, rated_again, own_part, table_unit and score."""

from __future__ import annotations

from typing import Annotated, Literal

from auditor.model.formula import Formula, parse
from auditor.rulebook.check import Check, FormulaField, Relational
from auditor.rulebook.typed import Least, RefusalError, Words

ANY = "any"
SUM = parse("total = sum(parts)")
AT_MOST = parse("sum(parts) <= total")


class Footing(Relational):
    """A formula on the cells of one table.

    ``for_each: row`` names columns of the vocabulary, for every line (``lines`` limits them by key); ``for_each: column`` names
    lines by key, for every column of amounts. A name that the table does not print counts as 0, except the disputed one
    and in formulas that divide.
    ``table`` are roles; ``holds`` is disputed at the first name of its left side.
    """

    kind: Literal["footing"]
    table: Words
    for_each: Literal["row", "column"] = "row"
    side: str = ""
    lines: Words = ()
    needs: Words = ()  # columns (or lines, with figures) that must be printed
    needs_lines: Words = ()  # lines that must be printed, with figures or without
    not_columns: Words = ()  # columns that must not be
    not_lines: Words = ()  # lines that must not be


class Tree(Check):
    """Lines that total other lines: 合计 = Σ 类 = Σ 款 = Σ 项, 一、 = Σ （一）, 总计 = 本年收入合计 + what stands between.

    ``parts: all`` judges lines whose parts are complete, ``parts: some`` those that 其中 follows (at most the total).
    ``unknown`` also takes tables without a role, where the arithmetic of most of them bears the reading out.
    """

    kind: Literal["tree"]
    table: Words = (ANY,)
    not_table: Words = ()
    parts: Literal["all", "some"] = "all"

    def formulas(self) -> tuple[Formula, ...]:
        return (SUM if self.parts == "all" else AT_MOST,)

    def extra_names(self) -> Words:
        return ("total", "parts")


class Crossing(Check):
    """合计 and 小计 columns of any table against the columns that stand beside them under the same header."""

    kind: Literal["crossing"]
    not_table: Words = ()  # roles whose totals have checks of their own …
    but: Words = ()  # … except these columns of them

    def formulas(self) -> tuple[Formula, ...]:
        return (SUM,)

    def extra_names(self) -> Words:
        return ("total", "parts")


class Declared(Check):
    """The formulas that a table prints of its own rows (A=B+C in a column 公式) or columns (3=1+2 in a row 栏次)."""

    kind: Literal["declared"]


class Derived(Check):
    """Columns that are computed from two others: rates of execution and growth, changes, shares.

    ``formulas`` are tried on every pair of columns: ``result`` is the column in question, ``one`` and ``other`` two columns of
    amounts, ``whole`` the figure of ``one`` in the line whose result is 100 %. The reading that nearly all rows bear out counts.
    ``of`` says which columns may be results: those of rates, or those of changes.
    """

    kind: Literal["derived"]
    table: Words = (ANY,)
    not_table: Words = ()
    of: Literal["rate", "change"] = "rate"
    holds: tuple[FormulaField, ...]

    def formulas(self) -> tuple[Formula, ...]:
        return self.holds


class Implied(Relational):
    """The rates of a column whose base is not printed: what lines were, by ``each``, makes up what the line that they make up was. ``of`` says
    which columns are meant, those of growth or those of ratios (完成预算%, 为上年%).
    """

    kind: Literal["implied"]
    table: Words = (ANY,)
    of: Literal["growth", "ratio"]
    each: FormulaField

    def extra_names(self) -> tuple[str, ...]:
        return ("total", "rate", "bases")


class Tie(Check):
    """Cells of one table against cells of another: ``summary[income_total] = income[total, total]``.

    A place is the line, then the side's or column's key where more than one may be meant. A line is a key of the vocabulary, a
    label, a code, ``only`` (the one line of a table without labels) or ``top`` (the highest lines of a code tree);
    ``sum(…)`` takes every line that the word names. With ``for_each: class`` or ``code`` the line is left out: every functional
    class, or every code that all tables print, is compared. ``also`` are further relations of the same sense.
    ``alternatives`` say the same of other forms of the tables: with ``choose: first`` the first that can be bound is judged, with
    ``choose: any`` one of them must hold. ``when_zero`` lists places that must be zero for the check to apply.
    ``may_omit`` is an amount of which the right side may leave out a part or all in the kinds of report ``may_omit_in``:
    a budget's table of the year's appropriation without what was carried in.
    """

    kind: Literal["tie"]
    holds: FormulaField
    also: tuple[FormulaField, ...] = ()
    alternatives: tuple[FormulaField, ...] = ()
    choose: Literal["first", "any"] = "first"
    for_each: Literal["", "class", "code"] = ""
    when_zero: Words = ()
    may_omit: str = ""
    may_omit_in: Words = ()

    def examine(self) -> None:
        for formula in self.formulas():
            for name in formula.names():
                if not name.place and not self.for_each:
                    raise RefusalError(f"{name} 未写明哪一行", f"{name} does not say which line", "holds")

    def formulas(self) -> tuple[Formula, ...]:
        return (self.holds, *self.also, *self.alternatives)


class CarriedTables(Relational):
    """The opening balance that a plan's table prints (``told``) is what the table of the year before leaves (``left``); both are regular
    expressions for whole labels without brackets, of tables whose titles and headers say fund and year. Headers with ``carried_out`` words are of
    what was carried out, those with ``planned`` words of the plan, where they name the latest year."""

    kind: Literal["carried_tables"]
    left: Annotated[Words, Least(1)]
    told: Annotated[Words, Least(1)]
    carried_out: Annotated[Words, Least(1)]
    planned: Annotated[Words, Least(1)]

    def extra_names(self) -> tuple[str, ...]:
        return ("told", "left")


class Again(Relational):
    """What one table of a report prints again of another, of the same account, year and basis."""

    kind: Literal["again"]
    table: Words = (ANY,)

    def extra_names(self) -> tuple[str, ...]:
        return ("stated", "cell")


class RatedAgain(Relational):
    """The rate of a line that two tables print with the same amounts."""

    kind: Literal["rated_again"]
    table: Words = (ANY,)

    def extra_names(self) -> tuple[str, ...]:
        return ("stated", "cell")


class OwnPart(Relational):
    """A line of the level's own account is no larger than that of the whole region; lines with one of the ``handed`` words are left out."""

    kind: Literal["own_part"]
    table: Words = (ANY,)
    handed: Words

    def extra_names(self) -> tuple[str, ...]:
        return ("own", "whole")


class CodeName(Check):
    """A code has one name in all the tables of a report; ``filler`` as for :class:`ItemName`."""

    kind: Literal["code_name"]
    filler: Words = ()


class ItemName(Check):
    """A budget item that the text names (类/款/项) exists in the tables, at its level and under the names above it.

    ``filler`` are words at the end of a name that may be left out.
    """

    kind: Literal["item_name"]
    filler: Words = ()


class TableUnit(Check):
    """The unit that a caption states against the figures of prose and of the other tables."""

    kind: Literal["table_unit"]


class Indicator(Relational):
    """A percentage that is stated for an indicator of a self-evaluation is its target or result in the form.

    ``columns`` are the headings of targets and results: regular expressions on the whole cell without white space.
    """

    kind: Literal["indicator"]
    columns: Words

    def extra_names(self) -> tuple[str, ...]:
        return ("stated", "cell")


class Score(Check):
    """Points and funds of a self-evaluation table.

    ``sums``: weights and scores add to their total (100 where none is printed). ``ceiling``: no score exceeds its weight.
    ``groups``: weights add to what their group states. ``funds``: the year's funds are the sum of their sources.
    """

    kind: Literal["score"]
    what: Literal["sums", "ceiling", "groups", "funds"]

    def extra_names(self) -> Words:
        return ("total", "parts", "score", "weight", "group", "one", "other")
