"""No regular expression of the program or the vocabulary takes more than a moment over a long hostile text."""

from __future__ import annotations

import ast
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import auditor
from auditor.app.audit import Auditor
from auditor.reading.open import read_document
from auditor.rulebook.library import load_library
from auditor.rulebook.yamlfile import load

SOURCE = Path(auditor.__file__).parent
SHORT, LONG = 800, 8_000  # characters; only what is not done with the short text at once is tried on the long one
AT_ONCE, SECONDS = 0.02, 2.0
#: What patterns loop over: digits, Chinese letters, white space, brackets, tabs, words that begin and never end.
PIECES = [
    "1", "120 ", "1,234", "1 ", "一", "收", "收入、", " ", "\t", "(", "（", "《", "-", "| ", "|-", "*", "a", "第", "2023年", "万元", "120万元", "5%", "其中：",
    "，", "。", ".", "比上年增加", "合计", "&",
]  # fmt: skip
PREFIXES = ["", "120"]


def _compiled() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern that the program compiles from a literal, and all that its library and readers hold once they are made."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                continue
            if node.func.value.id != "re" or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            if node.func.attr in ("compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", re.compile(node.args[0].value)


def _made() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Each pattern that is put together from words: those compiled while the library is read and a report audited."""
    made: list[re.Pattern[Any]] = []
    compile_ = re.compile

    def record(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made.append(compile_(pattern, flags))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "compile", record)
        one = Auditor.with_library(load_library(()))
        for file in sorted((SOURCE.parent / "example_data" / "text").glob("*.txt")):
            one.audit(read_document(file))
    yield from (("made of words", pattern) for pattern in made)


def _from_vocabulary() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Each pattern that the files of checks write down, whichever part of the program compiles it."""
    for file in sorted((SOURCE.parent / "checks").rglob("*.yaml")):
        for text in _texts(load(file).data):
            if re.search(r"[\[\](){}?*+|^$\\.]", text) and len(text) < 400:
                try:
                    yield f"{file.name} {text[:40]!r}", re.compile(text)
                except re.error:
                    continue  # prose, not a pattern


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _patterns() -> dict[tuple[str | bytes, int], tuple[str, re.Pattern[Any]]]:
    found: dict[tuple[str | bytes, int], tuple[str, re.Pattern[Any]]] = {}
    for name, pattern in (*_compiled(), *_from_vocabulary(), *_made()):
        found.setdefault((pattern.pattern, pattern.flags), (name, pattern))
    return found


def test_every_pattern_is_done_with_a_long_text_in_a_moment():
    patterns = _patterns()
    assert len(patterns) > 300
    slow = []
    for name, pattern in patterns.values():
        for text in (prefix + piece for piece in PIECES for prefix in PREFIXES[: 1 + (piece == " ")]):
            if _time(pattern, _filled(pattern, text, SHORT)) < AT_ONCE:
                continue
            if (spent := _least(pattern, _filled(pattern, text, LONG))) > SECONDS:
                slow.append(f"{name}: {pattern.pattern!r} on {text!r}: {spent:.1f} s")
                break
    assert slow == []


def _filled(pattern: re.Pattern[Any], text: str, length: int) -> Any:
    piece = text.removeprefix("120") or text
    whole = text + piece * (length // len(piece)) + "!"
    return whole.encode() if isinstance(pattern.pattern, bytes) else whole


def _least(pattern: re.Pattern[Any], text: Any) -> float:
    """The least of three times, the first of them alone if it is short enough: another process may slow one of them."""
    spent = SECONDS * 3
    for _ in range(3):
        if (spent := min(spent, _time(pattern, text))) <= SECONDS:
            break
    return spent


class _LateError(Exception):
    pass


def _time(pattern: re.Pattern[Any], text: Any) -> float:
    def late(*_):
        raise _LateError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS * 3)
    started = time.process_time()
    try:
        pattern.search(text)
        pattern.fullmatch(text)
    except _LateError:
        return SECONDS * 3
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - started


@pytest.mark.parametrize(
    "formula", ["a ** 9 ** 9 ** 9 == b", "a == b << 99999999", "__import__('os') == b", "a.b == c", "1" * 600 + " == a"]
)
def test_formulas_cannot_run_or_swell(formula):
    from auditor.model import formula as formulas

    with pytest.raises(Exception) as error:
        formulas.parse(formula)
    assert type(error.value).__name__ in ("FormulaError", "ValueError")
