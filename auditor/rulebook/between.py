"""The kind of check that holds a report against another one: last year's, or the published budget."""

from __future__ import annotations

from typing import Literal

from auditor.model.formula import Formula, parse
from auditor.rulebook.check import Check
from auditor.rulebook.typed import RefusalError, Strict, Words

OTHERS = ("prior", "budget")
SAME = parse("now = then")
BEFORE = parse("now - change = then")


class Fact(Strict):
    """Where one fact stands in a report: in the first of ``cells`` (``role[line, column]``) that is printed, or in sentences
    whose figure is labelled with one of the concepts and carries the tags.

    ``item`` is the figure of each budget item (类/款/项): in sentences that name one, or in ``cells`` whose line is ``item``."""

    cells: Words = ()
    label: Words = ()
    item: bool = False
    tags: Words = ()
    not_tags: Words = ()

    def examine(self) -> None:
        if (self.item and self.label) or (not self.item and bool(self.cells) == bool(self.label)):
            raise RefusalError("须写 cells 或 label 之一，或写 item", "give either cells or label, or item")


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
        if self.now.item != self.then.item:
            raise RefusalError("now 与 then 须同为 item", "now and then must both be of items", "then")

    def formulas(self) -> tuple[Formula, ...]:
        return (BEFORE if self.change else SAME,)
