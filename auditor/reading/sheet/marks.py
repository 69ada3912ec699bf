"""What does an xlsx sheet hold beside its values: number formats, error cells, formulas never computed, hidden rows?

calamine reads values five times faster than openpyxl, but not how they are displayed; the printed precision of an
amount stands in its number format. One pass over the XML collects that.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from auditor.reading.structure.stream import refuse_if_too_large

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}
_LEVEL = 1.5  # characters that a level of indent is wide
_MOST_LEVELS = 15
_DECORATION = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DIGITS = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?:\.([0#?]*))?(,*)")
_WHOLE = re.compile(r"(\d{1,3})(?:\.0{1,2})?$")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


@dataclass(slots=True)
class Marks:
    """One sheet; places are (row, column) from 0."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    indents: dict[tuple[int, int], float] = field(default_factory=dict)  # in characters
    uncomputed: int = 0
    hidden_rows: int = 0


def read_marks(name: str, package: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each worksheet by its name.

    :raises InputError: a sheet is larger than any report's.
    """
    styles = _styles(package)
    return {
        title: _sheet_marks(name, package, member, styles)
        for title, member in _sheet_members(package)
        if member in package.NameToInfo
    }


def printed(value: Decimal, code: str) -> str | None:
    """``value`` as a number format displays it; None when the format (General, text, fractions) does not say."""
    plain = _DECORATION.sub("", code.split(";", 1)[0])
    match = _DIGITS.search(plain)
    if match is None or "E+" in plain or "/" in plain:
        return None
    optional = match.group(1) or ""
    scaled = value * 100 if "%" in plain else value
    scaled = scaled.scaleb(-3 * len(match.group(2)))
    rounded = scaled.quantize(Decimal(1).scaleb(-len(optional)), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in match.group().rstrip(",") else f"{rounded:f}"
    for _ in range(len(optional) - optional.count("0")):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    return f"{text}%" if "%" in plain else text


def _sheet_members(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet names with the package member that holds each."""
    targets = {
        node.get("Id"): node.get("Target")
        for node in _parse(package, "xl/_rels/workbook.xml.rels")
        if node.get("Target")
    }
    for node in _parse(package, "xl/workbook.xml").iter(f"{_MAIN}sheet", f"{_STRICT}sheet"):
        target = targets.get(node.get(f"{_REL}id") or node.get(f"{_REL_STRICT}id"))
        if target:
            yield node.get("name"), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


@dataclass(frozen=True, slots=True)
class _Styles:
    """Number format codes by style index, for styles that display numbers in a set form; and how far styles set text in."""

    codes: Mapping[str, str] = field(default_factory=dict)
    indents: Mapping[str, float] = field(default_factory=dict)


def _styles(package: zipfile.ZipFile) -> _Styles:
    if "xl/styles.xml" not in package.NameToInfo:
        return _Styles()
    root = _parse(package, "xl/styles.xml")
    own = {
        node.get("numFmtId"): node.get("formatCode") or "" for node in root.iter(f"{_MAIN}numFmt", f"{_STRICT}numFmt")
    }
    styles = next(root.iter(f"{_MAIN}cellXfs", f"{_STRICT}cellXfs"), ())
    codes: dict[str, str] = {}
    indents: dict[str, float] = {}
    for index, style in enumerate(styles):
        number = style.get("numFmtId") or "0"
        code = own.get(number) or _BUILT_IN.get(int(number), "")
        if code:
            codes[str(index)] = code
        levels = next((node.get("indent") or "" for node in style if node.tag.endswith("}alignment")), "")
        if whole := _WHOLE.match(levels):
            indents[str(index)] = min(int(whole.group(1)), _MOST_LEVELS) * _LEVEL
    return _Styles(codes, indents)


def _sheet_marks(name: str, package: zipfile.ZipFile, member: str, styles: _Styles) -> Marks:
    from lxml import etree

    marks = Marks()
    rows = columns = 0
    with package.open(member) as stream:
        tags = [f"{space}{tag}" for space in (_MAIN, _STRICT) for tag in ("c", "row")]
        for _, node in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
            if node.tag.endswith("}row"):
                marks.hidden_rows += node.get("hidden") in ("1", "true")
                node.clear()
                continue
            if not len(node):
                continue
            place = _place(_reference(node))
            # calamine takes room for all cells up to the outermost, whatever that holds, and ends the process when there is none
            rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
            refuse_if_too_large(name, rows, rows * columns)
            if style_indent := styles.indents.get(node.get("s") or ""):
                marks.indents[place] = style_indent
            value, formula = _child(node, "v"), _child(node, "f")
            if node.get("r") is None or (value is None and formula is None):
                continue
            if node.get("t") == "e":
                marks.errors[place] = value or "#?"
            elif formula is not None and value is None and node.get("t") != "str":
                marks.uncomputed += 1
            elif (style := node.get("s")) in styles.codes:
                marks.formats[place] = styles.codes[style]
    return marks


def _child(node: Any, tag: str) -> str | None:
    """The text of a child; None when there is no such child or it is an empty value."""
    for child in node:
        if child.tag.endswith("}" + tag):
            return child.text if tag == "v" else (child.text or "")
    return None


def _reference(cell: Any) -> str:
    """Where a cell stands; one that does not say is at least in its row."""
    row = cell.getparent()
    return str(cell.get("r") or f"A{'1' if row is None else row.get('r', '1')}")


def _place(reference: str) -> tuple[int, int]:
    match = _REFERENCE.match(reference)
    if match is None:
        raise ValueError(f"no cell is called {reference[:20]}")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _parse(package: zipfile.ZipFile, member: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(member), parser)
