"""Which printed figures stand in which decided relations?

The graph has two kinds of knots, relations and printed figures (:attr:`~auditor.model.finding.Evidence.key`), and an edge
where a figure stands in a relation. Trying another value for a figure concerns only the relations next to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine.relation import passes
from auditor.engine.solve import is_same, substituted
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.quantity import Quantity

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed relation. ``index`` is the outcome's position among all outcomes."""

    index: int
    outcome: Outcome
    relation: Relation

    @property
    def figures(self) -> frozenset[Key]:
        return keys_of(self.relation)


@dataclass(frozen=True, slots=True)
class Graph:
    """Failed relations, and the passed ones next to them, by figure."""

    failures: tuple[Failure, ...]
    failed: dict[Key, tuple[Failure, ...]]
    passed: dict[Key, tuple[Relation, ...]]

    @classmethod
    def of(cls, outcomes: tuple[Outcome, ...]) -> Graph:
        failures = tuple(
            Failure(index, outcome, outcome.relation)
            for index, outcome in enumerate(outcomes)
            if outcome.status is Status.FAILED and outcome.relation is not None
        )
        failed: dict[Key, list[Failure]] = {}
        for failure in failures:
            for key in failure.figures:
                failed.setdefault(key, []).append(failure)
        passed: dict[Key, list[Relation]] = {}
        if failed:
            for outcome in outcomes:
                if outcome.status is Status.PASSED and outcome.relation is not None:
                    for key in keys_of(outcome.relation) & failed.keys():
                        passed.setdefault(key, []).append(outcome.relation)
        return cls(
            failures,
            {key: tuple(found) for key, found in failed.items()},
            {key: tuple(found) for key, found in passed.items()},
        )

    def breaks(self, figure: Operand, quantity: Quantity) -> Iterator[Relation]:
        """The passed relations that fail once ``quantity`` is printed in the place of ``figure``."""
        for relation in self.passed.get(figure.evidence.key, ()):
            if not holds_with(relation, figure, quantity):
                yield relation


def keys_of(relation: Relation) -> frozenset[Key]:
    """The printed figures of a relation; constants are none."""
    return frozenset(operand.evidence.key for operand in relation.figures() if operand.evidence.key)


def find(relation: Relation, key: Key) -> Operand | None:
    """The figure with this key."""
    return next((operand for operand in relation.figures() if operand.evidence.key == key), None)


def disputed(relation: Relation) -> Operand | None:
    """The figure that the check disputes; None when it disputes several together."""
    bound = relation.operands[relation.claimed]
    return None if isinstance(bound, tuple) else bound


def holds_with(relation: Relation, figure: Operand, quantity: Quantity) -> bool:
    """True when the relation holds with ``quantity`` printed in the place of ``figure``."""
    try:
        return passes(substituted(relation, figure, quantity))
    except ZeroDivisionError:
        return False


def claims(failure: Failure, figure: Operand) -> bool:
    """True when the check itself disputes the figure."""
    claimed = disputed(failure.relation)
    return claimed is not None and is_same(claimed, figure)
