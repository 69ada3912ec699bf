"""A malformed check is refused with file, line and field, in one sentence, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import CheckError, UsageError
from auditor.rulebook.library import load_library

GOOD = """\
kind: claim
family: yoy
title: {zh: 甲, en: a}
why: {zh: 乙, en: b}
match:
  - {name: current}
  - {name: change, role: change, of: current}
holds: change <= current
message: {zh: "{change}", en: "{change} of {current}"}
examples: {pass: [本年支出120万元。], fail: [本年支出>>120<<万元。]}
"""

CASES = {
    "unknown key": ("why:", "wy:", 4, "wy", "unknown field; did you mean why?"),
    "missing key": ("why: {zh: 乙, en: b}\n", "", 1, "why", "missing"),
    "unknown kind": ("kind: claim", "kind: clam", 1, "kind", "there is no kind clam; there are: "),
    "no kind": ("kind: claim\n", "", 1, "kind", "missing"),
    "unknown family": ("yoy", "yo", 2, "family", "must be 'foot'"),
    "unknown name in the formula": ("change <= current", "change <= prior", 8, "holds", "prior"),
    "code in the formula": (
        "change <= current",
        "change <= __import__('os').system('id')",
        8,
        "holds",
        "only names, numbers, + - * / and sum(), not __import__",
    ),
    "attribute in the formula": ("change <= current", "change <= current.real", 8, "holds", "current.real"),
    "no relation": ("change <= current", "change", 8, "holds", "exactly one of"),
    "two relations": ("change <= current", "0 < change <= current", 8, "holds", "exactly one of"),
    "unreadable formula": ("change <= current", "change <= (current", 8, "holds", "cannot be read"),
    "division by zero": ("change <= current", "change <= current / (2 - 2)", 8, "holds", "divides by zero"),
    "unknown slot": ("of: current", "of: prior", 7, "match.1.of", "match has no prior"),
    "unknown key of a slot": ("of: current", "off: current", 7, "match.1.off", "unknown field"),
    "bad placeholder": ('"{change} of {current}"', '"{chang}"', 9, "message.en", "{chang}"),
    "unknown form of a placeholder": ('"{change} of {current}"', '"{change:fall}"', 9, "message.en", "no form :fall"),
    "code in a placeholder": ('"{change} of {current}"', '"{change.__class__}"', 9, "message.en", "__class__"),
    "no failing example": (", fail: [本年支出>>120<<万元。]", "", 10, "examples.fail", "missing"),
    "empty list of examples": ("[本年支出120万元。]", "[]", 10, "examples.pass", "at least 1"),
    "unmarked failing example": (">>120<<", "120", 10, "examples.fail.0", ">>…<<"),
    "unknown name in a cause": (
        "message:",
        "causes: [{kind: sign, when: change = expected, text: {zh: 丙, en: c}}]\nmessage:",
        9,
        "causes.0.when",
        "expected",
    ),
    "key given twice": ("family: yoy", "family: yoy\nfamily: parts", 3, "", "family is given twice"),
    "alias": ("why: {zh: 乙, en: b}", "why: &a {zh: *a, en: b}", 4, "", "alias"),
    "tag that makes an object": ("zh: 甲", "zh: !!python/name:os.system", 3, "", "not allowed"),
    "no YAML": ("family: yoy", "family: [yoy", 3, "", "not valid YAML"),
}


def _library(folder: Path, text: str) -> Path:
    path = folder / "prose" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "line", "field", "said"), CASES.values(), ids=CASES)
def test_a_malformed_check_is_refused_with_file_line_and_field(tmp_path, old, new, line, field, said):
    assert old in GOOD
    path = _library(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(CheckError) as caught:
        load_library([tmp_path])
    for sentence in (caught.value.zh, caught.value.en):
        assert sentence.startswith(f"{path}:{line}")
        assert field in sentence
        assert "\n" not in sentence
    assert said in caught.value.en
    assert caught.value.zh != caught.value.en


def test_the_good_one_is_accepted_and_named_by_its_path(tmp_path):
    path = _library(tmp_path, GOOD)
    library = load_library([tmp_path])
    assert library.get("prose/mine").title.zh == "甲"
    assert library.files["prose/mine"] == path


def test_a_name_that_the_kind_does_not_know_is_refused(tmp_path):
    text = GOOD.replace("kind: claim", "kind: breakdown").replace("change <= current", "totl = sum(parts)")
    text = text[: text.index("match:")] + text[text.index("holds:") :].replace("{change}", "x").replace("{current}", "")
    _library(tmp_path, text)
    with pytest.raises(CheckError, match=r"holds: the formula names totl.*there are: parts, total"):
        load_library([tmp_path])


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (
            "footing",
            "table: [expenditur]\nholds: total = basic",
            "6: table.0: the vocabulary has no expenditur; did you",
        ),
        ("footing", "table: [expenditure]\nholds: totl = basic", "7: holds: the vocabulary has no totl; did you mean"),
        (
            "tie",
            "holds: summery[total] = income[total, total]",
            "6: holds: the vocabulary has no summery; did you mean",
        ),
        ("tie", "holds: summary = income[total]", "6: holds: summary does not say which line"),
        ("flow", "inflow: [budgt]\noutflow: [spent]\nleft: [remaining]\nholds: left = sum(inflow)", "has no budgt"),
        (
            "statement",
            "stated: {label: [incom_total]}\nholds: stated = 0",
            "stated.label.0: the vocabulary has no incom",
        ),
        ("statement", "stated: {}\nholds: stated = other", "7: holds: the formula names other, which does not exist"),
        ("statement", "stated: {}\ncells: {a: [1 + 1]}\nholds: stated = a", "cells.a.0: 1 + 1 is no place in a table"),
        ("phrase", "patterns: ['(a+)+']", "6: patterns.0: the pattern repeats a repetition"),
        ("phrase", "patterns: ['(a']", "6: patterns.0: not a regular expression"),
        ("claim", "match: [{name: a, tags: [spend]}]\nholds: a = 0", "match.0.tags.0: the vocabulary has no spend"),
        ("claim", "reports: [budgets]\nmatch: [{name: a}]\nholds: a = 0", "reports.0: the vocabulary has no budgets"),
    ],
)
def test_a_word_that_the_vocabulary_lacks_is_refused_with_the_nearest(tmp_path, kind, fields, said):
    rest = "family: other\ntitle: {zh: 甲, en: a}\nwhy: {zh: 乙, en: b}\nmessage: {zh: 丙, en: c}\n"
    _library(tmp_path, f"kind: {kind}\n{rest}{fields}\nexamples: {{pass: [丁], fail: ['>>戊<<']}}\n")
    with pytest.raises(CheckError) as caught:
        load_library([tmp_path])
    assert said in caught.value.en


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = _library(tmp_path, "")
    path.write_bytes("kind: 检查".encode("gb18030"))
    with pytest.raises(CheckError, match="cannot be read"):
        load_library([tmp_path])


def test_a_wrong_vocabulary_names_its_file_and_line(tmp_path):
    path = tmp_path / "vocabulary" / "mine.yaml"
    path.parent.mkdir()
    path.write_text("cues:\n  rise: 增加\n", encoding="utf-8")
    with pytest.raises(CheckError) as caught:
        load_library([tmp_path])
    assert caught.value.en.startswith(f"{path}:2: cues.rise: must be a list")


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        load_library([tmp_path / "nowhere"])


def test_a_later_folder_overrides_a_check_and_changes_the_fingerprint(tmp_path):
    own = tmp_path / "prose" / "share.yaml"
    own.parent.mkdir()
    own.write_text(GOOD, encoding="utf-8")
    library = load_library([tmp_path])
    assert library.get("prose/share").family == "yoy"
    assert library.fingerprint != load_library().fingerprint
    assert len(library.checks) == len(load_library().checks)


def test_select_and_ignore_take_ids_folders_and_families():
    library = load_library()
    assert set(library.selected(["prose/share"]).checks) == {"prose/share"}
    assert {check.family for check in library.selected(["yoy"])} == {"yoy"}
    assert all(name.startswith("prose/") for name in library.selected(["prose"]).checks)
    assert "prose/share" not in library.selected(ignore=["share"]).checks
    with pytest.raises(UsageError, match="no check matches nothing-like-it"):
        library.selected(["nothing-like-it"])


def test_a_check_is_found_by_the_last_part_of_its_id_and_a_slip_is_answered_with_the_nearest():
    library = load_library()
    assert library.get("growth-rate").id == "prose/growth-rate"
    with pytest.raises(UsageError, match="did you mean growth-rate"):
        library.get("growht-rate")
