"""The wheel is whole: installed into an empty environment it checks a report from any folder, with its own checks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from auditor.rulebook.library import default_library

ROOT = Path(__file__).parent.parent
REPORT = "一、收入情况\n本年收入合计200万元，其中：财政拨款收入150万元，占85%；其他收入50万元，占25%。\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel installed; the dependencies are lent by this one, its own ``auditor`` is not."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    interpreter = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(home)})
    Path(packages, "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return interpreter


def run(python: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-I", *args], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_wheel_carries_every_check_and_every_data_file(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    checks = {
        f"auditor/_checks/{file.relative_to(ROOT / 'checks').as_posix()}" for file in (ROOT / "checks").rglob("*.yaml")
    }
    data = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "auditor").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert checks | data <= names
    assert not any(name.startswith(("tests/", "bench/", "example_data/")) for name in names)


def test_the_installed_command_checks_a_report_from_another_folder(python, tmp_path):
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    done = run(python, tmp_path, "-m", "auditor", "check", "report.txt", "--format", "json")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["tool"]["checks"] == default_library().fingerprint
    assert "85%" in {finding["claimed"] for finding in report["documents"][0]["findings"]}


def test_it_is_the_installed_package_that_ran(python, tmp_path):
    done = run(python, tmp_path, "-c", "import auditor; print(auditor.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(python.parent.parent)


def test_the_console_script_is_installed(python, tmp_path):
    script = python.with_name("auditor.exe" if os.name == "nt" else "auditor")
    done = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("auditor, version ")
