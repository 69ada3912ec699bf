"""Is a total of the year reported said to be of another year?

2023年度支出合计96.80万元 in a report for 2024, whose table has 96.80 for 2024: what is left of last year's text. A figure of the
year before that agrees to the last digit with this year's total, and with no figure of that year, is this year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine._reading import TOTAL_LINES, same, telling
from auditor.model.dossier import Dossier, Sentence
from auditor.model.fact import Known
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Quantity
from auditor.parsing.labels import alternatives, squeeze
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import FigureYear

_YEAR = re.compile(r"20\d\d(?=\s*年)")


def judge(check: FigureYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each total said to be of the year before that is this year's."""
    reported = dossier.profile.year
    if reported is None:
        return
    compared = re.compile(alternatives((*vocabulary.cues.prior, *check.unless)))
    printed = list(_totals(dossier))
    earlier = [(amount, cell) for key, amount, cell in printed if key in check.prior_columns]
    totals = [(amount, cell) for key, amount, cell in printed if key not in check.prior_columns]
    for mention in dossier.prose.mentions:
        sentence = dossier.prose.sentences[mention.sentence]
        if not _of_year_before(mention, reported) or mention.concepts.isdisjoint(check.label):
            continue
        if compared.search(squeeze(sentence.text)) or not telling(mention.quantity):
            continue
        if any(same(mention.quantity, amount) for amount, _ in earlier):
            continue
        cell = next((cell for amount, cell in totals if same(mention.quantity, amount)), None)
        if cell is not None:
            yield _failed(check, dossier, sentence, mention, cell, reported)


def _of_year_before(mention: Mention, reported: int) -> bool:
    period = mention.dims.period
    stated = period.known is Known.STATED and period.value == str(reported - 1)
    return stated and mention.role is Role.AMOUNT and not mention.tags & {"prior", "reason", "opening"}


def _totals(dossier: Dossier) -> Iterator[tuple[str, Quantity, Evidence]]:
    """The figures of total lines, each with the key of its column."""
    for grid in dossier.grids:
        for side in grid.sides:
            for line in side.lines:
                for column in side.columns:
                    amount = grid.amount(line, column) if line.key in TOTAL_LINES else None
                    if amount is not None:
                        yield column.key, amount, dossier.cell(grid, line, column, "compared").evidence


def _failed(
    check: FigureYear, dossier: Dossier, sentence: Sentence, mention: Mention, cell: Evidence, reported: int
) -> Outcome:
    before = [m for m in _YEAR.finditer(sentence.text) if m.start() < mention.start - sentence.start]
    named = before[-1] if before else None
    start, end = named.span() if named else (mention.start - sentence.start, mention.end - sentence.start)
    said = dossier.words_evidence(sentence, start, end)
    return Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=(said, dossier.mention_evidence(mention, "compared"), cell),
        expected=str(reported),
        context={
            "words": f"{mention.label} {mention.quantity.text}",
            "count": str(reported),
            "table": cell.table or "",
        },
    )
