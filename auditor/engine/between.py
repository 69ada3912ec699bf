"""Does a report agree with another one: last year's, or the published budget?

A fact that one of the two lacks, or that one of them states in several ways, is skipped with the reason. The figure in dispute is
always that of this report; that of the other is named with its report, and has no place in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.engine import _cells as cells
from auditor.engine import _items as items
from auditor.engine.relation import outcome
from auditor.model.document import Location
from auditor.model.dossier import Dossier
from auditor.model.fact import PLANS, Known
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.formula import Name, parse_expression
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.labels import Concepts
from auditor.rulebook.between import Between, Fact
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary

ABSENT = "本报告没有这一数字 (this report does not state it)"
ABSENT_THERE = "另一份报告没有这一数字 (the other report does not state it)"
SEVERAL = "另一份报告对这一数字有不同写法 (the other report states it in several ways)"
UNLIKE = "两份报告不是同一单位的，未作比较 (the two reports are of different units and were not compared)"
OTHER_YEAR = "两份报告的年度不相衔接，未作比较 (the years of the two reports do not follow, and they were not compared)"
_YEAR = re.compile(r"(?:20\d\d|本|当|全)年度?|\s")
_CLAUSE = re.compile(r"[，。；：]")
_NAMED_YEAR = re.compile(r"20\d\d")
_PLANNED_TAGS = frozenset({"budget", "initial_budget", "full_budget"})
_ANOTHER = frozenset({"other_year", "prior"})


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each time this report states the fact; none when no other report was given."""
    assert isinstance(check, Between)
    other = dossier.others.get(check.other)
    if other is None:
        return
    if reason := _unlike(dossier, other, check.other):
        yield Outcome(check.id, Status.SKIPPED, reason=reason)
        return
    if check.now.item or check.now.line:
        yield from _items_judged(check, dossier, other, vocabulary)
        return
    labels = Concepts(vocabulary)
    stated = list(_stated(check, dossier, other.profile.year, labels))
    there = _places(check.then, other, other.profile.year, labels)
    if not stated or not there:
        yield Outcome(check.id, Status.SKIPPED, reason=ABSENT_THERE if stated else ABSENT)
        return
    for now, mention, change in stated:
        same = [then for then, said in there if (not check.change and not check.now.last_year) or _alike(mention, said)]
        if same:
            yield _judged(check, now, change, same, other)
        else:
            yield Outcome(check.id, Status.SKIPPED, evidence=(now.evidence,), reason=ABSENT_THERE)


def _items_judged(check: Between, dossier: Dossier, other: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each budget item of this report; an item that the other does not print is skipped."""
    reader = items.Items(vocabulary)
    stated = list(_item_figures(check.now, dossier, reader, other.profile.year))
    if check.change:
        changed = [
            (each, _change(dossier, each.mention, other.profile.year)) for each in stated if each.mention is not None
        ]
    else:
        changed = [(each, None) for each in stated]
    there = [] if check.then.cells else list(_item_figures(check.then, other, reader, other.profile.year))
    number = 0
    for each, change in changed:
        if check.change and change is None:
            continue
        number += 1
        then = [found for text in check.then.cells for found in items.at(text, other, each)]
        then += [found.operand for found in there if items.same(found.path, each.path)]
        if then:
            yield _judged(check, each.operand, change, then, other, "／".join(each.path.names))
        else:
            yield Outcome(check.id, Status.SKIPPED, evidence=(each.operand.evidence,), reason=ABSENT_THERE)
    if not number:
        yield Outcome(check.id, Status.SKIPPED, reason=ABSENT)


def _item_figures(fact: Fact, dossier: Dossier, reader: items.Items, year: int | None) -> Iterator[items.ItemFigure]:
    for text in fact.cells:
        found = list(items.in_cells(text, dossier, year))
        if found:
            yield from found
            return
    for mention in dossier.prose.mentions if not fact.cells else ():
        if _fits(fact, mention) and _of_year(fact, mention, year) and (path := reader.of(mention, dossier)):
            yield items.ItemFigure(dossier.operand(mention, "claimed"), path, mention)


def _of_year(fact: Fact, mention: Mention, year: int | None) -> bool:
    """False for a figure of last year's that is said to be of a year before it."""
    return "prior" not in fact.tags or mention.dims.period.value in ("", str(year))


def _unlike(one: Dossier, other: Dossier, which: str) -> str:
    """Why two reports are not compared: of different units, or not of the years that belong together."""
    if len({one.profile.entity, other.profile.entity} - {None}) == 2:
        return UNLIKE
    year, there = one.profile.year, other.profile.year
    apart = year is not None and there is not None and year - (which == "prior") != there
    return OTHER_YEAR if apart else ""


def _alike(one: Mention | None, other: Mention | None) -> bool:
    """True when two figures go by the same words, but for the year."""
    return one is not None and other is not None and _plain(one.label) == _plain(other.label)


def _plain(label: str) -> str:
    return _YEAR.sub("", label)


def _judged(
    check: Between, now: Operand, change: Operand | None, there: list[Operand], other: Dossier, label: str = ""
) -> Outcome:
    (formula,) = check.formulas()
    results = []
    for then in there:
        own = {"now": now, "then": _foreign(then, other)} | ({"change": change} if change else {})
        relation = Relation(formula, own, "change" if change else "now")
        results.append(outcome(check, relation, _words(now, other) | ({"label": label} if label else {})))
    if passed := next((result for result in results if result.status is Status.PASSED), None):
        return passed
    if len({operand.quantity.base for operand in there}) > 1:
        return Outcome(check.id, Status.SKIPPED, reason=SEVERAL)
    return results[0]


def _words(now: Operand, other: Dossier) -> dict[str, str]:
    evidence = now.evidence
    before = evidence.quote[: evidence.span[0]] if evidence.span else ""
    label = evidence.row or _plain(_CLAUSE.split(before)[-1])
    return {"label": label, "row": evidence.row or "", "table": evidence.table or "", "words": _name(other)}


def _name(other: Dossier) -> str:
    return other.document.path.replace("\\", "/").rpartition("/")[2]


def _foreign(operand: Operand, other: Dossier) -> Operand:
    """A figure of the other report: it has no place in this one, so its report and page are part of its name."""
    evidence = operand.evidence
    page, line = evidence.location.page, evidence.location.line
    where = f" 第{page}页" if page else f" 第{line}行" if line else ""
    title = f" {evidence.table}" if evidence.table else ""
    named = replace(evidence, role="compared", location=Location(), table=f"{_name(other)}{where}{title}", key=())
    return Operand(operand.quantity, named)


def _stated(
    check: Between, dossier: Dossier, year: int | None, labels: Concepts
) -> Iterator[tuple[Operand, Mention | None, Operand | None]]:
    for operand, mention in _places(check.now, dossier, year, labels):
        if not check.change:
            yield operand, mention, None
        elif mention is not None and (change := _change(dossier, mention, year)) is not None:
            yield operand, mention, change


def _change(dossier: Dossier, mention: Mention, year: int | None) -> Operand | None:
    """The change to last year that hangs on a figure, with its sign."""
    for other in dossier.prose.mentions:
        if other.role is Role.CHANGE and other.of[:1] == (mention.index,) and other.direction:
            if other.quantity.qualifier is not Qualifier.EXACT or other.quantity.unit.dimension != "money":
                return None
            if dossier.sentence_of(other).block != mention.block:
                return None
            if not _on_last_year(other, year):
                return None
            operand = dossier.operand(other, "claimed")
            signed = replace(operand.quantity, value=operand.quantity.value * other.direction)
            return Operand(signed, operand.evidence)
    return None


def _on_last_year(change: Mention, year: int | None) -> bool:
    """False for a change that is measured against the budget, or against an earlier year."""
    if change.against.basis.value in PLANS or not change.tags.isdisjoint(_PLANNED_TAGS):
        return False
    named = {*_NAMED_YEAR.findall(change.context), change.against.period.value} - {""}
    return not named or str(year) in named


def _places(fact: Fact, dossier: Dossier, year: int | None, labels: Concepts) -> list[tuple[Operand, Mention | None]]:
    """Where a report states the fact: the first cell that is printed, or every sentence that does."""
    for text in fact.cells:
        name = parse_expression(text)
        assert isinstance(name, Name)
        for grid in cells.grids(dossier, (name.name,)):
            if grid.doubts or not grid.table.trusted:
                continue
            cell = cells.cell(grid, *name.place)
            bound = cells.operand(dossier, cell, "claimed") if cell else ()
            if isinstance(bound, Operand):
                return [(bound, None)]
    said = (m for m in dossier.prose.mentions if fact.label and _fits(fact, m) and _measures(fact, m, labels))
    if fact.last_year:
        said = (m for m in said if _stated_of(m, year))
    return [(dossier.operand(m, "claimed"), m) for m in said]


def _stated_of(mention: Mention, year: int | None) -> bool:
    """True for the outturn of a year that its own words name."""
    period, basis = mention.dims.period, mention.dims.basis.value
    return year is not None and period.value == str(year) and period.known is Known.STATED and basis not in PLANS


def _measures(fact: Fact, mention: Mention, labels: Concepts) -> bool:
    """True when a label is one of the concepts, and none that is narrower."""
    return not labels.narrowest(mention.label).isdisjoint(fact.label)


def _fits(fact: Fact, mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and not mention.numeral
        and (not mention.compared or "prior" in fact.tags)
        and mention.quantity.qualifier is Qualifier.EXACT
        and mention.quantity.unit.dimension == "money"
        and mention.tags.isdisjoint(() if "prior" in fact.tags or fact.last_year else _ANOTHER)
        and mention.tags.issuperset(fact.tags)
        and mention.tags.isdisjoint(fact.not_tags)
    )
