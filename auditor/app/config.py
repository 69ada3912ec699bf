"""What is set for a document? ``auditor.toml``, or ``[tool.auditor]`` in ``pyproject.toml``, found upwards from it.

The nearest file wins as a whole; nothing is merged from further up. Paths in it are relative to its folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from auditor.app.waivers import Rule, reason, rules_from
from auditor.errors import LANGUAGES, UsageError

NAME = "auditor.toml"
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class PerFile:
    """Further settings for the files that match a glob, on their name or their path from the configuration."""

    files: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in one file; everything unset when there is none (``source`` is then None)."""

    source: Path | None = None
    lang: str | None = None
    fail_on: str | None = None
    min_coverage: float | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    checks: tuple[Path, ...] = ()
    baseline: Path | None = None
    waivers: tuple[Path, ...] = ()
    per_file: tuple[PerFile, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)

    def for_file(self, path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is selected and ignored for a document."""
        select, ignore = self.select, self.ignore
        for entry in self.per_file:
            if self._matches(path, entry.files):
                select, ignore = entry.select or select, (*ignore, *entry.ignore)
        return select, ignore

    def _matches(self, path: Path, glob: str) -> bool:
        names = [path.name, path.as_posix()]
        if self.source is not None and path.resolve().is_relative_to(self.source.parent):
            names.append(path.resolve().relative_to(self.source.parent).as_posix())
        return any(fnmatchcase(name, glob) for name in names)


def settings_for(path: Path) -> Settings:
    """The settings for a document or folder. ``UsageError`` when the file that was found is wrong."""
    start = path.resolve()
    return _upwards(start if start.is_dir() else start.parent)


@cache
def _upwards(folder: Path) -> Settings:
    for parent in (folder, *folder.parents):
        own, shared = parent / NAME, parent / "pyproject.toml"
        if own.is_file():
            return load(own)
        if shared.is_file() and (table := _table_of(shared)) is not None:
            return _settings(shared, table, "tool.auditor.")
    return Settings()


def forget_settings() -> None:
    """Look for settings anew: they may have changed on disk."""
    _upwards.cache_clear()


def load(path: Path) -> Settings:
    """The settings in an ``auditor.toml``. ``UsageError`` when it cannot be read or a key or value is wrong."""
    return _settings(path.resolve(), _parse(path), "")


def _table_of(path: Path) -> dict[str, Any] | None:
    table = _parse(path).get("tool", {}).get("auditor")
    if table is not None and not isinstance(table, dict):
        raise _wrong(path, "tool.auditor", "应为表", "must be a table")
    return table


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} 不是有效的 TOML：{error}", f"{path} is not valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"无法读取 {path}：{reason(error)}", f"cannot read {path}: {reason(error)}") from error


def _settings(path: Path, table: Mapping[str, Any], prefix: str) -> Settings:
    readers: dict[str, tuple[str, Callable[[Path, str, Any], Any]]] = {
        "lang": ("lang", _choice(LANGUAGES)),
        "fail-on": ("fail_on", _choice(SEVERITIES)),
        "min-coverage": ("min_coverage", _percent),
        "select": ("select", _texts),
        "ignore": ("ignore", _texts),
        "checks": ("checks", _paths),
        "baseline": ("baseline", _path),
        "waivers": ("waivers", _paths),
        "per-file": ("per_file", _per_file),
        "waiver": ("rules", _rules),
    }
    values = {}
    for key, value in table.items():
        if key not in readers:
            known = " ".join(readers)
            raise _wrong(
                path, prefix + key, f"没有这个设置；可用：{known}", f"there is no such setting; known: {known}"
            )
        name, reader = readers[key]
        values[name] = reader(path, prefix + key, value)
    return Settings(source=path, **values)


def _choice(options: tuple[str, ...]) -> Callable[[Path, str, Any], str]:
    def read(path: Path, key: str, value: Any) -> str:
        if value not in options:
            raise _wrong(path, key, f"应为 {' '.join(options)} 之一", f"must be one of {' '.join(options)}")
        return str(value)

    return read


def _percent(path: Path, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise _wrong(path, key, "应为 0 到 100 的数", "must be a number from 0 to 100")
    return float(value)


def _texts(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(path, key, "应为字符串列表", "must be a list of strings")
    return tuple(value)


def _path(path: Path, key: str, value: Any) -> Path:
    if not isinstance(value, str):
        raise _wrong(path, key, "应为文件名", "must be the name of a file")
    return path.parent / value


def _paths(path: Path, key: str, value: Any) -> tuple[Path, ...]:
    return tuple(path.parent / each for each in _texts(path, key, value))


def _per_file(path: Path, key: str, value: Any) -> tuple[PerFile, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _wrong(path, key, "应写作 [[per-file]]", "must be written as [[per-file]]")
    entries = []
    for entry in value:
        unknown = entry.keys() - {"files", "select", "ignore"}
        if unknown:
            name = f"{key}.{min(unknown)}"
            raise _wrong(path, name, "没有这个设置", "there is no such setting")
        if not isinstance(entry.get("files"), str):
            raise _wrong(path, f"{key}.files", "应为文件名通配符", "must be a glob of file names")
        lists = {name: _texts(path, f"{key}.{name}", entry.get(name, [])) for name in ("select", "ignore")}
        entries.append(PerFile(entry["files"], **lists))
    return tuple(entries)


def _rules(path: Path, key: str, value: Any) -> tuple[Rule, ...]:
    if not isinstance(value, list):
        raise _wrong(path, key, "应写作 [[waiver]]", "must be written as [[waiver]]")
    return rules_from([(f"{path} {key}[{number}]", entry) for number, entry in enumerate(value, 1)])


def _wrong(path: Path, key: str, zh: str, en: str) -> UsageError:
    return UsageError(f"{path} 的 {key}：{zh}", f"{path}: {key} {en}")


def shown(settings: Settings) -> str:
    """The settings as TOML, for ``--show-config``."""
    lines = [f"# {settings.source}" if settings.source else "# no auditor.toml"]
    pairs: list[tuple[str, object]] = [
        ("lang", settings.lang),
        ("fail-on", settings.fail_on),
        ("select", list(settings.select)),
        ("ignore", list(settings.ignore)),
        ("checks", [str(path) for path in settings.checks]),
        ("baseline", str(settings.baseline) if settings.baseline else None),
        ("waivers", [str(path) for path in settings.waivers]),
    ]
    if settings.min_coverage is not None:
        pairs.insert(2, ("min-coverage", settings.min_coverage))
    lines += [f"{key} = {_toml(value)}" for key, value in pairs if value or isinstance(value, float)]
    for entry in settings.per_file:
        lines += ["", "[[per-file]]", f"files = {_toml(entry.files)}"]
        lines += [f"{key} = {_toml(list(value))}" for key in ("select", "ignore") if (value := getattr(entry, key))]
    for rule in settings.rules:
        lines += ["", "[[waiver]]", *(f"{key} = {_toml(value)}" for key, value in rule.entries() if value)]
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


TEMPLATE = """\
# auditor.toml — 放在报告所在文件夹或其上级文件夹 / in the folder of the reports or above it

# lang = "zh"                      # zh | en
# fail-on = "error"                # error | warning | note
# min-coverage = 50                # 核对的数字不足此百分比即不通过 / fail when less of the figures could be checked
# select = ["*"]                   # 只做这些检查（编号或类别，可用通配符） / only these checks
# ignore = ["structure/*"]         # 不做这些检查 / leave these out
# checks = ["my-checks"]           # 自己的检查 / a folder of your own checks
# baseline = "auditor-baseline.json"
# waivers = ["waivers.yaml"]       # YAML，或带处理决定的 workpaper.xlsx

# [[per-file]]
# files = "2023/*.pdf"
# ignore = ["prose/growth-rate"]

# [[waiver]]
# check = "prose/growth-rate"      # 检查 / the check
# document = "*.pdf"               # 文件名 / file name
# sentence = "与上年相比增加"      # 句子里的字；表格则用 table、row、column
# reason = "口径调整，已核实"      # 理由，必填 / required
# by = "复核人"                    # 必填 / required
# until = 2026-12-31               # 到期日 / expiry
"""
