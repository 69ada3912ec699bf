"""What do folders of checks hold? Checks, vocabulary and duties: as plain data, and as typed values made from these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from auditor.rulebook.check import Check
from auditor.rulebook.duties import FOLDER as DUTIES
from auditor.rulebook.duties import DutyList
from auditor.rulebook.kinds import kinds
from auditor.rulebook.typed import RefusalError
from auditor.rulebook.vocabulary import Vocabulary

__all__ = ["DUTIES", "VOCABULARY", "Content", "Plain", "check_from", "content_of"]

VOCABULARY = "vocabulary"


class Plain(NamedTuple):
    """Checks by id, sections of the vocabulary, and lists of duties, as YAML has them; ``owners`` numbers the file of each."""

    checks: dict[str, Any]
    words: dict[str, Any]
    duties: dict[str, Any]
    owners: dict[str, int]


class Content(NamedTuple):
    checks: Mapping[str, Check]
    vocabulary: Vocabulary
    duties: Mapping[str, DutyList]


def content_of(plain: Plain) -> Content:
    """The typed values of plain data. Raises :class:`RefusalError`."""
    checks = {name: check_from(name, data) for name, data in plain.checks.items()}
    duties = {name: DutyList.read(data) for name, data in plain.duties.items()}
    return Content(checks, Vocabulary.read(plain.words), duties)


def check_from(name: str, data: Any) -> Check:
    """The check with this id. Raises :class:`RefusalError`."""
    if not isinstance(data, Mapping):
        raise RefusalError("检查应是映射", "a check is a mapping")
    return _kind(data.get("kind", "")).read({"id": name, **data})


def _kind(name: Any) -> type[Check]:
    if not name:
        raise RefusalError("缺少该字段", "this field is missing", "kind")
    if str(name) not in kinds():
        known = sorted(kinds())
        zh, en = (
            f"没有 {name} 这种检查类型；可用：{'、'.join(known)}",
            f"there is no kind {name}; there are: {', '.join(known)}",
        )
        raise RefusalError(zh, en, "kind")
    return kinds()[name]
