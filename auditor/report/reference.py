"""What does each check of the library demand, and how did it fare on real reports?

The reference in Markdown: ``python -m auditor.report.reference FILE``. ``measured.yaml`` beside FILE has what
``bench/checks.py`` counted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from auditor.report.messages import family, say
from auditor.rulebook.check import Check
from auditor.rulebook.library import Library, load_library
from auditor.rulebook.yamlfile import load

HEAD = """\
# Checks · 检查一览

Made from `checks/` by `make docs`; not to be edited. `auditor explain CHECK` shows one check with all its examples.

由 `make docs` 从 `checks/` 生成，请勿手改。`auditor explain 检查名` 显示一项检查的全部例文。
"""
_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted over real reports: how many there were, how many annotated, and the counts of each check."""

    reports: int = 0
    annotated: int = 0
    checks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Measured:
        return cls(**load(path).data) if path.exists() else cls()

    def line(self, check: Check) -> str:
        counts = self.checks.get(check.id)
        if counts is None:
            return ""
        line = (
            f"- measured: decided in {counts['decided']} of {self.reports} real reports, failed in {counts['failed']}"
        )
        if counts["said"]:
            line += f"; {counts['right']} of its {counts['said']} findings in the {self.annotated} annotated ones were confirmed"
        return line


def reference(library: Library, measured: Measured | None = None) -> str:
    """The reference of every check, by folder; the same library and counts give the same text."""
    counted = measured or Measured()
    folders = [(name, list(group)) for name, group in groupby(library, key=_folder)]
    parts = [HEAD, f"{len(library.checks)} checks · {len(library.checks)} 项检查\n"]
    for name, checks in folders:
        parts.append(f"## {name}/\n")
        parts.append(
            "| check | 类别 family | 级别 severity | 内容 what it demands |\n|---|---|---|---|\n" + _rows(checks)
        )
    parts += ["\n".join(_section(check, counted)) for _, checks in folders for check in checks]
    return "\n".join(parts)


def anchor(check: str) -> str:
    """Where the reference explains the check of that id: the fragment that Markdown gives its heading."""
    return check.replace("/", "")


def _folder(check: Check) -> str:
    return check.id.rpartition("/")[0]


def _rows(checks: list[Check]) -> str:
    return "".join(
        f"| [{check.id}](#{anchor(check.id)}) | {family(check.family, 'zh')} {check.family} "
        f"| {say(check.severity.value, 'zh')} {check.severity.value} | {_plain(check.title.zh)} |\n"
        for check in checks
    )


def _section(check: Check, measured: Measured) -> Iterator[str]:
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
    if line := measured.line(check):
        yield line
    example = min(check.examples.fail, key=len).strip()
    yield "\nfails · 不符：\n"
    yield "".join(f"    {line}".rstrip() + "\n" for line in example.splitlines())


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL).removesuffix("。").removesuffix(".")


def main() -> None:
    """Write the reference to the file that is named, else to standard output."""
    measured = Measured.read(Path(sys.argv[1]).with_name("measured.yaml")) if len(sys.argv) > 1 else None
    text = reference(load_library(), measured)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
