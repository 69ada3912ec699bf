"""Word documents."""

from auditor.reading.word.document import read

__all__ = ["read"]
