"""JSON for people is the JSON of the standard library, byte for byte; and what goes between processes arrives as it was."""

from __future__ import annotations

import json
import pickle
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model.carried import Carried
from auditor.report.plain import dumps
from tests.report.sample import report


class Tone(StrEnum):
    LOW = "low"


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner), max_leaves=20
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_it_is_what_the_standard_library_writes(value):
    assert dumps(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_words_of_an_enum_are_texts_and_what_is_no_plain_data_is_refused():
    assert dumps({"tone": Tone.LOW}) == '{\n "tone": "low"\n}'
    with pytest.raises(TypeError):
        dumps([object()])


def test_a_report_arrives_in_another_process_as_it_was():
    one = report()
    assert pickle.loads(pickle.dumps(one)) == one
    assert all(issubclass(type(entry), Carried) for document in one.documents for entry in document.ledger)
    assert any(document.ledger for document in one.documents)
