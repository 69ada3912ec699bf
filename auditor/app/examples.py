"""Do the examples of a check show what they claim? Every example is a small report that goes through the whole pipeline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.engine.run import run_check
from auditor.model.dossier import Dossier
from auditor.model.finding import Answer, Outcome, Status
from auditor.reading.text import read
from auditor.rulebook.check import MARK, Check

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not show what it claims."""

    check: str
    example: str
    zh: str
    en: str


def examine(auditor: Auditor, check: Check) -> list[Failure]:
    """The examples of a check that do not hold."""
    failures: list[Failure] = []
    for text in check.examples.pass_:
        failures += _examine_pass(auditor, check, text)
    for text in check.examples.fail:
        failures += _examine_fail(auditor, check, text)
    return failures


def examine_duties(auditor: Auditor, name: str) -> list[Failure]:
    """The examples of a list of duties that are not answered as they say."""
    failures: list[Failure] = []
    for key, duty in auditor.library.duties[name].all():
        for wanted, text in duty.examples.each():
            answers = auditor.audit(read(Path("example.txt"), text.encode())).duties
            given = next((each.answer for each in answers if each.duty == f"{name}/{key}"), None)
            if given is not wanted:
                (wanted_zh, wanted_en), (given_zh, given_en) = _ANSWERS[wanted], _ANSWERS[given]
                zh = f"{key} 应答“{wanted_zh}”，实答“{given_zh}”"
                failures.append(Failure(f"duties/{name}", text, zh, f"{key}: {given_en} instead of {wanted_en}"))
    return failures


_ANSWERS: dict[Answer | None, tuple[str, str]] = {
    Answer.YES: ("是", "yes"),
    Answer.NO: ("否", "no"),
    Answer.OPEN: ("空白", "blank"),
    None: ("不适用（年度、地区或报告类型不符）", "not asked (another year, region or kind of report)"),
}


def _examine_pass(auditor: Auditor, check: Check, text: str) -> list[Failure]:
    outcomes = outcomes_of(auditor, check, text)
    for outcome in outcomes:
        if outcome.status is Status.BROKEN:
            return [Failure(check.id, text, f"检查出错：{outcome.reason}", f"the check broke: {outcome.reason}")]
        if outcome.status is Status.FAILED:
            said = outcome.arithmetic or outcome.evidence[0].text
            return [Failure(check.id, text, f"正例被判为不符：{said}", f"a passing example fails: {said}")]
    return []


def _examine_fail(auditor: Auditor, check: Check, text: str) -> list[Failure]:
    plain = MARK.sub(r"\1", text)
    failed = [o for o in outcomes_of(auditor, check, plain) if o.status is Status.FAILED]
    failures = []
    for spot in MARK.findall(text):
        if not any(_disputes(outcome, spot) for outcome in failed):
            seen = "、".join(o.evidence[0].text for o in failed) or "—"
            failures.append(
                Failure(check.id, text, f"未指出 {spot}（指出：{seen}）", f"{spot} is not disputed (disputed: {seen})")
            )
    return failures


def _disputes(outcome: Outcome, spot: str) -> bool:
    wanted = _SPACE.sub("", spot)
    return any(
        said and (wanted in said or said in wanted) for said in (_SPACE.sub("", e.text) for e in outcome.evidence[:1])
    )


def outcomes_of(auditor: Auditor, check: Check, text: str) -> list[Outcome]:
    return run_check(check, understood(auditor, text), auditor.library.vocabulary)


_OTHER = re.compile(r"^=== (prior|budget)\n", re.MULTILINE)


def understood(auditor: Auditor, text: str) -> Dossier:
    """An example as understood; what follows a line ``=== prior`` or ``=== budget`` is the other report."""
    own, *rest = _OTHER.split(text)
    dossier = auditor.understand(read(Path("example.txt"), own.encode()))
    others = {
        name: auditor.understand(read(Path(f"{name}.txt"), other.encode()))
        for name, other in zip(rest[::2], rest[1::2], strict=True)
    }
    return replace(dossier, others=others)
