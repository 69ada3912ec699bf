"""Does the report add up? Checks the arithmetic of Chinese public-sector reports.

>>> from auditor import audit
>>> report = audit("example_data")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["audit"]
__version__ = "0.1.0"

if TYPE_CHECKING:
    from auditor.app.audit import audit


def __getattr__(name: str) -> Any:
    """``audit`` is imported when it is first used, so that ``import auditor`` stays instant."""
    if name == "audit":
        from auditor.app.audit import audit

        return audit
    raise AttributeError(name)
