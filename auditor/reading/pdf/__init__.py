"""PDF: characters by pdfium, grids by camelot, what lies where on the page by us."""

from auditor.reading.pdf.document import read

__all__ = ["read"]
