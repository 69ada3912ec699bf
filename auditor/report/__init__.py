"""Which formats can a report be written in, and where does it go?

The table :data:`FORMATS` is the only list of formats. A format's module is imported when it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from auditor.errors import UsageError, did_you_mean
from auditor.model.finding import DocumentReport, Report
from auditor.report import view
from auditor.report.output import refuse_foreign, save, test_place
from auditor.report.view import Context

__all__ = ["FORMATS", "Context", "Format", "examine_target", "format_of", "parse_target", "render", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that writes it, whether it is text, and whether each document gets a file of its own.

    ``suffixes`` are the extensions that mean this format; without its dot each is another name of it.
    """

    module: str
    text: bool = True
    each: str = ""  # what the names of the files end with, when there is one for each document
    suffixes: tuple[str, ...] = ()


FORMATS: dict[str, Format] = {
    "terminal": Format("auditor.report.terminal", suffixes=(".txt", ".log")),
    "json": Format("auditor.report.json", suffixes=(".json",)),
    "html": Format("auditor.report.html", suffixes=(".html", ".htm")),
    "sarif": Format("auditor.report.sarif", suffixes=(".sarif",)),
    "junit": Format("auditor.report.junit", suffixes=(".xml",)),
    "github": Format("auditor.report.github"),
    "markdown": Format("auditor.report.markdown", suffixes=(".md", ".markdown")),
    "workpaper": Format("auditor.report.workpaper", text=False, suffixes=(".xlsx",)),
    "overview": Format("auditor.report.overview", text=False),
    "letter": Format("auditor.report.letter", text=False, suffixes=(".docx",)),
    "checklist": Format("auditor.report.checklist", text=False),
    "annotated": Format("auditor.report.annotated", text=False, each=".annotated", suffixes=(".pdf",)),
}
_ALSO = {  # other extensions that a format may have
    *(("sarif", ".json"), ("github", ".txt"), ("github", ".log")),
    *(("overview", ".xlsx"), ("checklist", ".xlsx"), ("annotated", ".docx"), ("annotated", ".xlsx")),
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
    given, equals, target = text.partition("=")
    name = format_named(given)
    known = FORMATS[name]
    if equals and not target:
        raise UsageError(f"--report {text} 缺少文件名", f"--report {text} names no file")
    path = Path(target) if target not in ("", "-") else None
    if path is None and not known.text:
        raise UsageError(f"格式 {name} 要写入文件：--report {name}=文件", f"{name} needs a file: --report {name}=FILE")
    if path is not None:
        _refuse_other_extension(name, path)
    return name, path


def format_named(given: str) -> str:
    """The format that is called so: by its name, or by its extension without the dot; upper case does not matter."""
    name = given.lower()
    names = {name: name for name in FORMATS}
    names |= {suffix.removeprefix("."): name for name, known in FORMATS.items() for suffix in known.suffixes}
    if name not in names:
        zh, en = did_you_mean(name, FORMATS)
        listed = " ".join(FORMATS)
        raise UsageError(
            f"没有名为 {given!r} 的报告格式{zh or f'；可用：{listed}'}",
            f"no report format {given!r}{en or f'; there are: {listed}'}",
        )
    return names[name]


def format_of(path: Path) -> str:
    """The format that the extension of a file means; terminal where it has none.

    ``UsageError`` for an extension that means no format: nothing is written under a name that says something else.
    """
    suffix = path.suffix.lower()
    name = next((name for name, known in FORMATS.items() if suffix in known.suffixes), None)
    if name is None and suffix:
        known_suffixes = " ".join(suffix for known in FORMATS.values() for suffix in known.suffixes)
        raise UsageError(
            f"由 {path} 的扩展名看不出格式（认识 {known_suffixes}）；请加 --format",
            f"the extension of {path} means no format (known are {known_suffixes}); add --format",
        )
    return name or "terminal"


def _refuse_other_extension(name: str, path: Path) -> None:
    suffix = path.suffix.lower()
    other = next((other for other, known in FORMATS.items() if suffix in known.suffixes), name)
    if other != name and (name, suffix) not in _ALSO:
        raise UsageError(
            f"{path} 的扩展名是 {other} 的，而格式是 {name}；请换一个文件名或格式",
            f"the extension of {path} means {other}, but the format is {name}; choose another name or format",
        )


def examine_target(name: str, target: Path, inputs: Sequence[Path], *, force: bool) -> None:
    """``UsageError`` when a report cannot be written to ``target``: said before the work, for all targets."""
    if FORMATS[name].each and (target.is_dir() or not target.suffix):
        test_place(target / "x")
        return
    several = [path for path in inputs if view.is_pdf(path) or path.suffix.lower() in (".docx", ".xlsx")]
    if FORMATS[name].each and len(several) > 1:
        folder = target.with_suffix("")
        raise UsageError(
            f"有 {len(several)} 份报告，一个文件 {target} 放不下；请给文件夹：--report {name}={folder}",
            f"there are {len(several)} documents, and {target} is one file; name a folder: --report {name}={folder}",
        )
    refuse_foreign(target, force=force, inputs=inputs)
    test_place(target)


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
