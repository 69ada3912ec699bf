"""Which lines of a table does a line total?

Codes tell (类 = Σ 款, 款 = Σ 项, 合计 = Σ 类), list numbers tell (一、 = Σ （一）), and so does the form: 本年收入合计 totals
what stands above it, 总计 is 本年收入合计 and what stands between the two. Where the words leave it open, every reading is an option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.model.grid import Grid, Line, LineKind, Side
from auditor.parsing.code_tree import code_children

Place = tuple[Side, Line]
_CARRIED = ("source_", "basic_carry", "project_carry", "operating_carry")
_SHORT = 3  # characters of a name that many others end with: 收入
_CARRIERS = ("opening", "closing", "fiscal_income")


class Told(StrEnum):
    """What states a sum of lines."""

    WORDS = "words"  # codes, list numbers, 其中, or the form
    INDENT = "indent"  # where labels begin, in a table whose other sums are known to be meant so
    ORDER = "order"  # lines without numbers below a numbered one, which another sum holds without them
    TABLE = "table"  # the rest of the table: names that make up the line above them elsewhere, classes of which all other parts hold


@dataclass(frozen=True, slots=True)
class LineSum:
    """``total`` is the sum of the lines of one of ``options``, the likeliest first; at least their sum unless ``exhaustive``."""

    total: Place
    options: tuple[tuple[Place, ...], ...]
    exhaustive: bool = True
    told: Told = Told.WORDS


def line_sums(grid: Grid) -> Iterator[LineSum]:
    """Every sum that the lines of a grid state, side by side and top to bottom."""
    for side in grid.sides:
        if any(line.code for line in side.lines):
            yield from _coded(grid, side)
        else:
            yield from _listed(grid, side)


def repeated_codes(side: Side) -> bool:
    """True when a code stands twice: the side then holds several trees, and sums by code mean nothing."""
    codes = [line.code for line in side.lines if line.code]
    return len(codes) != len(set(codes))


def roots(side: Side) -> tuple[Line, ...]:
    """The coded lines that no other coded line of the side totals."""
    return tuple(side.lines[position] for position in code_children(side.lines)[-1])


def _coded(grid: Grid, side: Side) -> Iterator[LineSum]:
    children = code_children(side.lines)
    for position, line in enumerate(side.lines):
        if line.code and position in children:
            yield LineSum((side, line), (tuple((side, side.lines[n]) for n in children[position]),))
    top = [(side, side.lines[n]) for n in children[-1]]
    everywhere = [
        (other, line) for other in grid.sides for line in (roots(other) if any(x.code for x in other.lines) else ())
    ]
    for line in side.lines:
        if line.code or line.kind not in (LineKind.TOTAL, LineKind.SUBTOTAL):
            continue
        if line.key in ("personnel_total", "public_total"):
            group = line.key.removesuffix("_total")
            parts = tuple(place for place in everywhere if place[1].key == group)
            yield LineSum((side, line), (parts,))
        elif line.key in ("total", "grand_total", "expenditure_total", "income_total"):
            options = [tuple(top)] if len(everywhere) == len(top) else [tuple(top), tuple(everywhere)]
            yield LineSum((side, line), tuple(options))


def _listed(grid: Grid, side: Side) -> Iterator[LineSum]:
    """Sums of lines without codes: by list numbers, 其中, and the place of totals."""
    below, top, unsure = _nested(side.lines, _blank(grid, side))
    for parent, parts in below.items():
        line = side.lines[parent]
        exact = tuple(n for n in parts if side.lines[n].kind is not LineKind.OF_WHICH)
        if exact and len(exact) == len(parts):
            yield LineSum((side, line), (_places(side, exact),))
        elif parts:
            yield LineSum((side, line), (_places(side, parts),), exhaustive=False)
    yield from _totals(side, top, unsure)


def _places(side: Side, positions: Sequence[int]) -> tuple[Place, ...]:
    return tuple((side, side.lines[n]) for n in positions)


def _blank(grid: Grid, side: Side) -> frozenset[int]:
    """The lines without number, name or figure: the second line of a long label, a caption between."""
    return frozenset(
        position
        for position, line in enumerate(side.lines)
        if not line.level
        and not line.key
        and not line.code
        and line.kind is LineKind.ITEM
        and grid.amounts
        and not any(grid.amount(line, column) is not None for column in side.columns)
    )


def _nested(
    lines: Sequence[Line], blank: frozenset[int] = frozenset()
) -> tuple[dict[int, list[int]], list[int], set[int]]:
    """Children by parent, the top lines, and those of the top that may as well be children of the line above."""
    below: dict[int, list[int]] = {}
    top: list[int] = []
    unsure: set[int] = set()
    stack: list[int] = []
    for position, line in enumerate(lines):
        if position in blank:
            continue
        if line.kind is LineKind.TOTAL or (line.kind is LineKind.SUBTOTAL and not _heads(lines, position)):
            stack = []
            continue
        if line.kind is LineKind.OF_WHICH or _continues(lines, position, stack):
            if stack:
                below.setdefault(stack[-1], []).append(position)
            continue
        if _between(lines, position, stack):
            top.append(position)
            unsure.add(position)
            continue
        while stack and (not _under(lines[stack[-1]], line) or _numbered_before(lines, stack[-1], line)):
            stack.pop()
        if stack:
            below.setdefault(stack[-1], []).append(position)
        else:
            top.append(position)
        stack.append(position)
    return below, top, unsure


def _between(lines: Sequence[Line], position: int, stack: Sequence[int]) -> bool:
    """True for a line without number between two top lines with numbers of one rank: a part of the one above, or a line
    whose number is missing."""
    if lines[position].level or lines[position].key.startswith(_CARRIED) or not stack or not lines[stack[0]].level:
        return False
    following = next((line for line in lines[position + 1 :] if line.level or line.kind is not LineKind.ITEM), None)
    return following is not None and following.kind is LineKind.ITEM and following.level == lines[stack[0]].level


def _continues(lines: Sequence[Line], position: int, stack: Sequence[int]) -> bool:
    """True for a line without number that goes on a list begun by 其中, within a numbered list that goes on below."""
    if lines[position].level or not stack or not lines[stack[-1]].level:
        return False
    if not any(line.kind is LineKind.OF_WHICH for line in lines[stack[-1] + 1 : position]):
        return False
    following = next((line for line in lines[position + 1 :] if line.level), None)
    return following is not None and following.level == lines[stack[-1]].level


def _heads(lines: Sequence[Line], position: int) -> bool:
    """True for a subtotal that stands above its parts: 一、本年收入 followed by （一）."""
    line = lines[position]
    following = lines[position + 1] if position + 1 < len(lines) else None
    return bool(line.level) and following is not None and following.level > line.level


def carries(parent: Line, line: Line) -> bool:
    """True when the form puts a line under another by name: a carry-over and the sources that it came from."""
    return parent.key in _CARRIERS and line.key.startswith(_CARRIED)


def named_within(parent: Line, line: Line) -> bool:
    """True of a line that is called after another, with what sort of it it is: 电力企业利润收入 of 利润收入."""
    return len(parent.label) > _SHORT and line.label != parent.label and line.label.endswith(parent.label)


def _under(parent: Line, line: Line) -> bool:
    if carries(parent, line) or (not parent.level and not line.level and named_within(parent, line)):
        return True
    if parent.key in _CARRIERS and parent.level == 0:
        return False
    return 0 <= parent.level < line.level


def _numbered_before(lines: Sequence[Line], parent: int, line: Line) -> bool:
    """True when a line without number stands among the lines of one rank, or in a list after 其中, and not above them."""
    if lines[parent].level or not line.level or carries(lines[parent], line):
        return False
    before = lines[:parent]
    return any(one.level == line.level or one.kind is LineKind.OF_WHICH for one in before)


def _totals(side: Side, top: Sequence[int], unsure: set[int]) -> Iterator[LineSum]:
    """Totals below (or above) what they total. A total takes the subtotals since the last total with it, or only what is new."""
    lines = side.lines
    closed: list[int] = []
    for position, line in enumerate(lines):
        if line.kind not in (LineKind.TOTAL, LineKind.SUBTOTAL) or position in top or line.key == "subtotal":
            continue
        later = [n for n in top if max(closed, default=-1) < n < position]
        if later or closed:
            inner = line.kind is LineKind.SUBTOTAL
            first, second = ([later], [[*closed, *later]]) if inner else ([[*closed, *later]], [later])
            wanted = [parts for parts in (*first, *second) if parts]
            stated = [option for n, parts in enumerate(wanted) if parts not in wanted[:n]
                      for option in _options(side, parts, unsure)]  # fmt: skip
            if closed and line.key == "grand_total" and len(lines) > 1 and lines[closed[-1]].kind is LineKind.SUBTOTAL:
                stated = list(_options(side, [*closed, *later], unsure))
            yield LineSum((side, line), tuple(stated))
            closed = [position] if line.key != "grand_total" else []
        elif not any(lines[n].kind is LineKind.ITEM for n in range(position)):
            below = [n for n in top if n > position]
            if below and not any(x.kind is LineKind.TOTAL for x in lines[position + 1 :]):
                yield LineSum((side, line), _options(side, below, unsure))


def _options(side: Side, positions: Sequence[int], unsure: set[int]) -> tuple[tuple[Place, ...], ...]:
    sure = [n for n in positions if n not in unsure]
    options = [_places(side, positions)]
    if sure and len(sure) < len(positions):
        options.append(_places(side, sure))
    return tuple(options)
