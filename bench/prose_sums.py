"""Which sums told in prose does a wrong total escape in?

``python bench/prose_sums.py REPORT... [--show]`` looks in every paragraph for an amount that is exactly the sum of amounts that
follow one another near it, whatever the words say, writes another first digit into it, and counts how often an error or warning
appears that the report did not have. No rule of the checks is used to find the sums, so what escapes shows what the rules do
not understand; a few are there by chance (``--show`` lists them).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.errors import InputError
from auditor.model.document import Heading, Paragraph
from auditor.model.finding import Severity
from auditor.reading.open import find_documents, read_document
from auditor.reading.text import read

_AMOUNT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元)")
_REACH = 8  # amounts before and after the sum in which its parts may begin
_DIGITS = 3  # of a sum: fewer agree by chance


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of a paragraph, from ``start`` to ``stop``, that the ``parts`` near it make."""

    paragraph: int
    start: int
    stop: int
    parts: tuple[Decimal, ...]


def sums(paragraphs: Sequence[str]) -> Iterator[Sum]:
    """Each amount that is a sum, with its fewest parts."""
    for number, text in enumerate(paragraphs):
        for unit in ("元", "万元", "亿元"):
            found = [match for match in _AMOUNT.finditer(text) if match[2] == unit]
            values = [Decimal(match[1].replace(",", "")) for match in found]
            for at, match in enumerate(found):
                long = len(re.sub(r"\D", "", match[1]).lstrip("0")) >= _DIGITS
                if long and (parts := _parts(values, at)):
                    yield Sum(number, match.start(1), match.end(1), parts)


def _parts(values: Sequence[Decimal], at: int) -> tuple[Decimal, ...]:
    runs = [
        tuple(values[first:last])
        for first in range(max(0, at - _REACH), min(len(values), at + _REACH + 1))
        for last in range(first + 2, min(len(values), first + _REACH + 1) + 1)
        if not first <= at < last and sum(values[first:last]) == values[at]
    ]
    return min(runs, key=len, default=())


def wrong(text: str, found: Sum) -> str:
    """The paragraph with another first digit in the sum."""
    digit = str(int(text[found.start]) % 9 + 1)
    return text[: found.start] + digit + text[found.start + 1 :]


def alarms(auditor: Auditor, paragraphs: Sequence[str]) -> set[tuple[str, str, str]]:
    """What is accused, by check and figures."""
    document = read(Path("report.txt"), "\n".join(paragraphs).encode())
    return {
        (finding.check, finding.claimed or "", finding.expected or "")
        for finding in auditor.audit(document).findings
        if finding.severity in (Severity.ERROR, Severity.WARNING)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print what escapes")
    args = parser.parse_args()
    auditor, noticed, tried = Auditor.with_library(), 0, 0
    for source in find_documents(args.paths):
        try:
            blocks = read_document(source.path).blocks
        except InputError:
            continue
        paragraphs = [b.text.replace("\n", "") for b in blocks if isinstance(b, Heading | Paragraph)]
        before = alarms(auditor, paragraphs) if paragraphs else set()
        for found in sums(paragraphs):
            text = paragraphs[found.paragraph]
            changed = [*paragraphs[: found.paragraph], wrong(text, found), *paragraphs[found.paragraph + 1 :]]
            tried += 1
            if alarms(auditor, changed) - before:
                noticed += 1
            elif args.show:
                print(
                    f"{source.path.name[:24]}  {text[found.start : found.stop]} = {' + '.join(map(str, found.parts))}"
                )
    print(f"{noticed} of {tried} wrong sums noticed")


if __name__ == "__main__":
    main()
