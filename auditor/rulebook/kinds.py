"""The kinds of check: the only list of them. Each has a module of the same name in :mod:`auditor.engine`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from auditor.rulebook.between import Between
from auditor.rulebook.prose_checks import (
    Account,
    Average,
    Breakdown,
    Claim,
    Direction,
    Flow,
    Moved,
    Restated,
    Share,
    Statement,
)
from auditor.rulebook.table_checks import (
    CodeName,
    Crossing,
    Derived,
    Footing,
    Indicator,
    ItemName,
    Score,
    TableUnit,
    Tie,
    Tree,
)
from auditor.rulebook.wording import AnyWording

AnyCheck = Annotated[
    Claim
    | Breakdown
    | Share
    | Moved
    | Flow
    | Average
    | Account
    | Direction
    | Restated
    | Statement
    | Footing
    | Tree
    | Crossing
    | Derived
    | Tie
    | CodeName
    | ItemName
    | Indicator
    | TableUnit
    | Score
    | Between
    | AnyWording,
    Field(discriminator="kind"),
]
