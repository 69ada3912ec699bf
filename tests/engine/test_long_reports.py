"""The longer a report, the more there is to do, in proportion: what was looked for once is not looked for again."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.engine import _cells, item_name
from auditor.engine import statement as statements
from auditor.model.quantity import WAN, Quantity
from auditor.parsing import table_unit
from auditor.parsing.links import around
from auditor.reading.open import document_in

REPORT = Path(__file__).parents[2] / "example_data/text/yunxi-archives-2024-final-accounts.txt"
LOOKED_FOR = (
    (_cells, "cells"),
    (statements, "_names_on"),
    (item_name, "_names"),
    (around.Around, "is_base"),
    (_cells, "by_names"),
)


@pytest.fixture
def looked(monkeypatch) -> Counter[str]:
    """How often each thing is looked for."""
    counts: Counter[str] = Counter()

    def counting(module: object, name: str) -> None:
        found = getattr(module, name)

        def wrapped(*arguments: object) -> object:
            counts[name] += 1
            return found(*arguments)

        monkeypatch.setattr(module, name, wrapped)

    for module, name in LOOKED_FOR:
        counting(module, name)
    return counts


def test_a_report_four_times_as_long_is_looked_through_four_times_as_often(looked):
    auditor, data = Auditor.with_library(), REPORT.read_bytes()
    counts = []
    for times in (3, 12):
        looked.clear()
        auditor.audit(document_in(REPORT, data * times))
        counts.append(dict(looked))
    short, long = counts
    assert set(short) == {name for _, name in LOOKED_FOR}
    assert {name: long[name] for name in long if long[name] > 4.5 * short[name]} == {}


def wan(text: str) -> Quantity:
    return Quantity(text, Decimal(text.replace(",", "")), WAN, len(text.partition(".")[2]))


def test_the_first_figure_that_agrees_is_the_twin_whatever_the_size_and_exactness_of_others():
    told = table_unit._Told(wan(text) for text in ("12.3", "1,234.56", "1,234.6", "1,234.57", "1,234.57"))
    agreeing = [told.twin(wan(text)) for text in ("1,234.57", "1,234.56", "1,234")]
    assert [quantity and quantity.text for quantity in agreeing] == ["1,234.6", "1,234.56", None]
    assert told.twin(wan("9.99")) is None
