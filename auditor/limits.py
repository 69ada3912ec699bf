"""How large may a document be? The limits in one place; an environment variable of the same name sets another.

They are far above what a report is, and low enough that a hostile file cannot take the machine along.
"""

from __future__ import annotations

import os

from auditor.errors import UsageError

#: Name, what it limits, and the usual value.
LIMITS = {
    "AUDITOR_MAX_FILE_MB": ("megabytes of a file", 200),
    "AUDITOR_MAX_UNPACKED_MB": ("megabytes that a docx or xlsx may unpack to", 512),
    "AUDITOR_MAX_XML_MB": ("megabytes of XML in it", 128),
    "AUDITOR_MAX_MEMBERS": ("files in it", 20_000),
    "AUDITOR_MAX_PAGES": ("pages of a PDF", 3_000),
    "AUDITOR_MAX_TEXT_MB": ("megabytes of a text, CSV or HTML file", 20),
    "AUDITOR_MAX_LINE": ("characters of a line of text", 200_000),
    "AUDITOR_MAX_DIGITS": ("digits of a number; a longer one is no figure", 18),
}


def limit(name: str) -> int:
    """The value of a limit. ``UsageError`` when the variable is no positive whole number."""
    given = os.environ.get(name)
    if given is None:
        return LIMITS[name][1]
    if not given.isascii() or not given.isdigit() or len(given) > 15 or int(given) == 0:
        raise UsageError(
            f"环境变量 {name}={given[:40]} 应为正整数", f"{name}={given[:40]} must be a whole number above 0"
        )
    return int(given)
