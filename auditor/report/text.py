"""What may stand in a file or on a terminal? Text without control characters, which XML refuses and terminals obey."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with characters that XML 1.0 forbids, and further controls, replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


_CHINESE = re.compile(r"[\u3400-\u9fff]")


def one_language(text: str, lang: str) -> str:
    """A sentence that is given as ``中文 (English)``, in one of the two."""
    zh, opened, en = text.removesuffix(")").rpartition("(")
    both = opened and text.endswith(")") and en and ")" not in en and _CHINESE.search(zh) and not _CHINESE.search(en)
    if not both:
        return text
    return zh.rstrip() if lang == "zh" else en
