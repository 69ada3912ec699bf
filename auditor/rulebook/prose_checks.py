"""The kinds of check that judge prose: claim, breakdown, share, price, ceiling, headroom, told_again, opposites, missed, grade, rollforward, surplus, saving, tabled, told_rate, own_told, moved, adjusted, mirrored, flow, account, direction, restated and statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from auditor.model.formula import Formula, FormulaError, Name, parse_expression
from auditor.model.mention import Role
from auditor.rulebook.check import Check, FormulaField, Relational
from auditor.rulebook.typed import Least, Most, RefusalError, Strict, Words
from auditor.rulebook.wording import Patterns


class Slot(Strict):
    """A figure of a sentence, by what it is.

    ``of`` names the slot it hangs on. ``tags`` must all stand at it, one of ``any_tag`` must, none of ``not_tags`` may.
    ``label`` is a concept of the vocabulary that its label must name, ``base`` one for the words after 占 or 完成.
    ``base_of`` names the share or execution rate that is measured against it, ``unit`` a dimension (money, person …),
    ``zero`` asks for a figure that is (or is not) 0, ``context`` for words between the figure before it and this one,
    ``over_whole`` for a percentage above 100, ``not_beside`` for words of which none may stand in its sentence, ``after`` for words one
    of which follows, ``label_ends`` for words one of which ends its label, ``same_sentence`` for a figure in the sentence of the one
    that hangs on it, ``alone`` for one with no other of its kind before the figure in dispute, ``beside`` for the figure next to that,
    ``year_before`` for a base that is not known to be older than a year.
    """

    name: str
    role: Role = Role.AMOUNT
    of: str = ""
    tags: Words = ()
    any_tag: Words = ()
    not_tags: Words = ()
    label: str = ""
    base: str = ""
    base_of: str = ""
    unit: str = ""
    evidence: Literal["total", "part", "base", "compared", "context"] = "compared"
    direction: Literal["", "rise", "fall"] = ""
    zero: bool | None = None
    over_whole: bool = False
    context: Words = ()
    not_beside: Words = ()
    after: Words = ()
    label_ends: Words = ()
    optional: bool = False
    same_sentence: bool = False
    year_before: bool = False
    alone: bool = False
    beside: bool = False


class Claim(Relational):
    """A relation between figures of one sentence (or paragraph), found by their roles."""

    kind: Literal["claim"]
    within: Literal["sentence", "paragraph"] = "sentence"
    match: tuple[Slot, ...]
    unless: Words = ()  # tags that, at any figure of the sentence, mean that more is involved
    disputed: str = ""  # the slot in dispute when it fails; the first name of the formula when not given

    def examine(self) -> None:
        slots = [slot.name for slot in self.match]
        for number, slot in enumerate(self.match):
            for field, other in (("of", slot.of), ("base_of", slot.base_of)):
                if other and other not in slots:
                    raise RefusalError(f"match 中没有 {other}", f"match has no {other}", "match", number, field)
        for name in self.holds.names():
            if str(name) not in slots:
                raise RefusalError(
                    f"公式中的 {name} 不在 match 中", f"the formula names {name}, which match has not", "holds"
                )
        if self.disputed and self.disputed not in slots:
            raise RefusalError(f"match 中没有 {self.disputed}", f"match has no {self.disputed}", "disputed")


class Breakdown(Relational):
    """A total against the parts that the text lists for it, or the shares of those parts against 100 %, or a change against
    those of its parts.

    ``parts`` chooses lists that leave nothing out (exhaustive), those that may (loose), or both.
    """

    kind: Literal["breakdown"]
    parts: Literal["exhaustive", "loose", "any"] = "exhaustive"
    measure: Literal["amounts", "shares", "changes"] = "amounts"

    def extra_names(self) -> tuple[str, ...]:
        return ("total", "parts")


class Share(Relational):
    """A share (占 … %) against its part and the whole that its words, its list or the shares beside it give.

    ``wholes`` gives for what a share is called by (税收占比) the ends of the names of what it is measured against.
    """

    kind: Literal["share"]
    wholes: Mapping[str, Words] = {}

    def extra_names(self) -> tuple[str, ...]:
        return ("share", "part", "whole")


class Moved(Relational):
    """A figure that moved from one value to another by a stated difference; percentages move by 个百分点."""

    kind: Literal["moved"]

    def extra_names(self) -> tuple[str, ...]:
        return ("before", "after", "change")


class Turned(Check):
    """A figure that moved from one value to another moved the way that the words between them say (``comparisons``)."""

    kind: Literal["turned"]
    comparisons: tuple[Comparison, ...]

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(comparison.holds for comparison in self.comparisons)

    def extra_names(self) -> tuple[str, ...]:
        return ("before", "after")


class Schedule(Relational):
    """A rate of execution against the calendar: by as many points as it is said to be ``ahead`` of the ``schedule`` or ``behind`` it.

    ``months`` are those of parts of a year that the words name.
    """

    kind: Literal["schedule"]
    schedule: Annotated[Words, Least(1)]
    ahead: Annotated[Words, Least(1)]
    behind: Annotated[Words, Least(1)]
    months: Mapping[str, int] = {}

    def extra_names(self) -> tuple[str, ...]:
        return ("difference", "rate", "calendar")


class Flow(Relational):
    """Money through a sentence: what came in less what went out is what the sentence says is left.

    ``inflow``, ``outflow`` and ``left`` are tags of the vocabulary; a stated remainder starts the next balance. A sentence
    that states one of the concepts ``apart`` is an account of another kind, which other checks judge.
    """

    kind: Literal["flow"]
    inflow: Words
    outflow: Words
    left: Words
    apart: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("inflow", "outflow", "left")


class Account(Relational):
    """Government prose that tells an account: what is added to a figure makes its grand total; income less expenditure
    is left; both sides are equal.

    ``of`` chooses the relation. The names are ``total``, ``head`` and ``added`` (what is taken off is negative) for a grand total; ``income``,
    ``spent`` and, for a remainder, ``left``.
    """

    kind: Literal["account"]
    of: Literal["grand_total", "remainder", "equal_sides"]

    def extra_names(self) -> tuple[str, ...]:
        return {
            "grand_total": ("total", "head", "added"),
            "remainder": ("income", "spent", "left"),
            "equal_sides": ("income", "spent"),
        }[self.of]


class Comparison(Strict):
    """Words that compare two figures: ``words`` may contain 小于 …; ``holds`` is what they claim of left and right."""

    words: Words
    holds: FormulaField


class ImpliedTold(Relational):
    """The rates (or changes) of listed parts against that of their total: what each part was, by ``each``, makes up what the total was.
    The shares of parts make up that of their total. A part that ``level`` words say did not change, changed by 0.
    """

    kind: Literal["implied_told"]
    role: Literal[Role.RATE, Role.EXECUTION, Role.SHARE, Role.CHANGE]
    each: FormulaField
    level: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("total", "rate", "bases")


class Average(Relational):
    """A rate for each of several years, from the first figure to the last: 由2020年的100亿元增加到2025年的128亿元，年均增长5.1%.

    ``holds`` gives one year, ``current = prior * (1 + rate)``; it is applied once for each year between the two figures.
    """

    kind: Literal["average"]

    def extra_names(self) -> tuple[str, ...]:
        return ("current", "prior", "rate")


class Price(Check):
    """What was paid is the price times the number: 购置30台，每台2000元，共6万元.

    ``each`` are words before what a price is for, ``by`` those that end with the period it is for (按月), ``plain`` words of a price
    that does not say it (单价), ``mean`` of one that is an average, ``standard`` of one that was set; ``computed`` words behind a price say
    that the amount is reckoned with it. ``months`` are those of parts of a year. ``repeated`` is the formula where the price is for two things: 每人每月.
    """

    kind: Literal["price"]
    each: Words
    by: Words = ()
    plain: Words
    mean: Words
    standard: Words
    months: Mapping[str, int] = {}
    computed: Words = ()
    holds: FormulaField
    repeated: FormulaField

    def formulas(self) -> tuple[Formula, ...]:
        return (self.holds, self.repeated)

    def extra_names(self) -> tuple[str, ...]:
        return ("amount", "price", "count", "times")


class ToldFromTables(Relational):
    """A relation between the prose and the lines of tables of no known form. ``generic`` words do not make two names differ."""

    generic: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("stated", "cell")


class Tabled(ToldFromTables):
    """What the prose tells of a line is what its table prints."""

    kind: Literal["tabled"]


class ToldRate(ToldFromTables):
    """The rate that the prose gives a figure told from a line is the one that the line prints."""

    kind: Literal["told_rate"]


class OwnTold(Relational):
    """What is told of the level's own account is no more than what is told of the whole region; not so for names with one of the ``handed`` words."""

    kind: Literal["own_told"]
    handed: Words

    def extra_names(self) -> tuple[str, ...]:
        return ("own", "whole")


class Surplus(Relational):
    """The surplus of a year is income less expenditure, told sentences apart.

    ``left`` are words that a surplus is called by, ``lack`` those that make it a deficit, ``generic`` what may stand around 收入 and 支出.
    A figure called ``handed`` between expenditure and surplus is taken off too, as ``netted`` says.
    """

    kind: Literal["surplus"]
    left: Words
    lack: Words = ()
    generic: Words = ()
    handed: Words = ()
    netted: FormulaField

    def formulas(self) -> tuple[Formula, ...]:
        return (self.holds, self.netted)

    def extra_names(self) -> tuple[str, ...]:
        return ("left", "income", "spent", "handed")


class CarriedOver(Relational):
    """What a plan tells of its balances follows from what the year before left, level by level and fund by fund.

    ``left`` (regular expressions, the ends of words) calls the balance of the year carried out, ``told`` that of the plan: what it begins
    with or, where ``surplus`` says how that of the plan is called, what it is to leave. ``lack`` makes a surplus a deficit, ``generic`` words
    say nothing of what a figure is of. The funds (:mod:`auditor.model.fact`) in ``several`` are told one by one, by name: 失业保险基金; ``left_of_whole`` are words that
    call a balance only of the others, where what is left of all that came in is meant.
    """

    kind: Literal["carried_over"]
    left: Annotated[Words, Least(1)]
    told: Annotated[Words, Least(1)]
    surplus: Words = ()
    lack: Words = ()
    generic: Annotated[Words, Least(1)]
    several: Words = ()
    left_of_whole: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("told", "left", "flows") if self.surplus else ("told", "left")


class Saving(Check):
    """A rate of saving (节约率, 审减率) against the amount asked for and the saving, or the amount that was granted.

    ``rates`` are the names of such rates; ``base``, ``after`` and ``saved`` words of the three amounts. ``holds`` relates ``rate``,
    ``saved`` and ``base``; ``netted`` ``rate``, ``after`` and ``base``; ``difference`` the three amounts.
    """

    kind: Literal["saving"]
    rates: Words
    base: Words
    after: Words
    saved: Words
    holds: FormulaField
    netted: FormulaField
    difference: FormulaField

    def formulas(self) -> tuple[Formula, ...]:
        return (self.holds, self.netted, self.difference)

    def extra_names(self) -> tuple[str, ...]:
        return ("rate", "base", "after", "saved")


class RollForward(Relational):
    """A balance at the end is the one at the beginning with what came in and less what went out, all told in one sentence.

    The words say which figure is which; a figure between the balances that says neither ``inflow`` nor ``outflow`` decides nothing.
    """

    kind: Literal["rollforward"]
    opening: Words
    closing: Words
    inflow: Words
    outflow: Words

    def extra_names(self) -> tuple[str, ...]:
        return ("opening", "flows", "closing")


class Ceiling(Relational):
    """What there is does not exceed what there may be. Two figures of a paragraph have one name but for its end: ``there`` and
    ``allowed`` are the ends; ``lead`` may stand before the name.
    """

    kind: Literal["ceiling"]
    there: Words
    allowed: Words
    lead: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("there", "allowed")


class Headroom(Relational):
    """What is left under a limit is the limit less what there is. ``there`` and ``allowed`` end the names of the two, ``patterns`` are the
    words before the figure, ``lead`` may stand before the names.
    """

    kind: Literal["headroom"]
    there: Words
    allowed: Words
    patterns: Annotated[Patterns, Least(1)]
    lead: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("left", "there", "allowed")


class ToldAgain(Relational):
    """The growth or execution rate of one figure, told in two places, is the same in both."""

    kind: Literal["told_again"]

    def extra_names(self) -> tuple[str, ...]:
        return ("later", "earlier")


class Pair(Strict):
    """Words of two sides, ``along`` and ``against``: 增收 and 减收."""

    along: Annotated[Words, Least(1)]
    against: Annotated[Words, Least(1)]


class Opposites(Relational):
    """Counts on both sides of something make up the whole that words ``among`` follow: 13个税种中，9个增收，4个减收. ``level`` are words for what is on
    neither side, ``rest`` those for what is left of it.
    """

    kind: Literal["opposites"]
    pairs: Annotated[tuple[Pair, ...], Least(1)]
    level: Words = ()
    rest: Words = ()
    among: Annotated[Words, Least(1)]

    def extra_names(self) -> tuple[str, ...]:
        return ("whole", "parts")


class Missed(Check):
    """A result that is said to be above a figure that it should reach, or below one it should not. Each of the ``comparisons`` has the words between
    the two and a formula of ``result`` and ``target``; ``targets`` are words that say that the second is one.
    """

    kind: Literal["missed"]
    comparisons: tuple[Comparison, ...]
    targets: Annotated[Words, Least(1)]

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(comparison.holds for comparison in self.comparisons)

    def extra_names(self) -> tuple[str, ...]:
        return ("result", "target")


class Band(Strict):
    """A grade: its ``words``, and the points ``least`` that it begins with."""

    words: Annotated[Words, Least(1)]
    least: int


class Grade(Check):
    """A score and the grade it is given go together. ``bands`` are the grades, best first, where the report does not lay down its own;
    ``grades`` are the words before a grade.
    """

    kind: Literal["grade"]
    grades: Annotated[Words, Least(1)]
    bands: Annotated[tuple[Band, ...], Least(2)]

    def extra_names(self) -> tuple[str, ...]:
        return ("score",)


class Adjusted(Relational):
    """A budget as adjusted is the initial one with what was added and taken off.

    ``initial`` and ``full`` are tags of the two budgets, ``added`` and ``taken`` words that say which way a figure between them went.
    """

    kind: Literal["adjusted"]
    initial: Words
    full: Words
    added: Words
    taken: Words

    def extra_names(self) -> tuple[str, ...]:
        return ("full", "initial", "moves")


class Mirrored(Relational):
    """Income and expenditure that are equal and changed by one amount changed the same way."""

    kind: Literal["mirrored"]

    def extra_names(self) -> tuple[str, ...]:
        return ("income", "expenditure")


class Direction(Check):
    """Words that compare two figures against the figures: 决算数大于年初预算数.

    ``left`` and ``right`` say with which tags their words stand for a figure of the same item.
    """

    kind: Literal["direction"]
    left: Mapping[str, Words]
    right: Mapping[str, Words]
    comparisons: tuple[Comparison, ...]

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(comparison.holds for comparison in self.comparisons)

    def extra_names(self) -> tuple[str, ...]:
        return ("left", "right")


class Restated(Relational):
    """One fact stated twice in the same words must have the same figure.

    With ``same: words`` two clauses state one fact when they agree, figures left out, on at least ``context`` characters
    around the figure; with ``same: label`` when both name the figure by one label of at least ``context`` characters; with ``same: slip``
    when moreover one digit, or two that changed places, make one long figure of the other; with ``same: opening`` when two sentences of a
    passage begin with the same name and year. Of figures with different ``moments`` (regular expressions: 6月末, 上半年) beside them each is
    a fact of its own.
    """

    kind: Literal["restated"]
    same: Literal["words", "label", "slip", "opening"] = "words"
    context: Annotated[int, Least(4), Most(200)]
    moments: Words = ()

    def extra_names(self) -> tuple[str, ...]:
        return ("here", "there")


class Figure(Strict):
    """A figure of the prose: ``label`` names concepts, ``section`` sections of the vocabulary it must stand under.

    A label that is one of the concepts ``named`` and nothing more needs no section. ``item`` asks for the amount of a budget
    item (类/款/项) itself, ``same_item`` for one of the item that the stated figure is of; tags as in :class:`Slot`.
    """

    label: Words = ()
    named: Words = ()
    not_label: Words = ()
    section: Words = ()
    not_section: Words = ()
    tags: Words = ()
    not_tags: Words = ()
    role: Role = Role.AMOUNT
    direction: Literal["", "rise", "fall"] = ""
    unit: str = "money"
    item: bool = False
    same_item: bool = False
    exact: bool = False  # the label is the concept itself, not a narrower one that ends with it
    context: Words = ()  # words that all stand between the figure before it and this one
    any_context: Words = ()  # words one of which stands there
    not_context: Words = ()  # words none of which stands there
    optional: bool = False  # when no figure fits it is 0


class Statement(Relational):
    """A sentence against cells of tables (or against other sentences of the same report).

    Every mention that fits ``stated`` is judged. ``cells`` gives for each further name of the formula the places it may stand
    in, ``role[line, column]``: the line may be ``item``, ``functional_class`` or ``label``,
    which the sentence itself names; the column may be ``basis``, budget or actual as the sentence says. ``figures`` are
    further figures of the prose. Where several places or figures fit, the relation holds if it holds for one of them.
    A failure needs a label that names one of the concepts and nothing more, and (but with ``proof: words``) its section or
    another amount of it that stands in the table. ``total`` says what a figure is that disagrees and is the total of another
    table: left alone or a note.
    """

    kind: Literal["statement"]
    stated: Figure
    figures: Mapping[str, Figure] = {}
    cells: Mapping[str, Words] = {}
    needs: Words = ()  # figures that must be there for the check to apply
    proof: Literal["reading", "words"] = "reading"
    total: Literal["", "skip", "note"] = ""
    outer: Words = ()  # roles of tables of all funds, of which the sentence may tell one

    def examine(self) -> None:
        known = {"stated", *self.figures, *self.cells}
        for number, figure in enumerate(self.needs):
            if figure not in self.figures:
                raise RefusalError(
                    f"figures 中没有 {figure}", f"there is no {figure} among the figures", "needs", number
                )
        for name in self.holds.names():
            if str(name) not in known:
                raise RefusalError(
                    f"公式中的 {name} 不存在；可用：{'、'.join(sorted(known))}",
                    f"the formula names {name}, which does not exist; there are: {', '.join(sorted(known))}",
                    "holds",
                )
        for cell, places in self.cells.items():
            for number, place in enumerate(places):
                if not _is_place(place):
                    raise RefusalError(
                        f"{place} 不是表内位置；写作 角色[行, 列]",
                        f"{place} is no place in a table; write role[line, column]",
                        "cells",
                        cell,
                        number,
                    )


def _is_place(text: str) -> bool:
    try:
        return isinstance(parse_expression(text), Name)
    except FormulaError:
        return False
