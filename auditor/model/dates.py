"""Which day is meant? Dates as people and spreadsheet programs write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?")


def day(text: str) -> str:
    """``2027/1/1``, ``2027年1月1日`` or ``2027-01-01`` as ISO date. ``ValueError`` when it is none."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(f"no date: {text!r}")
    return date(*map(int, match.groups())).isoformat()
