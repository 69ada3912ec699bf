"""Does a page draw a form that draws itself? pdfium would follow it without end, in code that nothing interrupts."""

from __future__ import annotations

import io
import logging
from typing import Any


def draws_itself(data: bytes) -> bool:
    """True when a form of some page is among those that it draws. A file too damaged to tell is left to pdfium."""
    if b"/Form" not in data and b"/ObjStm" not in data:
        return False
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    seen: set[object] = set()
    try:
        return any(
            _cycle(page.get("/Resources"), frozenset(), seen) for page in pypdf.PdfReader(io.BytesIO(data)).pages
        )
    except RecursionError:
        return True
    except Exception:
        return False


def _cycle(resources: Any, above: frozenset[object], seen: set[object]) -> bool:
    """True when something that is drawn with these resources is one of those ``above`` it."""
    drawn = _plain(_plain(resources).get("/XObject"))
    for name in drawn:
        reference = drawn.raw_get(name)
        key = getattr(reference, "idnum", id(reference))
        if key in above:
            return True
        if key in seen:
            continue
        drawing = _plain(reference)
        if drawing.get("/Subtype") == "/Form" and _cycle(drawing.get("/Resources"), above | {key}, seen):
            return True
        seen.add(key)
    return False


def _plain(value: Any) -> Any:
    """The dictionary that a value is or refers to; an empty one when it is none."""
    found = value.get_object() if value is not None else None
    return found if isinstance(found, dict) else {}
