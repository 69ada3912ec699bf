"""How is great-expectations imported without paying for what the fitness gate does not use?

Its import takes 2.5 seconds and 200 MB, of which a second and 80 MB go to scipy.stats and altair. Only its
distribution tests and their charts need those two; they are imported when one of those is first used.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_DEFERRED = ("scipy.stats", "altair")


class _Later(ModuleType):
    """Stands in for a module until one of its names is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def great_expectations() -> Any:
    """The package, imported without telemetry."""
    if "great_expectations" not in sys.modules:
        os.environ["GX_ANALYTICS_ENABLED"] = "False"  # read at import
        for name in _DEFERRED:
            _defer(name)
        collecting, dual = gc.isenabled(), socket.has_ipv6
        gc.disable()  # nothing of what an import makes is garbage
        socket.has_ipv6 = False  # urllib3, which comes along, would open a socket to see
        try:
            import_module("great_expectations.expectations")
        finally:
            socket.has_ipv6 = dual
            if collecting:
                gc.enable()
    return import_module("great_expectations")


def _defer(name: str) -> None:
    if name in sys.modules or (spec := find_spec(name)) is None:
        return
    module = _Later(name)
    module.__spec__ = spec
    sys.modules[name] = module
