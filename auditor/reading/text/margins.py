"""Where are the margins of a text whose lines were broken by its layout?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from auditor.reading.structure import cues

_WORD = re.compile(r"[!-~]{1,16}")
_LONG = 36  # columns; a Chinese character takes two
_RAGGED = 5  # columns that a full line may fall short by: the next character, or a number, did not fit
_ENOUGH = 8  # full lines that make a margin
_NEAR = 6  # lines before and after that stand in the same column of print


class Layout(TypedDict):
    full: bool | None
    indent: bool | None


@dataclass(frozen=True, slots=True)
class Margins:
    """What the layout of a text says about its lines.

    ``right`` gives the column where the lines around line ``i`` are broken; it is empty for a text with one line a
    paragraph. ``left`` is where the further lines of a paragraph begin, None where no line is indented. ``spaced`` is
    true where a blank line stands after nearly every line, so that it parts no paragraphs.
    """

    left: int | None = None
    right: Mapping[int, int] = field(default_factory=dict)
    spaced: bool = False

    @classmethod
    def of(cls, lines: Sequence[str]) -> Margins:
        """The margins of a text: most of its long lines end where their neighbours do, in the middle of a sentence."""
        prose = [i for i, line in enumerate(lines) if _is_prose(line)]
        width = {i: columns(lines[i].rstrip()) for i in prose}
        right = {
            i: max(width[n] for n in prose[max(0, k - _NEAR) : k + _NEAR + 1] if abs(n - i) <= 4 * _NEAR)
            for k, i in enumerate(prose)
        }
        long = [i for i in prose if width[i] >= _LONG]
        full = [i for i in long if width[i] >= right[i] - _RAGGED]
        broken = [i for i in full if not cues.TERMINAL.search(lines[i])]
        if len(full) < max(_ENOUGH, len(long) // 2) or len(broken) < len(full) // 2:
            return cls()
        begins = Counter(_begin(lines[i]) for i in full)
        spaced = sum(1 for i in full if not "".join(lines[i + 1 : i + 2]).strip()) * 2 > len(full)
        return cls(begins.most_common(1)[0][0] if len(begins) > 1 else None, right, spaced)

    def layout(self, position: int, lines: Sequence[str]) -> Layout:
        """What the margins tell about the line at ``position``; a short line tells nothing, its neighbours may be a table."""
        right = self.right.get(position)
        if right is None or right < _LONG:
            return Layout(full=None, indent=None)
        line = lines[position]
        indent = _begin(line) >= self.left + 2 if self.left is not None else None
        room = right - columns(line.rstrip())
        after = next((text for text in lines[position + 1 : position + 3] if text.strip()), "")
        return Layout(full=True if room < max(_RAGGED, _first_word(after)) else None, indent=indent)


def _first_word(line: str) -> int:
    """The columns of what had to stay together at the beginning of a line: 321.02, or a character and its comma."""
    match = _WORD.match(line.strip())
    return columns(match.group()) + 2 if match else 0


def _is_prose(line: str) -> bool:
    """No table row: no wide space inside."""
    return "\t" not in line and bool(line.strip()) and "   " not in line.strip()


def columns(text: str) -> int:
    """How wide ``text`` is in columns of a terminal: in GB 18030, wide characters take two bytes."""
    return len(text.encode("gb18030", "replace"))


def _begin(line: str) -> int:
    return columns(line[: len(line) - len(line.lstrip())])
