"""Does a bracket that is open at one place of a text close before another?"""

from __future__ import annotations


def shut_off(text: str, start: int, end: int) -> bool:
    """True when a bracket that is open at ``start`` closes before ``end``: of 收入9万元（含结转2万元），其中 … the 9 is divided."""
    depth = 0
    for c in text[start:end]:
        if c in "（(":
            depth += 1
        elif c in "）)":
            depth -= 1
            if depth < 0:
                return True
    return False
