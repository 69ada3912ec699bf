"""A wrong call is one sentence in the language asked for, with the way out; paths and targets are understood as they are meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from auditor import audit
from auditor.app import session
from auditor.cli.main import COMMANDS, cli
from auditor.errors import InputError, UsageError
from tests.report.pdf import make

WRONG = "本年支出120万元，与上年相比增加20万元，增长16.67%。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    for name in ("reports/a.txt", "reports/b.txt", "other/a.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(WRONG, "utf-8")
    session.forget()
    yield tmp_path
    session.forget()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def refused(*arguments: str, lang: str = "zh") -> str:
    result = run(*arguments, "--lang", lang)
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1 and not result.stdout
    return result.stderr


# --- what was meant ---


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("chek", "reports"), "是否指 check？"),
        (("reports",), "auditor check reports"),
        (("missing.pdf",), "auditor check missing.pdf"),
        (("explain", "prose/growth-rat"), "是否指 prose/growth-rate？"),
        (("check", "reports", "--select", "shares"), "是否指 share？"),
        (("check", "reports", "--ignore", "prose/growth-rates"), "是否指 prose/growth-rate？"),
        (("check", "reports", "--format", "jsn"), "是否指 json？"),
        (("check", "reports", "--report", "htm1=x"), "是否指 html？"),
        (("checks", "new", "prose/growth-rate", "--kind", "claim"), "prose/growth-rate 已存在"),
    ],
)
def test_the_nearest_name_is_suggested(arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(*arguments)


def test_a_waiver_for_a_check_that_does_not_exist_is_refused_before_the_work(folder: Path) -> None:
    (folder / "w.yaml").write_text("- check: prose/growth-rates\n  reason: 口径\n  by: 王\n", "utf-8")
    said = refused("check", "reports", "--waivers", "w.yaml", "--report", "json=x.json")
    assert "w.yaml:1" in said and "是否指 prose/growth-rate？" in said
    assert not (folder / "x.json").exists()
    (folder / "w.yaml").write_text("- check: prose/*\n  reason: 口径\n  by: 王\n", "utf-8")
    assert run("check", "reports", "--waivers", "w.yaml").exit_code == 0


def test_the_settings_that_init_writes_name_checks_that_exist(folder: Path) -> None:
    run("init")
    text = (folder / "auditor.toml").read_text("utf-8")
    settings = [line.removeprefix("# ") for line in text.splitlines()[1:] if "waivers.yaml" not in line]
    (folder / "auditor.toml").write_text("\n".join(line for line in settings if "my-checks" not in line), "utf-8")
    (folder / "auditor-baseline.json").write_text('{"baseline": 1, "documents": {}}', "utf-8")
    session.forget()
    result = run("check", "reports")
    assert result.exit_code == 1, result.output


# --- language ---


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        yield f"{name} {each}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}")


@pytest.mark.parametrize("name", [name for name, _ in commands(cli, "")])
def test_help_is_in_the_language_asked_for(name: str) -> None:
    chinese, english = run(*name.split(), "--help", "--lang", "zh"), run(*name.split(), "--lang", "en", "--help")
    assert chinese.exit_code == english.exit_code == 0
    assert chinese.stdout.startswith("用法") and english.stdout.startswith("Usage")
    helped = [
        line for line in chinese.stdout.splitlines() if line.startswith("  -") and not line.rstrip().endswith("]")
    ]
    assert [line for line in helped if line.isascii() and "  " in line.strip()] == [], "an option without Chinese help"
    assert not any("用" in line for line in english.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("check",), "缺少参数", "Missing argument"),
        (("check", "reports", "--nope"), "没有选项 '--nope'", "No such option '--nope'"),
        (("check", "reports", "--fail-on", "bad"), "'--fail-on' 的值无效", "Invalid value for '--fail-on'"),
        (("check", "reports", "--min-coverage", "101"), "101.0 超出范围", "101.0 is not in the range"),
        (("check", "reports", "--output"), "需要一个值", "requires an argument"),
    ],
)
def test_errors_of_a_call_are_in_the_language_asked_for(arguments: tuple[str, ...], zh: str, en: str) -> None:
    assert zh in run("--lang", "zh", *arguments).stderr
    assert en in run("--lang", "en", *arguments).stderr


# --- paths ---


def test_formats_name_a_document_from_the_working_directory(folder: Path) -> None:
    only = ("--select", "prose/growth-rate", "--lang", "zh")
    assert "::error file=reports/a.txt,line=1" in run("check", "reports", "--format", "github", *only).stdout
    assert "::error file=reports/a.txt,line=1" in run("check", str(folder), "--format", "github", *only).stdout
    assert run("check", "reports", "-q", *only).stdout.startswith("reports/a.txt:1: 错误 ")
    assert 'file="reports/a.txt"' in run("check", "reports", "--format", "junit", *only).stdout
    run("check", "reports", "other", "--write-baseline", "b.json", *only)
    keys = json.loads((folder / "b.json").read_text("utf-8"))["documents"]
    assert list(keys) == ["other/a.txt", "reports/a.txt", "reports/b.txt"]


def test_documents_of_one_name_in_two_folders_are_told_apart_in_json() -> None:
    documents = json.loads(run("check", "reports", "other", "--format", "json").stdout)["documents"]
    assert [document["path"] for document in documents] == ["reports/a.txt", "b.txt", "other/a.txt"]
    assert [document["file"] for document in documents] == ["reports/a.txt", "reports/b.txt", "other/a.txt"]


def test_globs_are_expanded_where_the_shell_does_not(folder: Path) -> None:
    documents = json.loads(run("check", "reports/*.txt", "--format", "json").stdout)["documents"]
    assert [document["file"] for document in documents] == ["reports/a.txt", "reports/b.txt"]
    (folder / "[1].txt").write_text(WRONG, "utf-8")
    assert json.loads(run("check", "[1].txt", "--format", "json").stdout)["documents"][0]["path"] == "[1].txt"
    assert "nothing*.txt" in run("check", "nothing*.txt").output


# --- targets ---


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("out.html", b"<!DOCTYPE html>"),
        ("out.JSON", b"{"),
        ("out.xlsx", b"PK"),
        ("out.md", b"# "),
        ("out.sarif", b"{"),
        ("out.xml", b"<?xml"),
        ("out.txt", b"reports/a.txt"),
    ],
)
def test_the_extension_of_the_output_is_its_format(folder: Path, name: str, begins: bytes) -> None:
    assert run("check", "reports", "-o", name).exit_code == 1
    assert (folder / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "x.odt"), "--format"),
        (("--format", "terminal", "-o", "x.html"), "html"),
        (("--format", "json", "-o", "x.xlsx"), "workpaper"),
        (("--report", "sarif=x.html"), "html"),
    ],
)
def test_nothing_is_written_under_the_name_of_another_format(
    folder: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused("check", "reports", *arguments)
    assert not list(folder.glob("x.*"))


@pytest.mark.parametrize("name", ["xlsx", "MD", "HTML", "sarif.json"])
def test_formats_have_other_names(folder: Path, name: str) -> None:
    form, _, extension = name.partition(".")
    assert run("check", "reports", "--report", f"{form}=out/x.{(extension or form).lower()}").exit_code == 1
    assert len(list((folder / "out").iterdir())) == 1


def test_one_file_for_two_annotated_documents_is_refused_with_the_way_out(folder: Path) -> None:
    make(folder / "reports" / "c.pdf")
    make(folder / "reports" / "d.pdf")
    assert "--report annotated=one" in refused("check", "reports", "--report", "annotated=one.pdf")
    assert run("check", "reports", "--report", "annotated=one", "--no-cache").exit_code in (1, 2)
    assert len(list((folder / "one").glob("*.pdf"))) == 2


def test_a_place_that_cannot_be_written_is_said_before_the_work(folder: Path) -> None:
    refused("check", "reports", "--report", "json=good.json", "--report", "html=reports/a.txt/x.html")
    refused("check", "reports", "--report", "json=good.json", "--write-baseline", "reports/a.txt/b.json")
    assert sorted(path.name for path in folder.iterdir()) == ["other", "reports"]


def test_a_report_that_fails_costs_no_other(folder: Path) -> None:
    make(folder / "c.pdf")
    (folder / "c.pdf").write_bytes((folder / "c.pdf").read_bytes())
    result = run("check", "reports", "--report", "annotated=out", "--report", "json=good.json", "--lang", "zh")
    assert result.exit_code == 2 and "没有可以标注的报告" in result.stderr
    assert (folder / "good.json").exists() and "16.67%" in result.stdout


# --- settings ---


def test_show_config_prints_what_holds(folder: Path) -> None:
    (folder / "auditor.toml").write_text(
        'fail-on = "note"\nmin-coverage = 50\nignore = ["structure/*"]\n'
        '[[waiver]]\ncheck = "yoy"\nreason = "口径"\nby = "王"\n',
        "utf-8",
    )
    session.forget()
    text = run("check", "reports", "--show-config", "--fail-on", "warning", "--ignore", "tie/*", "--lang", "en").stdout
    for line in ('lang = "en"', 'fail-on = "warning"', "min-coverage = 50", 'ignore = ["structure/*", "tie/*"]'):
        assert line in text.splitlines()
    assert '[[waiver]]\ncheck = "yoy"\nreason = "口径"\nby = "王"' in text
    (folder / "auditor.toml").write_text("min-coverage = 101\n", "utf-8")
    session.forget()
    assert "min-coverage" in refused("check", "reports")


def test_a_least_coverage_of_the_settings_holds(folder: Path) -> None:
    (folder / "auditor.toml").write_text("min-coverage = 50\n", "utf-8")
    (folder / "letter.txt").write_text("来信收到，附上120份材料。\n", "utf-8")
    session.forget()
    assert run("check", "letter.txt").exit_code == 1
    assert run("check", "letter.txt", "--min-coverage", "0").exit_code == 0


# --- Python ---


def test_audit_gives_decimals_and_honest_errors(folder: Path) -> None:
    from decimal import Decimal

    (finding,) = (f for f in audit("reports/a.txt").findings() if f.check == "prose/growth-rate")
    assert finding.figures.claimed == Decimal("16.67") and finding.figures.unit == "%"
    assert isinstance(finding.figures.expected, Decimal) and isinstance(finding.figures.gap, Decimal)
    with pytest.raises(InputError, match="missing"):
        audit("missing.pdf")
    with pytest.raises(UsageError, match="no language 'fr'"):
        audit("reports", lang="fr")
    with pytest.raises(UsageError, match="no file"):
        audit()
    assert [document.status for document in audit("missing.pdf", "reports").documents] == [
        "unreadable",
        "checked",
        "checked",
    ]


def test_every_command_is_listed() -> None:
    text = run("--help", "--lang", "en").stdout
    assert all(f"\n  {name} " in text for name in COMMANDS)
