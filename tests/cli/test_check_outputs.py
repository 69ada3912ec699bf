"""``auditor check`` with its reports, baseline, waivers and settings, as a person or a pipeline calls it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.app import session
from auditor.cli.main import cli

WRONG = "本年支出120万元，与上年相比增加20万元，增长16.67%。\n"
RIGHT = "本年支出120万元，与上年相比增加20万元，增长20%。\n"
ONLY = ("--select", "prose/growth-rate")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    session.forget()
    yield tmp_path
    session.forget()


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "a.txt", "--lang", "zh", *ONLY, *arguments])


def test_an_error_fails_the_run_and_is_shown() -> None:
    result = check()
    assert result.exit_code == 1
    assert "增长>>16.67%<<" in result.output


def test_exit_zero_reports_but_does_not_fail() -> None:
    result = check("--exit-zero")
    assert result.exit_code == 0 and "16.67%" in result.output


def test_several_reports_are_written_at_once(folder: Path) -> None:
    names = ["html", "sarif", "junit", "github", "markdown", "workpaper", "json"]
    result = check(*(part for name in names for part in ("--report", f"{name}=out/{name}")))
    assert result.exit_code == 1
    assert sorted(path.name for path in (folder / "out").iterdir()) == sorted(names)
    assert all(path.stat().st_size for path in (folder / "out").iterdir())


def test_json_on_standard_output_is_nothing_but_json() -> None:
    data = json.loads(check("--format", "json").stdout)
    assert data["documents"][0]["findings"][0]["claimed"] == "16.67%"
    assert "ledger" not in data["documents"][0]


def test_the_ledger_names_its_figures_and_folds_checks_for_other_kinds_of_report() -> None:
    Path("a.txt").write_text(f"云溪市档案馆2024年度部门决算\n\n{WRONG}", "utf-8")
    shown = CliRunner().invoke(cli, ["check", "a.txt", "--lang", "zh", "--ledger"]).stdout
    ledger = shown.split("核对底稿", 1)[1]
    assert "项检查只适用于其他类型的报告" in ledger and "does not apply" not in ledger
    assert "本年支出 120万元；与上年相比增加 20万元；增长 16.67%" in ledger


def test_the_ledger_is_in_json_when_asked_for() -> None:
    assert json.loads(check("--format", "json", "--ledger").stdout)["documents"][0]["ledger"]


def test_quiet_is_one_line_a_finding() -> None:
    lines = check("--quiet").stdout.splitlines()
    assert len(lines) == 1 and lines[0].startswith("a.txt:1: 错误 ")


def test_a_foreign_file_is_refused_before_anything_is_done(folder: Path) -> None:
    (folder / "mine.html").write_text("mine", "utf-8")
    result = check("--report", "html=mine.html", "--report", "json=new.json")
    assert result.exit_code == 2 and "--force" in result.output
    assert (folder / "mine.html").read_text("utf-8") == "mine" and not (folder / "new.json").exists()


@pytest.mark.parametrize("target", ["html=a.txt", "json=a.txt"])
def test_the_checked_document_is_never_overwritten(folder: Path, target: str) -> None:
    assert check("--report", target, "--force").exit_code == 2
    assert (folder / "a.txt").read_text("utf-8") == WRONG


def test_what_is_in_the_baseline_does_not_fail_and_what_is_new_does(folder: Path) -> None:
    assert check("--write-baseline", "b.json").exit_code == 0
    known = check("--baseline", "b.json")
    assert known.exit_code == 0 and "已知 1" in known.output
    (folder / "a.txt").write_text(WRONG + "项目支出60万元，与上年相比增加10万元，增长16%。\n", "utf-8")
    assert check("--baseline", "b.json").exit_code == 1
    again = check("--write-baseline", "b.json")
    assert again.exit_code == 1 and "1 条新问题未记入" in again.output
    assert check("--write-baseline", "b.json", "--force").exit_code == 0


def test_a_changed_line_elsewhere_leaves_baseline_and_waivers_valid(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(f"一、概况\n\n单位有职工12人。\n\n二、支出情况\n\n{WRONG}", "utf-8")
    check("--write-baseline", "b.json")
    (folder / "w.yaml").write_text(
        "- check: prose/growth-rate\n  sentence: 与上年相比增加20万元\n  reason: 口径\n  by: 王\n", "utf-8"
    )
    moved = WRONG.replace("，与上年", "，\n与上年")
    path.write_text(
        f"一、概况\n\n单位有职工13人。\n\n另有临时人员2人。\n\n二、支出情况\n\n收支平衡。\n\n{moved}", "utf-8"
    )
    assert check().exit_code == 1
    assert check("--baseline", "b.json").exit_code == 0
    assert check("--waivers", "w.yaml").exit_code == 0


def test_an_expired_waiver_fails_again_and_is_named(folder: Path) -> None:
    text = "- check: prose/growth-rate\n  reason: 口径\n  by: 王\n  until: 2020-01-01\n"
    (folder / "w.yaml").write_text(text, "utf-8")
    result = check("--waivers", "w.yaml")
    assert result.exit_code == 1 and "已于 2020-01-01 到期" in result.output


def test_settings_are_found_and_command_line_goes_first(folder: Path) -> None:
    (folder / "auditor.toml").write_text('lang = "en"\nignore = ["prose/*"]\n', "utf-8")
    result = CliRunner().invoke(cli, ["check", "a.txt"])
    assert result.exit_code == 0 and "no conclusion: 0 of 3 figures" in result.output
    (folder / "auditor.toml").write_text('lang = "en"\n', "utf-8")
    session.forget()
    assert "error" in CliRunner().invoke(cli, ["check", "a.txt", *ONLY]).output
    assert "错误" in CliRunner().invoke(cli, ["check", "a.txt", "--lang", "zh", *ONLY]).output


def test_waivers_and_baseline_of_the_settings_are_applied(folder: Path) -> None:
    check("--write-baseline", "b.json")
    (folder / "auditor.toml").write_text('baseline = "b.json"\n', "utf-8")
    session.forget()
    assert check().exit_code == 0
    text = '[[waiver]]\ncheck = "yoy"\nreason = "口径"\nby = "王"\n'
    (folder / "auditor.toml").write_text(text, "utf-8")
    session.forget()
    result = check()
    assert result.exit_code == 0 and "王：口径" in result.output


def test_show_config_tells_where_settings_come_from(folder: Path) -> None:
    (folder / "auditor.toml").write_text('fail-on = "note"\n', "utf-8")
    result = check("--show-config")
    assert result.exit_code == 0
    assert "auditor.toml" in result.output and 'fail-on = "note"' in result.output


def test_a_wrong_setting_is_one_sentence(folder: Path) -> None:
    (folder / "auditor.toml").write_text("colour = 1\n", "utf-8")
    result = check()
    assert result.exit_code == 2 and result.output.count("\n") == 1 and "colour" in result.output


def test_a_workpaper_that_is_read_back_accepts(folder: Path) -> None:
    from tests.report.test_workpaper import decide

    assert check("--report", "workpaper=wp.xlsx").exit_code == 1
    finding = json.loads(check("--format", "json").stdout)["documents"][0]["findings"][0]["id"]
    decide(folder / "wp.xlsx", finding, decision="接受", decision_reason="口径", decision_by="李")
    result = check("--waivers", "wp.xlsx", "--report", "workpaper=wp.xlsx")
    assert result.exit_code == 0 and "李：口径" in result.output


def test_reports_in_the_same_folder_are_not_checked(folder: Path) -> None:
    check("--report", "html=report.html", "--report", "markdown=report.md")
    result = CliRunner().invoke(cli, ["check", ".", "--format", "json", *ONLY])
    assert [document["path"] for document in json.loads(result.stdout)["documents"]] == ["a.txt"]


def test_a_repaired_report_passes(folder: Path) -> None:
    (folder / "a.txt").write_text(RIGHT, "utf-8")
    assert check().exit_code == 0


def test_init_writes_settings_once(folder: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["init"]).exit_code == 0
    assert (folder / "auditor.toml").read_text("utf-8").startswith("# auditor.toml")
    assert runner.invoke(cli, ["init"]).exit_code == 2
    assert check().exit_code == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0 and "_AUDITOR_COMPLETE" in result.output


def test_a_console_without_chinese_is_told_what_to_do() -> None:
    result = CliRunner(charset="cp1252").invoke(cli, ["check", "a.txt", *ONLY, "--lang", "en"])
    assert result.exit_code == 1
    assert "PYTHONUTF8=1" in result.stderr and "expected 20" in result.stdout


def test_a_further_report_needs_a_file() -> None:
    result = check("--report", "html")
    assert result.exit_code == 2 and "html=文件" in result.output
    assert "::error file=a.txt,line=1" in check("--report", "github").output


def test_watching_takes_up_a_changed_document_and_new_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = folder / "auditor.toml"
    steps = iter(
        (
            lambda: (folder / "a.txt").write_text(RIGHT, "utf-8"),
            lambda: (folder / "a.txt").write_text(WRONG, "utf-8"),
            lambda: setting.write_text("colour = 1", "utf-8"),
            lambda: setting.write_text('[[waiver]]\ncheck = "yoy"\nreason = "口径"\nby = "王"\n', "utf-8"),
        )
    )

    def wait(seconds: float) -> None:
        if seconds > 0.5:
            step = next(steps, None)
            if step is None:
                raise KeyboardInterrupt
            step()

    monkeypatch.setattr("time.sleep", wait)
    result = check("--watch")
    assert result.exit_code == 0
    assert "colour" in result.stderr
    views = result.stdout.split("a.txt\n")[1:]
    assert ["王：口径" in view for view in views] == [False, False, False, True]
    assert ["16.67%" in view for view in views] == [True, False, True, True]
