"""Does a sentence report what the tables say?

Each mention that fits the check is held against the cells it reports. A cell that cannot be found is skipped, with what is
missing; a blank cell is 0. Where the words fit several cells or figures, one that agrees is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product

from auditor.engine import _cells as cells
from auditor.engine.claim import best, signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier, Sentence
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Name, parse_expression
from auditor.model.grid import Grid
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import bare, core, squeeze
from auditor.spec.check import Check
from auditor.spec.prose_checks import Figure, Statement
from auditor.spec.table_words import fold
from auditor.spec.vocabulary import Vocabulary

Bound = cells.Bound
MOST_READINGS = 16
ITEM, LABEL, CLASS = "item", "label", "functional_class"
_STEPS = re.compile(r"[（(][类款项][）)]|[-—－–/>、]")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Statement)
    judge_one = _Judge(check, dossier, vocabulary)
    for mention in dossier.prose.mentions:
        if judge_one.fits(check.stated, mention):
            yield judge_one.outcome(mention)


class _Judge:
    def __init__(self, check: Statement, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        self.words = vocabulary.tables
        self.concepts = vocabulary.words
        self.places = {name: [_place(text) for text in texts] for name, texts in check.cells.items()}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """The words of concepts without filler, to the concept."""
        return {bare(alias): name for alias, name in self.concepts.items()}

    def fits(self, figure: Figure, mention: Mention) -> bool:
        if figure.label and mention.concepts.isdisjoint(figure.label):
            return False
        sentence = self.dossier.prose.sentences[mention.sentence]
        return (
            mention.role is figure.role
            and not (mention.compared and figure.role is Role.AMOUNT)
            and not mention.numeral
            and (not figure.unit or mention.quantity.unit.dimension == figure.unit)
            and all(tag in mention.tags for tag in figure.tags)
            and not any(tag in mention.tags for tag in figure.not_tags)
            and (not figure.direction or mention.direction == (1 if figure.direction == "rise" else -1))
            and (not figure.item or bool(sentence.item))
            and all(word in mention.context for word in figure.context)
            and (not figure.any_context or any(word in mention.context for word in figure.any_context))
            and not any(word in mention.context for word in figure.not_context)
            and mention.concepts.isdisjoint(figure.not_label)
            and (not figure.exact or self._exactly(figure, mention))
            and self._stands(figure, sentence)
        )

    def _exactly(self, figure: Figure, mention: Mention) -> bool:
        return any(self.aliases.get(words) in figure.label for words in (mention.subject, bare(core(mention.label))))

    @staticmethod
    def _stands(figure: Figure, sentence: Sentence) -> bool:
        return (not figure.section or sentence.topic in figure.section) and sentence.topic not in figure.not_section

    def outcome(self, mention: Mention) -> Outcome:
        stated = signed(self.dossier.operand(mention, "claimed"), mention.direction_sign)
        sentence = self.dossier.prose.sentences[mention.sentence]
        choices: dict[str, list[Bound]] = {}
        for name in dict.fromkeys(str(n) for n in self.check.holds.names()):
            if name == "stated":
                continue
            found = self._choices(name, mention, sentence)
            if not found:
                reason = f"未找到 {' / '.join(self.check.cells.get(name, (name,)))} (not found)"
                return Outcome(self.check.id, Status.SKIPPED, evidence=(stated.evidence,), reason=reason)
            choices[name] = found
        return best(self._judged(mention, stated, dict(zip(choices, chosen, strict=True)))
                    for chosen in islice(product(*choices.values()), MOST_READINGS))  # fmt: skip

    def _judged(self, mention: Mention, stated: Operand, chosen: Mapping[str, Bound]) -> Outcome:
        operands: dict[str, Bound] = {"stated": stated, **chosen}
        relation = Relation(self.check.holds, operands, "stated")
        units = {figure.quantity.unit.dimension for figure in relation.figures()}
        if len(units) > 1:
            reason = "单位不同或未标明 (units differ or are not stated)"
            return Outcome(self.check.id, Status.SKIPPED, relation=relation, evidence=(stated.evidence,), reason=reason)
        words = {"label": mention.label, "table": self._tables(chosen)}
        result = outcome(self.check, relation, words, at_most=self._trust(chosen))
        doubt = self._doubt(chosen)
        if result.status is Status.FAILED and doubt:
            return Outcome(self.check.id, Status.SKIPPED, relation=relation, evidence=result.evidence, reason=doubt)
        return result

    def _choices(self, name: str, mention: Mention, sentence: Sentence) -> list[Bound]:
        if name in self.check.figures:
            return self._figures(self.check.figures[name], mention, sentence.part)
        found: list[Bound] = []
        for role, line, keys in self.places[name]:
            for grid in cells.grids(self.dossier, (role,)):
                found += self._cells(grid, line, keys, mention, sentence)
        return found

    def _figures(self, figure: Figure, mention: Mention, part: int) -> list[Bound]:
        found: list[Bound] = [
            signed(self.dossier.operand(m, "compared"), m.direction_sign)
            for m in self.dossier.prose.mentions
            if m.index != mention.index
            and self.fits(figure, m)
            and self.dossier.prose.sentences[m.sentence].part == part
        ]
        return found or ([()] if figure.optional else [])

    def _cells(self, grid: Grid, line: str, keys: Sequence[str], mention: Mention, sentence: Sentence) -> list[Bound]:
        if line == ITEM:
            return self._by_path(grid, _path(sentence.item or mention.label), keys)
        if line == CLASS:
            return self._by_class(grid, mention.label, keys)
        if line == LABEL:
            return self._by_label(grid, core(mention.label), keys) if len(mention.label) > 1 else []
        return [cells.operand(self.dossier, place, "compared") for place in cells.cells(grid, line, *keys)[:1]]

    def _by_path(self, grid: Grid, path: Sequence[str], keys: Sequence[str]) -> list[Bound]:
        found: list[Bound] = []
        for side, line in cells.by_names(grid, path):
            column = side.column(keys[0]) if keys else side.main
            if column is not None:
                found.append(cells.operand(self.dossier, cells.Cell(grid, side, line, column), "compared"))
        return found if len(found) == 1 else []

    def _by_class(self, grid: Grid, label: str, keys: Sequence[str]) -> list[Bound]:
        """The cells that make up the functional class (类) that a label names; several when only its 项 are printed."""
        key = self.words.line_key(fold(core(label)))
        if not key.startswith(cells.CLASS):
            return []
        places = cells.code_cells(grid, key.removeprefix(cells.CLASS), keys[0] if keys else "")
        found = [cells.operand(self.dossier, place, "compared") for place in places]
        if len(found) < 2:
            return found
        return [tuple(operand for bound in found for operand in _each(bound))]

    def _by_label(self, grid: Grid, label: str, keys: Sequence[str]) -> list[Bound]:
        if place := cells.cell(grid, label, *keys):
            return [cells.operand(self.dossier, place, "compared")]
        return self._by_path(grid, _path(label), keys)

    def _tables(self, chosen: Mapping[str, Bound]) -> str:
        titles = [
            operand.evidence.table for bound in chosen.values() for operand in _each(bound) if operand.evidence.table
        ]
        return "、".join(dict.fromkeys(titles))

    def _doubt(self, chosen: Mapping[str, Bound]) -> str:
        blocks = {
            operand.evidence.key[0] for bound in chosen.values() for operand in _each(bound) if operand.evidence.table
        }
        for grid in self.dossier.grids:
            if grid.index in blocks and (grid.doubts or not grid.table.trusted):
                return (
                    grid.doubts[0]
                    if grid.doubts
                    else "表格的读取方式不可靠 (the table was read by a method that may err)"
                )
        return ""

    def _trust(self, chosen: Mapping[str, Bound]) -> Severity | None:
        """A label that only a blank cell answers to may name something else."""
        blank = any(bound == () for name, bound in chosen.items() if name in self.check.cells)
        return Severity.WARNING if blank else None


def _each(bound: Bound) -> tuple[Operand, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _place(text: str) -> tuple[str, str, tuple[str, ...]]:
    name = parse_expression(text)
    assert isinstance(name, Name)
    return name.name, name.place[0] if name.place else cells.ONLY, name.place[1:]


def _path(item: str) -> list[str]:
    """The names of a budget item from 类 to 项."""
    return [step for step in (squeeze(part) for part in _STEPS.split(item)) if step]
