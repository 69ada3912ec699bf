"""Accepted findings stay accepted for the reason, person and time given, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.app.waivers import Rule, load_rules, rules_from, waive
from auditor.errors import UsageError
from auditor.report import Context, json, write
from tests.report.sample import ACCEPTED, CROSSFOOT, GROWTH, OLD, report
from tests.report.test_workpaper import decide

TODAY = date(2026, 1, 1)
BY = {"reason": "口径不同", "by": "王"}


def rules(*entries: dict[str, Any]) -> tuple[Rule, ...]:
    return rules_from([(f"w.yaml:{number}", {**BY, **entry}) for number, entry in enumerate(entries, 1)])


def accepted(*entries: dict[str, Any]) -> set[str]:
    bare = replace(
        report(),
        documents=tuple(
            replace(d, findings=tuple(replace(f, waived=None) for f in d.findings)) for d in report().documents
        ),
    )
    return {finding.id for finding in waive(bare, rules(*entries), TODAY, "zh").findings() if finding.waived}


def notices(*entries: dict[str, Any]) -> list[str]:
    return list(waive(replace(report(), notices=()), rules(*entries), TODAY, "zh").notices)


@pytest.mark.parametrize(
    ("entry", "ids"),
    [
        ({"check": "prose/growth-rate"}, {GROWTH.id}),
        ({"check": "yoy"}, {GROWTH.id}),
        ({"check": "*", "document": "*.pdf"}, {CROSSFOOT.id, OLD.id}),
        ({"check": "*", "document": "reports/qinglan.pdf", "table": "支出 决算表", "column": "项目*"}, {CROSSFOOT.id}),
        ({"check": "*", "sentence": "与上年相比 增加"}, {GROWTH.id, "0f0f0f0f0f0f0f0f"}),
        ({"finding": GROWTH.id}, {GROWTH.id}),
        ({"check": "prose/*", "document": "*.pdf"}, set()),
        ({"check": "*", "row": "小计"}, set()),
    ],
)
def test_a_rule_accepts_what_it_names_and_nothing_else(entry: dict[str, Any], ids: set[str]) -> None:
    assert accepted(entry) == ids


def test_row_and_column_must_be_of_one_figure() -> None:
    assert accepted({"check": "table/*", "row": "合计", "column": "基本支出"}) == {CROSSFOOT.id}
    assert accepted({"check": "tie/*", "row": "合计", "column": "项目支出"}) == set()


def test_a_waiver_survives_a_new_layout() -> None:
    first = GROWTH.evidence[0]
    quote = first.quote.replace("，", "， ").replace("与上年", "与\t上年")
    location = replace(first.location, line=9)
    moved = replace(GROWTH, evidence=(replace(first, quote=quote, location=location, span=None),))
    assert rules({"check": "prose/growth-rate", "sentence": "与上年相比增加３,156.43万元"})[0].accepts(moved)


def test_an_expired_waiver_is_not_applied_and_is_reported() -> None:
    old = {"check": "prose/growth-rate", "until": "2025-12-31"}
    assert accepted(old) == set()
    assert notices(old) == ["豁免 w.yaml:1 已于 2025-12-31 到期"]
    assert accepted({"check": "prose/growth-rate", "until": "2026-01-01"}) == {GROWTH.id}


def test_an_unused_waiver_is_reported_unless_its_document_was_not_checked() -> None:
    assert notices({"check": "no/such"}) == ["豁免 w.yaml:1 没有用到"]
    assert notices({"check": "no/such", "document": "other.pdf"}) == []


def test_yaml_waivers_are_read_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text("# accepted\n- check: prose/growth-rate\n  reason: 口径\n  by: 王\n  until: 2030-01-31\n", "utf-8")
    (rule,) = load_rules(path)
    assert (rule.place, rule.check, rule.waiver.until) == (f"{path}:2", "prose/growth-rate", "2030-01-31")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- check: a\n  reason: x\n", "w.yaml:1: by is missing"),
        ("- reason: x\n  by: y\n", "check is missing"),
        ("- check: a\n  reason: x\n  by: y\n  untill: 1\n", "there is no key untill"),
        ("- check: a\n  reason: x\n  by: y\n  until: soon\n", "until 'soon' is no date"),
        ("- check: [a]\n  reason: x\n  by: y\n", "check must be text"),
        ("- just words\n", "must be written as keys and values"),
        ("check: a\n", "must be a list"),
        ("- [", "not valid YAML"),
        ("- !!python/object/apply:os.system ['true']\n", "YAML tag .* is not allowed"),
        ("- check: &a x\n  reason: *a\n  by: y\n", "w.yaml:1: YAML aliases are not allowed"),
        ("- check: a\n  reason: x\n  by: y\n  by: z\n", "w.yaml:4: field by is given twice"),
        ("[" * 5000, "nested too deeply|not valid YAML"),
    ],
)
def test_a_wrong_waiver_file_is_one_sentence_with_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        load_rules(path)
    assert "\n" not in str(caught.value)


def test_a_missing_waiver_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml: cannot be read"):
        load_rules(tmp_path / "none.yaml")


def test_an_empty_waiver_file_has_no_rules(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("# none yet\n", "utf-8")
    assert load_rules(tmp_path / "w.yaml") == ()


def test_accepted_rows_of_a_workpaper_are_waivers(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="接受", decision_reason="口径调整")
    decide(path, CROSSFOOT.id, decision="更正")
    found = {rule.finding: rule for rule in load_rules(path)}
    assert {name: rule.decision for name, rule in found.items()} == {
        GROWTH.id: "waive",
        ACCEPTED.id: "waive",
        CROSSFOOT.id: "confirm",
    }
    assert (found[GROWTH.id].waiver.reason, found[GROWTH.id].waiver.by) == ("口径调整", "wp")


def test_an_accepted_row_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="接受")
    with pytest.raises(UsageError, match=r"D2 a waiver needs a reason"):
        load_rules(path)


@pytest.mark.parametrize("until", ["2030/1/31", "2030年1月31日", "2030-01-31"])
def test_workpaper_and_yaml_give_the_same_bytes_of_json(tmp_path: Path, until: str) -> None:
    path, yaml = tmp_path / "wp.xlsx", tmp_path / "w.yaml"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="豁免", decision_reason="口径", decision_by="李", decision_until=until)
    decide(path, CROSSFOOT.id, decision="确认", decision_reason="属实", decision_by="李")
    decide(path, ACCEPTED.id, decision="", decision_reason="", decision_by="", decision_until="")
    yaml.write_text(
        f"- {{finding: {GROWTH.id}, decision: waive, reason: 口径, by: 李, until: {until}}}\n"
        f"- {{finding: {CROSSFOOT.id}, decision: confirm, reason: 属实, by: 李}}\n",
        "utf-8",
    )
    written = [json.write(waive(report(), load_rules(file), TODAY, "zh")) for file in (path, yaml)]
    assert written[0] == written[1]
    assert '"kind": "confirm"' in written[0] and '"until": "2030-01-31"' in written[0]


def test_a_confirmation_needs_no_reason_and_leaves_the_finding_open() -> None:
    (rule,) = rules_from([("w.yaml:1", {"finding": GROWTH.id, "decision": "confirm", "by": "王"})])
    found = [f for f in waive(report(), [rule], TODAY, "zh").findings() if f.id == GROWTH.id]
    assert found[0].waived is None and found[0].decision is not None and found[0].decision.kind == "confirm"


def test_an_unknown_decision_is_refused() -> None:
    with pytest.raises(UsageError, match="the decision 'maybe' is not known"):
        rules_from([("w.yaml:1", {"finding": "a", "decision": "maybe", "by": "王"})])
