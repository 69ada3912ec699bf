"""How do many checks that differ in a few words share one file? A file with ``rows`` states once what they share; each row
is a check of its own, whose id is the file's folder and the row's name.

A row's fields win over the shared ones. ``what`` of a row stands for ``{what}`` in the shared title. ``forms`` of the file
are example tables: a row's examples begin with those it names under ``form``, so that a row itself has only its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.rulebook.yamlfile import Place, YamlFile

ROWS, FORMS, FORM, WHAT, EXAMPLES = "rows", "forms", "form", "what", "examples"
_OWN = (FORM, WHAT)


def each(file: YamlFile, name: str) -> Iterator[tuple[str, YamlFile]]:
    """The checks of a file, each with its id and as a file of its own that keeps the lines of the whole."""
    if not isinstance(file.data, dict) or ROWS not in file.data:
        yield name, file
        return
    rows = file.data[ROWS]
    if not isinstance(rows, dict) or not rows:
        raise file.error((ROWS,), "应是映射（行名: 检查）", "must be a mapping (name of the row: check)")
    folder = name.rpartition("/")[0]
    for key, row in rows.items():
        if not isinstance(row, dict):
            raise file.error((ROWS, key), "应是映射", "must be a mapping")
        yield (f"{folder}/{key}" if folder else key), YamlFile(file.path, _filled(file, key, row), _lines(file, key))


def excerpt(text: str, key: str) -> str:
    """Of the text of a file, what its rows share and the row ``key``: again a file of checks."""
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.rstrip() == f"{ROWS}:"), None)
    if start is None:
        return text
    first = next(n for n in range(start + 1, len(lines)) if lines[n].strip() == f"{key}:")
    indent = _indent(lines[first])
    after = (n for n in range(first + 1, len(lines)) if lines[n].strip() and _indent(lines[n]) <= indent)
    return "".join([*lines[: start + 1], *lines[first : next(after, len(lines))]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _filled(file: YamlFile, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    shared = {field: value for field, value in file.data.items() if field not in (ROWS, FORMS)}
    data = {**shared, **{field: value for field, value in row.items() if field not in _OWN}}
    if isinstance(row.get(WHAT), dict) and isinstance(data.get("title"), dict):
        titles = data["title"]
        data["title"] = {
            lang: str(said).replace("{what}", str(row[WHAT].get(lang, ""))) for lang, said in titles.items()
        }
    if FORM in row and isinstance(data.get(EXAMPLES), dict):
        tables = _tables(file, key, row[FORM])
        data[EXAMPLES] = {
            side: [tables + str(text) for text in texts] if isinstance(texts, list) else texts
            for side, texts in data[EXAMPLES].items()
        }
    return data


def _tables(file: YamlFile, key: str, named: Any) -> str:
    forms = file.data.get(FORMS)
    known = forms if isinstance(forms, dict) else {}
    names = named if isinstance(named, list) else [named]
    for name in names:
        if name not in known:
            raise file.error(
                (ROWS, key, FORM), f"forms 中没有 {name}", f"there is no {name} among the forms of this file"
            )
    return "".join(str(known[name]).rstrip() + "\n" for name in names)


def _lines(file: YamlFile, key: str) -> dict[Place, int]:
    """The line of each field of a row: in the row, else where the rows share it."""
    own = {place[2:]: line for place, line in file.lines.items() if place[:2] == (ROWS, key)}
    return {**file.lines, **own}
