"""Kinds of check that look at words, numbering and dates rather than at figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from auditor.rulebook.check import Check, Relational
from auditor.rulebook.typed import Least, Most, Parsed, RefusalError, Strict, Words

MAX_PATTERN = 300
_NESTED = re.compile(r"\([^()]*[+*][^()]*\)[+*]")


def _pattern(value: Any) -> re.Pattern[str]:
    text = str(value)
    if len(text) > MAX_PATTERN:
        raise RefusalError(
            f"正则表达式超过 {MAX_PATTERN} 个字符", f"the pattern is longer than {MAX_PATTERN} characters"
        )
    if _NESTED.search(text):
        raise RefusalError(
            "正则表达式重复了重复项，可能永不结束", "the pattern repeats a repetition, which may take for ever"
        )
    try:
        return re.compile(text)
    except re.error as error:
        raise RefusalError(f"不是正则表达式：{error}", f"not a regular expression: {error}") from None


Pattern = Annotated[re.Pattern[str], Parsed(_pattern)]  # the group ``spot``, where there is one, is what is in dispute
Patterns = tuple[Pattern, ...]

Place = Literal["paragraph", "passage_end", "heading", "contents", "note", "field", "cell"]


class Phrase(Check):
    """Words that must not stand in a report.

    ``passage_end`` is a paragraph that ends its section. ``unless`` is looked for in the same sentence, ``titled`` in
    the report's title: a check with it says nothing of reports with other titles.
    """

    kind: Literal["phrase"]
    places: Annotated[tuple[Place, ...], Least(1)] = ("paragraph",)
    patterns: Annotated[Patterns, Least(1)]
    unless: Patterns = ()
    titled: Pattern | None = None


class Numbering(Check):
    """Numbers of headings and list items run on: 一、二、三. ``fault`` says what this check reports."""

    kind: Literal["numbering"]
    fault: Literal["repeat", "gap", "style"]


class Contents(Check):
    """What the table of contents names stands in the body, under the same title."""

    kind: Literal["contents"]


class Repetition(Check):
    """Nothing is said twice word for word. A passage, a clause of one paragraph, two headings in a row, or a table."""

    kind: Literal["repetition"]
    of: Literal["passage", "clause", "heading", "table"]
    at_least: Annotated[int, Least(1)] = 1  # characters; figures of a table


class Blank(Check):
    """A list of counts has a number at each unit: 离休0人、退休__人 has none at the second."""

    kind: Literal["blank"]


class GivenField(Check):
    """A field of the cover, or of the caption of tables, is filled in. ``filler`` is no content: （公章）."""

    kind: Literal["given_field"]
    on: Literal["cover", "caption"]
    fields: Annotated[Words, Least(1)]
    filler: Patterns = ()


class FilingDate(Check):
    """A report of a year is filled in after that year. ``fields`` name the date on the cover."""

    kind: Literal["filing_date"]
    fields: Annotated[Words, Least(1)]


class BalanceDate(Check):
    """A balance date (截至…) lies in the year that is reported. ``unless`` words speak of earlier years on purpose."""

    kind: Literal["balance_date"]
    cues: Annotated[Words, Least(1)]
    unless: Words = ()
    stocks: Words = ()  # what is counted at the end of the year reported, and of no other


class HeadingYear(Check):
    """A heading names the year that is reported. ``unless`` words speak of another year on purpose, ``sure`` is how the
    report calls itself: with another year it is wrong for certain, elsewhere there is a warning."""

    kind: Literal["heading_year"]
    unless: Words = ()
    sure: Patterns = ()
    at_least: Annotated[int, Least(0)] = 0  # titles that name the year reported


class TitledYear(Check):
    """A heading gives what the title of the report names the year that the title gives it. ``unless`` words speak of another year on purpose."""

    kind: Literal["titled_year"]
    unless: Words = ()


class ColumnYear(Check):
    """The year in the title of a table is the latest of its columns, where the other titles of the report bear that out."""

    kind: Literal["column_year"]
    unless: Words = ()


class FigureYear(Check):
    """A total (``label``: concepts) that the tables print for the year reported is not said to be of the year before, unless
    they print it for that year too, in one of the ``prior_columns``. Sentences that compare, or have one of the words
    ``unless``, are left alone."""

    kind: Literal["figure_year"]
    label: Annotated[Words, Least(1)]
    prior_columns: Words = ()
    unless: Words = ()


class TableNumber(Check):
    """Each table has a number of its own. ``pattern`` finds the number in a caption line."""

    kind: Literal["table_number"]
    pattern: Pattern


class MissingSection(Check):
    """Where several reports of one form stand in a file, each has the sections that nearly all have."""

    kind: Literal["missing_section"]
    at_least: Annotated[int, Least(3)] = 4  # reports of that form


class NamedProject(Check):
    """The project that a section speaks of is the one on the cover. ``pattern`` has a group ``spot`` with its name."""

    kind: Literal["named_project"]
    field: str
    pattern: Pattern


class ItemPurpose(Check):
    """The purpose or reason given for a budget item fits its names, and is not another item's. ``patterns`` have a group
    ``spot``.

    ``subjects`` are kinds of expenditure that have nothing to do with one another, each with the words that tell it; ``broad`` are
    words in the names of items that may pay for anything.
    """

    kind: Literal["item_purpose"]
    patterns: Annotated[Patterns, Least(1)]
    broad: Words = ()
    common: Words  # words that tell no item from another: 支出, 单位, 经费
    subjects: Mapping[str, Words] = {}


class EmptyTable(Check):
    """A table without figures is explained: one of ``words`` stands in its notes or in the lines after it."""

    kind: Literal["empty_table"]
    titles: Pattern  # titles of tables that give figures
    words: Annotated[Words, Least(1)]


class Pairing(Check):
    """Marks that open and close come in pairs within a paragraph: “ and ”. ``marks`` lists opening and closing one."""

    kind: Literal["pairing"]
    marks: Annotated[tuple[Annotated[str, Least(2), Most(2)], ...], Least(1)]


class Disclosure(Check):
    """What one disclosure (``given``) calls for stands in the report as well: ``needs`` is found in none of its texts."""

    kind: Literal["disclosure"]
    given: Pattern
    needs: Annotated[Patterns, Least(1)]  # any of them


class ComparisonYear(Check):
    """A figure is not compared with itself, nor with a year to come: 2026年预算比2026年预算增加.

    ``stages`` says for each kind of report which words make the compared figure the reported one. ``unless`` words, in the
    same clause, speak of one year twice on purpose: 调整后.
    """

    kind: Literal["comparison_year"]
    compared: Annotated[Words, Least(1)]  # words before the year
    changes: Annotated[Words, Least(1)]  # words after it
    stages: Mapping[str, Words]
    unless: Words = ()


class Period(Check):
    """A period of implementation reaches into the year that is reported. ``labels`` name it, in a heading or before it."""

    kind: Literal["period"]
    labels: Annotated[Words, Least(1)]


class ToldYear(Check):
    """What ``patterns`` find (the group ``spot`` is a year) is said of the year reported, or of so many years ``after`` it.

    ``unless`` are words before it in its sentence that speak of another; ``alone`` leaves sentences out that name an earlier year.
    """

    kind: Literal["told_year"]
    patterns: Annotated[Patterns, Least(1)]
    after: int = 0
    alone: bool = True
    unless: Words = ()


class Stage(Strict):
    """Words right behind the date on which something ``begins``, and behind the one on which it ``ends``."""

    begins: Annotated[Words, Least(1)]
    ends: Annotated[Words, Least(1)]


class Chronology(Check):
    """What ends does not end before it began: ranges of dates, and dates with the words of one of ``stages`` behind them.

    ``unless`` are words of a sentence that tells a plan beside the fact.
    """

    kind: Literal["chronology"]
    stages: tuple[Stage, ...] = ()
    unless: Words = ()


class EmptyClaim(Check):
    """What is said to be empty is empty.

    ``of: table`` takes a note under a table that calls it empty, ``of: fund`` a sentence that denies income and expenditure of
    a fund, against the tables whose titles name the fund, and ``of: subject`` a note that calls its table empty for want of
    another fund than the table's.
    """

    kind: Literal["empty_claim"]
    of: Literal["table", "fund", "subject"]
    claims: Annotated[Patterns, Least(1)]
    unless: Patterns = ()
    funds: Words = ()


class ContentsTables(Check):
    """The tables that the table of contents names stand in the body. ``titles`` tells an entry that is a table's."""

    kind: Literal["contents_tables"]
    titles: Pattern
    prefix: Pattern  # what may stand before a title in one place and not in the other: 2025年度部门


class SameField(Check):
    """A field of the captions (部门：) says the same over every table. ``fields`` name it."""

    kind: Literal["same_field"]
    fields: Annotated[Words, Least(1)]
    at_least: Annotated[int, Least(2)] = 3  # tables that agree


class SectionAmount(Check):
    """A section with one of ``headings`` gives an amount of the year reported. ``other`` words name other amounts."""

    kind: Literal["section_amount"]
    headings: Annotated[Patterns, Least(1)]
    other: Words = ()


class OldName(Strict):
    """A name of the classification that was replaced; ``since`` is the first year of the new one."""

    old: str
    new: str
    since: int
    unless: Pattern | None = None  # what follows where the words mean something else


class OldNames(Check):
    """Items have the names of the classification in force in the year reported."""

    kind: Literal["old_names"]
    replaced: Annotated[tuple[OldName, ...], Least(1)]


class Reason(Check):
    """The reason given for a change does not say the contrary of it: 减少5%，主要原因是经费增加.

    ``reasons`` announce it. ``rise`` and ``fall`` are words of the reason, ``nouns`` what they must be said of to contradict:
    for each topic of the figure (the first whose word stands in its clause) the nouns that mean the figure itself.
    """

    kind: Literal["reason"]
    reasons: Annotated[Words, Least(1)]
    beside: Words = ()  # announce it only right behind the change: 下降3%，主要是
    rise: Annotated[Words, Least(1)]
    fall: Annotated[Words, Least(1)]
    nouns: Mapping[str, Words]
    unless: Words = ()


class ListedItems(Check):
    """What a sentence lists by name has an amount in the tables. ``pattern`` has a group ``list``; ``separators`` divide it.

    Only tables of the ``classification`` are asked, and only names that one of them prints as a label.
    """

    kind: Literal["listed_items"]
    pattern: Pattern
    separators: Words = ("、",)
    classification: Literal["economic", "functional"] = "economic"


class CountedNames(Relational):
    """A number of things is the number of names that follow it: 下属单位3个，分别是…, in the sentence or as numbered paragraphs or rows.

    ``cues`` come before names that leave nothing out (as does a colon), ``partial`` words stand in lists that are none, ``joins`` may make
    two names of one (and a number of what stands before it), ``ordinals`` head a column of 1, 2, 3. ``kinds`` are the units' dimensions.
    ``points`` also counts 一是…；二是….
    """

    kind: Literal["counted_names"]
    cues: Annotated[Words, Least(1)]
    kinds: Annotated[Words, Least(1)]
    partial: Words = ()
    joins: Words = ()
    ordinals: Words = ()
    points: bool = False

    def extra_names(self) -> tuple[str, ...]:
        return ("stated", "names")


class UnitInList(Check):
    """No amount of a list is a thousand times smaller or larger than all the others, unless its number fits none of their unit either.

    ``small`` are words before an amount for each of something, besides those of the vocabulary.
    """

    kind: Literal["unit_in_list"]
    small: Words = ()


class OwnName(Check):
    """The headings call the reporting unit by one name. ``patterns`` have a group ``spot`` with the name in a heading."""

    kind: Literal["own_name"]
    patterns: Annotated[Patterns, Least(1)]
    filler: Words = ()  # words at the ends of a name that do not make it another one


class ZeroLine(Check):
    """What words rest on is there: no table that has a line with one of the keys ``lines`` prints 0 on all of them.

    ``claims`` has a group ``spot`` with the words.
    """

    kind: Literal["zero_line"]
    claims: Annotated[Patterns, Least(1)]
    lines: Annotated[Words, Least(1)]


class Flat(Check):
    """What is said to be level with an earlier year is: the sentence gives both figures.

    ``level`` are the words, ``compared`` those before the year, ``prior`` those that stand for the year before.
    """

    kind: Literal["flat"]
    level: Annotated[Words, Least(1)]
    compared: Annotated[Words, Least(1)]
    prior: Words = ()
    unless: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("current", "prior")


WORDING: tuple[type[Check], ...] = (
    Phrase,
    Numbering,
    Contents,
    Repetition,
    Blank,
    GivenField,
    FilingDate,
    BalanceDate,
    HeadingYear,
    ColumnYear,
    TitledYear,
    FigureYear,
    TableNumber,
    MissingSection,
    NamedProject,
    ItemPurpose,
    EmptyTable,
    Pairing,
    Disclosure,
    ComparisonYear,
    Period,
    Chronology,
    ToldYear,
    EmptyClaim,
    ContentsTables,
    SameField,
    SectionAmount,
    OldNames,
    Reason,
    Flat,
    ListedItems,
    CountedNames,
    ZeroLine,
    UnitInList,
    OwnName,
)
