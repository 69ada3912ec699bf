"""Workbooks and CSV: tables and text on the cells of a sheet."""

from auditor.reading.sheet.workbook import read

__all__ = ["read"]
