"""Does the report add up? Checks the arithmetic of Chinese public-sector reports.

>>> from auditor import audit, verdict_of
>>> report = audit("example_data")  # doctest: +SKIP
>>> verdict_of(report).conclusion  # doctest: +SKIP
<Conclusion.FINDINGS: 'findings'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["audit", "verdict_of"]
__version__ = "0.1.0"

if TYPE_CHECKING:
    from auditor.app.audit import audit
    from auditor.model.verdict import verdict_of


def __getattr__(name: str) -> Any:
    """What is used is imported when it is first used, so that ``import auditor`` stays instant."""
    if name == "audit":
        from auditor.app.audit import audit

        return audit
    if name == "verdict_of":
        from auditor.model.verdict import verdict_of

        return verdict_of
    raise AttributeError(name)
