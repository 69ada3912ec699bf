"""What does each check of the library demand? The reference in Markdown: ``python -m auditor.report.reference FILE``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from auditor.report.messages import family, say
from auditor.spec.check import Check
from auditor.spec.library import Library, load_library

HEAD = """\
# Checks · 检查一览

Made from `checks/` by `make docs`; not to be edited. `auditor explain CHECK` shows one check with all its examples.

由 `make docs` 从 `checks/` 生成，请勿手改。`auditor explain 检查名` 显示一项检查的全部例文。
"""
_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def reference(library: Library) -> str:
    """The reference of every check, by folder; the same library gives the same text."""
    folders = [(name, list(group)) for name, group in groupby(library, key=_folder)]
    parts = [HEAD, f"{len(library.checks)} checks · {len(library.checks)} 项检查\n"]
    for name, checks in folders:
        parts.append(f"## {name}/\n")
        parts.append(
            "| check | 类别 family | 级别 severity | 内容 what it demands |\n|---|---|---|---|\n" + _rows(checks)
        )
    parts += ["\n".join(_section(check)) for _, checks in folders for check in checks]
    return "\n".join(parts)


def _folder(check: Check) -> str:
    return check.id.rpartition("/")[0]


def _rows(checks: list[Check]) -> str:
    return "".join(
        f"| [{check.id}](#{check.id.replace('/', '')}) | {family(check.family, 'zh')} {check.family} "
        f"| {say(check.severity.value, 'zh')} {check.severity.value} | {_plain(check.title.zh)} |\n"
        for check in checks
    )


def _section(check: Check) -> Iterator[str]:
    yield f"### {check.id}\n"
    yield f"{_plain(check.title.zh)}。{_plain(check.why.zh)}。\n"
    yield f"{_plain(check.title.en)}. {_plain(check.why.en)}.\n"
    yield f"- kind `{check.kind}`, family `{check.family}`, severity `{check.severity.value}`"
    if check.reports:
        yield f"- reports: {', '.join(check.reports)}"
    for formula in dict.fromkeys(str(formula) for formula in check.formulas()):
        yield f"- holds: `{formula}`"
    if check.source:
        yield f"- source: {_plain(check.source)}"
    example = min(check.examples.fail, key=len).strip()
    yield "\nfails · 不符：\n"
    yield "".join(f"    {line}".rstrip() + "\n" for line in example.splitlines())


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL).removesuffix("。").removesuffix(".")


def main() -> None:
    """Write the reference to the file that is named, else to standard output."""
    text = reference(load_library())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
