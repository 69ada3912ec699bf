"""What does a saved web page say: its headings, paragraphs and tables, without what the site puts around them?

``Location.line`` is the running number, from 1, of the text line or table row on the page. Nothing is fetched; scripts,
styles and hidden elements are dropped. Tables that only lay out the page are taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Location
from auditor.reading.structure.compose import compose
from auditor.reading.structure.stream import MAX_CELLS, MAX_ROWS, Canvas, Item, RawTable, TextLine, indent_of

_DROPPED = frozenset(
    "script style noscript template head nav aside footer form button select option textarea iframe object embed "  # noqa: SIM905
    "svg math canvas audio video map area input img link meta base title".split()
)
_FORM = "form"  # dropped only when it is no wrapper of the whole page
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header "  # noqa: SIM905
    "hr html li main ol p pre section summary table tbody td tfoot th thead tr ul form caption".split()
)
_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "windows-936", "euc-cn")
_SET_IN = re.compile(
    r"(?:text-indent|padding-left|margin-left)\s{0,4}:\s{0,4}(\d{1,4}(?:\.\d{1,4})?)(em|px|pt)", re.IGNORECASE
)
_EM = {"em": 1.0, "px": 1 / 14, "pt": 1 / 10.5}  # characters
_COLLAPSED = "\v\n\r\t\f "  # white space at the beginning that a browser does not show
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
_DEEPEST = 200
_LINK_LIST = 4


def read(path: Path, data: bytes) -> Document:
    """The document of a web page.

    :raises InputError: it is empty, binary, in no known encoding, or holds neither text nor tables.
    """
    from lxml import etree, html

    text = _XML_DECLARATION.sub("", decode(path, data))
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, default_doctype=False, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(
            f"{path}：文件里没有文字，也没有表格。", f"{path}: the file has neither text nor tables."
        ) from error
    walk = _Walk(str(path))
    return compose(path, data, "html", walk.page(root))


def decode(path: Path, data: bytes) -> str:
    """The text of a page: by its byte order mark, else as it declares, else UTF-8 or GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(path, data, [encoding])
    if b"\0" in data:
        raise InputError(f"{path}：是二进制文件，不是网页。", f"{path}: this is a binary file, not a web page.")
    match = _DECLARED.search(data[:4096])
    declared = match.group(1).decode("ascii").lower() if match else ""
    if declared in _CHINESE:
        return _decoded(path, data, ["gb18030", "utf-8"])
    known = [declared] if declared in ("big5", "utf-8", "utf8") else []
    return _decoded(path, data, [*known, "utf-8", "gb18030"])


def _decoded(path: Path, data: bytes, encodings: list[str]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # A page that was cut or mixed has a few wrong bytes; it is read as long as they are few.
    text = data.decode(encodings[0], errors="replace")
    if text.count("\ufffd") * 200 > len(text):
        raise InputError(f"{path}：无法识别网页的文字编码。", f"{path}: the encoding of this page is not known.")
    return text


@dataclass(slots=True)
class _Walk:
    """One pass over the page, counting lines and rows."""

    name: str
    line: int = 0
    buffer: list[str] = field(default_factory=list)
    soft: bool = False  # a line break inside the paragraph is above the line being collected

    def page(self, root: Any) -> Iterator[Item]:
        body = next(root.iter("body"), root)
        yield from self.blocks(body, None, 0)
        yield from self.flush(None)

    def blocks(self, node: Any, level: int | None, depth: int) -> Iterator[Item]:
        """The lines and tables under ``node``, whose heading level is ``level``."""
        if node.text:
            self.buffer.append(node.text)
        for child in node:
            yield from self.element(child, level, depth)
            if child.tail:
                self.buffer.append(child.tail)

    def element(self, node: Any, level: int | None, depth: int) -> Iterator[Item]:
        tag = node.tag if isinstance(node.tag, str) else ""
        if depth > _DEEPEST or _is_dropped(node, tag):
            return
        if tag == "br":
            yield from self.flush(level)
            self.soft = True
        elif tag == "table":
            yield from self.flush(level)
            yield from self.table(node, depth)
        elif tag in _BLOCKS:
            yield from self.flush(level)
            if not _is_link_list(node, tag):
                inner = _HEADINGS.get(tag, level)
                yield from self.blocks(node, inner, depth + 1)
                yield from self.flush(inner)
        else:
            yield from self.blocks(node, level, depth + 1)

    def flush(self, level: int | None) -> Iterator[Item]:
        """The line collected so far."""
        text = _SPACE.sub(" ", "".join(self.buffer)).strip().strip("\u3000").strip()
        self.buffer.clear()
        if text:
            self.line += 1
            yield TextLine(text, Location(line=self.line), level, soft=self.soft)
        self.soft = False

    # -- tables -------------------------------------------------------------------------------------------------------

    def table(self, node: Any, depth: int) -> Iterator[Item]:
        rows = list(_rows(node))
        nested = list(_grids_in(node))
        if (nested and not any(_numeric(_own_text(cell)) for row in rows for cell in _cells(row))) or not _is_grid(
            node
        ):
            yield from self.blocks(node, None, depth + 1)
            yield from self.flush(None)
            return
        caption = next((_text(child) for child in node if child.tag == "caption"), "")
        yield self.grid(rows, caption)
        for inner in nested:
            yield from self.table(inner, depth + 1)

    def grid(self, rows: list[Any], caption: str) -> RawTable:
        canvas = Canvas(self.name)
        places: list[Location] = []
        for row in rows:
            self.line += 1
            y = len(places)
            places.append(Location(line=self.line))
            x = 0
            for node in _cells(row):
                x = canvas.free(y, x)
                columns = _span(node, "colspan", MAX_CELLS)
                down = _span(node, "rowspan", MAX_ROWS) or len(rows) - y
                canvas.put(y, x, _cell(node, places[y]), rows=min(down, len(rows) - y), columns=columns or 1)
                x += columns or 1
        return RawTable(canvas.rows(places), places[0], title=caption)


def _is_dropped(node: Any, tag: str) -> bool:
    if tag == _FORM:
        return next(node.iter("table", "p"), None) is None
    if not tag or tag in _DROPPED or ":" in tag:
        return ":" not in tag or not tag.startswith(("o:", "st1:"))
    return node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None


def _is_link_list(node: Any, tag: str) -> bool:
    """A menu or a list of other pages: nearly all its words are links that lead away."""
    if tag not in ("ul", "ol", "div", "dl", "section", "header", "p"):
        return False
    links = [a for a in node.iter("a") if not (a.get("href") or "#").startswith("#")]
    if len(links) < _LINK_LIST:
        return False
    words = len(_SPACE.sub("", _plain(node)))
    return sum(len(_SPACE.sub("", _plain(a))) for a in links) * 10 >= words * 8


def _plain(node: Any) -> str:
    return "".join(node.itertext())


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows: those of its head first, those of its foot last."""
    order = {"thead": 0, "tr": 1, "tbody": 1, "tfoot": 2}
    for group in sorted((child for child in table if child.tag in order), key=lambda child: order[child.tag]):
        if group.tag == "tr":
            yield group
        else:
            yield from (child for child in group if child.tag == "tr")


def _cells(row: Any) -> Iterator[Any]:
    return (child for child in row if child.tag in ("td", "th") and not _is_dropped(child, child.tag))


def _grids_in(node: Any) -> Iterator[Any]:
    """The data tables below ``node`` that are shown and lie in no other data table there."""
    for child in node:
        if _is_dropped(child, child.tag if isinstance(child.tag, str) else ""):
            continue
        if child.tag == "table" and _is_grid(child):
            yield child
        else:
            yield from _grids_in(child)


def _is_grid(table: Any) -> bool:
    """More than one row, and a row of more than one cell."""
    rows = [list(_cells(row)) for row in _rows(table)]
    return len(rows) > 1 and max(map(len, rows), default=0) > 1


def _span(node: Any, name: str, most: int) -> int:
    text = (node.get(name) or "1").strip()
    return min(int(text), most) if text.isdecimal() and text.isascii() and len(text) < 8 else 1


def _text(node: Any) -> str:
    """The text of a cell: its blocks and line breaks as lines, white space between words as one space."""
    pieces: list[str] = []
    _collect(node, pieces, own=False)
    return _joined(pieces)


def _own_text(node: Any) -> str:
    """The text of a cell without that of data tables inside it."""
    return _cell(node, Location()).text


def _cell(node: Any, place: Location) -> Cell:
    """A cell without what data tables inside it hold."""
    pieces: list[str] = []
    _collect(node, pieces, own=True)
    text = _joined(pieces)
    return Cell(text, place, indent=_set_in(node) + indent_of("".join(pieces).lstrip(_COLLAPSED)) if text else 0.0)


def _set_in(node: Any) -> float:
    """How far styles set the first words of a cell in, in characters."""
    width = 0.0
    for part in node.iter():
        for length, unit in _SET_IN.findall(part.get("style") or ""):
            width += float(length) * _EM[unit.lower()]
        if part is not node and (part.text or "").strip():
            break
    return width


def _joined(pieces: list[str]) -> str:
    lines = [_SPACE.sub(" ", line).strip().strip("\u3000").strip() for line in "".join(pieces).split("\v")]
    return "\n".join(line for line in lines if line)


def _collect(node: Any, pieces: list[str], *, own: bool) -> None:
    pieces.append((node.text or "").replace("\v", " "))
    for child in node:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not _is_dropped(child, tag) and not (own and tag == "table" and _is_grid(child)):
            mark = "\v" if tag in _BLOCKS or tag == "br" else ""
            pieces.append(mark)
            _collect(child, pieces, own=own)
            pieces.append(mark)
        pieces.append((child.tail or "").replace("\v", " "))


def _numeric(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return digits > 0 and digits * 2 >= len(text.strip())
