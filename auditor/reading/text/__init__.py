"""Plain text and Markdown."""

from auditor.reading.text.document import read

__all__ = ["read"]
