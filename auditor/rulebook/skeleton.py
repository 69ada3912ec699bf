"""How does a new check begin? With a working one of its kind, each field explained: a writer changes what differs."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.errors import UsageError
from auditor.rulebook.kinds import kinds
from auditor.rulebook.library import Library

_ID = re.compile(r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,20}(?:/[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,20}){1,8}")
_FIELD = re.compile(r"([a-z_]+):")

FIELDS: dict[str, tuple[str, str]] = {
    "kind": ("检查的类型，决定下面可用的字段", "the kind of check; it decides which fields there are below"),
    "family": ("类别，见 auditor checks list", "the family, see auditor checks list"),
    "severity": ("error（默认）、warning 或 note", "error (the default), warning or note"),
    "title": ("报告正确时成立的一句话", "one sentence that is true when the report is right"),
    "why": ("不符时为什么要紧", "why it matters"),
    "source": ("依据：制度、报表格式或文献", "where the rule comes from: regulation, form, paper"),
    "reports": ("适用的报告类型；不写则全部适用", "the kinds of report it applies to; all when left out"),
    "holds": ("报告正确时成立的关系：= <= >= < >，+ - * /，sum(名称)", "what holds: = <= >= < >, + - * /, sum(name)"),
    "message": (
        "不符时的一句话；{名称} 换成印出的数，{expected} 应为数，{gap} 差额",
        "one sentence for a failure; {name} becomes the printed figure, {expected} what it should be, {gap} how far off",
    ),
    "causes": ("常见原因：when 成立时，该原因写入结果", "usual explanations: one is given when its own relation holds"),
    "examples": (
        "例文：pass 不得报错；fail 中用 >>…<< 标出有争议之处。用 auditor checks test 运行",
        "texts: pass raises nothing; fail marks the disputed spot with >>…<<. Run them with auditor checks test",
    ),
}


def skeleton(library: Library, kind: str, lang: str) -> str:
    """The text of a new check. Raises :class:`UsageError` for a kind that does not exist."""
    if kind not in kinds():
        known = " ".join(sorted(kinds()))
        raise UsageError(f"没有名为 {kind} 的检查类型；可用：{known}", f"there is no kind {kind}; there are: {known}")
    several = Counter(library.files.values())
    size = {
        check.id: library.files[check.id].stat().st_size
        for check in library
        if check.kind == kind and several[library.files[check.id]] == 1
    }
    model = library.get(min(size, key=lambda name: (size[name], name))) if size else None
    if model is None:
        raise UsageError(
            f"检查库中没有 {kind} 类型的检查可作样板", f"the library has no check of kind {kind} to start from"
        )
    text = library.files[model.id].read_text(encoding="utf-8-sig")
    lead = {
        "zh": f"以 {model.id} 为样板。改动不同之处，再运行 auditor checks test。各字段见 docs/checks-guide.zh.md。",
        "en": f"Begun from {model.id}. Change what differs, then run auditor checks test. See docs/checks-guide.en.md.",
    }[lang]
    lines = [lead, "", *inspect.cleandoc(type(model).__doc__ or "").splitlines()]
    head = "".join(f"# {line}".rstrip() + "\n" for line in lines)
    return head + "\n" + "".join(_explained(text.splitlines(keepends=True), lang))


def _explained(lines: list[str], lang: str) -> Iterator[str]:
    for line in lines:
        if line.startswith("#"):
            continue
        match = _FIELD.match(line)
        if match and match.group(1) in FIELDS:
            yield f"# {FIELDS[match.group(1)][lang != 'zh']}\n"
        yield line


def place(folder: Path, name: str) -> Path:
    """The file of a check called ``name``. Raises :class:`UsageError` when that is no id, or is taken."""
    if not _ID.fullmatch(name):
        raise UsageError(
            f"{name} 不能作检查名：用小写字母、数字和连字符，前加目录，如 prose/my-check",
            f"{name} is no id of a check: use small letters, digits and hyphens after a folder, as in prose/my-check",
        )
    path = folder / f"{name}.yaml"
    if path.exists():
        raise UsageError(f"{path} 已存在，不覆盖", f"{path} exists and is not overwritten")
    return path
