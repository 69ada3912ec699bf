"""Checks against documents: one module per kind of check."""
