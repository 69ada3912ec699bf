"""The kinds of check: the only list of them. Each has a module of the same name in :mod:`auditor.engine`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import get_args

from auditor.rulebook.between import Between
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import (
    Account,
    Adjusted,
    Average,
    Breakdown,
    CarriedOver,
    Ceiling,
    Claim,
    Direction,
    Flow,
    Grade,
    Headroom,
    ImpliedTold,
    Mirrored,
    Missed,
    Moved,
    Opposites,
    OwnTold,
    Price,
    Restated,
    RollForward,
    Saving,
    Schedule,
    Share,
    Statement,
    Surplus,
    Tabled,
    ToldAgain,
    ToldRate,
    Turned,
)
from auditor.rulebook.table_checks import (
    Again,
    CarriedTables,
    CodeName,
    Crossing,
    Declared,
    Derived,
    Footing,
    Implied,
    Indicator,
    ItemName,
    OwnPart,
    RatedAgain,
    Score,
    TableUnit,
    Tie,
    Tree,
)
from auditor.rulebook.typed import fields
from auditor.rulebook.wording import WORDING

KINDS: tuple[type[Check], ...] = (
    Claim,
    Breakdown,
    Share,
    Moved,
    Adjusted,
    Mirrored,
    Price,
    Ceiling,
    RollForward,
    CarriedOver,
    Schedule,
    Turned,
    Headroom,
    Missed,
    Opposites,
    ToldAgain,
    Grade,
    Surplus,
    Saving,
    Tabled,
    ToldRate,
    OwnTold,
    Flow,
    ImpliedTold,
    Average,
    Account,
    Direction,
    Restated,
    Statement,
    Footing,
    Tree,
    Crossing,
    Declared,
    Derived,
    Implied,
    Tie,
    Again,
    CarriedTables,
    RatedAgain,
    OwnPart,
    CodeName,
    ItemName,
    Indicator,
    TableUnit,
    Score,
    Between,
    *WORDING,
)


@cache
def kinds() -> Mapping[str, type[Check]]:
    """The kinds by name."""
    return {name: kind for kind in KINDS for name in get_args(fields(kind)["kind"].annotation)}
