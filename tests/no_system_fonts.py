"""A pytest plugin: pdfium sees no font of the machine, as on one where none is installed.

python -m pytest -p tests.no_system_fonts tests/reading
"""

from __future__ import annotations

import ctypes
import tempfile

import pypdfium2
import pypdfium2.raw as pdfium

_EMPTY = tempfile.TemporaryDirectory(prefix="no-fonts-")
_PATHS = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(_EMPTY.name.encode(), ctypes.POINTER(ctypes.c_char)), None)


def pytest_configure() -> None:
    assert pypdfium2.PYPDFIUM_INFO  # importing it has begun pdfium, with the fonts of the machine
    pdfium.FPDF_DestroyLibrary()
    settings = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=_PATHS)
    pdfium.FPDF_InitLibraryWithConfig(settings)
