"""The guides for writers of checks are right: their YAML loads, its examples hold, and every kind and field is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from auditor.app.audit import Auditor
from auditor.app.examples import examine, examine_duties
from auditor.rulebook.check import FAMILIES
from auditor.rulebook.duties import DutyExamples, DutyList, Shown
from auditor.rulebook.kinds import kinds
from auditor.rulebook.library import load_library
from auditor.rulebook.prose_checks import Figure, Slot
from auditor.rulebook.typed import fields
from auditor.rulebook.vocabulary import Vocabulary

DOCS = Path(__file__).parent.parent.parent / "docs"
GUIDES = [DOCS / "checks-guide.en.md", DOCS / "checks-guide.zh.md"]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"`([^`\n]+)`")


def _blocks(guide: Path) -> list[str]:
    return BLOCK.findall(guide.read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_block_loads_and_its_examples_hold(guide, tmp_path):
    names = []
    for number, block in enumerate(_blocks(guide)):
        data = yaml.safe_load(block)
        folder = tmp_path / ("guide" if "kind" in data else "duties" if "groups" in data else "vocabulary")
        folder.mkdir(exist_ok=True)
        (folder / f"block-{number}.yaml").write_text(block, encoding="utf-8")
        names += [f"guide/block-{number}"] if "kind" in data else []
    library = load_library([tmp_path])
    auditor = Auditor.with_library(library)
    assert len(names) >= 5
    assert [failure for name in names for failure in examine(auditor, library.get(name))] == []
    assert [failure for name in library.duties if "block" in name for failure in examine_duties(auditor, name)] == []


def test_every_field_of_a_list_of_duties_is_explained() -> None:
    named = {field for model in (DutyList, Shown, DutyExamples) for field in fields(model)} - {"title", "source"}
    for guide in GUIDES:
        said = set(WORD.findall(FENCE.sub("", guide.read_text(encoding="utf-8"))))
        assert named - said == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_kind_field_family_and_section_of_the_vocabulary_is_explained(guide):
    text = FENCE.sub("", guide.read_text(encoding="utf-8"))
    said = {word for quoted in WORD.findall(text) for word in re.findall(r"[a-z_]+", quoted)}
    said |= set(re.findall(r"^### ([a-z_]+)$", text, re.MULTILINE))
    explained = {field for model in (*kinds().values(), Slot, Figure, Vocabulary) for field in fields(model)} - {"id"}
    wanted = {*kinds(), *explained, *FAMILIES}
    assert sorted(wanted - said) == []


def test_both_guides_have_the_same_blocks():
    english, chinese = ([yaml.safe_load(block) for block in _blocks(guide)] for guide in GUIDES)
    assert [block.get("holds") or block.get("kind") for block in english] == [
        block.get("holds") or block.get("kind") for block in chinese
    ]
