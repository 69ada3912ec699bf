"""Known findings are marked, never dropped, and a baseline only shrinks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.app import baseline
from auditor.errors import UsageError
from auditor.model.finding import Finding, Report
from tests.report.sample import CROSSFOOT, FOLLOWS, GROWTH, OLD, ROUNDING, report


def run(*findings: Finding, path: str = "x/a.txt") -> Report:
    document = replace(report().documents[0], path=path, findings=findings)
    return replace(report(), documents=(document,))


def known(result: Report) -> list[str]:
    return [finding.id for finding in result.findings() if finding.known]


def test_findings_of_the_baseline_are_marked_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH), path)
    marked = baseline.mark_known(run(GROWTH, ROUNDING), baseline.load(path))
    assert [finding.id for finding in marked.findings()] == [GROWTH.id, ROUNDING.id]
    assert known(marked) == [GROWTH.id]


def test_a_baseline_holds_whatever_folder_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH, path="2024/a.txt"), path)
    assert known(baseline.mark_known(run(GROWTH, path="a.txt"), baseline.load(path))) == [GROWTH.id]
    assert known(baseline.mark_known(run(GROWTH, path="b.txt"), baseline.load(path))) == []


def test_files_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    both = replace(report(), documents=(*run(GROWTH, path="a/r.txt").documents, *run(OLD, path="b/r.txt").documents))
    baseline.write(run(GROWTH, path="a/r.txt"), path)
    marked = baseline.mark_known(both, baseline.load(path))
    assert [[f.known for f in document.findings] for document in marked.documents] == [[True], [True]]  # OLD was known
    other = replace(
        report(), documents=(*run(CROSSFOOT, path="a/r.txt").documents, *run(GROWTH, path="b/r.txt").documents)
    )
    assert known(baseline.mark_known(other, baseline.load(path))) == []


def test_what_follows_from_a_finding_is_known_with_it_and_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    assert baseline.write(run(GROWTH, FOLLOWS), path) == baseline.Change(1, 0, 0)
    assert known(baseline.mark_known(run(GROWTH, FOLLOWS), baseline.load(path))) == [GROWTH.id, FOLLOWS.id]
    assert baseline.write(run(ROUNDING), path) == baseline.Change(0, 1, 1)


def test_writing_again_only_shrinks(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH, ROUNDING), path)
    change = baseline.write(run(ROUNDING, CROSSFOOT), path)
    assert (change.held, change.gone, change.left_out) == (1, 1, 1)
    assert list(baseline.load(path)["x/a.txt"]) == [ROUNDING.id]


def test_force_takes_new_findings_in(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH), path)
    baseline.write(run(CROSSFOOT), path, force=True)
    assert list(baseline.load(path)["x/a.txt"]) == [CROSSFOOT.id]


def test_documents_that_were_not_checked_keep_their_entries(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH, path="a.txt"), path)
    baseline.write(run(OLD, path="b.txt"), path)
    assert set(baseline.load(path)) == {"a.txt"}
    unread = replace(report().documents[2], path="a.txt")
    baseline.write(replace(report(), documents=(unread,)), path)
    assert list(baseline.load(path)["a.txt"]) == [GROWTH.id]


def test_waived_findings_need_no_baseline(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(report(), path)
    assert "9999000011112222" not in baseline.load(path)["reports/云溪市档案馆.txt"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"baseline": 1, "documents": {"a": ["x"]}}', '{"baseline": 9}'])
def test_a_broken_baseline_is_one_sentence_and_is_not_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="is not a baseline"):
        baseline.load(path)
    with pytest.raises(UsageError, match="is not a baseline"):
        baseline.write(run(GROWTH), path)
    assert path.read_text("utf-8") == text


def test_a_missing_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no baseline"):
        baseline.load(tmp_path / "none.json")


def test_a_baseline_says_what_it_accepts(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.write(run(GROWTH), path)
    assert json.loads(path.read_text("utf-8"))["documents"]["x/a.txt"][GROWTH.id].startswith(
        "prose/growth-rate: 写增长"
    )
