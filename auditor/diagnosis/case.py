"""What is known about a failed relation when its cause is sought?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.diagnosis import wording
from auditor.diagnosis.graph import Graph
from auditor.diagnosis.surroundings import Surroundings
from auditor.engine.relation import decide, is_linear
from auditor.engine.solve import is_same, reprinted
from auditor.model.finding import Cause, Operand, Relation, Severity, Status
from auditor.model.quantity import PERCENT, Quantity


@dataclass(frozen=True, slots=True)
class Case:
    """A failed relation with the figure to blame; ``right`` is that figure's value in the base unit, where it has one."""

    relation: Relation
    figure: Operand
    right: Decimal | None
    severity: Severity  # as the check has it
    suggestion: str | None
    graph: Graph
    surroundings: Surroundings
    in_words: bool = False  # the check disputes words about the figures, not a figure

    @property
    def printed(self) -> Quantity:
        return self.figure.evidence.quantity or self.figure.quantity

    @property
    def linear(self) -> bool:
        return is_linear(self.relation.formula)

    @property
    def is_ratio(self) -> bool:
        return self.printed.unit.dimension == PERCENT.dimension

    @property
    def is_vouched_for(self) -> bool:
        """True when passed relations hold the figure to what is printed."""
        if self.right is None:
            return False
        quantity = reprinted(self.printed, self.right)
        return next(self.graph.breaks(self.figure, quantity), None) is not None

    @property
    def is_gross(self) -> bool:
        """True when rounding cannot explain the failure, however sure the check is that its figures belong together."""
        if self.severity is Severity.ERROR:
            return True
        verdict = decide(self.relation)
        return verdict.status is Status.FAILED and verdict.severity is Severity.ERROR

    def others(self) -> Iterator[Operand]:
        return (operand for operand in self.relation.figures() if not is_same(operand, self.figure))

    def cause(self, kind: str, words: wording.Words, suggestion: str | None = None) -> Cause:
        bound = self.relation.formula.operator != "="  # what the others give is then a limit, not the right figure
        return Cause(kind, "", suggestion or (None if bound else self.suggestion), words.zh, words.en)
