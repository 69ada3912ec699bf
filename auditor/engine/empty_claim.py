"""Is what is said to be empty empty: a table under its note, the tables of a fund that the prose denies?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import islice

from auditor.engine.empty_table import figures_of
from auditor.engine.passages import Passage, passages
from auditor.model.document import Cell, Table
from auditor.model.dossier import Dossier, clip
from auditor.model.finding import Evidence, Outcome, Status
from auditor.parsing.labels import alternatives
from auditor.parsing.table_header import squeeze
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import EmptyClaim

MOST_FIGURES = 6  # shown of a table that is said to be empty
_AFTER = 2  # blocks after a table among which its note may stand
_YEAR = re.compile(r"20\d\d(?=年)")
OfFund = Callable[[int, str], list[tuple[Table, list[Evidence]]]]  # tables by report and fund


def judge(check: EmptyClaim, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each claim about a table that is there."""
    of_fund = cache(partial(_of_fund, dossier))
    for passage in passages(dossier):
        if passage.place not in ("note", "paragraph"):
            continue
        if check.of == "fund":
            yield from _denied(check, dossier, passage, of_fund)
        elif (above := _above(dossier, passage)) is not None:
            yield from _noted(check, dossier, passage, above)


def _claims(check: EmptyClaim, passage: Passage) -> Iterator[re.Match[str]]:
    for pattern in check.claims:
        for match in pattern.finditer(passage.text):
            if not any(u.search(passage.sentence(*match.span())) for u in check.unless):
                yield match


def _table(dossier: Dossier, index: int) -> tuple[int, Table] | None:
    block = dossier.document.blocks[index] if index >= 0 else None
    return (index, block) if isinstance(block, Table) else None


def _above(dossier: Dossier, passage: Passage) -> tuple[int, Table] | None:
    """The table that a note belongs to: its own, or the one right above the paragraph."""
    first = max(0, passage.block - _AFTER)
    return next((found for at in range(passage.block, first - 1, -1) if (found := _table(dossier, at))), None)


def _noted(check: EmptyClaim, dossier: Dossier, passage: Passage, above: tuple[int, Table]) -> Iterator[Outcome]:
    index, table = above
    for match in _claims(check, passage):
        named = set(re.findall(alternatives(check.funds), passage.sentence(*match.span()))) if check.funds else set()
        own = {fund for fund in check.funds if fund in table.title}
        other = bool(named and own and not named & own)
        evidence = passage.evidence(dossier, *match.span())
        if check.of == "subject":
            if named and own:
                yield _outcome(check, other, (evidence, _titled(index, table)), match.group(), table)
        elif not other:
            figures = list(_printed(index, table))
            yield _outcome(check, bool(figures), (evidence, *figures), match.group(), table)
        return


def _of_fund(dossier: Dossier, part: int, fund: str) -> list[tuple[Table, list[Evidence]]]:
    """The tables of a fund in a report, each with its first figures."""
    start, end = dossier.document.parts[part].start, dossier.document.parts[part].end
    tables = (found for index in range(start, end) if (found := _table(dossier, index)))
    return [(table, list(_printed(index, table))) for index, table in tables if fund in table.title]


def _denied(check: EmptyClaim, dossier: Dossier, passage: Passage, of_fund: OfFund) -> Iterator[Outcome]:
    """A sentence that denies a fund's income and expenditure, against the fund's tables in its report."""
    for match in _claims(check, passage):
        fund = next((fund for fund in check.funds if fund in match.group()), None)
        years = set(_YEAR.findall(passage.sentence(*match.span())))
        for table, figures in of_fund(passage.part, fund) if fund else ():
            titled = set(_YEAR.findall(table.title))
            if years and titled and not years & titled:
                continue  # of another year
            evidence = (passage.evidence(dossier, *match.span()), *figures)
            yield _outcome(check, bool(figures), evidence, match.group(), table)


def _printed(index: int, table: Table) -> Iterator[Evidence]:
    """The first figures of a table that are not 0."""
    found = ((number, cell) for number, row in enumerate(table.rows) for cell in figures_of(row))
    for number, cell in islice(found, MOST_FIGURES):
        row = table.rows[number]
        quote, _ = clip("\t".join(squeeze(c.text) for c in row if c.text and not c.spanned), 0, 0)
        yield Evidence(
            "compared", cell.text, cell.location, table=table.title, row=_label(row), quote=quote, key=(index, number)
        )


def _label(row: tuple[Cell, ...]) -> str:
    return next((squeeze(cell.text) for cell in row if cell.text), "")


def _titled(index: int, table: Table) -> Evidence:
    where = table.title_at or table.location
    return Evidence("compared", table.title, where, table=table.title, quote=table.title, key=(index, 0))


def _outcome(check: EmptyClaim, failed: bool, evidence: tuple[Evidence, ...], words: str, table: Table) -> Outcome:
    return Outcome(
        check.id,
        Status.FAILED if failed else Status.PASSED,
        check.severity,
        evidence=evidence,
        context={"words": squeeze(words), "table": table.title},
    )
