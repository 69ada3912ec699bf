"""The kind of check that holds a report against another one: last year's, or the published budget."""

from __future__ import annotations

from typing import Literal

from auditor.model.formula import Formula, parse
from auditor.rulebook.check import Check
from auditor.rulebook.typed import RefusalError, Strict, Words

SAME = parse("now = then")
BEFORE = parse("now - change = then")


class Fact(Strict):
    """Where one fact stands in a report: in the first of ``cells`` (``role[line, column]``) that is printed, or in sentences
    whose figure is labelled with one of the concepts and carries the tags.

    ``item`` is the figure of each budget item (类/款/项): in sentences that name one, or in ``cells`` whose line is ``item``. ``line`` is
    the figure of each line, coded or not, in ``cells`` whose line is ``line``. ``last_year`` are figures that sentences give of last year
    by its number."""

    cells: Words = ()
    label: Words = ()
    item: bool = False
    line: bool = False
    last_year: bool = False
    tags: Words = ()
    not_tags: Words = ()

    def examine(self) -> None:
        if (self.item and self.label) or (not self.item and bool(self.cells) == bool(self.label)):
            raise RefusalError("须写 cells 或 label 之一，或写 item", "give either cells or label, or item")
        if self.line and (self.item or not self.cells):
            raise RefusalError("line 须与 cells 同写，不与 item 并用", "line goes with cells, and without item")


class Between(Check):
    """One fact in two reports. With ``change`` the report prints what changed since last year, and the other report what it was.

    In the examples a line ``=== prior`` or ``=== budget`` stands between this report and the other.
    """

    kind: Literal["between"]
    other: Literal["prior", "budget"]
    now: Fact
    then: Fact
    change: bool = False

    def examine(self) -> None:
        if (self.now.item, self.now.line) != (self.then.item, self.then.line):
            raise RefusalError(
                "now 与 then 须同为 item 或 line", "now and then must both be of items, or of lines", "then"
            )

    def formulas(self) -> tuple[Formula, ...]:
        return (BEFORE if self.change else SAME,)
