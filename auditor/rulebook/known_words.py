"""Does a check speak of words that the vocabulary has? A misspelt role or tag would never match, and say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model.formula import Name, parse_expression
from auditor.rulebook.between import Between
from auditor.rulebook.check import Check
from auditor.rulebook.duties import DutyList
from auditor.rulebook.prose_checks import Claim, Figure, Flow, Slot, Statement
from auditor.rulebook.table_checks import ANY, Crossing, Footing, Tie, Tree
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.yamlfile import Place

Use = tuple[Place, str, Iterable[str]]  # where in the check, which word, and the words there are


def unknown(check: Check, vocabulary: Vocabulary) -> Iterator[Use]:
    """The words of a check that the vocabulary lacks."""
    for place, word, known in _uses(check, vocabulary):
        if word and word not in known:
            yield place, word, known


def unknown_to_duties(duties: DutyList, checks: Iterable[str], vocabulary: Vocabulary) -> Iterator[Use]:
    """The kinds of report, roles of tables and checks that a list of duties names and that do not exist."""
    for place, word, known in _duty_uses(duties, set(checks), vocabulary):
        if word not in known:
            yield place, word, known


def _duty_uses(duties: DutyList, checks: Iterable[str], vocabulary: Vocabulary) -> Iterator[Use]:
    yield from _each(("reports",), duties.reports, vocabulary.profiles)
    for number, group in enumerate(duties.groups):
        for key, duty in group.duties.items():
            place: Place = ("groups", number, "duties", key)
            yield from _each((*place, "shown", "tables"), duty.shown.tables, vocabulary.tables.roles)
            yield from _each((*place, "shown", "proved"), duty.shown.proved, checks)
            yield from _each((*place, "refuted"), duty.refuted, checks)


def _uses(check: Check, vocabulary: Vocabulary) -> Iterator[Use]:
    yield from _each(("reports",), check.reports, {*vocabulary.profiles, "unknown"})
    match check:
        case Claim():
            for number, slot in enumerate(check.match):
                yield from _figure(("match", number), slot, vocabulary)
        case Flow():
            for field in ("inflow", "outflow", "left"):
                yield from _each((field,), getattr(check, field), vocabulary.tags)
            yield from _each(("apart",), check.apart, vocabulary.concepts)
        case Statement():
            yield from _statement(check, vocabulary)
        case Footing():
            yield from _footing(check, vocabulary)
        case Tree():
            yield from _each(("table",), check.table, {ANY, *vocabulary.tables.roles})
            yield from _each(("not_table",), check.not_table, vocabulary.tables.roles)
        case Crossing():
            yield from _each(("not_table",), check.not_table, vocabulary.tables.roles)
        case Between():
            yield from _between(check, vocabulary)
        case Tie():
            names = [name for formula in (check.holds, *check.also, *check.alternatives) for name in formula.names()]
            yield from _roles(("holds",), names, vocabulary)


def _statement(check: Statement, vocabulary: Vocabulary) -> Iterator[Use]:
    yield from _figure(("stated",), check.stated, vocabulary)
    for name, figure in check.figures.items():
        yield from _figure(("figures", name), figure, vocabulary)
    for name, places in check.cells.items():
        for number, text in enumerate(places):
            yield from _roles(("cells", name, number), [parse_expression(text)], vocabulary)


def _between(check: Between, vocabulary: Vocabulary) -> Iterator[Use]:
    for name, fact in (("now", check.now), ("then", check.then)):
        yield from _each((name, "label"), fact.label, vocabulary.concepts)
        yield from _each((name, "tags"), (*fact.tags, *fact.not_tags), vocabulary.tags)
        yield from _roles((name, "cells"), [parse_expression(text) for text in fact.cells], vocabulary)


def _each(place: Place, words: Iterable[str], known: Iterable[str]) -> Iterator[Use]:
    for number, word in enumerate(words):
        yield (*place, number), word, known


def _figure(place: Place, figure: Figure | Slot, vocabulary: Vocabulary) -> Iterator[Use]:
    for field in ("tags", "any_tag", "not_tags"):
        yield from _each((*place, field), getattr(figure, field, ()), vocabulary.tags)
    for field in ("label", "named", "not_label", "base"):
        words = getattr(figure, field, ())
        yield from _each((*place, field), (words,) if isinstance(words, str) else words, vocabulary.concepts)
    for field in ("section", "not_section"):
        yield from _each((*place, field), getattr(figure, field, ()), vocabulary.sections)


def _roles(place: Place, names: Iterable[object], vocabulary: Vocabulary) -> Iterator[Use]:
    for name in names:
        if isinstance(name, Name):
            yield place, name.name, vocabulary.tables.roles


def _footing(check: Footing, vocabulary: Vocabulary) -> Iterator[Use]:
    tables = vocabulary.tables
    yield from _each(("table",), check.table, {ANY, *tables.roles})
    roles = [tables.roles[name] for name in check.table if name in tables.roles]
    columns = {*tables.columns, *(key for role in roles for key in role.columns)}
    lines = {*tables.lines, *(f"class_{code}" for code in tables.classes)}
    names = {str(name): None for name in check.holds.names()}
    yield from ((("holds",), name, columns if check.for_each == "row" else lines) for name in names)
    yield from _each(("lines",), check.lines, lines)
    yield from _each(("needs",), check.needs, columns if check.for_each == "row" else lines)
    yield from _each(("not_columns",), check.not_columns, columns)
