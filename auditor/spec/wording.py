"""Kinds of check that look at words, numbering and dates rather than at figures."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from auditor.spec.check import Check, refusal
from auditor.spec.vocabulary import Words

MAX_PATTERN = 300
_NESTED = re.compile(r"\([^()]*[+*][^()]*\)[+*]")


def _pattern(value: Any) -> re.Pattern[str]:
    if isinstance(value, re.Pattern):
        return value
    text = str(value)
    if len(text) > MAX_PATTERN:
        raise refusal(f"正则表达式超过 {MAX_PATTERN} 个字符", f"the pattern is longer than {MAX_PATTERN} characters")
    if _NESTED.search(text):
        raise refusal(
            "正则表达式重复了重复项，可能永不结束", "the pattern repeats a repetition, which may take for ever"
        )
    try:
        return re.compile(text)
    except re.error as error:
        raise refusal(f"不是正则表达式：{error}", f"not a regular expression: {error}") from None


Pattern = Annotated[
    Any, BeforeValidator(_pattern), PlainSerializer(lambda value: value.pattern, return_type=str)
]  # a re.Pattern; the group ``spot``, where there is one, is what is in dispute
Patterns = tuple[Pattern, ...]

Place = Literal["paragraph", "passage_end", "heading", "note", "field"]


class Phrase(Check):
    """Words that must not stand in a report.

    ``passage_end`` is a paragraph that ends its section. ``unless`` is looked for in the same sentence.
    """

    kind: Literal["phrase"]
    places: Annotated[tuple[Place, ...], Field(min_length=1)] = ("paragraph",)
    patterns: Annotated[Patterns, Field(min_length=1)]
    unless: Patterns = ()


class Numbering(Check):
    """Numbers of headings and list items run on: 一、二、三. ``fault`` says what this check reports."""

    kind: Literal["numbering"]
    fault: Literal["repeat", "gap", "style"]


class Contents(Check):
    """What the table of contents names stands in the body, under the same title."""

    kind: Literal["contents"]


class Repetition(Check):
    """Nothing is said twice word for word. A passage, a clause of one paragraph, or two headings in a row."""

    kind: Literal["repetition"]
    of: Literal["passage", "clause", "heading"]
    at_least: Annotated[int, Field(ge=1)] = 1  # characters


class Blank(Check):
    """A list of counts has a number at each unit: 离休0人、退休__人 has none at the second."""

    kind: Literal["blank"]


class GivenField(Check):
    """A field of the cover, or of the caption of tables, is filled in. ``filler`` is no content: （公章）."""

    kind: Literal["given_field"]
    on: Literal["cover", "caption"]
    fields: Annotated[Words, Field(min_length=1)]
    filler: Patterns = ()


class FilingDate(Check):
    """A report of a year is filled in after that year. ``fields`` name the date on the cover."""

    kind: Literal["filing_date"]
    fields: Annotated[Words, Field(min_length=1)]


class BalanceDate(Check):
    """A balance date (截至…) lies in the year that is reported. ``unless`` words speak of earlier years on purpose."""

    kind: Literal["balance_date"]
    cues: Annotated[Words, Field(min_length=1)]
    unless: Words = ()


class HeadingYear(Check):
    """A heading names the year that is reported. ``unless`` words speak of another year on purpose."""

    kind: Literal["heading_year"]
    unless: Words = ()


class TableNumber(Check):
    """Each table has a number of its own. ``pattern`` finds the number in a caption line."""

    kind: Literal["table_number"]
    pattern: Pattern


class MissingSection(Check):
    """Where several reports of one form stand in a file, each has the sections that nearly all have."""

    kind: Literal["missing_section"]
    at_least: Annotated[int, Field(ge=3)] = 4  # reports of that form


class NamedProject(Check):
    """The project that a section speaks of is the one on the cover. ``pattern`` has a group ``spot`` with its name."""

    kind: Literal["named_project"]
    field: str
    pattern: Pattern


class ItemPurpose(Check):
    """The purpose given for a budget item fits its names, and is not another item's. ``pattern`` has a group ``spot``."""

    kind: Literal["item_purpose"]
    pattern: Pattern
    common: Words  # words that tell no item from another: 支出, 单位, 经费


class EmptyTable(Check):
    """A table without figures is explained: one of ``words`` stands in its notes or in the lines after it."""

    kind: Literal["empty_table"]
    titles: Pattern  # titles of tables that give figures
    words: Annotated[Words, Field(min_length=1)]


AnyWording = (
    Phrase
    | Numbering
    | Contents
    | Repetition
    | Blank
    | GivenField
    | FilingDate
    | BalanceDate
    | HeadingYear
    | TableNumber
    | MissingSection
    | NamedProject
    | ItemPurpose
    | EmptyTable
)
