"""What did a batch find? The worst documents first; by region, kind and check: on the terminal, as a page, as a workbook.

All figures come from the dataset through DuckDB, so that a hundred thousand documents need no more memory than one.
"""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

MOST_LINES = 10_000  # of a list in a page or workbook

_WORDS = {
    "zh": {
        "title": "批量核对概况",
        "total": "总计",
        "status": "核对情况",
        "worst": "问题最多的报告",
        "region": "按地区",
        "kind": "按报告种类",
        "check": "按检查",
        "cause": "按原因",
        "lost": "未能核对的报告",
        "slow": "最慢的报告",
        "documents": "报告数",
        "checked": "已核对",
        "with_errors": "有错误的",
        "errors": "错误",
        "warnings": "警告",
        "numbers": "数字",
        "verified": "已核对数字",
        "coverage": "覆盖率",
        "path": "报告",
        "entity": "单位",
        "year": "年度",
        "why": "原因",
        "passed": "通过",
        "failed": "不符",
        "skipped": "跳过",
        "broken": "出错",
        "findings": "发现",
        "seconds": "秒",
        "megabytes": "内存 MB",
        "first": "首要问题",
        "none": "（无）",
        "made": "由 auditor 生成",
    },
    "en": {
        "title": "What the batch found",
        "total": "In all",
        "status": "What became of them",
        "worst": "Worst documents",
        "region": "By region",
        "kind": "By kind of document",
        "check": "By check",
        "cause": "By cause",
        "lost": "Documents that could not be checked",
        "slow": "Slowest documents",
        "documents": "documents",
        "checked": "checked",
        "with_errors": "with errors",
        "errors": "errors",
        "warnings": "warnings",
        "numbers": "numbers",
        "verified": "verified",
        "coverage": "coverage",
        "path": "document",
        "entity": "unit",
        "year": "year",
        "why": "reason",
        "passed": "passed",
        "failed": "failed",
        "skipped": "skipped",
        "broken": "broken",
        "findings": "findings",
        "seconds": "seconds",
        "megabytes": "MB",
        "first": "first finding",
        "none": "(none)",
        "made": "Made by auditor ",
    },
}

_GROUP = """
    SELECT coalesce(nullif({by}, ''), '—') AS "{by}", count(*) AS documents, count(*) FILTER (status = 'checked') AS checked,
           count(*) FILTER (errors > 0) AS with_errors, sum(errors) AS errors, sum(warnings) AS warnings,
           round(sum(verified) / nullif(sum(numbers), 0), 4) AS coverage
    FROM documents GROUP BY ALL ORDER BY errors DESC, warnings DESC, 1 LIMIT {most}
"""
_QUERIES = {
    "total": """
        SELECT count(*) AS documents, count(*) FILTER (status = 'checked') AS checked, count(*) FILTER (errors > 0) AS with_errors,
               sum(errors) AS errors, sum(warnings) AS warnings, sum(numbers) AS numbers, sum(verified) AS verified,
               round(sum(verified) / nullif(sum(numbers), 0), 4) AS coverage
        FROM documents
    """,
    "status": "SELECT status, count(*) AS documents FROM documents GROUP BY status ORDER BY documents DESC, status",
    "worst": """
        SELECT d.path, d.entity, d.year, d.errors, d.warnings, d.coverage, min_by(f.message, f.place) AS first
        FROM documents d LEFT JOIN (
            SELECT document, message, (CASE severity WHEN 'error' THEN 0 ELSE 1 END, coalesce(page, 0), coalesce(line, 0), finding) AS place
            FROM findings) f USING (document)
        WHERE d.errors + d.warnings > 0
        GROUP BY ALL ORDER BY d.errors DESC, d.warnings DESC, d.path LIMIT {most}
    """,
    "region": _GROUP.replace("{by}", "region"),
    "kind": _GROUP.replace("{by}", "kind"),
    "check": """
        SELECT c.check, sum(passed) AS passed, sum(failed) AS failed, sum(skipped) AS skipped, sum(broken) AS broken,
               any_value(coalesce(f.errors, 0)) AS errors, any_value(coalesce(f.warnings, 0)) AS warnings,
               any_value(coalesce(f.documents, 0)) AS documents
        FROM coverage c LEFT JOIN (
            SELECT "check", count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings,
                   count(DISTINCT document) AS documents
            FROM findings GROUP BY "check") f ON f.check = c.check
        GROUP BY c.check ORDER BY errors DESC, warnings DESC, failed DESC, c.check LIMIT {most}
    """,
    "cause": """
        SELECT coalesce(cause, '—') AS cause, count(*) AS findings, count(DISTINCT document) AS documents
        FROM findings GROUP BY ALL ORDER BY findings DESC, 1 LIMIT {most}
    """,
    "lost": "SELECT path, status, error AS why FROM documents WHERE status <> 'checked' ORDER BY status, path LIMIT {most}",
    "slow": "SELECT path, seconds, megabytes FROM timings ORDER BY seconds DESC, path LIMIT 20",
}


@dataclass(frozen=True, slots=True)
class List:
    """One list of the overview: its name, its columns, its lines."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[Any, ...], ...]


def look(folder: Path, lang: str) -> tuple[List, ...]:
    """The lists of the overview. ``UsageError`` when the folder holds no dataset."""
    del lang  # the figures have none
    if not any((folder / "dataset" / "documents").glob("*.parquet")):
        raise UsageError(
            f"{folder} 里没有批量核对的结果；先运行 auditor batch SOURCE --out {folder}",
            f"{folder} holds no result of a batch; run  auditor batch SOURCE --out {folder}  first",
        )
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "batch report 需要 pip install 'auditor[batch]'", "batch report needs  pip install 'auditor[batch]'"
        ) from None
    with duckdb.connect(":memory:") as base:
        for table in ("documents", "findings", "coverage", "timings"):
            pattern = (folder / "dataset" / table / "*.parquet").as_posix().replace("'", "''")
            base.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{pattern}')")  # noqa: S608 (quoted)
        return tuple(_list(base, name, query) for name, query in _QUERIES.items())


def _list(base: Any, name: str, query: str) -> List:
    found = base.execute(query.replace("{most}", str(MOST_LINES)))
    columns = tuple(column[0] for column in found.description)
    return List(name, columns, tuple(tuple(map(_plain, line)) for line in found.fetchall()))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def show(lists: Sequence[List], console: Console, lang: str, top: int) -> None:
    """The overview on the terminal, ``top`` lines of each list."""
    from rich.table import Table as Lines
    from rich.text import Text

    for each in lists:
        if not each.lines:
            continue
        table = Lines(
            title=Text(_word(each.name, lang)), title_justify="left", title_style="bold", box=None, pad_edge=False
        )
        for place, column in enumerate(each.columns):
            number = any(isinstance(line[place], int | float) for line in each.lines)
            table.add_column(_word(column, lang), justify="right" if number else "left", no_wrap=number)
        for line in each.lines[:top]:
            table.add_row(*(Text(_shown(column, value)) for column, value in zip(each.columns, line, strict=True)))
        console.print(table)
        if len(each.lines) > top:
            console.print(f"… +{len(each.lines) - top}")
        console.print()


def as_html(lists: Sequence[List], lang: str) -> str:
    """The overview as one page that loads nothing."""
    body = []
    for each in lists:
        head = "".join(f"<th>{html.escape(_word(column, lang))}</th>" for column in each.columns)
        rows = "".join(
            "<tr>" + "".join(_cell(column, value) for column, value in zip(each.columns, line, strict=True)) + "</tr>\n"
            for line in each.lines
        )
        empty = "" if each.lines else f"<p>{_word('none', lang)}</p>"
        body.append(
            f"<h2>{_word(each.name, lang)}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{empty}"
        )
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{_word("title", lang)}</title>\n'
        f'<meta name="generator" content="Made by auditor ">\n<style>{_STYLE}</style></head>\n'
        f"<body><h1>{_word('title', lang)}</h1>\n{''.join(body)}</body></html>\n"
    )


_STYLE = (
    "body{font:14px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:80em;padding:0 1em;"
    "color:#222;background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25em .75em;"
    "border-bottom:1px solid #ddd;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "th{background:#f4f4f4;position:sticky;top:0}h2{margin-top:2em}"
)


def as_workbook(lists: Sequence[List], lang: str) -> bytes:
    """The overview as a workbook, a sheet for each list. Text stays text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "auditor"
    book.remove(book.active)
    for each in lists:
        sheet = book.create_sheet(_word(each.name, lang))
        sheet.append([_word(column, lang) for column in each.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, line in enumerate(each.lines, start=2):
            for place, value in enumerate(line, start=1):
                cell = sheet.cell(number, place)
                cell.value = _printable(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                elif each.columns[place - 1] == "coverage":
                    cell.number_format = "0.0%"
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for place, column in enumerate(each.columns, start=1):
            longest = max((len(str(line[place - 1])) for line in each.lines[:200]), default=8)
            sheet.column_dimensions[get_column_letter(place)].width = min(80, max(10, 2 * len(column), longest + 4))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _printable(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _cell(column: str, value: Any) -> str:
    kind = ' class="n"' if isinstance(value, int | float) else ""
    return f"<td{kind}>{html.escape(_shown(column, value))}</td>"


def _shown(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "coverage":
        return f"{value:.1%}"
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and column != "year" else str(value)


def _word(name: str, lang: str) -> str:
    return _WORDS[lang].get(name, name)
