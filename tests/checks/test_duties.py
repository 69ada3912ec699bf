"""Every duty of disclosure answers its own examples, run through the whole pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.errors import CheckError
from auditor.model.finding import Answer
from auditor.reading.text import read
from auditor.rulebook.library import default_library, read_duties
from auditor.rulebook.yamlfile import load


@cache
def auditor() -> Auditor:
    return Auditor.with_library()


def examples() -> Iterator[tuple[str, str, str]]:
    for name, each in default_library().duties.items():
        for group in each.groups:
            for key, duty in group.duties.items():
                for answer in ("yes", "no", "open"):
                    for text in getattr(duty.examples, answer):
                        yield f"{name}/{key}", "" if answer == "open" else answer, text


@pytest.mark.parametrize(("duty", "answer", "text"), list(examples()))
def test_an_example_is_answered_as_it_says(duty: str, answer: str, text: str) -> None:
    document = auditor().audit(read(Path("example.txt"), text.encode()))
    given = {each.duty: each.answer for each in document.duties}
    assert given[duty] is Answer(answer)


def test_a_duty_with_a_check_that_refutes_it_and_every_list_has_examples_of_both() -> None:
    answers = {answer for _, answer, _ in examples()}
    assert answers == {"yes", "no", ""}


def test_a_duty_holds_only_in_its_years() -> None:
    text = "云溪市档案馆2017年度部门决算\n\n第一部分 云溪市档案馆概况\n\n负责保管档案。\n"
    duties = {each.duty for each in auditor().audit(read(Path("example.txt"), text.encode())).duties}
    assert "final-accounts/fund" in duties
    assert "final-accounts/capital" not in duties


def test_other_kinds_of_report_have_no_checklist() -> None:
    text = "云溪市绿化项目绩效自评报告\n\n项目预算100.00万元。\n"
    assert auditor().audit(read(Path("example.txt"), text.encode())).duties == ()


def test_a_misspelt_field_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("title:\n  zh: 甲\n  en: a\nreports: [budget]\nyear: 2020\ngroups: []\n", "utf-8")
    with pytest.raises(CheckError, match=r"x.yaml:5"):
        read_duties(load(file))
