"""Do the amounts of a table bear out the way it was read?

A table without ruled lines is read by the places of its words, which may err. Where many of its sums hold all the same, its
rows and columns were found, and a sum that fails is worth a reviewer's look.
"""

from __future__ import annotations

from auditor.model.grid import Grid
from auditor.parsing.column_proof import ColumnProof
from auditor.parsing.indents import counted
from auditor.parsing.line_proof import ProvenSide

LEAST = 8  # sums that hold, each in one column or row
DIGITS = 2.0  # of evidence for each: eight of them do not come about by chance
MOST_MISSED = 0.1  # for each that holds


def bears_out(grid: Grid) -> bool:
    """True when many sums of a table hold that chance does not explain, and hardly any of them fails."""
    held = missed = 0
    for side in grid.sides:
        proven = ProvenSide(grid, side)
        runs = [run for run in proven.runs.values() if run.telling and run.digits >= DIGITS]
        told = sum(len(run.held) for run in runs), sum(len(run.failed) for run in runs)
        more, wrong = max(told, counted(proven))
        held += more
        missed += wrong
        for one in ColumnProof(grid, side).sums():
            held += one.held
            missed += one.telling - one.held
    return held >= LEAST and missed <= max(1, MOST_MISSED * held)
