"""Sums by code are judged beside lines without codes, as governments print them."""

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.finding import Status
from auditor.reading.text import read
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())
GROUPS = {"20101": (472, 53, 61), "20102": (313, 46, 87), "20103": (612, 271, 94), "20104": (155, 38, 22)}


def table(**wrong):
    """A table of one column under a grand total without code; ``wrong`` gives the figures of some codes."""
    amounts = {"201": sum(map(sum, GROUPS.values()))}
    for code, items in GROUPS.items():
        amounts[code] = sum(items)
        amounts |= {f"{code}{n:02}": item for n, item in enumerate(items, 1)}
    amounts |= {key.removeprefix("c"): value for key, value in wrong.items()}
    rows = "\n".join(f"{code}\t科目{code}\t{amount}" for code, amount in amounts.items())
    total = sum(map(sum, GROUPS.values()))
    return f"2031年支出功能分类决算表\n\n单位：万元\n\n科目编码\t科目名称\t决算数\n\t全县支出\t{total}\n{rows}\n"


def failed(text):
    dossier = AUDITOR.understand(read(Path("t.txt"), text.encode()))
    found = [o for o in run(AUDITOR.library, dossier) if o.check == "table/lines-foot" and o.status is Status.FAILED]
    return [outcome.evidence[0].text for outcome in found]


@pytest.mark.parametrize(
    ("wrong", "accused"),
    [
        ({}, []),
        ({"c2010202": 96}, ["446"]),  # more than the total
        ({"c2010202": 16}, ["446"]),  # less, by one digit
        ({"c2010202": 11}, []),  # less, as if an item were not printed
    ],
)
def test_a_line_without_code_above_leaves_the_sums_below_certain(wrong, accused):
    assert failed(table(**wrong)) == accused


def test_a_total_made_up_by_the_first_lines_of_its_code_holds_no_more_of_them():
    rows = "".join(
        f"2300{n}\t转移支付{n}\t{amount}\n" for n, amount in enumerate((837160, 25828913, 3403277, 541640), 1)
    )
    text = table() + f"230\t补助支出\t{837160 + 25828913 + 3403277}\n" + rows
    assert failed(text) == []
