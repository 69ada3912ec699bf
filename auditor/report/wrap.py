"""Where may a line of Chinese text with figures be broken? Never within a number, never before a stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_CLOSING = "，。；：！？、）》」』】〉”’…%‰,.;:!?)]}"
_OPENING = "（《「『【〈“‘([{"
_ATOM = re.compile(r"(?:>>)?[A-Za-z0-9][A-Za-z0-9.,%‰/_-]*(?:<<)?|>>|<<|\s+|.", re.DOTALL)


def atoms(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` that must stay on one line, as offsets."""
    start = end = 0
    for match in _ATOM.finditer(text):
        sticks = match.group() in _CLOSING or (end > start and text[end - 1] in _OPENING)
        if end > start and not sticks:
            yield start, end
            start = match.start()
        end = match.end()
    if end > start:
        yield start, end


def fold(text: Text, width: int) -> list[Text]:
    """The lines of ``text`` in ``width`` cells; an atom wider than a line is cut."""
    plain, cuts, used = text.plain, [0], 0
    for first, end in atoms(plain):
        start = first
        wide = cell_len(plain[start:end])
        if used and used + cell_len(plain[start:end].rstrip()) > width:
            if wide > width and width - used > 1:  # too long for any line: begin it here
                start = _fit(plain, start, end, width - used)
                wide = cell_len(plain[start:end])
            cuts.append(start)
            used = 0
        while wide > width:
            start = _fit(plain, start, end, width)
            cuts.append(start)
            wide = cell_len(plain[start:end])
            used = 0
        used += wide
    lines = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(plain)], strict=True) if end > start]
    for line in lines:
        line.rstrip()
    return lines or [Text("")]


def _fit(text: str, start: int, end: int, width: int) -> int:
    """The offset up to which characters fit; at least one is taken."""
    stop = start + 1
    while stop < end and cell_len(text[start : stop + 1]) <= width:
        stop += 1
    return stop
