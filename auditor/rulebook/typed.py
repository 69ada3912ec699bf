"""How do plain data from YAML become typed values? By the annotations of their classes; what does not fit is refused.

A class of the rulebook is a :class:`Strict`: its fields are annotated, a default makes one optional, unknown ones are refused,
and values do not change. A field called ``pass_`` is written ``pass``. Annotations may be texts, whole numbers, truth values,
enums, ``Literal``, ``tuple[X, ...]``, ``Mapping[str, X]``, another :class:`Strict`, and each of them ``| None`` or
``Annotated`` with :class:`Least`, :class:`Most` or :class:`Parsed`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, Union, dataclass_transform, get_args, get_origin

from auditor.errors import did_you_mean

Words = tuple[str, ...]
Reader = Callable[[Any], Any]
Step = str | int


class RefusalError(Exception):
    """Why a value is refused, in both languages; ``place`` leads to the spot from the value that was read."""

    def __init__(self, zh: str, en: str, *place: Step) -> None:
        super().__init__(en)
        self.zh, self.en, self.place = zh, en, place

    def at(self, step: Step) -> RefusalError:
        self.place = (step, *self.place)
        return self


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Strict:
    """Values read from YAML; see the module."""

    def __init__(self, **values: Any) -> None:
        known = fields(type(self))
        names = {field.name for field in known.values()}
        lacking = {field.name for field in known.values() if field.required} - values.keys()
        if lacking or not values.keys() <= names:
            wrong = ", ".join(sorted(lacking | values.keys() - names))
            raise TypeError(f"{type(self).__name__}: unknown or lacking {wrong}")
        vars(self).update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} does not change")

    def examine(self) -> None:
        """What holds between the fields. Raises :class:`RefusalError`."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """The value that plain data stand for. Raises :class:`RefusalError`."""
        if not isinstance(data, Mapping):
            raise unfit("应为映射（名称: 值）", "must be a mapping (name: value)", data)
        known = fields(cls)
        for key in data:
            if key not in known:
                zh, en = did_you_mean(str(key), sorted(known))
                raise RefusalError(f"未知字段{zh}", f"unknown field{en}", key)
        made = cls.__new__(cls)
        values = vars(made)
        for key, value in data.items():
            try:
                values[known[key].name] = known[key].read(value)
            except RefusalError as refusal:
                raise refusal.at(key) from None
        for key, field in known.items():
            if field.required and key not in data:
                raise RefusalError("缺少该字段", "this field is missing", key)
        made.examine()
        return made


@dataclass(frozen=True, slots=True)
class Field:
    name: str  # of the attribute
    annotation: Any
    read: Reader
    required: bool


_FIELDS: dict[type, Mapping[str, Field]] = {}


def fields(kind: type[Strict]) -> Mapping[str, Field]:
    """The fields of a class by the names that they have in YAML, inherited ones first."""
    if kind not in _FIELDS:
        _FIELDS[kind] = _fields(kind)
    return _FIELDS[kind]


def _fields(kind: type[Strict]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for base in kind.__bases__:
        if issubclass(base, Strict):
            found.update(fields(base))
    for name, annotation in inspect.get_annotations(kind, eval_str=True).items():
        found[name.rstrip("_")] = Field(name, annotation, reader(annotation), not hasattr(kind, name))
    return found


@cache
def reader(annotation: Any) -> Reader:
    """What reads values of a type."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if origin is Literal:
        return _one_of({value: value for value in arguments})
    if origin is tuple:
        return _list_of(reader(arguments[0]))
    if origin in (Union, UnionType):
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return _or_none(reader(inner))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_of(reader(arguments[1]))
    if issubclass(annotation, Strict):
        made: Reader = annotation.read
        return made
    if issubclass(annotation, Enum):
        return _one_of({member.value: member for member in annotation})
    return _plain(annotation)


@dataclass(frozen=True, slots=True)
class Least:
    """At least so much, or so many."""

    bound: int

    def test(self, value: Any) -> None:
        if isinstance(value, int):
            if value < self.bound:
                raise unfit(f"不小于 {self.bound}", f"must be at least {self.bound}", value)
        elif len(value) < self.bound:
            raise RefusalError(f"至少要有 {self.bound} 项", f"at least {self.bound} is needed")


@dataclass(frozen=True, slots=True)
class Most:
    """At most so much, or so many."""

    bound: int

    def test(self, value: Any) -> None:
        if isinstance(value, int):
            if value > self.bound:
                raise unfit(f"不大于 {self.bound}", f"must be at most {self.bound}", value)
        elif len(value) > self.bound:
            raise RefusalError(f"至多 {self.bound} 项", f"at most {self.bound} are allowed")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Read by a function of its own, which raises :class:`RefusalError`."""

    read: Reader


def unfit(zh: str, en: str, value: object) -> RefusalError:
    """A refusal that says what the value is."""
    shown = str(value)[:60]
    return RefusalError(f"{zh}（现为 {shown}）", f"{en} (it is {shown})")


def _marked(annotation: Any, marks: tuple[Any, ...]) -> Reader:
    for mark in marks:
        if isinstance(mark, Parsed):
            return mark.read
    inner = reader(annotation)

    def read(value: Any) -> Any:
        made = inner(value)
        for mark in marks:
            mark.test(made)
        return made

    return read


_PLAIN = {
    str: ("应为文字", "must be text"),
    int: ("应为整数", "must be a whole number"),
    bool: ("应为 true 或 false", "must be true or false"),
}


def _plain(kind: type) -> Reader:
    said = _PLAIN[kind]

    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise unfit(*said, value)
        return value

    return read


def _one_of(known: Mapping[Any, Any]) -> Reader:
    def read(value: Any) -> Any:
        try:
            return known[value]
        except (KeyError, TypeError):
            zh, en = (_listed(known, word) for word in ("或", "or"))
            raise unfit(f"只能是 {zh}", f"must be {en}", value) from None

    return read


def _listed(known: Iterable[Any], word: str) -> str:
    *most, last = (repr(value) for value in known)
    return f"{', '.join(most)} {word} {last}" if most else last


def _or_none(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _list_of(inner: Reader) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise unfit("应为列表", "must be a list", value)
        made = []
        for number, item in enumerate(value):
            try:
                made.append(inner(item))
            except RefusalError as refusal:
                raise refusal.at(number) from None
        return tuple(made)

    return read


def _mapping_of(inner: Reader) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise unfit("应为映射（名称: 值）", "must be a mapping (name: value)", value)
        made = {}
        for key, item in value.items():
            try:
                made[key] = inner(item)
            except RefusalError as refusal:
                raise refusal.at(key) from None
        return made

    return read
