"""What goes between processes by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any


class Carried:
    """A frozen dataclass that is packed as its fields alone: the way of dataclasses with slots asks for the fields of each one anew."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), _fields(type(self))(self)


_GETTERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def _fields(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the fields of a class, in the order in which it takes them."""
    if kind not in _GETTERS:
        names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]
        get = attrgetter(*names)
        _GETTERS[kind] = get if len(names) > 1 else lambda value: (get(value),)
    return _GETTERS[kind]
