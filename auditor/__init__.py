"""Does the report add up? Checks the arithmetic of Chinese public-sector reports."""

__version__ = "0.1.0"
