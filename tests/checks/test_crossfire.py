"""What is right for one check is right for all: no passing example of any check is accused by another."""

import pytest

from auditor.app.audit import Auditor
from auditor.app.examples import understood
from auditor.engine.run import run
from auditor.model.finding import Severity, Status
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library()
EXAMPLES = [
    pytest.param(text, id=f"{check.id}-{number}")
    for check in default_library()
    for number, text in enumerate(check.examples.pass_)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_passing_example_is_quiet_under_every_check(text):
    outcomes = run(AUDITOR.library, understood(AUDITOR, text))
    accused = [o for o in outcomes if o.status is Status.FAILED and o.severity is not Severity.NOTE]
    assert [(o.check, o.arithmetic) for o in accused] == []
    assert [o.reason for o in outcomes if o.status is Status.BROKEN] == []
