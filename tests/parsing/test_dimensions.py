"""The dimensions of figures in prose: what the words say, and what is inherited."""

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.model.fact import Contexts, Dimension, Dimensions, Known
from auditor.model.mention import Mention
from auditor.reading.text import read

REPORT = """关于2031年预算执行情况和2032年预算草案的报告
一、2031年预算执行情况
（一）一般公共预算
全市一般公共预算收入50.5亿元，比上年增加2.5亿元，增长5.21%。其中税收收入30亿元。
市本级一般公共预算收入20亿元（其中非税收入5亿元），完成调整预算的101%。
二、2032年预算安排
（一）政府性基金预算
全市政府性基金预算收入60亿元，比2031年执行数55亿元增加5亿元。
主要项目如下：
1、土地出让收入40亿元。
"""


@pytest.fixture(scope="module")
def figures() -> dict[str, Mention]:
    dossier = Auditor.with_library().understand(read(Path("report.txt"), REPORT.encode()))
    return {m.quantity.text + m.quantity.unit.symbol: m for m in dossier.prose.mentions}


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ("50.5亿元", ("2031", "execution", "whole", "general")),
        ("2.5亿元", ("2031", "execution", "whole", "general")),
        ("30亿元", ("2031", "execution", "whole", "general")),
        ("20亿元", ("2031", "execution", "own", "general")),
        ("101%", ("2031", "execution", "own", "general")),
        ("60亿元", ("2032", "budget", "whole", "government")),
        ("55亿元", ("2031", "execution", "whole", "government")),
        ("40亿元", ("2032", "budget", "whole", "government")),
    ],
)
def test_a_figure_has_the_dimensions_of_its_words_and_of_what_stands_above(
    figures: dict[str, Mention], figure: str, values: tuple[str, ...]
) -> None:
    assert figures[figure].dims.values() == values


def test_how_a_dimension_is_known_is_kept(figures: dict[str, Mention]) -> None:
    dims = figures["20亿元"].dims
    assert (dims.scope.known, dims.period.known) == (Known.STATED, Known.INHERITED)


def test_the_words_of_a_comparison_tell_its_base_and_not_the_figure(figures: dict[str, Mention]) -> None:
    assert figures["101%"].against.basis.value == "adjusted"
    assert figures["2.5亿元"].against.period.value == "2030"


def test_what_is_measured_is_named_without_its_dimensions(figures: dict[str, Mention]) -> None:
    assert {figures[f].measured for f in ("50.5亿元", "20亿元", "60亿元")} == {"收入"}


def test_an_unknown_that_could_differ_is_doubted_and_one_that_cannot_is_not() -> None:
    varied = Contexts({"scope": frozenset({"whole", "own"})})
    whole = Dimensions(scope=Dimension("whole", Known.STATED))
    nothing = Dimensions()
    assert varied.doubt(whole, nothing) == "scope"
    assert varied.doubt(nothing, nothing) == "scope"
    assert Contexts().doubt(whole, nothing) == ""
    assert varied.clash(whole, Dimensions(scope=Dimension("own", Known.STATED))) == "scope"
