"""How do account codes and list numbers make a tree of lines?

Functional codes have 3, 5 or 7 digits (类, 款, 项), economic codes 3 or 5 (类, 款). They may be printed whole, or one level a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.model.grid import Line, LineKind

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_LEADING_CODE = re.compile(r"(\d{3}(?:\d{2}){0,2})(?=[^\d.,%])\s*(.+)", re.DOTALL)
_NUMBERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")),
    (2, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）][、.．]?")),
    (3, re.compile(r"\d{1,2}[、.．](?!\d)")),
    (4, re.compile(r"[(（]\d{1,2}[)）][、.．]?|\d{1,2}[)）]")),
    (5, re.compile(r"[①-⑳]")),
)


def is_code(text: str) -> bool:
    """True for a whole account code: 3, 5 or 7 digits."""
    return bool(_CODE.fullmatch(text))


def leading_code(text: str) -> tuple[str, str]:
    """Code and name of a cell that holds both (``310资本性支出``); the code is empty when there is none."""
    match = _LEADING_CODE.match(text)
    return (match.group(1), match.group(2)) if match else ("", text)


def join_code(cells: Sequence[str], above: str) -> str:
    """A code from its cells: ``201 | 06 | 01`` is 2010601. Levels left blank are taken from the code ``above``."""
    filled = [cell if cell.isdigit() else "" for cell in cells]
    if len(filled) == 1:
        return filled[0] if is_code(filled[0]) else ""
    last = max((n for n, cell in enumerate(filled) if cell), default=-1)
    if last < 0:
        return ""
    whole = filled[last]
    if last > 0 and is_code(whole) and len(whole) >= 5:
        return whole  # every level's cell holds the whole code
    code = ""
    for level in range(last + 1):
        start, width = (0, 3) if level == 0 else (1 + 2 * level, 2)
        part = filled[level] or above[start : start + width]
        if level and len(part) > width and part.startswith(code):
            part = part[len(code) :]
        code += part.zfill(width) if part else ""
    return code if is_code(code) else ""


def level_of(code: str) -> int:
    """1 for 类, 2 for 款, 3 for 项."""
    return (len(code) - 1) // 2


def list_number(text: str) -> tuple[int, str]:
    """The rank of a label's list number (一、 1, （一） 2, 1. 3, (1) 4, ① 5; 0 for none) and the label without it."""
    for rank, pattern in _NUMBERS:
        if match := pattern.match(text):
            rest = text[match.end() :].strip()
            if rest:
                return rank, rest
    return 0, text


def code_children(lines: Sequence[Line]) -> dict[int, tuple[int, ...]]:
    """For each coded line (by its position) the lines printed directly below it; key -1 holds the roots.

    The parent is the nearest printed ancestor: an item hangs on its class when the 款 is not printed.
    """
    place: dict[str, int] = {}
    for position, line in enumerate(lines):
        if line.code and line.code not in place:
            place[line.code] = position
    children: dict[int, list[int]] = {-1: []}
    for position, line in enumerate(lines):
        if not line.code or line.kind is LineKind.OF_WHICH:
            continue
        ancestors = (line.code[:end] for end in (5, 3) if end < len(line.code))
        parent = next((place[code] for code in ancestors if code in place), -1)
        children.setdefault(parent, []).append(position)
    return {parent: tuple(below) for parent, below in children.items()}
