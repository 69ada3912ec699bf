"""What can go wrong, as one clear sentence for the person at the terminal.

``AuditorError``
 ├─ ``InputError``    a document cannot be read (exit status 2; the other documents are still checked)
 ├─ ``CheckError``    a file of the check library is wrong: file, line and field
 └─ ``UsageError``    the call or the configuration is wrong
"""

from __future__ import annotations


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
