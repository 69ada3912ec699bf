"""YAML as plain data that remembers its lines. No tags, anchors or aliases: data from outside cannot run or swell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from auditor.errors import CheckError

Place = tuple[str | int, ...]
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = "tag:yaml.org,2002:"
_COLLECTIONS = (_PLAIN_TAGS + "map", _PLAIN_TAGS + "seq")
_LONGEST_NUMBER = 40


_STRING = _PLAIN_TAGS + "str"


class _Loader(_BASE):  # type: ignore[misc]
    """A safe loader that spends no time on what is not used here: tags by path, and words that can be nothing but words."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """There are no tags by path."""

    def ascend_resolver(self) -> None:
        """There are no tags by path."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        if kind is yaml.ScalarNode and implicit[0] and value[:1] > "~":
            return _STRING
        return super().resolve(kind, value, implicit)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """``data`` as dicts, lists, strings and numbers; ``lines`` gives the 1-based line of each place in it."""

    path: Path
    data: Any
    lines: Mapping[Place, int]

    def error(self, place: Place, zh: str, en: str) -> CheckError:
        """An error that names file, line and field."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        spot = f"{self.path}:{self.lines.get(known, 1)}"
        field = ".".join(str(step) for step in place)
        at = f"{spot}: {field}" if field else spot
        return CheckError(f"{at}：{zh}", f"{at}: {en}")


def load(path: Path) -> YamlFile:
    """Read one YAML file. Raises :class:`CheckError` with file and line."""
    try:
        return parse(path, path.read_bytes())
    except OSError as error:
        raise CheckError(
            f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"
        ) from None


def parse(path: Path, source: bytes) -> YamlFile:
    """The content of one YAML file. Raises :class:`CheckError` with file and line."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CheckError(f"{path}：无法读取（not UTF-8）", f"{path}: cannot be read (not UTF-8)") from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "malformed"
        raise CheckError(
            f"{path}:{line}：不是合法的 YAML（{problem}）", f"{path}:{line}: not valid YAML ({problem})"
        ) from None
    except RecursionError:
        raise CheckError(f"{path}：嵌套过深", f"{path}: nested too deeply") from None
    finally:
        loader.dispose()
    lines: dict[Place, int] = {}
    seen: set[int] = set()
    data = _construct(node, (), lines, seen, path) if node is not None else {}
    return YamlFile(path, data, lines)


def _construct(node: yaml.Node, place: Place, lines: dict[Place, int], seen: set[int], path: Path) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if id(node) in seen:
        raise CheckError(f"{path}:{line}：不允许使用 YAML 别名", f"{path}:{line}: YAML aliases are not allowed")
    seen.add(id(node))
    if not isinstance(node, yaml.ScalarNode) and node.tag not in _COLLECTIONS:
        raise _forbidden_tag(node, line, path)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                at = key_node.start_mark.line + 1
                raise CheckError(f"{path}:{at}：字段 {key} 重复", f"{path}:{at}: field {key} is given twice")
            lines[(*place, key)] = key_node.start_mark.line + 1
            result[key] = _construct(value_node, (*place, key), lines, seen, path)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*place, n), lines, seen, path) for n, item in enumerate(node.value)]
    return _scalar(node, line, path)


def _scalar(node: yaml.Node, line: int, path: Path) -> Any:
    tag = node.tag.removeprefix(_PLAIN_TAGS)
    text = node.value
    match tag:
        case "int" if len(text) <= _LONGEST_NUMBER:
            return int(text.replace("_", ""))
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "null":
            return None
        case "str" | "float" | "timestamp":
            return text  # figures stay as printed
    raise _forbidden_tag(node, line, path)


def _forbidden_tag(node: yaml.Node, line: int, path: Path) -> CheckError:
    return CheckError(
        f"{path}:{line}：不允许的 YAML 标签 {node.tag[:80]}", f"{path}:{line}: YAML tag {node.tag[:80]} is not allowed"
    )
