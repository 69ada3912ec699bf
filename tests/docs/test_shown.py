"""What the guides show of a run is what is printed, line for line; … stands for what is left out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli.main import cli

ROOT = Path(__file__).parents[2]
GUIDES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = [
    pytest.param(path, command, shown, id=f"{path.name}-{command[:40]}")
    for path in GUIDES
    for command, shown in re.findall(r"^```\n\$ auditor ([^\n]*)\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)
]


@pytest.mark.parametrize(("path", "command", "shown"), SHOWN)
def test_a_run_prints_what_the_guide_shows(
    path: Path, command: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8" if "README.md" in path.name else "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    printed = CliRunner().invoke(cli, shlex.split(command)).output
    stretches = [part.strip("\n") for part in re.split(r"^…$", shown, flags=re.M)]
    place = 0
    for stretch in stretches:
        found = printed.find(stretch, place)
        assert found >= 0, (
            f"{path.name} shows what {command!r} does not print:\n{stretch}\n\nprinted:\n{printed[:4000]}"
        )
        place = found + len(stretch)


def test_the_readme_shows_a_run_in_both_languages() -> None:
    assert {path.values[0].name for path in SHOWN} >= {"README.md", "README.zh-CN.md"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_python_of_the_readme_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
    exec(compile(code, name, "exec"), {})
    assert "4.42 4.63 %" in capsys.readouterr().out
