"""A sample of the fuzzer's inputs (``make fuzz`` tries ten thousand): read or refused in a sentence, never a crash or a broken check."""

from __future__ import annotations

import pytest

from tests.fuzz.inputs import SHARES, make
from tests.fuzz.trial import attempt, auditor

NUMBER = 120
#: Inputs that once broke something.
KNOWN = (114, 292, 409, 454, 514, 557, 703, 706, 719, 1081)


@pytest.fixture(scope="module")
def one():
    return auditor()


@pytest.mark.parametrize("number", (*range(NUMBER), *KNOWN))
def test_a_spoilt_report_is_audited_or_refused(one, number):
    kind, said = attempt(one, *make(number))
    assert kind in ("audited", "refused"), said


def test_every_input_is_made_the_same_again_and_every_format_has_some():
    assert make(7) == make(7)
    assert {make(number)[0] for number in range(NUMBER)} == set(SHARES)
