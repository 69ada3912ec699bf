"""Printed figures and relations between them, for tests: ``figure("22.8%", 1)`` is the figure printed at place 1."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.model import formula
from auditor.model.document import Location
from auditor.model.finding import Evidence, Operand, Relation
from auditor.model.quantity import BARE, PERCENT, WAN, YUAN, Quantity, Unit

_UNITS = {
    "%": PERCENT,
    "万元": WAN,
    "元": YUAN,
    "人": Unit("人", "person", counted=True),
    "家": Unit("家", "institution", counted=True),
    "": BARE,
}


def quantity(text: str) -> Quantity:
    match = re.fullmatch(r"(-?[\d,.]+)(\D*)", text)
    assert match
    number, unit = match.groups()
    decimals = len(number.partition(".")[2])
    return Quantity(number, Decimal(number.replace(",", "")), _UNITS[unit], decimals)


def figure(text: str, place: int, *, falls: bool = False, role: str = "compared") -> Operand:
    """A printed figure; with ``falls``, words take it as negative."""
    printed = quantity(text)
    taken = quantity(f"-{text}") if falls else printed
    mark = "%" if printed.unit is PERCENT else ""
    return Operand(
        taken, Evidence(role, printed.text + mark, Location(line=place), printed, quote=text, key=(place, 0))
    )


def relation(holds: str, claimed: str, **operands: Operand | tuple[Operand, ...]) -> Relation:
    return Relation(formula.parse(holds), operands, claimed)
