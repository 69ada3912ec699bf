from __future__ import annotations

from auditor.diagnosis.graph import Graph
from auditor.diagnosis.repair import blamed, repairs
from auditor.engine.relation import decide
from auditor.model.finding import Outcome, Relation, Status
from tests.engine.relations import figure, relation


def graph(*relations: Relation) -> Graph:
    outcomes = []
    for number, each in enumerate(relations):
        verdict = decide(each)
        assert verdict.status in (Status.PASSED, Status.FAILED)
        outcomes.append(Outcome(f"check-{number}", verdict.status, verdict.severity, relation=each))
    return Graph.of(tuple(outcomes))


TOTAL, WORK, HOUSE, CARE = (figure(text, n) for n, text in enumerate(["100.00元", "50.00元", "20.00元", "30.00元"], 1))
WRONG = figure("70.00元", 3)  # stands for HOUSE


def test_the_figure_that_repairs_both_relations_is_blamed() -> None:
    column = relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, WRONG, CARE))
    row = relation(
        "total = basic + project", "total", total=WRONG, basic=figure("15.00元", 5), project=figure("5.00元", 6)
    )
    (repair,) = repairs(graph(column, row))
    assert repair.figure is WRONG
    assert repair.quantity.text == "20.00"
    assert repair.relations == 2
    assert repair.lead.relation is row  # the check that disputes the figure itself


def test_a_change_that_breaks_a_passed_relation_is_no_repair_of_another_figure() -> None:
    column = relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, WRONG, CARE))
    other = relation("total = sum(parts)", "total", total=figure("80.00元", 8), parts=(WRONG, CARE, CARE))
    tie = relation("here = there", "here", here=figure("70.00元", 9), there=WRONG)
    assert not any(repair.figure is WRONG for repair in repairs(graph(column, other, tie)))


def test_relations_without_a_common_repair_stay_apart() -> None:
    one = relation("here = there", "here", here=figure("40.00元", 8), there=TOTAL)
    other = relation("here = there", "here", here=figure("60.00元", 9), there=TOTAL)
    assert repairs(graph(one, other)) == ()


def test_the_same_relation_twice_is_no_second_witness() -> None:
    column = relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, WRONG, CARE))
    again = relation("sum(parts) = total", "total", total=TOTAL, parts=(WORK, WRONG, CARE))
    assert repairs(graph(column, again)) == ()


def test_the_figure_that_repairs_most_goes_first_and_nothing_is_repaired_twice() -> None:
    wrong = figure("70.00元", 3)
    relations = [
        relation("here = there", "here", here=wrong, there=figure("20.00元", 10)),
        relation("here = there", "here", here=wrong, there=figure("20.00元", 11)),
        relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, wrong, CARE)),
        relation("here = there", "here", here=TOTAL, there=figure("150.00元", 12)),
    ]
    (repair,) = repairs(graph(*relations))
    assert repair.figure is wrong
    assert len(repair.failures) == 3


def test_an_exact_value_is_preferred_to_one_that_a_rounded_share_gives() -> None:
    total = figure("77.85万元", 1)
    parts = relation("total = sum(parts)", "total", total=total, parts=(figure("16.15万元", 2), figure("54.70万元", 3)))
    shares = [
        relation("share = part / whole", "share", share=figure(share, n), part=figure(part, n + 10), whole=total)
        for n, (share, part) in enumerate([("3.35%", "2.37万元"), ("36.60%", "25.93万元"), ("60.05%", "42.56万元")], 4)
    ]
    (repair,) = repairs(graph(parts, *shares))
    assert repair.quantity.text == "70.85"


def test_alone_the_figure_that_the_check_disputes_is_to_blame() -> None:
    network = graph(relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, WRONG)))
    assert blamed(network, network.failures[0]) is None


def test_blame_moves_from_a_figure_that_others_vouch_for_to_the_only_free_one() -> None:
    column = relation("total = sum(parts)", "total", total=TOTAL, parts=(WORK, WRONG, CARE))
    vouched = [
        relation("here = there", "here", here=figured, there=figure(f"{figured.quantity.text}元", place))
        for place, figured in enumerate((TOTAL, WORK, CARE), 20)
    ]
    network = graph(column, *vouched)
    repair = blamed(network, network.failures[0])
    assert repair is not None
    assert repair.figure is WRONG
    assert repair.quantity.text == "20.00"


def test_blame_does_not_move_where_two_figures_are_free() -> None:
    parts = (figure("60.00元", 2), figure("50.00元", 3))
    column = relation("total = sum(parts)", "total", total=TOTAL, parts=parts)
    network = graph(column, relation("here = there", "here", here=figure("100.00元", 9), there=TOTAL))
    assert blamed(network, network.failures[0]) is None


def test_one_mistyped_digit_under_a_quotient_is_to_blame() -> None:
    spent, budget = figure("83830.73万元", 2), figure("2528.85万元", 3)
    rate = relation("rate = spent / budget", "rate", rate=figure("546.92%", 1), spent=spent, budget=budget)
    network = graph(rate)
    repair = blamed(network, network.failures[0])
    assert repair is not None
    assert repair.figure is spent
    assert repair.quantity.text == "13830.73"


def test_a_digit_that_rounding_could_have_singled_out_is_not_to_blame() -> None:
    part, whole = (
        figure("13830.7万元", 2),
        figure("13836.6万元", 3),
    )  # 13835.7 would give 99.99 %, as would its neighbours
    share = relation("share = part / whole", "share", share=figure("99.99%", 1), part=part, whole=whole)
    network = graph(share)
    assert blamed(network, network.failures[0]) is None
