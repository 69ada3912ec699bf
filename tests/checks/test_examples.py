"""Every check passes its passing examples and disputes the marked spot of its failing ones."""

import pytest

from auditor.app.audit import Auditor
from auditor.app.examples import examine
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library()


@pytest.mark.parametrize("check", list(default_library()), ids=lambda check: check.id)
def test_examples_show_what_they_claim(check):
    assert examine(AUDITOR, check) == []
