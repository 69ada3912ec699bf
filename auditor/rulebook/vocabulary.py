"""What do words mean? The vocabulary (``checks/vocabulary/*.yaml``), typed and checked.

Each file gives one or more of the sections below; a later folder (``--checks DIR``) adds to or overrides what an earlier
one says, key by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from auditor.rulebook.table_words import TableWords
from auditor.rulebook.typed import Strict, Words


class Units(Strict):
    scales: Mapping[str, int]
    money: Words
    percent: Words
    permille: Words
    counted: Mapping[str, Words]
    measured: Mapping[str, Words]


class Cues(Strict):
    """Words that tell what a figure is. Longer words win over shorter ones."""

    rise: Words
    fall: Words
    share: Words
    execution: Words
    executed: Words
    count_rates: Words = ()
    count_grades: Words = ()
    apiece: Words = ()
    shared_out: Words = ()
    singled_out: Words = ()
    respectively: Words = ()
    this_year: Words = ()  # what came or went within the year, without what was carried over
    with_carried: Words = ()  # a total that holds what was carried over
    parts: Words
    loose_parts: Words
    dividing: Words = ()  # patterns that announce a list which divides the figure before it: 按岗位分, 从级次看
    composing: Words = ()
    moved_from: Words = ()
    adjusted_to: Words = ()
    moved_to: Words = ()
    closing: Words = ()
    closing_first: Words = ()
    closing_said: Words = ()  # what a closing total may say besides, without a name of its own
    parts_within: Words = ()
    announcing: Words = ()
    bare_rise: Words = ()
    bare_fall: Words = ()
    reasons: Words = ()
    joined_by: Words = ()
    list_end: Words = ()
    rest: Words = ()  # the last part of a list is all that is left
    each: Words = ()  # an amount for one person, household, time …, never a part of a total
    achieved: Words = ()
    done: Words = ()  # end the name of a figure and say nothing of it
    share_wholes: Words = ()  # end the words for the whole of a share, though they name a budget
    possible: Words = ()
    enumeration_end: Words
    because: Words = ()  # a figure after it is given as a reason, not as a fact of its own
    item_levels: Words = ()  # of the budget classification, highest first
    item_words: Words = ()  # what follows an item named in quotes
    # accounts: what is added to a figure, its grand total, and what is left (see auditor.parsing.accounts)
    adding: Words = ()
    adding_first: Words = ()
    taking_first: Words = ()
    not_adding: Words = ()
    taking: Words = ()
    after_additions: Words = ()
    grand_total: Words = ()
    sides: Mapping[str, Words] = {}
    both_sides: Words = ()
    offset: Words = ()
    left_over: Words = ()
    deficit: Words = ()
    balanced: Words = ()
    carried: Words = ()
    closed_total: Words = ()
    all_of_side: Words = ()
    outgoing: Words = ()
    open_funds: Words = ()
    total: Words
    prior: Words
    about: Words
    not_qualifying: Words = ()  # words that end like one that makes a figure vague: 节约
    above: Words = ()
    below: Words = ()
    more_before: Words
    more_after: Words
    nearly: Words
    at_least: Words
    at_most: Words
    target: Words
    basis_tail: Words
    label_lead: Words
    label_tail: Words


class Entities(Strict):
    """The units that report: how their names end, which cover fields give them, and what tells their level of government.

    A title with one of ``governments`` and none of ``units`` is a government's, whose name ends like one of ``places`` and
    may follow one of ``leads``. A name does not begin with a character of ``bare`` (市财政局 is nobody's name), nor does it
    stand in a line with one of ``elsewhere`` (where a report was given) or ``menus`` (of a website). ``levels`` are tried in
    order, the most local first; their words are regular expressions searched in the name.
    """

    endings: Words = ()
    fields: Words = ()
    governments: Words = ()
    units: Words = ()
    places: Words = ()
    leads: Words = ()
    bare: Words = ()
    elsewhere: Words = ()
    menus: Words = ()
    levels: Mapping[str, Words] = {}


class DimensionWords(Strict):
    """What tells a figure's period, basis, scope and fund: value to regular expressions, on text without white space."""

    period: Mapping[str, Words] = {}
    part_of_year: Words = ()
    basis: Mapping[str, Words] = {}
    scope: Mapping[str, Words] = {}
    fund: Mapping[str, Words] = {}
    against: Words = ()  # what follows names the base of a comparison
    whole_of: Words = ()  # what follows names the whole of a share, or the plan of an execution rate
    since: Words = ()  # the figure that something started from follows
    filler: Words = ()  # says nothing of what is measured
    grand: Words = ()  # a total that may hold more than the name before it says


class Vocabulary(Strict):
    """The sections of the vocabulary; see the comments in ``checks/vocabulary``."""

    units: Units
    cues: Cues
    tags: Mapping[str, Words]
    funds: Words
    partitions: tuple[Words, ...] = ()
    dimensions: DimensionWords = DimensionWords()
    told_partitions: tuple[Words, ...] = ()
    classifications: tuple[Words, ...] = ()
    sections: Mapping[str, Words] = {}
    wide_sections: Words = ()  # sections of all funds: below the heading of one fund they speak of that
    fund_sections: Words = ()
    concepts: Mapping[str, Words] = {}
    profiles: Mapping[str, Words] = {}
    entities: Entities = Entities()
    tables: TableWords = TableWords()

    @cached_property
    def words(self) -> dict[str, str]:
        """Every alias of a concept, to the concept's name."""
        return {alias: name for name, aliases in self.concepts.items() for alias in aliases}
