"""The kinds of check: the only list of them. Each has a module of the same name in :mod:`auditor.engine`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from auditor.model.formula import Formula
from auditor.model.mention import Role
from auditor.spec.check import Check, FormulaField
from auditor.spec.vocabulary import Strict, Words


class Slot(Strict):
    """A figure of a sentence, by what it is.

    ``of`` names the slot it hangs on. ``tags`` must all stand at it, one of ``any_tag`` must, none of ``not_tags`` may.
    ``label`` is a concept of the vocabulary that its label must name. ``base`` is a concept for the words after 占 or 完成.
    """

    name: str
    role: Role = Role.AMOUNT
    of: str = ""
    tags: Words = ()
    any_tag: Words = ()
    not_tags: Words = ()
    label: str = ""
    base: str = ""
    direction: Literal["", "rise", "fall"] = ""
    optional: bool = False


class Claim(Check):
    """A relation between figures of one sentence (or paragraph), found by their roles."""

    kind: Literal["claim"]
    within: Literal["sentence", "paragraph"] = "sentence"
    match: tuple[Slot, ...]
    holds: FormulaField
    disputed: str = ""  # the slot in dispute when it fails; the first name of the formula when not given

    @model_validator(mode="after")
    def _names_are_slots(self) -> Claim:
        slots = [slot.name for slot in self.match]
        for slot in self.match:
            if slot.of and slot.of not in slots:
                raise ValueError(f"slot {slot.name} hangs on {slot.of}, which is no slot")
        for name in self.holds.names():
            if str(name) not in slots:
                raise ValueError(f"the formula names {name}, which is no slot")
        if self.disputed and self.disputed not in slots:
            raise ValueError(f"disputed names {self.disputed}, which is no slot")
        return self

    def formulas(self) -> tuple[Formula, ...]:
        return (self.holds,)


AnyCheck = Annotated[Claim, Field(discriminator="kind")]
