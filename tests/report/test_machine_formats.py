"""SARIF, JUnit, GitHub annotations and Markdown are what their readers expect, whatever stands in a report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from auditor.model.finding import DocumentReport, Report, Severity
from auditor.report import Context, github, junit, markdown, sarif
from auditor.rulebook.library import default_library
from tests.report.sample import CROSSFOOT, GROWTH, WORDS, report

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-used.schema.json").read_text("utf-8"))


def results() -> list[dict[str, Any]]:
    log = json.loads(sarif.write(report()))
    found = log["runs"][0]["results"]
    assert isinstance(found, list)
    return found


def result(check: str) -> dict[str, Any]:
    return next(each for each in results() if each["ruleId"] == check)


def one(finding: Any, **document: Any) -> Report:
    return Report(
        "0.1.0", "x", (DocumentReport(**{"path": "a.txt", "sha256": None, "findings": (finding,), **document}),)
    )


def test_sarif_obeys_the_schema() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(sarif.write(report())))


def test_sarif_rule_index_points_at_the_rule() -> None:
    run = json.loads(sarif.write(report()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])


def test_sarif_gives_the_line_of_text_and_the_page_of_a_pdf() -> None:
    text = result(GROWTH.check)["locations"][0]["physicalLocation"]
    pdf = result(CROSSFOOT.check)["locations"][0]
    assert text["region"]["startLine"] == 352
    assert pdf["physicalLocation"]["region"]["properties"] == {"page": 3, "bbox": [150.0, 140.0, 210.0, 152.0]}
    assert pdf["logicalLocations"][0]["fullyQualifiedName"] == "支出决算表/合计/合计"


def test_sarif_carries_the_fingerprint_and_suppresses_what_is_settled() -> None:
    assert result(GROWTH.check)["partialFingerprints"] == {"auditorFinding/v1": GROWTH.id}
    assert [len(result(check)["suppressions"]) for check in ("prose/growth-rate", "prose/share")] == [0, 1]
    assert result("tie/expenditure-total")["suppressions"][0]["justification"] == "baseline"


def test_sarif_says_that_the_run_could_not_read_a_document() -> None:
    invocation = json.loads(sarif.write(report()))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    said = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert any("不是 Word 文档" in text for text in said)


def test_sarif_names_files_from_the_working_directory(tmp_path: Path) -> None:
    run = json.loads(sarif.write(one(WORDS, path="reports/a b.txt")))["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (place["uri"], place["uriBaseId"]) == ("reports/a%20b.txt", "%SRCROOT%")
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == f"{Path.cwd().as_uri()}/"
    away = json.loads(sarif.write(one(WORDS, path=(tmp_path / "a.txt").as_posix())))["runs"][0]["artifacts"][0]
    assert away["location"] == {"uri": (tmp_path / "a.txt").as_uri()}


def test_junit_counts_what_it_contains() -> None:
    root = ElementTree.fromstring(junit.write(report()))
    assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("2", "3", "3")
    assert len(root.findall(".//failure")) == 2
    assert len(root.findall(".//testcase")) == int(root.get("tests", "0"))


def test_junit_fails_from_the_chosen_severity_on() -> None:
    root = ElementTree.fromstring(junit.write(report(), Context(fail_on=Severity.NOTE)))
    assert root.get("failures") == "4"


def test_junit_survives_characters_that_xml_forbids() -> None:
    nasty = replace(WORDS, message="甲\x00乙\x0b\ud800 ]]> &<>")
    root = ElementTree.fromstring(junit.write(one(nasty), Context(fail_on=Severity.NOTE)))
    failure = root.find(".//failure")
    assert failure is not None and failure.get("message") == "甲\ufffd乙\ufffd\ufffd ]]> &<>"


def test_github_annotations_name_file_and_line_and_escape() -> None:
    lines = github.write(report()).splitlines()
    growth = next(line for line in lines if "prose/growth-rate" in line)
    assert growth.startswith("::error file=reports/云溪市档案馆.txt,line=352,title=prose/growth-rate")
    assert "22.8%25" in growth and "%0A" in growth


def test_github_cannot_be_given_a_command_by_a_report() -> None:
    nasty = replace(WORDS, message="x\n::error::owned\r::stop-commands::t")
    text = github.write(one(nasty, path="a,b:c%.txt"))
    assert [line.split(" ")[0] for line in text.splitlines()] == ["::notice", "::notice"]
    assert "file=a%2Cb%3Ac%25.txt," in text


def test_github_leaves_out_known_waived_and_folded() -> None:
    text = github.write(report())
    assert not any(check in text for check in ("tie/expenditure-total", "prose/share", "prose/same-fact"))


def test_markdown_shows_text_as_it_is() -> None:
    nasty = replace(WORDS, message="a|b <script> [x](http://e.example) @someone ![i](u) `c`\n# head")
    text = markdown.write(one(nasty))
    assert "<script>" not in text and "[x](" not in text and "@someone" not in text and "\n# head" not in text


def test_markdown_counts_match() -> None:
    text = markdown.write(report())
    assert (
        "**错误 2** · **警告 1** · **提示 1** · **已知 1** · **已豁免 1** · **1 份无法读取** · **1 页未读取**" in text
    )
    assert "| reports/qinglan.pdf | 1 |  |  | 90.0% | 错误 1 · 已知 1 · 1 页未读取 |" in text


@pytest.mark.parametrize("module", [sarif, junit, github, markdown])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_run_and_both_languages_are_written(module: Any, lang: str) -> None:
    assert module.write(Report("0", "0", ()), Context(lang)).endswith("\n")
    assert "13,831.06" in module.write(report(), Context(lang))


def test_sarif_explains_its_rules() -> None:
    rules = json.loads(sarif.write(report()))["runs"][0]["tool"]["driver"]["rules"]
    rule = next(rule for rule in rules if rule["id"] == "prose/growth-rate")
    assert "auditor explain prose/growth-rate" in rule["help"]["text"] and rule["fullDescription"]["text"]
    assert rule["shortDescription"]["text"] in rule["help"]["markdown"]


def test_sarif_leads_to_the_reference_of_the_shipped_checks() -> None:
    documented = (Path(__file__).parents[2] / sarif.DOCS).read_text("utf-8")
    rules = json.loads(sarif.write(report()))["runs"][0]["tool"]["driver"]["rules"]
    led = {rule["id"]: rule["helpUri"].partition("#") for rule in rules if rule["id"] in default_library().checks}
    assert GROWTH.check in led
    assert all(page == sarif.DOCS and f"[{name}](#{to})" in documented for name, (page, _, to) in led.items())
    ours = replace(WORDS, check="ours/of-the-county")
    (rule,) = json.loads(sarif.write(one(ours)))["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in rule and rule["help"]["text"]
