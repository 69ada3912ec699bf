"""Settings are found upwards from the document, and what is wrong in them is named with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.app import config
from auditor.errors import UsageError


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    config._upwards.cache_clear()
    yield
    config._upwards.cache_clear()


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    put(tmp_path / "auditor.toml", 'ignore = ["far"]')
    put(tmp_path / "a" / "auditor.toml", 'ignore = ["near"]')
    assert config.settings_for(tmp_path / "a" / "b" / "r.txt").ignore == ("near",)
    assert config.settings_for(tmp_path / "r.txt").ignore == ("far",)


def test_pyproject_counts_when_it_has_our_table(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", '[tool.auditor]\nfail-on = "warning"')
    put(tmp_path / "a" / "pyproject.toml", "[tool.other]\n")
    assert config.settings_for(tmp_path / "a" / "r.txt").fail_on == "warning"


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert config.settings_for(tmp_path / "r.txt") == config.Settings()


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = put(tmp_path / "auditor.toml", 'baseline = "b.json"\nwaivers = ["w.yaml"]\nchecks = ["mine"]')
    settings = config.load(path)
    assert (settings.baseline, settings.waivers, settings.checks) == (
        tmp_path / "b.json",
        (tmp_path / "w.yaml",),
        (tmp_path / "mine",),
    )


def test_files_may_have_their_own_selection(tmp_path: Path) -> None:
    path = put(
        tmp_path / "auditor.toml",
        'select = ["prose/*"]\nignore = ["x"]\n[[per-file]]\nfiles = "2023/*.pdf"\nignore = ["y"]\nselect = ["tie/*"]\n',
    )
    settings = config.load(path)
    assert settings.for_file(tmp_path / "2023" / "a.pdf") == (("tie/*",), ("x", "y"))
    assert settings.for_file(tmp_path / "2024" / "a.pdf") == (("prose/*",), ("x",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "auditor.toml: colour there is no such setting"),
        ('lang = "fr"', "lang must be one of zh en"),
        ('select = "prose/*"', "select must be a list"),
        ("baseline = 1", "baseline must be the name of a file"),
        ('[[per-file]]\nfile = "x"', r"per-file\.file there is no such setting"),
        ("[[per-file]]\nignore = []", r"per-file\.files must be a glob"),
        ("per-file = 3", "per-file must be written as"),
        ('[[waiver]]\ncheck = "a"\nreason = "b"', r"waiver\[1\]: by is missing"),
        ("waiver = 3", "waiver must be written as"),
        ("= 3", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        config.load(put(tmp_path / "auditor.toml", text))


def test_a_wrong_pyproject_table_is_named_with_its_full_key(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", "[tool.auditor]\ncolour = 1")
    with pytest.raises(UsageError, match=r"tool\.auditor\.colour"):
        config.settings_for(tmp_path / "r.txt")


def test_the_template_is_valid_and_every_line_of_it_can_be_switched_on(tmp_path: Path) -> None:
    assert config.load(put(tmp_path / "auditor.toml", config.TEMPLATE)).select == ()
    lines = [line.removeprefix("# ") for line in config.TEMPLATE.splitlines()[1:]]
    settings = config.load(put(tmp_path / "on.toml", "\n".join(lines)))
    assert settings.lang == "zh" and settings.per_file and settings.rules[0].waiver.until == "2026-12-31"


def test_what_is_shown_is_what_holds(tmp_path: Path) -> None:
    text = 'lang = "en"\nselect = ["a\\"b"]\n[[per-file]]\nfiles = "*"\nignore = ["c"]\n'
    settings = config.load(put(tmp_path / "auditor.toml", text))
    assert tomllib.loads(config.shown(settings)) == tomllib.loads(text)
