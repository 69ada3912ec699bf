"""Which checks are there? Folders of YAML become a :class:`Library`; whatever is wrong is refused with file, line and field.

The path of a check's file is its id and its only registration; in a file with rows, folder and name of the row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from auditor.errors import CheckError, UsageError, did_you_mean
from auditor.model.formula import FormulaError, names, parse_expression
from auditor.rulebook import known_words, rows
from auditor.rulebook.check import CONTEXT_NAMES, MARK, PLACEHOLDER, RISE, Check
from auditor.rulebook.duties import FOLDER as DUTIES
from auditor.rulebook.duties import DutyList
from auditor.rulebook.kinds import kinds
from auditor.rulebook.typed import RefusalError, fields
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.yamlfile import YamlFile, load

VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class Library:
    """Checks by id, sorted, with the vocabulary they speak. ``fingerprint`` changes when any of it does.

    ``files`` gives the file that each check was read from, and each list of duties under ``duties/NAME``.
    """

    checks: Mapping[str, Check]
    vocabulary: Vocabulary
    fingerprint: str
    files: Mapping[str, Path] = field(default_factory=dict)
    duties: Mapping[str, DutyList] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks.values())

    def get(self, name: str) -> Check:
        """The check with this id, or with this last part of an id. Raises :class:`UsageError` when there is none."""
        if name in self.checks:
            return self.checks[name]
        ends = [check for check in self if check.id.rpartition("/")[2] == name]
        if len(ends) == 1:
            return ends[0]
        zh, en = did_you_mean(name, [*self.checks, *(check.rpartition("/")[2] for check in self.checks)])
        raise UsageError(f"没有名为 {name} 的检查{zh}", f"there is no check named {name}{en}")

    def near(self, pattern: str) -> tuple[str, str]:
        """What may have been meant by a pattern that picks nothing, in Chinese and English."""
        folders = {check.rpartition("/")[0] for check in self.checks}
        return did_you_mean(pattern, [*self.checks, *folders, *sorted({check.family for check in self})])

    def matches(self, pattern: str) -> bool:
        """True when the pattern picks a check."""
        return any(_matches(check, pattern) for check in self)

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Library:
        """The checks whose id or family matches a glob of ``select`` (all when empty) and none of ``ignore``."""
        for pattern in (*select, *ignore):
            if not self.matches(pattern):
                zh, en = self.near(pattern)
                raise UsageError(f"没有检查与 {pattern} 相符{zh}", f"no check matches {pattern}{en}")
        kept = {
            check.id: check
            for check in self
            if (not select or any(_matches(check, p) for p in select)) and not any(_matches(check, p) for p in ignore)
        }
        return replace(self, checks=kept)


def _matches(check: Check, pattern: str) -> bool:
    return fnmatchcase(check.id, pattern) or fnmatchcase(check.id, f"{pattern}/*") or check.family == pattern


def shipped() -> Path:
    """The folder of the library that comes with the package."""
    package = Path(__file__).parent.parent
    installed = package / "_checks"
    return installed if installed.is_dir() else package.parent / "checks"


@cache
def default_library() -> Library:
    """The shipped library alone; it is read once."""
    return _load(())


def load_library(extra: Iterable[Path] = ()) -> Library:
    """The shipped library and what ``extra`` folders add or override. Raises :class:`CheckError`."""
    folders = tuple(extra)
    return _load(folders) if folders else default_library()


def _load(extra: tuple[Path, ...]) -> Library:
    checks: dict[str, Check] = {}
    files: dict[str, YamlFile] = {}
    duties: dict[str, DutyList] = {}
    words: dict[str, Any] = {}
    origins: dict[str, YamlFile] = {}
    digest = hashlib.sha256()
    for folder in (shipped(), *extra):
        if not folder.is_dir():
            raise UsageError(f"检查库目录不存在：{folder}", f"no such folder of checks: {folder}")
        for path in sorted(folder.rglob("*.yaml")):
            file = load(path)
            relative = path.relative_to(folder)
            digest.update(relative.as_posix().encode() + b"\0" + file.source)
            if relative.parts[0] == VOCABULARY:
                _merge(words, file)
                origins.update(dict.fromkeys(file.data, file))
            elif relative.parts[0] == DUTIES:
                name = relative.with_suffix("").relative_to(DUTIES).as_posix()
                duties[name] = read_duties(file)
                files[f"{DUTIES}/{name}"] = file
            else:
                for name, own in rows.each(file, relative.with_suffix("").as_posix()):
                    _refuse_twice(own, files.get(name), folder)
                    checks[name] = read_check(own, name)
                    files[name] = own
    vocabulary = _vocabulary(words, origins)
    for check in checks.values():
        _examine_words(files[check.id], check, vocabulary)
    for name, each in duties.items():
        _examine_duties(files[f"{DUTIES}/{name}"], each, checks, vocabulary)
    paths = {name: file.path for name, file in files.items()}
    return Library(dict(sorted(checks.items())), vocabulary, digest.hexdigest()[:16], paths, duties)


def _refuse_twice(file: YamlFile, other: YamlFile | None, folder: Path) -> None:
    """A later folder may override a check; two files of one folder may not both give it."""
    if other is not None and other.path.is_relative_to(folder):
        raise file.error((), f"该检查已见于 {other.path}", f"{other.path} gives this check already")


def _merge(words: dict[str, Any], file: YamlFile) -> None:
    if not isinstance(file.data, dict):
        raise file.error((), "词汇文件应是映射", "a vocabulary file is a mapping")
    for section, entries in file.data.items():
        if isinstance(entries, dict):
            words.setdefault(section, {}).update(entries)
        else:
            words[section] = entries


def _vocabulary(words: dict[str, Any], origins: Mapping[str, YamlFile]) -> Vocabulary:
    try:
        return Vocabulary.read(words)
    except RefusalError as refusal:
        section = str(refusal.place[0])
        if section not in origins:
            raise CheckError(f"词汇缺少 {section} 一节", f"the vocabulary lacks the section {section}") from None
        raise origins[section].error(refusal.place, refusal.zh, refusal.en) from None


def read_check(file: YamlFile, name: str) -> Check:
    """One check from its file. Raises :class:`CheckError` with file, line and field."""
    if not isinstance(file.data, dict):
        raise file.error((), "检查应是映射", "a check is a mapping")
    try:
        check = _kind(file.data.get("kind", "")).read({"id": name, **file.data})
    except RefusalError as refusal:
        raise file.error(refusal.place, refusal.zh, refusal.en) from None
    _examine_formulas(file, check)
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


def _kind(name: Any) -> type[Check]:
    if not name:
        raise RefusalError("缺少该字段", "this field is missing", "kind")
    if str(name) not in kinds():
        known = sorted(kinds())
        zh, en = (
            f"没有 {name} 这种检查类型；可用：{'、'.join(known)}",
            f"there is no kind {name}; there are: {', '.join(known)}",
        )
        raise RefusalError(zh, en, "kind")
    return kinds()[name]


def read_duties(file: YamlFile) -> DutyList:
    """A list of duties. Raises :class:`CheckError` with file, line and field."""
    try:
        return DutyList.read(file.data)
    except RefusalError as refusal:
        raise file.error(refusal.place, refusal.zh, refusal.en) from None


def _examine_formulas(file: YamlFile, check: Check) -> None:
    """Where a kind says which names there are, its formulas use no others."""
    known = set(check.extra_names())
    for formula in check.formulas() if known else ():
        for name in formula.names():
            if str(name) not in known:
                listed = sorted(known)
                raise file.error(
                    ("holds",) if "holds" in fields(type(check)) else (),
                    f"公式中的 {name} 不存在；可用：{'、'.join(listed)}",
                    f"the formula names {name}, which does not exist; there are: {', '.join(listed)}",
                )


def _examine_words(file: YamlFile, check: Check, vocabulary: Vocabulary) -> None:
    for place, word, known in known_words.unknown(check, vocabulary):
        zh, en = did_you_mean(word, sorted(known))
        raise file.error(place, f"词汇中没有 {word}{zh}", f"the vocabulary has no {word}{en}")


def _examine_duties(file: YamlFile, duties: DutyList, checks: Mapping[str, Check], vocabulary: Vocabulary) -> None:
    for place, word, known in known_words.unknown_to_duties(duties, checks, vocabulary):
        zh, en = did_you_mean(word, sorted(known))
        raise file.error(place, f"没有 {word}{zh}", f"there is no {word}{en}")


def _examine_message(file: YamlFile, check: Check) -> None:
    known = check.names()
    for lang in ("zh", "en"):
        for placeholder, form in PLACEHOLDER.findall(check.message.say(lang)):
            if form not in ("", RISE):
                raise file.error(
                    ("message", lang), f"占位符没有 :{form} 这种写法", f"a placeholder has no form :{form}"
                )
            try:
                used = {str(name) for name in names(parse_expression(placeholder))}
            except FormulaError as error:
                raise file.error(("message", lang), error.zh, error.en) from None
            for unknown in sorted(used - known):
                raise file.error(
                    ("message", lang), f"占位符 {{{unknown}}} 不存在", f"there is no {{{unknown}}} to put in"
                )


def _examine_causes(file: YamlFile, check: Check) -> None:
    known = check.names() - set(CONTEXT_NAMES) | set(check.extra_names())
    for number, cause in enumerate(check.causes):
        for name in cause.when.names():
            if str(name) not in known:
                raise file.error(
                    ("causes", number, "when"),
                    f"公式中的 {name} 不存在",
                    f"the formula names {name}, which does not exist",
                )
