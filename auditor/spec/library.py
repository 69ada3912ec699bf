"""Which checks are there? Folders of YAML become a :class:`Library`; whatever is wrong is refused with file, line and field.

The path of a check's file is its id and its only registration.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from auditor.errors import CheckError, UsageError
from auditor.model.formula import FormulaError, names, parse_expression
from auditor.spec.check import MARK, Check
from auditor.spec.kinds import AnyCheck
from auditor.spec.vocabulary import Vocabulary
from auditor.spec.yamlfile import Place, YamlFile, load

VOCABULARY = "vocabulary"
_CHECK: TypeAdapter[Check] = TypeAdapter(AnyCheck)


@dataclass(frozen=True, slots=True)
class Library:
    """Checks by id, sorted, with the vocabulary they speak. ``fingerprint`` changes when any of it does."""

    checks: Mapping[str, Check]
    vocabulary: Vocabulary
    fingerprint: str

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks.values())

    def get(self, name: str) -> Check:
        """The check with this id. Raises :class:`UsageError` when there is none."""
        if name not in self.checks:
            raise UsageError(f"没有名为 {name} 的检查", f"there is no check named {name}")
        return self.checks[name]

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Library:
        """The checks whose id or family matches a glob of ``select`` (all when empty) and none of ``ignore``."""
        for pattern in (*select, *ignore):
            if not any(_matches(check, pattern) for check in self):
                raise UsageError(f"没有检查与 {pattern} 相符", f"no check matches {pattern}")
        kept = {
            check.id: check
            for check in self
            if (not select or any(_matches(check, p) for p in select)) and not any(_matches(check, p) for p in ignore)
        }
        return Library(kept, self.vocabulary, self.fingerprint)


def _matches(check: Check, pattern: str) -> bool:
    return fnmatchcase(check.id, pattern) or fnmatchcase(check.id, f"{pattern}/*") or check.family == pattern


def shipped() -> Path:
    """The folder of the library that comes with the package."""
    package = Path(__file__).parent.parent
    installed = package / "_checks"
    return installed if installed.is_dir() else package.parent / "checks"


@cache
def default_library() -> Library:
    return load_library()


def load_library(extra: Iterable[Path] = ()) -> Library:
    """Load the shipped library and what ``extra`` folders add or override. Raises :class:`CheckError`."""
    checks: dict[str, Check] = {}
    words: dict[str, Any] = {}
    digest = hashlib.sha256()
    for folder in (shipped(), *extra):
        if not folder.is_dir():
            raise UsageError(f"检查库目录不存在：{folder}", f"no such folder of checks: {folder}")
        for path in sorted(folder.rglob("*.yaml")):
            file = load(path)
            relative = path.relative_to(folder)
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes())
            if relative.parts[0] == VOCABULARY:
                _merge(words, file)
            else:
                check = read_check(file, relative.with_suffix("").as_posix())
                checks[check.id] = check
    vocabulary = _vocabulary(words, folder)
    return Library(dict(sorted(checks.items())), vocabulary, digest.hexdigest()[:16])


def _merge(words: dict[str, Any], file: YamlFile) -> None:
    if not isinstance(file.data, dict):
        raise file.error((), "词汇文件应是映射", "a vocabulary file is a mapping")
    for section, entries in file.data.items():
        if isinstance(entries, dict):
            words.setdefault(section, {}).update(entries)
        else:
            words[section] = entries


def _vocabulary(words: dict[str, Any], folder: Path) -> Vocabulary:
    try:
        return Vocabulary.model_validate(words)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        where = folder / VOCABULARY
        raise CheckError(f"{where}：{field}：{first['msg']}", f"{where}: {field}: {first['msg']}") from None


def read_check(file: YamlFile, name: str) -> Check:
    """One check from its file. Raises :class:`CheckError` with file, line and field."""
    if not isinstance(file.data, dict):
        raise file.error((), "检查应是映射", "a check is a mapping")
    try:
        check = _CHECK.validate_python({"id": name, **file.data})
    except ValidationError as error:
        raise _explain(file, error) from None
    _examine_message(file, check)
    _examine_causes(file, check)
    for number, text in enumerate(check.examples.fail):
        if not MARK.search(text):
            raise file.error(
                ("examples", "fail", number),
                "反例须用 >>…<< 标出有争议之处",
                "a failing example marks the disputed spot with >>…<<",
            )
    return check


def _explain(file: YamlFile, error: ValidationError) -> CheckError:
    first = error.errors()[0]
    place: Place = tuple(step for step in first["loc"] if step not in _kind_names())
    kind = first["type"]
    value = first.get("input")
    match kind:
        case "extra_forbidden":
            return file.error(place, "未知字段", "unknown field")
        case "missing":
            return file.error(place, "缺少该字段", "this field is missing")
        case "union_tag_invalid" | "union_tag_not_found":
            kinds = "、".join(sorted(_kind_names()))
            return file.error(("kind",), f"未知的检查类型；可用：{kinds}", f"unknown kind; there are: {kinds}")
    message = first["msg"].removeprefix("Value error, ")
    return file.error(place, f"{message}（现为 {value!r:.60}）", f"{message} (it is {value!r:.60})")


@cache
def _kind_names() -> frozenset[str]:
    def kinds(model: type[BaseModel]) -> Iterator[str]:
        for sub in model.__subclasses__():
            yield from get_args(sub.model_fields["kind"].annotation)
            yield from kinds(sub)

    return frozenset(kinds(Check))


def _examine_message(file: YamlFile, check: Check) -> None:
    known = check.names()
    for lang in ("zh", "en"):
        for placeholder in check.message.placeholders():
            try:
                used = {str(name) for name in names(parse_expression(placeholder))}
            except FormulaError as error:
                raise file.error(("message", lang), str(error), str(error)) from None
            for unknown in sorted(used - known):
                raise file.error(
                    ("message", lang), f"占位符 {{{unknown}}} 不存在", f"there is no {{{unknown}}} to put in"
                )


def _examine_causes(file: YamlFile, check: Check) -> None:
    known = check.names()
    for number, cause in enumerate(check.causes):
        for name in cause.when.names():
            if str(name) not in known:
                raise file.error(
                    ("causes", number, "when"),
                    f"公式中的 {name} 不存在",
                    f"the formula names {name}, which does not exist",
                )
