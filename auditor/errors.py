"""What can go wrong, as one clear sentence for the person at the terminal.

``AuditorError``
 ├─ ``InputError``    a document cannot be read (exit status 2; the other documents are still checked)
 ├─ ``CheckError``    a file of the check library is wrong: file, line and field
 └─ ``UsageError``    the call or the configuration is wrong
"""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGES = ("zh", "en")  # in which everything is said


class AuditorError(Exception):
    """Base class. ``zh`` and ``en`` are the same sentence in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def say(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


class InputError(AuditorError):
    """A document cannot be read."""


class CheckError(AuditorError):
    """A check or vocabulary file is wrong; the sentence names file, line and field."""


class UsageError(AuditorError):
    """The call, the configuration or an output path is wrong."""


def did_you_mean(name: str, known: Iterable[str]) -> tuple[str, str]:
    """``；是否指 check？`` and the same in English, for the known name that comes nearest; empty when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return (f"；是否指 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
