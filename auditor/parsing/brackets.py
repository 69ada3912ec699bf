"""How many brackets are open, and does one that is open at one place of a text close before another?"""

from __future__ import annotations


def shut_off(text: str, start: int, end: int) -> bool:
    """True when a bracket that is open at ``start`` closes before ``end``: of 收入9万元（含结转2万元），其中 … the 9 is divided."""
    opened = 0
    for c in text[start:end]:
        if c in "（(":
            opened += 1
        elif c in "）)":
            opened -= 1
            if opened < 0:
                return True
    return False


def depth(text: str, start: int, end: int) -> int:
    """How many brackets are open at ``end`` that opened after ``start``."""
    opened = 0
    for c in text[start:end]:
        if c in "（(":
            opened += 1
        elif c in "）)":
            opened = max(0, opened - 1)
    return opened
