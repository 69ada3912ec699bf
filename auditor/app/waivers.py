"""What was decided about which findings, by whom, why and until when?

A finding is waived (it no longer counts), confirmed (the unit must answer) or asked about (someone looks again). A rule names what it accepts by meaning: the check, the document, the table, row and column, or words of the sentence; never
by line or page, so that it survives a new layout. Rules come from YAML, ``auditor.toml``, a workpaper
or the desk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

from auditor.errors import CheckError, UsageError
from auditor.model.dates import day
from auditor.model.finding import Decision, DocumentReport, Evidence, Finding, Report, Waiver
from auditor.rulebook.library import Library

_MATCHERS = ("check", "document", "table", "row", "column", "sentence", "finding")
_REQUIRED = ("reason", "by")
_KEYS = (*_MATCHERS, *_REQUIRED, "until", "decision")
KINDS = ("waive", "confirm", "ask")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is decided. ``place`` is where the rule stands; an empty matcher matches everything."""

    place: str
    waiver: Waiver
    decision: str = "waive"
    check: str = ""  # glob on id or family
    document: str = ""  # glob on the file's name or path
    table: str = ""
    row: str = ""
    column: str = ""
    sentence: str = ""  # words that the sentence or row contains
    finding: str = ""  # id

    def concerns(self, document: DocumentReport) -> bool:
        path = PurePath(document.path)
        globs = (path.name, path.as_posix(), document.path)
        return not self.document or any(fnmatchcase(name, self.document) for name in globs)

    def accepts(self, finding: Finding) -> bool:
        """True when the rule means this finding of a document that it concerns."""
        if self.finding and self.finding != finding.id:
            return False
        if self.check and not any(fnmatchcase(name, self.check) for name in (finding.check, finding.family)):
            return False
        if not (self.table or self.row or self.column or self.sentence):
            return True
        return any(self._means(evidence) for evidence in finding.evidence)

    def _means(self, evidence: Evidence) -> bool:
        places = ((self.table, evidence.table), (self.row, evidence.row), (self.column, evidence.column))
        if not all(fnmatchcase(squeezed(said or ""), squeezed(wanted)) for wanted, said in places if wanted):
            return False
        return squeezed(self.sentence) in squeezed(evidence.quote)

    def entries(self) -> list[tuple[str, str]]:
        """The rule as keys and values, for people."""
        waiver = self.waiver
        texts = [(key, str(getattr(self, key))) for key in _MATCHERS]
        return [*texts, ("reason", waiver.reason), ("by", waiver.by), ("until", waiver.until or "")]

    def expired(self, today: date) -> bool:
        return self.waiver.until is not None and date.fromisoformat(self.waiver.until) < today


def squeezed(text: str) -> str:
    """Text without white space and width variants, which a new layout changes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def load_rules(path: Path) -> tuple[Rule, ...]:
    """The rules in a YAML file, or the accepted findings of a workpaper. ``UsageError`` when it is wrong."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _from_workpaper(path)
    return rules_from(_entries(path))


def _entries(path: Path) -> list[tuple[str, Any]]:
    from auditor.rulebook.yamlfile import load

    try:
        file = load(path)
    except CheckError as error:
        raise UsageError(f"豁免文件 {error.zh}", f"waivers {error.en}") from error
    data = file.data or []
    if not isinstance(data, list):
        raise UsageError(f"{path} 应是豁免的列表（每条以“- check:”开头）", f"{path} must be a list of waivers")
    return [(f"{path}:{file.lines[(number,)]}", entry) for number, entry in enumerate(data)]


def reason(error: OSError | UnicodeDecodeError) -> str:
    """What the system says, without the path."""
    return str(getattr(error, "strerror", None) or type(error).__name__)


def rules_from(entries: Iterable[tuple[str, Any]]) -> tuple[Rule, ...]:
    """Rules from plain data, each with the place where it stands. ``UsageError`` names place and key."""
    return tuple(_rule(place, entry) for place, entry in entries)


def _rule(place: str, entry: Any) -> Rule:
    if not isinstance(entry, Mapping):
        raise _wrong(place, "应写作“键: 值”", "must be written as keys and values")
    unknown = [str(key) for key in entry if key not in _KEYS]
    if unknown:
        known = " ".join(_KEYS)
        raise _wrong(place, f"没有 {unknown[0]} 这一项；可用：{known}", f"there is no key {unknown[0]}; known: {known}")
    texts = {}
    for key in (*_MATCHERS, *_REQUIRED):
        value = entry.get(key, "")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _wrong(place, f"{key} 应为文字", f"{key} must be text")
        texts[key] = str(value).strip()
    kind = str(entry.get("decision") or "waive").strip()
    if kind not in KINDS:
        known = " ".join(KINDS)
        raise _wrong(
            place, f"decision “{kind}”无效；可用：{known}", f"the decision {kind!r} is not known; known: {known}"
        )
    for key in _REQUIRED if kind == "waive" else ("by",):
        if not texts[key]:
            raise _wrong(place, f"缺少 {key}", f"{key} is missing")
    if not (texts["check"] or texts["finding"]):
        raise _wrong(place, "缺少 check（检查的编号）", "check is missing")
    waiver = Waiver(texts.pop("reason"), texts.pop("by"), _until(place, entry.get("until")))
    return Rule(place, waiver, kind, **texts)


def refuse_unknown(rules: Iterable[Rule], library: Library) -> None:
    """``UsageError`` for a waiver of a check that does not exist: it would accept nothing, and nobody would know."""
    names = {name for check in library for name in (check.id, check.family)}
    for rule in rules:
        if rule.check and not any(fnmatchcase(name, rule.check) for name in names):
            zh, en = library.near(rule.check)
            raise _wrong(rule.place, f"没有检查 {rule.check}{zh}", f"there is no check {rule.check}{en}")


def _until(place: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = value.date()
    try:
        return value.isoformat() if isinstance(value, date) else day(str(value))
    except ValueError as error:
        raise _wrong(
            place, f"until “{value}”不是日期（如 2026-12-31）", f"until {value!r} is no date (such as 2026-12-31)"
        ) from error


def _wrong(place: str, zh: str, en: str) -> UsageError:
    return UsageError(f"豁免 {place}：{zh}", f"waiver {place}: {en}")


def _from_workpaper(path: Path) -> tuple[Rule, ...]:
    from auditor.report.workpaper_decisions import decisions

    rules = []
    for each in decisions(path):
        entry = {
            "decision": each.decision,
            "finding": each.finding,
            "document": literal(PurePath(each.document).name),
            "reason": each.reason,
            "by": each.by or path.stem,
            "until": each.until,
        }
        rules.append(_rule(f"{path} #{each.row}", entry))
    return tuple(rules)


def literal(name: str) -> str:
    """A name as a glob that matches only itself."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def waive(report: Report, rules: Sequence[Rule], today: date, lang: str) -> Report:
    """The report with accepted findings marked, and notices of rules that have expired or accept nothing.

    A rule counts as unused only when a document that it concerns was checked.
    """
    valid = [rule for rule in rules if not rule.expired(today)]
    used: set[int] = set()
    documents = tuple(_waive(document, valid, used) for document in report.documents)
    notices = [*report.notices]
    checked = [document for document in report.documents if document.status == "checked"]
    for rule in rules:
        if rule.expired(today):
            zh, en = (
                f"豁免 {rule.place} 已于 {rule.waiver.until} 到期",
                f"waiver {rule.place} expired {rule.waiver.until}",
            )
        elif id(rule) not in used and any(rule.concerns(document) for document in checked):
            zh, en = f"豁免 {rule.place} 没有用到", f"waiver {rule.place} is not used"
        else:
            continue
        notices.append(zh if lang == "zh" else en)
    return replace(report, documents=documents, notices=tuple(notices))


def _waive(document: DocumentReport, rules: Sequence[Rule], used: set[int]) -> DocumentReport:
    concerned = [rule for rule in rules if rule.concerns(document)]
    if not concerned:
        return document
    findings = []
    for finding in document.findings:
        accepted = [rule for rule in concerned if rule.accepts(finding)]
        used |= {id(rule) for rule in accepted}
        findings.append(_decided(finding, accepted))
    return replace(document, findings=tuple(findings))


def _decided(finding: Finding, rules: Sequence[Rule]) -> Finding:
    """The finding with what the rules say of it; of several decisions of one sort the first holds."""
    waived = next((rule for rule in rules if rule.decision == "waive"), None)
    other = next((rule for rule in rules if rule.decision != "waive"), None)
    if waived is not None:
        return replace(finding, waived=waived.waiver)
    if other is not None:
        return replace(finding, decision=Decision(other.decision, other.waiver.by, other.waiver.reason))
    return finding
