"""Which formats can a report be written in, and where does it go?

The table :data:`FORMATS` is the only list of formats. A format's module is imported when it is asked for.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Report
from auditor.report.output import refuse_foreign, save
from auditor.report.view import Context

__all__ = ["FORMATS", "Context", "Format", "parse_target", "render", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that writes it, whether it is text, and whether each document gets a file of its own."""

    module: str
    text: bool = True
    each: str = ""  # what the names of the files end with, when there is one for each document


FORMATS: dict[str, Format] = {
    "terminal": Format("auditor.report.terminal"),
    "json": Format("auditor.report.json"),
    "html": Format("auditor.report.html"),
    "sarif": Format("auditor.report.sarif"),
    "junit": Format("auditor.report.junit"),
    "github": Format("auditor.report.github"),
    "markdown": Format("auditor.report.markdown"),
    "workpaper": Format("auditor.report.workpaper", text=False),
    "overview": Format("auditor.report.overview", text=False),
    "letter": Format("auditor.report.letter", text=False),
    "checklist": Format("auditor.report.checklist", text=False),
    "annotated": Format("auditor.report.annotated", text=False, each=".annotated"),
}


class _Writer(Protocol):
    def write(self, report: Report, context: Context) -> str | bytes: ...


class _DocumentWriter(Protocol):
    def accepts(self, document: DocumentReport, context: Context) -> bool: ...
    def suffix(self, document: DocumentReport, context: Context) -> str: ...
    def write(self, document: DocumentReport, context: Context) -> bytes: ...


def parse_target(text: str) -> tuple[str, Path | None]:
    """``html=out.html`` as format and file, ``github`` or ``github=-`` as format and standard output.

    ``UsageError`` for a format that does not exist, or one that cannot go to standard output.
    """
    name, equals, target = text.partition("=")
    known = FORMATS.get(name)
    if known is None:
        names = " ".join(FORMATS)
        raise UsageError(
            f"没有名为 {name!r} 的报告格式；可用：{names}", f"no report format {name!r}; there are: {names}"
        )
    if equals and not target:
        raise UsageError(f"--report {text} 缺少文件名", f"--report {text} names no file")
    path = Path(target) if target not in ("", "-") else None
    if path is None and not known.text:
        raise UsageError(f"格式 {name} 要写入文件：--report {name}=文件", f"{name} needs a file: --report {name}=FILE")
    return name, path


def render(report: Report, name: str, context: Context) -> str | bytes:
    """The report in one of the formats that make a single file."""
    return cast(_Writer, import_module(FORMATS[name].module)).write(report, context)


def write(report: Report, name: str, target: Path | None, context: Context, *, force: bool = False) -> tuple[Path, ...]:
    """Write the report and return the files written; ``target`` None is standard output.

    ``UsageError`` when a file cannot be written or is not ours.
    """
    inputs = [context.source(document) for document in report.documents]
    known = FORMATS[name]
    if known.each:
        assert target is not None
        return _write_each(report, known, target, context, force)
    if target is not None:
        refuse_foreign(target, force=force, inputs=inputs)  # before the work
    data = render(report, name, replace(context, target=target))
    if target is None:
        assert isinstance(data, str)
        _print(data)
        return ()
    save(data, target, force=force, inputs=inputs)
    return (target,)


def _write_each(report: Report, known: Format, target: Path, context: Context, force: bool) -> tuple[Path, ...]:
    writer = cast(_DocumentWriter, import_module(known.module))
    inputs = [context.source(document) for document in report.documents]
    chosen = [document for document in report.documents if writer.accepts(document, context)]
    if not chosen:
        raise UsageError(
            "没有可以标注的报告（PDF、docx 或 xlsx）", "there is no document to annotate (PDF, docx or xlsx)"
        )
    single = len(chosen) == 1 and not target.is_dir() and target.suffix
    files = (
        (target,)
        if single
        else _distinct([target / _file_name(document, known, writer, context) for document in chosen])
    )
    for document, file in zip(chosen, files, strict=True):
        save(writer.write(document, context), file, force=force, inputs=inputs)
    return files


def _file_name(document: DocumentReport, known: Format, writer: _DocumentWriter, context: Context) -> str:
    return Path(document.path).stem + known.each + writer.suffix(document, context)


def _distinct(files: list[Path]) -> tuple[Path, ...]:
    """The same files, numbered where two have one name."""
    seen: dict[Path, int] = {}
    result = []
    for file in files:
        seen[file] = seen.get(file, 0) + 1
        result.append(file if seen[file] == 1 else file.with_name(f"{seen[file]}-{file.name}"))
    return tuple(result)


def _print(text: str) -> None:
    stream = sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
