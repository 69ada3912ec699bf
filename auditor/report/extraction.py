"""What was read from a document, and how was it understood? The terminal view of ``auditor extract --show``.

Every table with its role, unit, columns and code tree; what was joined or guessed is marked, so that a person can see
what to correct in the stored document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Drawn
from rich.text import Text

from auditor.model.document import Heading, Paragraph, Table, TocEntry
from auditor.model.dossier import Dossier
from auditor.model.grid import Grid, Line, LineKind, Side
from auditor.model.quantity import Unit
from auditor.report.messages import say
from auditor.report.view import at_location

_INDENT = 2
_TOTALS = (LineKind.TOTAL, LineKind.SUBTOTAL)
_LABEL = 12  # columns of the terminal that a label gets at least
_LONGEST = 400  # lines of one side


def show(dossier: Dossier, names: Mapping[str, str], out: Console, lang: str) -> None:
    """Print the document as understood. ``names`` are the names of table roles by key."""
    _head(dossier, out, lang)
    for grid in dossier.grids:
        out.print()
        _table(grid, names, dossier.document.gate, out, lang)


def _head(dossier: Dossier, out: Console, lang: str) -> None:
    document, profile = dossier.document, dossier.profile
    out.print(Text(document.path, "bold"))
    kind = say(profile.kind, lang)
    year = say("year", lang, year=profile.year) if profile.year else ""
    out.print("  " + "  ".join(filter(None, (profile.entity, year, kind, document.format))))
    counts = Counter(type(block) for block in document.blocks)
    said = [
        say(f"extract.{key}", lang, n=counts[block])
        for key, block in (("headings", Heading), ("toc", TocEntry), ("paragraphs", Paragraph), ("tables", Table))
    ]
    said.append(say("extract.mentions", lang, n=len(dossier.prose.mentions)))
    if len(document.parts) > 1:
        said.append(say("extract.parts", lang, n=len(document.parts)))
    out.print("  " + "  ".join(said), style="dim")
    for warning in document.warnings:
        out.print(f"  ! {warning}", style="yellow")


def _table(grid: Grid, names: Mapping[str, str], gate: Mapping[str, object], out: Console, lang: str) -> None:
    table = grid.table
    title = Text(table.title or say("extract.untitled", lang), "bold")
    title.append(f"  {at_location(table.location, lang)}", "dim")
    out.print(title)
    role = names.get(grid.role, grid.role)
    facts = [role or say("extract.unknown_role", lang), _unit(grid, lang), f"{len(table.rows)} × {table.width}"]
    if verdict := _verdict(gate, grid.index, lang):
        facts.append(verdict)
    out.print("  " + "  ".join(filter(None, facts)), style="" if role else "yellow")
    for text in (*table.caption, *table.notes):
        out.print(f"  {text}", style="dim")
    for doubt in dict.fromkeys((*table.doubts, *grid.doubts)):
        out.print(f"  ! {doubt}", style="yellow")
    for side in grid.sides:
        if side.columns:
            out.print(Padding(_side(grid, side, lang), (0, 0, 0, _INDENT)))
    marked = list(_marked(grid, lang))
    for text in marked:
        out.print(f"  ~ {text}", style="cyan")


def _unit(grid: Grid, lang: str) -> str:
    """The unit that the figures are in, and the one that the table states where it is another."""
    stated: Unit | None = grid.captioned
    if stated is not None and stated != grid.unit:
        return say("extract.unit_settled", lang, stated=stated.symbol, unit=grid.unit.symbol) + f" {grid.unit_reason}"
    return grid.unit.symbol or say("extract.no_unit", lang)


def _verdict(gate: Mapping[str, object], table: int, lang: str) -> str:
    tables = gate.get("tables")
    verdict = tables.get(str(table)) if isinstance(tables, dict) else None
    if not isinstance(verdict, dict):
        return ""
    return say("extract.fit" if verdict.get("success") else "extract.unfit", lang)


def _side(grid: Grid, side: Side, lang: str) -> RenderableType:
    """One tree of lines: codes, indented labels, amounts by column. Columns without any figure are only named."""
    filled = [c for c in side.columns if any(grid.table.rows[line.row][c.index].text for line in side.lines)]
    blank = [c for c in side.columns if c not in filled]
    drawn = Drawn(box=box.SIMPLE_HEAD, title=side.key or None, title_justify="left", pad_edge=False, expand=False)
    coded = any(line.code for line in side.lines)
    if coded:
        drawn.add_column("", style="dim", no_wrap=True)
    drawn.add_column("", overflow="fold", min_width=_LABEL)
    for column in filled:
        header = Text((column.header or ("",))[-1])
        header.append(f"\n{column.key or '?'}", "dim" if column.key else "yellow")
        drawn.add_column(header, justify="right", no_wrap=True)
    for line in side.lines[:_LONGEST]:
        cells = [_amount(grid, line, column.index) for column in filled]
        label = Text(" " * _INDENT * max(0, line.level - 1) + (line.label or line.key))
        drawn.add_row(*([line.code] if coded else []), label, *cells, style="bold" if line.kind in _TOTALS else "")
    if not blank:
        return drawn
    names = "、".join((column.header or ("",))[-1] + f"({column.key or '?'})" for column in blank)
    return Group(drawn, Text(say("extract.blank", lang, names=names), "dim"))


def _amount(grid: Grid, line: Line, column: int) -> Text:
    quantity = grid.amounts.get((line.row, column))
    cell = grid.table.rows[line.row][column]
    if quantity is None:
        return Text(cell.text, "yellow") if cell.text and not cell.spanned else Text("")
    return Text(quantity.text, "cyan" if quantity.joined or cell.note else "")


def _marked(grid: Grid, lang: str) -> Iterator[str]:
    """What was put together or guessed, cell by cell."""
    for (row, column), quantity in sorted(grid.amounts.items()):
        cell = grid.table.rows[row][column]
        if quantity.joined:
            yield say(
                "extract.joined", lang, row=row + 1, column=column + 1, text=cell.text, value=f"{quantity.value:,f}"
            )
        if cell.note:
            yield say("extract.note", lang, row=row + 1, column=column + 1, text=cell.text, note=cell.note)
