"""Is what the YAML says right? A folder of checks as typed values; whatever is wrong is refused with file, line and field.

This is done once for each state of the files: what was found right is kept as plain data (see :mod:`auditor.rulebook.library`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.errors import CheckError, did_you_mean
from auditor.model.formula import FormulaError, names, parse_expression
from auditor.rulebook import known_words, rows
from auditor.rulebook.check import CONTEXT_NAMES, MARK, PLACEHOLDER, RISE, Check
from auditor.rulebook.content import DUTIES, VOCABULARY, Content, Plain, check_from
from auditor.rulebook.duties import DutyList
from auditor.rulebook.sources import Source
from auditor.rulebook.typed import RefusalError, fields
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.yamlfile import YamlFile, parse


def read(sources: Sequence[Source]) -> tuple[Content, Plain]:
    """What the files say, as typed values and as plain data. Raises :class:`CheckError`."""
    checks: dict[str, Check] = {}
    duties: dict[str, DutyList] = {}
    files: dict[str, YamlFile] = {}
    origins: dict[str, YamlFile] = {}
    plain = Plain({}, {}, {}, {})
    for number, source in enumerate(sources):
        file = parse(source.path, source.data)
        folder, _, rest = source.name.partition("/")
        rest = rest.removesuffix(".yaml")
        if folder == VOCABULARY:
            _merge(plain.words, file)
            origins.update(dict.fromkeys(file.data, file))
        elif folder == DUTIES:
            duties[rest] = read_duties(file)
            plain.duties[rest] = file.data
            files[f"{DUTIES}/{rest}"], plain.owners[f"{DUTIES}/{rest}"] = file, number
        else:
            for name, own in rows.each(file, source.name.removesuffix(".yaml")):
                if name in files and sources[plain.owners[name]].folder == source.folder:
                    other = files[name].path
                    raise own.error((), f"该检查已见于 {other}", f"{other} gives this check already")
                checks[name] = read_check(own, name)
                plain.checks[name] = own.data
                files[name], plain.owners[name] = own, number
    vocabulary = _vocabulary(plain.words, origins)
    for check in checks.values():
        _examine_words(files[check.id], check, vocabulary)
    for name, each in duties.items():
        _examine_duties(files[f"{DUTIES}/{name}"], each, checks, vocabulary)
    return Content(checks, vocabulary, duties), plain


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
    try:
        check = check_from(name, file.data)
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
