"""How many brackets are open, and does one that is open at one place of a text close before another?"""

from __future__ import annotations

from itertools import accumulate

_STEPS = {"（": 1, "(": 1, "）": -1, ")": -1}


def shut_off(text: str, start: int, end: int) -> bool:
    """True when a bracket that is open at ``start`` closes before ``end``: of 收入9万元（含结转2万元），其中 … the 9 is divided."""
    return min(_levels(text, start, end)) < 0


def depth(text: str, start: int, end: int) -> int:
    """How many brackets are open at ``end`` that opened after ``start``."""
    levels = _levels(text, start, end)
    return levels[-1] - min(levels)


def _levels(text: str, start: int, end: int) -> list[int]:
    """How many more brackets have opened than closed since ``start``, there and after each that follows."""
    return list(accumulate((_STEPS[c] for c in text[start:end] if c in _STEPS), initial=0))
