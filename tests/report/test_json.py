"""The JSON report keeps its contract and can be read back."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from auditor.errors import InputError
from auditor.report import json as report_json
from tests.report.sample import report

SCHEMA = json.loads(Path(report_json.__file__).with_name("findings.schema.json").read_text("utf-8"))


def test_json_obeys_its_schema() -> None:
    data = json.loads(report_json.write(report()))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert [document["status"] for document in data["documents"]] == ["checked", "checked", "unreadable", "checked"]


def test_schema_refuses_a_finding_without_its_evidence() -> None:
    data = json.loads(report_json.write(report()))
    del data["documents"][0]["findings"][0]["evidence"]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(data)


def test_printed_numbers_stay_as_printed_and_values_are_decimal_strings() -> None:
    finding = json.loads(report_json.write(report()))["documents"][0]["findings"][0]
    part = finding["evidence"][1]
    assert (part["text"], part["value"], part["unit"], part["line"]) == ("3,156.43", "3156.43", "万元", 352)


def test_box_and_page_are_given_for_pdf_evidence() -> None:
    evidence = json.loads(report_json.write(report()))["documents"][1]["findings"][1]["evidence"][0]
    assert (evidence["page"], evidence["bbox"]) == (3, [150.0, 140.0, 210.0, 152.0])


def test_chinese_is_readable_in_the_file() -> None:
    assert "云溪市档案馆" in report_json.write(report())


def test_reading_back_gives_the_same_report(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text(report_json.write(report()), "utf-8")
    assert report_json.load(path) == report()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tool": {"name": "other", "version": "1", "checks": ""}}'])
def test_a_file_that_is_no_report_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"f\.json is not a findings report"):
        report_json.load(path)
