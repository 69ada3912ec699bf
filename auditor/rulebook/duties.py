"""What must a published report contain? Duties (``duties/*.yaml`` of a folder of checks): data with year and region.

A duty is *shown* by headings, tables or words, or by a check that passed; it is *refuted* only by a finding of one of its checks. What is
neither stays open: a checklist never says yes because nothing was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from auditor.model.finding import Answer
from auditor.rulebook.check import Text
from auditor.rulebook.typed import Least, Strict, Words
from auditor.rulebook.wording import Patterns

FOLDER = "duties"


class Shown(Strict):
    """What shows that a duty is done: any of these is enough.

    ``headings`` and ``titles`` of tables are searched without white space, ``words`` in one sentence; ``tables`` are roles of the
    vocabulary; ``proved`` are checks of which a relation passed.
    """

    headings: Patterns = ()
    tables: Words = ()
    titles: Patterns = ()
    words: Patterns = ()
    proved: Words = ()


class DutyExamples(Strict):
    """Small reports for which the duty is answered with yes, with no, or not at all."""

    yes: Annotated[Words, Least(1)]
    no: Words = ()
    open: Annotated[Words, Least(1)]

    def each(self) -> Iterator[tuple[Answer, str]]:
        """Every example with the answer that it must get."""
        for answer, texts in ((Answer.YES, self.yes), (Answer.NO, self.no), (Answer.OPEN, self.open)):
            yield from ((answer, text) for text in texts)


class Duty(Strict):
    """One line of the checklist. ``refuted`` are checks whose finding shows that it is not done."""

    title: Text
    source: str = ""
    since: int | None = None  # first and last year of the report that it holds for, where narrower than its list's
    until: int | None = None
    shown: Shown = Shown()
    refuted: Words = ()
    examples: DutyExamples


class DutyGroup(Strict):
    name: Text
    duties: Annotated[Mapping[str, Duty], Least(1)]


class DutyList(Strict):
    """The duties for some kinds of report, in some years and regions."""

    title: Text
    reports: Annotated[Words, Least(1)]
    source: str = ""
    since: int | None = None
    until: int | None = None
    regions: Patterns = ()  # searched in the name of the unit; empty: everywhere
    apart: Patterns = ()  # searched in the first headings: reports of another kind under the same name
    groups: Annotated[tuple[DutyGroup, ...], Least(1)]

    def all(self) -> Iterator[tuple[str, Duty]]:
        """Every duty with its key."""
        for group in self.groups:
            yield from group.duties.items()

    def concerns(self, kind: str, year: int | None, entity: str | None, headings: Sequence[str]) -> bool:
        if kind not in self.reports or not within(year, self.since, self.until):
            return False
        if any(pattern.search(heading) for pattern in self.apart for heading in headings):
            return False
        return not self.regions or any(pattern.search(entity or "") for pattern in self.regions)


@dataclass(frozen=True, slots=True)
class NamedDuty:
    """A duty with its id (list and key), its group, and the source it rests on."""

    id: str
    group: Text
    duty: Duty
    source: str


def within(year: int | None, since: int | None, until: int | None) -> bool:
    """True when a year lies in the span; one that is not known may."""
    return year is None or ((since is None or year >= since) and (until is None or year <= until))


def duties_for(
    lists: Mapping[str, DutyList], kind: str, year: int | None, entity: str | None, headings: Sequence[str] = ()
) -> Iterator[NamedDuty]:
    """The duties that a report has, in the order in which they are written."""
    for name, each in lists.items():
        if each.concerns(kind, year, entity, headings):
            for group in each.groups:
                for key, duty in group.duties.items():
                    if within(year, duty.since, duty.until):
                        yield NamedDuty(f"{name}/{key}", group.name, duty, duty.source or each.source)
