"""What does a Word document say, as it would be printed with all tracked changes accepted?

Paragraphs and tables come in document order. ``Location.line`` is the running number, from 1, of the paragraph or
table row within the body (empty paragraphs count, as in Word). Footnotes and text boxes follow the paragraph that they
hang on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.document import Cell, Document, Location
from auditor.reading.archive import open_package
from auditor.reading.structure.compose import compose
from auditor.reading.structure.stream import Canvas, Item, RawTable, TextLine, indent_of, tidy
from auditor.reading.word.numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRANSPARENT = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}hyperlink"}
_DROPPED = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}rt", f"{MC}Fallback", f"{W}sdtPr"}
_TWIPS = 210  # of a character of common size
_OFF = ("0", "false", "off")


def read(path: Path, data: bytes) -> Document:
    """The document in a docx file.

    :raises InputError: it is not a docx, is damaged, locked by a password, or unpacks to more than a report can be.
    """
    import docx

    with open_package(str(path), data, "docx"):
        pass
    try:
        source = docx.Document(BytesIO(data))
        items = list(_Walk(str(path), source).body())
    except InputError:
        raise
    except Exception as error:  # python-docx and lxml raise many kinds for a damaged package
        raise InputError(
            f"{path}：不是有效的 docx 文件，或文件已损坏。", f"{path}: this is not a docx file, or it is damaged."
        ) from error
    return compose(path, data, "word", items)


def nodes_by_line(source: Any) -> dict[int, Any]:
    """The XML node of each paragraph and table row of a document, by the number that ``Location.line`` gives it."""
    walk = _Walk("", source)
    for _ in walk.body():
        pass
    return walk.nodes


@dataclass(slots=True)
class _Style:
    name: str = ""
    level: int | None = None  # heading level, 0 for the title
    num: str = ""
    num_level: int | None = None


@dataclass(slots=True)
class _Walk:
    """One pass over the body, counting paragraphs and rows, and running the list counters."""

    name: str
    source: Any
    line: int = 0
    numbering: Numbering = field(default_factory=Numbering)
    styles: dict[str, _Style] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    default_style: str = ""
    nodes: dict[int, Any] = field(default_factory=dict)  # by line
    carried: str = ""  # text of a paragraph whose end was deleted: it runs on into the next

    def body(self) -> Iterator[Item]:
        part = self.source.part
        for related in part.rels.values():
            if related.is_external:
                continue
            kind = related.reltype.rsplit("/", 1)[-1]
            if kind == "numbering":
                self.numbering = Numbering.read(_root(related.target_part))
            elif kind == "footnotes":
                self._read_footnotes(_root(related.target_part))
        self._read_styles(part.styles.element)
        yield from self.blocks(self.source.element.body)

    def blocks(self, parent: Any) -> Iterator[Item]:
        """The paragraphs and tables among the children of ``parent``."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child)

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def paragraph(self, node: Any) -> Iterator[Item]:
        self.line += 1
        self.nodes[self.line] = node
        place = Location(line=self.line)
        style = self._style_of(node)
        inline = _Inline()
        inline.read(node)
        text = self.carried + self._label(node, style) + inline.text
        if node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.carried = text
        else:
            self.carried = ""
            toc = style.name.lower().startswith(("toc", "目录")) and style.name[-1:].isdigit()
            for at, line in enumerate(text.split("\n")):
                yield TextLine(tidy(line), place, self._outline(node, style), toc, soft=at > 0)
        for box in inline.boxes:
            yield from self.blocks(box)
        for number in inline.footnotes:
            if self.footnotes.get(number):
                yield TextLine(tidy(self.footnotes[number]), place)

    def _label(self, node: Any, style: _Style) -> str:
        """The automatic number printed before a paragraph."""
        direct = node.find(f"{W}pPr/{W}numPr")
        num, level = style.num, style.num_level
        if direct is not None:
            num = _value(direct, "numId") or num
            level = int(_value(direct, "ilvl") or 0)
        if not num or num == "0":
            return ""
        if level is None:
            level = self.numbering.level_of_style(num, _value(node, "pPr", "pStyle") or self.default_style)
        return self.numbering.label(num, level)

    def _outline(self, node: Any, style: _Style) -> int | None:
        outline = _value(node, "pPr", "outlineLvl")
        if outline.isdigit() and int(outline) < 9:
            return int(outline) + 1
        return style.level

    def _style_of(self, node: Any) -> _Style:
        return self.styles.get(_value(node, "pPr", "pStyle") or self.default_style, _Style())

    def _read_styles(self, root: Any) -> None:
        nodes = {node.get(f"{W}styleId"): node for node in root.findall(f"{W}style")}
        for key, node in nodes.items():
            if node.get(f"{W}type") == "paragraph":
                self.styles[key] = _inherited(key, nodes)
                if node.get(f"{W}default") in ("1", "true"):
                    self.default_style = key

    def _read_footnotes(self, root: Any) -> None:
        for note in root.findall(f"{W}footnote"):
            if note.get(f"{W}type") in (None, "normal"):
                self.footnotes[note.get(f"{W}id")] = " ".join(_texts(note)).strip()

    # -- tables -------------------------------------------------------------------------------------------------------

    def table(self, node: Any) -> Iterator[Item]:
        """A table; one that only lays out others is taken apart."""
        nested = [inner for inner in node.iter(f"{W}tbl") if inner is not node and _is_grid(inner)]
        rows = list(_children(node, f"{W}tr"))
        if (nested and not any(_numeric(text) for text in _own_texts(rows))) or _single_column(rows):
            for row in rows:
                for cell in _children(row, f"{W}tc"):
                    yield from self.blocks(cell)
            return
        yield self._grid(rows)
        for inner in nested:
            yield from self.table(inner)

    def _grid(self, rows: list[Any]) -> RawTable:
        canvas = Canvas(self.name)
        places: list[Location] = []
        open_cells: dict[int, Cell] = {}  # by column: the cell that runs down from above
        for row in rows:
            self.line += 1
            self.nodes[self.line] = row
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            place = Location(line=self.line)
            y, x = len(places), int(_value(row, "trPr", "gridBefore") or 0)
            places.append(place)
            for node in _children(row, f"{W}tc"):
                span = max(1, int(_value(node, "tcPr", "gridSpan") or 1))
                merge = node.find(f"{W}tcPr/{W}vMerge")
                down = merge is not None and merge.get(f"{W}val") != "restart"
                if down and x in open_cells:
                    above = open_cells[x]
                    cell = replace(above, location=place, spanned=True)
                else:
                    text = "\n".join(self._cell_texts(node))
                    cell = Cell(tidy(text), place, indent=_set_in(node) + indent_of(text))
                canvas.put(y, x, cell, columns=span)
                if merge is None:
                    open_cells.pop(x, None)
                elif not down:
                    open_cells[x] = cell
                x += span
        first = places[0] if places else Location(line=self.line)
        return RawTable(canvas.rows(places), first)

    def _cell_texts(self, cell: Any) -> Iterator[str]:
        for child in cell:
            if child.tag == f"{W}p":
                inline = _Inline()
                inline.read(child)
                yield self._label(child, self._style_of(child)) + inline.text
                for box in inline.boxes:
                    yield from _texts(box)
            elif child.tag == f"{W}tbl" and not _is_grid(child):
                yield from _texts(child)
            elif child.tag in _TRANSPARENT:
                yield from self._cell_texts(child)


@dataclass(slots=True)
class _Inline:
    """The running text of one paragraph; text boxes and footnotes found on the way are kept for after it."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)

    def read(self, node: Any) -> None:
        for child in node:
            tag = child.tag
            if tag in _DROPPED or (tag == f"{W}r" and _hidden(child)):
                continue
            if tag in (f"{W}t", f"{M}t"):
                self.text += child.text or ""
            elif tag in (f"{W}tab", f"{W}ptab"):
                self.text += "\t"
            elif tag == f"{W}cr" or (tag == f"{W}br" and child.get(f"{W}type") in (None, "textWrapping")):
                self.text += "\n"
            elif tag == f"{W}noBreakHyphen":
                self.text += "-"
            elif tag == f"{W}footnoteReference":
                self.footnotes.append(child.get(f"{W}id"))
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            else:
                self.read(child)


def _root(part: Any) -> Any:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    from docx.oxml import parse_xml

    return parse_xml(part.blob)


def _value(node: Any, *tags: str) -> str:
    """The ``val`` of the element at the end of a path of tags; "" when there is none."""
    found = node.find("/".join(f"{W}{tag}" for tag in tags))
    return "" if found is None else found.get(f"{W}val") or ""


def _set_in(cell: Any) -> float:
    """How far the first paragraph of a cell is set in, in characters."""
    indent = cell.find(f"{W}p/{W}pPr/{W}ind")
    return 0.0 if indent is None else sum(_length(indent, name) for name in ("left", "start", "firstLine"))


def _length(indent: Any, name: str) -> float:
    characters, twips = (indent.get(f"{W}{name}{suffix}") or "" for suffix in ("Chars", ""))
    if characters.isdecimal():
        return int(characters[:6]) / 100
    return int(twips[:6]) / _TWIPS if twips.isdecimal() else 0.0


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in _OFF


def _inherited(key: str, nodes: dict[str, Any]) -> _Style:
    """A paragraph style with what it takes over from those it is based on."""
    style = _Style(name=_value(nodes[key], "name"))
    seen: set[str] = set()
    while key in nodes and key not in seen:
        seen.add(key)
        node = nodes[key]
        if style.level is None:
            style.level = _heading_level(_value(node, "name"), _value(node, "pPr", "outlineLvl"))
        style.num = style.num or _value(node, "pPr", "numPr", "numId")
        level = _value(node, "pPr", "numPr", "ilvl")
        if style.num_level is None and level.isdigit():
            style.num_level = int(level)
        key = _value(node, "basedOn")
    return style


def _heading_level(name: str, outline: str) -> int | None:
    """0 for a title, 1 … 9 for headings. Style names are English inside the file, whatever the language of Word."""
    lowered = name.lower()
    if lowered in ("title", "标题"):
        return 0
    digits = lowered.removeprefix("heading").removeprefix("标题").strip()
    if digits != lowered and digits.isdigit():
        return int(digits)
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else None


def _children(node: Any, tag: str) -> Iterator[Any]:
    """Children of one kind, also inside content controls and tracked insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _texts(node: Any) -> Iterator[str]:
    """The text of every paragraph under ``node``."""
    for paragraph in node.iter(f"{W}p"):
        inline = _Inline()
        inline.read(paragraph)
        yield inline.text


def _own_texts(rows: list[Any]) -> Iterator[str]:
    """The text of cells, without that of nested tables."""
    for row in rows:
        for cell in _children(row, f"{W}tc"):
            for paragraph in _children(cell, f"{W}p"):
                inline = _Inline()
                inline.read(paragraph)
                yield inline.text


def _is_grid(table: Any) -> bool:
    rows = list(_children(table, f"{W}tr"))
    return len(rows) > 1 and max(len(list(_children(row, f"{W}tc"))) for row in rows) > 1


def _single_column(rows: list[Any]) -> bool:
    """True for a box around text: no row has two cells."""
    return all(len(list(_children(row, f"{W}tc"))) <= 1 for row in rows)


def _numeric(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return digits > 0 and digits * 2 >= len(text.strip())
