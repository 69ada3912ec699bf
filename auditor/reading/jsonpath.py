"""Where in a JSON file is a value wrong? A value that knows its path, and reads of it that say what was expected."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from auditor.errors import InputError

_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and its path, such as ``blocks[12].rows[3]``. Every read raises :class:`InputError`."""

    value: Any
    path: str
    file: str

    @classmethod
    def parse(cls, text: str, file: str) -> Node:
        """The whole of a JSON text."""
        try:
            return cls(json.loads(text, parse_constant=_refuse), "", file)
        except json.JSONDecodeError as error:
            raise InputError(
                f"{file}：第 {error.lineno} 行第 {error.colno} 列不是合法的 JSON。",
                f"{file}: line {error.lineno}, column {error.colno} is not valid JSON.",
            ) from error
        except (ValueError, RecursionError) as error:
            raise InputError(f"{file}：不是合法的 JSON。", f"{file}: this is not valid JSON.") from error

    def wrong(self, zh: str, en: str) -> InputError:
        """The error to raise: what is wrong at this path."""
        path = self.path or "$"
        return InputError(f"{self.file}：{path}：{zh}。", f"{self.file}: {path}: {en}.")

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def allow(self, *keys: str) -> None:
        """Refuse what is no object, and keys other than ``keys``."""
        for key in self.mapping():
            if key not in keys:
                raise self.wrong(f"不认识的字段 {key!r}", f"unknown field {key!r}")

    def only_of(self, *keys: str) -> str:
        """Which one of ``keys`` this object has."""
        found = [key for key in keys if key in self.mapping()]
        if len(found) != 1:
            names = ", ".join(keys)
            raise self.wrong(f"应恰有 {names} 之一", f"exactly one of {names} is expected")
        return found[0]

    def get(self, key: str, default: object = _REQUIRED) -> Node:
        """The value under ``key``."""
        path = f"{self.path}.{key}" if self.path else key
        value = self.mapping().get(key, default)
        if value is _REQUIRED:
            raise self.wrong(f"缺少字段 {key!r}", f"the field {key!r} is missing")
        return Node(value, path, self.file)

    def items(self) -> Iterator[Node]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self._expected("列表", "a list")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{index}]", self.file)

    def mapping(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self._expected("对象", "an object")
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str):
            self._expected("字符串", "a string")
        return self.value

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def integer(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self._expected("整数", "an integer")
        return self.value

    def integer_or_none(self) -> int | None:
        return None if self.value is None else self.integer()

    def number(self) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self._expected("数", "a number")
        return self.value

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            self._expected("true 或 false", "true or false")
        return self.value

    def _expected(self, zh: str, en: str) -> NoReturn:
        raise self.wrong(f"应为{zh}", f"{en} is expected")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
