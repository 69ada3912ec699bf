"""A table proves its own tree: a consistent one is found, whatever its marks, and chance sums are not taken for one."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model.quantity import WAN, Quantity
from auditor.parsing.table_proof import Hints, compare, figures, prove

BLIND = Hints(
    forbids=lambda total, part: False,
    says=lambda total, part: False,
    belongs=lambda total, part: False,
    is_total=lambda line: False,
    apart=lambda line: False,
    never=lambda line: False,
)


def rows_of(*columns):
    """Lines of figures from columns of printed numbers; None is a blank."""
    return list(zip(*(figures([printed(text) for text in column]) for column in columns), strict=True))


def printed(text):
    if text is None:
        return None
    decimals = len(text.partition(".")[2])
    return Quantity(text, Decimal(text), WAN, decimals)


def sums(runs):
    return {run.total: set(run.parts) for run in runs}


def test_a_subtotal_without_mark_is_found_and_does_not_count_twice():
    rows = rows_of(
        ["5300", "3000", "2000", "1123", "877", "300"],
        ["6412", "3120", "2992", "1711", "1281", "300"],
    )
    assert sums(prove(rows, BLIND)) == {0: {1, 2, 5}, 2: {3, 4}}


def test_a_total_below_its_parts_is_found():
    hints = replace(BLIND, is_total=lambda line: line == 3)
    rows = rows_of(["1204", "3311", "82.0", "4597"], ["2204", "1311", "17.0", "3532"])
    assert sums(prove(rows, hints)) == {3: {0, 1, 2}}


def test_a_column_in_which_only_totals_are_given_says_nothing():
    rows = rows_of(["90211", "90000", "211"], ["88000", None, None])
    (run,) = prove(rows, BLIND)
    assert (run.held, run.failed) == ((0,), ())


def test_one_wrong_cell_is_seen_where_two_other_columns_hold():
    rows = rows_of(["7771", "5550", "2221"], ["8882", "6660", "2222"], ["9993", "7771", "2272"])
    (run,) = prove(rows, BLIND)
    assert (run.total, run.held, run.failed) == (0, (0, 1), (2,))


def test_small_numbers_that_add_up_by_chance_are_no_evidence():
    assert compare(rows_of(["5", "3", "2"]), 0, (1, 2)).digits < 1
    assert prove(rows_of(["9", "5", "7", "3", "4"]), BLIND) == []


@st.composite
def trees(draw):
    """A tree of cells: leaves hold whole numbers of three columns, inner nodes the sums."""
    return grown(Random(draw(st.integers(0, 2**32))), 0)


def grown(random, depth):
    if depth == 3 or (depth and random.random() < 0.5):
        return [random.randint(1000, 99999) for _ in range(3)], []
    children = [grown(random, depth + 1) for _ in range(random.randint(2, 4))]
    return [sum(values) for values in zip(*(child[0] for child in children), strict=True)], children


def lines_of(tree):
    values, children = tree
    return [values] + [line for child in children for line in lines_of(child)]


def totals_of(tree, start=0):
    """The children by parent, as positions in ``lines_of``."""
    found, at = {}, start + 1
    for child in tree[1]:
        found.setdefault(start, set()).add(at)
        found |= totals_of(child, at)
        at += len(lines_of(child))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.integers(0, 2))
def test_every_sum_of_a_consistent_table_is_found(tree, decimals):
    columns = zip(*lines_of(tree), strict=True)
    rows = rows_of(*[[f"{Decimal(value).scaleb(-decimals):f}" for value in column] for column in columns])
    found = sums(prove(rows, BLIND))
    assert found == totals_of(tree)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.data())
def test_one_changed_cell_fails_alone(tree, data):
    lines = lines_of(tree)
    line, column = data.draw(st.integers(1, len(lines) - 1)), data.draw(st.integers(0, 2))
    lines[line] = [value + 100_000 * (n == column) for n, value in enumerate(lines[line])]
    runs = prove(rows_of(*[[str(value) for value in one] for one in zip(*lines, strict=True)]), BLIND)
    failed = {run.total for run in runs if run.failed}
    assert failed and all(set(run.failed) <= {column} for run in runs)
    assert any(line == run.total or line in run.parts for run in runs if run.failed)


def test_what_codes_say_needs_no_digits_so_that_small_amounts_find_their_place():
    codes = ["211", "21101", "21107", "2110704", "2110799"]
    hints = Hints(
        forbids=lambda total, part: not codes[part].startswith(codes[total]),
        says=lambda total, part: codes[part].startswith(codes[total]),
        belongs=lambda total, part: codes[part].startswith(codes[total]) and codes[part] != codes[total],
        is_total=lambda line: False,
        apart=lambda line: False,
        never=lambda line: False,
    )
    rows = rows_of(
        ["9044", "9025", "19", "0", "19"], ["7312", "7312", "0", "0", "0"], ["8215", "8215", "0", None, None]
    )
    runs = prove(rows, hints)
    assert sums(runs)[0] == {1, 2} and not any(run.failed for run in runs)


def test_a_run_that_stops_before_a_line_of_its_code_is_none():
    codes = ["303", "30302", "30304", "30305"]
    within = replace(BLIND, belongs=lambda total, part: total == 0 and codes[part].startswith(codes[total]))
    rows = rows_of(["349.38", "183.50", "165.88", "161.90"])
    assert sums(prove(rows, BLIND)) == {0: {1, 2}}
    assert sums(prove(rows, within)) == {}
    assert sums(prove(rows_of(["511.28", "183.50", "165.88", "161.90"]), within)) == {0: {1, 2, 3}}
