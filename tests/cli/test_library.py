"""A reviewer who writes no Python can look at the checks, try them and add one."""

from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner

from auditor.cli.main import cli
from auditor.rulebook.check import MARK
from auditor.rulebook.kinds import kinds
from auditor.rulebook.library import default_library, load_library

REPORT = "一、收入情况\n本年收入合计200万元，其中：财政拨款收入150万元，占85%；其他收入50万元，占25%。\n"
KINDS = sorted({check.kind for check in default_library()})


def run(*args: object):
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def test_list_names_every_check_once_and_can_be_cut_by_tabs():
    result = run("checks", "list", "--lang", "en")
    assert result.exit_code == 0
    rows = [line.split("\t") for line in result.output.splitlines()]
    assert [row[0] for row in rows] == list(default_library().checks)
    assert ["prose/share", "share", "error", default_library().get("prose/share").title.en] in rows


def test_list_as_json_and_by_family():
    entries = json.loads(run("checks", "list", "yoy", "--format", "json").output)
    assert entries
    assert {entry["family"] for entry in entries} == {"yoy"}
    growth = next(entry for entry in entries if entry["id"] == "prose/growth-rate")
    assert growth["relations"] == ["rate = change / (current - change)"]


def test_show_prints_the_file():
    file = default_library().files["prose/share"]
    assert run("checks", "show", "prose/share").output == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "why"), [("zh", "增长率以上年数为基数"), ("en", "A rate is taken on the prior figure")]
)
def test_explain_says_what_why_and_shows_examples_with_the_disputed_spot(lang, why):
    output = run("explain", "prose/growth-rate", "--lang", lang).output
    assert default_library().get("prose/growth-rate").title.say(lang) in output.replace("\n", "")
    assert why in output.replace("\n", "")
    assert "rate = change / (current - change)" in output
    assert ">>16.67%<<" in output


def test_every_check_can_be_explained_in_both_languages():
    for check in default_library():
        for lang in ("zh", "en"):
            assert run("explain", check.id, "--lang", lang).exit_code == 0


def test_an_unknown_check_is_one_sentence_and_status_2():
    result = run("explain", "prose/growht-rate", "--lang", "en")
    assert result.exit_code == 2
    assert result.output == "there is no check named prose/growht-rate; did you mean prose/growth-rate?\n"


def test_the_examples_of_named_checks_are_run():
    result = run("checks", "test", "prose/growth-rate", "--lang", "en")
    assert result.exit_code == 0
    assert result.output.startswith("1 check, ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_check_of_every_kind_loads_and_shows_what_it_claims(tmp_path, kind):
    folder = tmp_path / "ours"
    assert run("checks", "new", "prose/mine", "--kind", kind, "--checks", folder).exit_code == 0
    assert load_library([folder]).get("prose/mine").kind == kind
    tested = run("checks", "test", "--checks", folder, "--lang", "en")
    assert tested.exit_code == 0, tested.output
    assert tested.output.startswith("1 check, ")


def test_a_new_check_explains_its_fields_in_the_language_asked_for(tmp_path):
    run("checks", "new", "prose/mine", "--kind", "claim", "--checks", tmp_path, "--lang", "en")
    text = (tmp_path / "prose" / "mine.yaml").read_text(encoding="utf-8")
    assert "# why it matters\nwhy:" in text
    run("checks", "new", "prose/zwei", "--kind", "claim", "--checks", tmp_path, "--lang", "zh")
    assert "# 不符时为什么要紧\nwhy:" in (tmp_path / "prose" / "zwei.yaml").read_text(encoding="utf-8")


def test_new_never_overwrites(tmp_path):
    file = tmp_path / "prose" / "mine.yaml"
    file.parent.mkdir()
    file.write_text("mine", encoding="utf-8")
    result = run("checks", "new", "prose/mine", "--kind", "claim", "--checks", tmp_path, "--lang", "en")
    assert result.exit_code == 2
    assert "is not overwritten" in result.output
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["../mine", "mine", "/tmp/mine", "prose/Mine", "prose/mine.yaml", "prose/../../mine"])
def test_new_takes_only_ids(tmp_path, name):
    result = run("checks", "new", name, "--kind", "claim", "--checks", tmp_path, "--lang", "en")
    assert result.exit_code == 2
    assert "is no id" in result.output
    assert list(tmp_path.iterdir()) == []


def test_new_of_an_unknown_kind_names_the_kinds(tmp_path):
    result = run("checks", "new", "prose/mine", "--kind", "clam", "--checks", tmp_path, "--lang", "en")
    assert result.exit_code == 2
    assert all(kind in result.output for kind in kinds())


def test_an_example_that_shows_nothing_is_said_with_its_file(tmp_path):
    run("checks", "new", "prose/mine", "--kind", "claim", "--checks", tmp_path)
    file = tmp_path / "prose" / "mine.yaml"
    check = yaml.safe_load(file.read_text(encoding="utf-8"))
    check["examples"]["pass"] = [MARK.sub(r"\1", text) for text in check["examples"]["fail"]]
    file.write_text(yaml.safe_dump(check, allow_unicode=True), encoding="utf-8")
    result = run("checks", "test", "--checks", tmp_path, "--lang", "en")
    assert result.exit_code == 1
    assert str(file) in result.output
    assert "not as claimed" in result.output


def test_check_with_a_broken_folder_of_checks_is_one_sentence_and_status_2(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    broken = tmp_path / "ours" / "prose" / "mine.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("kind: clam\n", encoding="utf-8")
    for command in (("check", report), ("checks", "list"), ("checks", "test"), ("explain", "prose/share")):
        result = run(*command, "--checks", tmp_path / "ours", "--lang", "en")
        assert result.exit_code == 2
        assert result.output.startswith(f"{broken}:1: kind: there is no kind clam")
        assert result.output.count("\n") == 1


def test_a_check_of_ones_own_is_run_on_reports(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    run("checks", "new", "prose/mine", "--kind", "claim", "--checks", tmp_path / "ours")
    result = run("check", report, "--checks", tmp_path / "ours", "--select", "prose/share", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output)["documents"][0]["findings"][0]["claimed"] == "85%"
