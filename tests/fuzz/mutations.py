"""How is a report spoilt? Ways that files break, and ways that somebody breaks them, all from one random source."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Mutation = Callable[[random.Random, bytes], bytes]

_ODD = [
    "\x00",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x0b",
    "\x1b[2J",
    "\U0001f4b0",
    "\ud7ff",
    "１２３．４５",
    "١٢٣",
    "²",
    "½",
    "①",
    "〇",
    "壹佰万",
    "−12",
    "--",
    "1e999",
    "NaN",
    "0x1F",
    "1,2,3,4",
    "1.2.3.4",
    "999999999999999999999999999999.99",
    "0." + "0" * 60 + "1",
    "万元万元",
    "%%%",
    "(((((((",
    "）））",
    "《《《",
    "一、二、三、",
    "其中：其中：其中：",
    "合计",
    "增长100%",
    "比上年",
    "NULL",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "&lol9;",
    "../../etc/passwd",
    "%s%n",
    "$(x)",
    "{{7*7}}",
]
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def of_text(rng: random.Random, text: str) -> str:
    """Text spoilt in one to four ways."""
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(_TEXT)(rng, text)
    return text[:400_000]


def _spot(rng: random.Random, text: str) -> int:
    return rng.randint(0, len(text))


def _insert(rng: random.Random, text: str) -> str:
    at = _spot(rng, text)
    return text[:at] + rng.choice(_ODD) * rng.choice((1, 1, 1, 3, 50)) + text[at:]


def _cut(rng: random.Random, text: str) -> str:
    at = _spot(rng, text)
    return text[:at] + text[at + rng.choice((1, 5, 80, 2000)) :]


def _repeat(rng: random.Random, text: str) -> str:
    at = _spot(rng, text)
    piece = text[at : at + rng.choice((1, 10, 300))]
    return text[:at] + piece * rng.choice((2, 5, 60)) + text[at:]


def _number(rng: random.Random, text: str) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    digits = "".join(rng.choice("0123456789") for _ in range(rng.choice((1, 6, 40, 3000))))
    other = rng.choice((digits, "-" + digits, match.group()[::-1], match.group() + "%", "", rng.choice(_ODD)))
    return text[: match.start()] + other + text[match.end() :]


def _lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    way = rng.randint(0, 4)
    if way == 0:
        rng.shuffle(lines)
    elif way == 1:
        return "".join(lines)
    elif way == 2:
        at = rng.randrange(len(lines))
        lines[at:at] = lines[max(0, at - rng.choice((1, 10, 60))) : at] * rng.choice((1, 8))
    elif way == 3:
        lines = lines[rng.randrange(len(lines)) :][: rng.choice((1, 5, 100))]
    else:
        return "\n\n".join("".join(f"{letter} " for letter in line) for line in lines[:80])
    return "\n".join(lines)


def _swap(rng: random.Random, text: str) -> str:
    if len(text) < 2:
        return text
    letters = list(text)
    for _ in range(rng.choice((1, 10, 100))):
        one, two = rng.randrange(len(letters)), rng.randrange(len(letters))
        letters[one], letters[two] = letters[two], letters[one]
    return "".join(letters)


_TEXT = (_insert, _cut, _repeat, _number, _number, _lines, _swap)


def of_bytes(rng: random.Random, data: bytes) -> bytes:
    """Bytes spoilt in one to six places."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if not found:
            break
        at, length = rng.randrange(len(found)), rng.choice((1, 2, 16, 200))
        way = rng.randint(0, 5)
        if way == 0:
            found[at] = rng.randrange(256)
        elif way == 1:
            del found[at : at + length]
        elif way == 2:
            found[at:at] = rng.randbytes(length)
        elif way == 3:
            found[at:at] = found[at : at + length] * rng.choice((1, 20))
        elif way == 4:
            found[at : at + length] = bytes(length)
        else:
            del found[at if rng.random() < 0.3 else max(at, len(found) // 2) :]
    return bytes(found)


def text_file(rng: random.Random, data: bytes) -> bytes:
    if rng.random() < 0.15:
        return of_bytes(rng, data)
    text = of_text(rng, data.decode("utf-8", "replace"))
    coding = rng.choice(("utf-8",) * 6 + ("gb18030", "utf-16", "utf-8-sig", "big5"))
    return text.encode(coding, "replace")


def package(rng: random.Random, data: bytes) -> bytes:
    """A docx or xlsx with a spoilt member, or spoilt as a whole."""
    if rng.random() < 0.2:
        return of_bytes(rng, data)
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        likely = [
            name
            for name in names
            if name.endswith(".xml") and ("document" in name or "sheet" in name or "style" in name)
        ]
        spoilt = rng.choice(likely if likely and rng.random() < 0.8 else names)
        for name in names:
            content = source.read(name)
            if name == spoilt:
                way = rng.random()
                if way < 0.1:
                    continue
                content = _xml(rng, content) if way < 0.7 else of_bytes(rng, content)
            target.writestr(name, content)
    return result.getvalue()


def _xml(rng: random.Random, data: bytes) -> bytes:
    """Text between tags, values of attributes or whole elements spoilt; mostly still well formed."""
    text = data.decode("utf-8", "replace")
    for _ in range(rng.randint(1, 5)):
        pattern = rng.choice((r">([^<>]+)<", r'="([^"]*)"', r"(<w:tc>.*?</w:tc>|<c [^>]*>.*?</c>)", r"(<[^<>]+/>)"))
        found = list(re.finditer(pattern, text))
        if not found:
            continue
        match = rng.choice(found)
        start, end = match.span(1)
        old = match.group(1)
        new = rng.choice(("", old * rng.choice((2, 30)), str(rng.randint(-5, 10**9)), rng.choice(_ODD), old))
        text = text[:start] + new.replace("<script>", "").replace("&", "") + text[end:]
    return text.encode("utf-8", "replace")


MUTATIONS: dict[str, Mutation] = {
    ".txt": text_file,
    ".html": text_file,
    ".csv": text_file,
    ".json": text_file,
    ".docx": package,
    ".xlsx": package,
    ".pdf": of_bytes,
}
