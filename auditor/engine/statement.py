"""Does a sentence report what the tables say?

Each mention that fits the check is held against the cells it reports. A cell that cannot be found is skipped, with what is
missing; a blank cell is 0. Where the words fit several cells or figures, one that agrees is enough, and a figure that agrees
with none is accused only when the reading has proven itself (:mod:`auditor.engine._reading`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice, product

from auditor.engine import _cells as cells
from auditor.engine import _reading as reading
from auditor.engine._mending import ROUNDED, any_slipped, overstated, rounded
from auditor.engine.claim import best, signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier, Sentence
from auditor.model.fact import PLANS, Known
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Name, parse_expression
from auditor.model.grid import Grid
from auditor.model.mention import Mention, Role
from auditor.parsing.budget_items import BudgetItems, Path
from auditor.parsing.dimensions import THIS_YEAR
from auditor.parsing.labels import Concepts, alternatives, bare, core, names, squeeze
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Figure, Statement
from auditor.rulebook.table_words import fold
from auditor.rulebook.vocabulary import Vocabulary

Bound = cells.Bound
MOST_READINGS = 16
FORM_HEAD, NAME_LENGTH = 4, 4  # rows of a form that may name its project, and characters that tell a name
ITEM, LABEL, CLASS = "item", "label", "functional_class"
OF, SEGMENT, FISCAL = "的", "；", "fiscal_income"
_NONE: frozenset[str] = frozenset()
BASIS, ACTUAL, BUDGET = "basis", "actual", "budget"
_DIGITS = 3  # of a figure that agrees with a slip not by chance
UNCERTAIN = "未能确定所指的表内数字 (it is not certain which cell the words mean)"
OUTER = "该表含其他资金，所述可能只是其中一部分 (the table is of all funds, of which the sentence may tell one)"
ELSEWHERE = "与另一张表的总计一致 (it is the total of another table)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Statement)
    judge_one = _Judge(check, dossier, vocabulary)
    for mention in dossier.prose.mentions:
        if judge_one.fits(check.stated, mention) and (result := judge_one.outcome(mention)):
            yield result


class _Judge:
    def __init__(self, check: Statement, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        self.words = vocabulary.tables
        self.vocabulary = vocabulary
        self.places = {name: [_place(text) for text in texts] for name, texts in check.cells.items()}
        self.items = BudgetItems(vocabulary)
        self.fitting: dict[int, dict[int, list[Mention]]] = {}
        self.found: dict[tuple[object, ...], list[Bound]] = {}
        self.tables: dict[tuple[object, ...], list[Grid]] = {}
        self.names: dict[int, tuple[str, ...]] = {}
        self.based: dict[int, bool] = {}

    @cached_property
    def aliases(self) -> dict[str, frozenset[str]]:
        """The words of concepts without filler, to the concepts."""
        known: dict[str, set[str]] = {}
        for name, words in self.vocabulary.concepts.items():
            for alias in words:
                for form in (bare(alias), bare(core(alias))):
                    known.setdefault(form, set()).add(name)
        return {alias: frozenset(names) for alias, names in known.items()}

    @cached_property
    def labels(self) -> Concepts:
        return Concepts(self.vocabulary)

    def fits(self, figure: Figure, mention: Mention) -> bool:
        if figure.label and mention.concepts.isdisjoint(figure.label):
            return False
        sentence = self.dossier.prose.sentences[mention.sentence]
        return (
            mention.role is figure.role
            and not (figure.role is Role.AMOUNT and self._of_another_period(mention, sentence))
            and not mention.numeral
            and (not figure.unit or mention.quantity.unit.dimension == figure.unit)
            and all(tag in mention.tags for tag in figure.tags)
            and not any(tag in mention.tags for tag in figure.not_tags)
            and (not figure.direction or mention.direction == (1 if figure.direction == "rise" else -1))
            and (not figure.item or self._own_amount(mention, sentence))
            and all(word in mention.context for word in figure.context)
            and (not figure.any_context or any(word in mention.context for word in figure.any_context))
            and not any(word in mention.context for word in figure.not_context)
            and mention.concepts.isdisjoint(figure.not_label)
            and (not figure.exact or self._exactly(figure.label, mention))
            and self._stands(figure, mention, sentence)
        )

    def _of_another_period(self, mention: Mention, sentence: Sentence) -> bool:
        """True for an earlier figure, and where a comparison was opened before it that no ； has closed."""
        open_words = sentence.text[: mention.start - sentence.start].rpartition(SEGMENT)[2]
        compared = mention.compared and bool(self.prior.search(squeeze(open_words)))
        return compared or mention.dims.period.value not in self.own_period

    @cached_property
    def own_period(self) -> frozenset[str]:
        """The periods of the figures that a table of the report may hold: the year reported, or one that is not known."""
        return frozenset({"", str(self.dossier.profile.year or THIS_YEAR)})

    @cached_property
    def prior(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.vocabulary.cues.prior))

    def _exactly(self, concepts: Sequence[str], mention: Mention) -> bool:
        """True when the label (without whose it is) is one of the concepts and no narrower one."""
        forms = [mention.subject, bare(core(mention.label))]
        entity = bare(self.dossier.profile.entity or "")
        forms += [form.removeprefix(entity) for form in forms]
        forms += [tail for form in forms for head, of, tail in [form.rpartition(OF)] if of and self._fund(head)]
        return any(not self.aliases.get(form, _NONE).isdisjoint(concepts) for form in forms)

    def _fund(self, words: str) -> bool:
        """True for words that end with the name of a fund: 下属1家机关财政拨款."""
        return any(words.endswith(bare(alias)) for alias in self.vocabulary.concepts.get(FISCAL, ()))

    def _stands(self, figure: Figure, mention: Mention, sentence: Sentence) -> bool:
        if sentence.topic in figure.not_section:
            return False
        if not figure.section or sentence.topic in figure.section:
            return True
        return bool(figure.named) and self._exactly(figure.named, mention)

    def _item(self, mention: Mention, sentence: Sentence) -> str:
        """The budget item that a figure is of: named right before it, else the one its sentence speaks of."""
        return self.items.before(sentence.text[: mention.start - sentence.start]) or sentence.item

    def _path(self, item: str) -> Path:
        """The names of an item: those of the table's levels, where they are run together in one: 教育支出普通教育小学教育（项）."""
        path = self.items.path(item)
        return self.run_together.get(fold(path.names[0]), path) if len(path.names) == 1 else path

    @cached_property
    def run_together(self) -> dict[str, Path]:
        """The items of all tables, by their names from 类 (or 款) down without anything between."""
        return {
            "".join(names[start:]): Path(names)
            for grid in self.dossier.grids
            for names in cells.paths(grid)
            for start in range(len(names) - 1)
        }

    def _own_amount(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the amount of a budget item itself, not of something that it was spent on."""
        item = self._item(mention, sentence)
        if not item:
            return False
        label = self.items.unsaid.sub("", bare(mention.label))
        return not self.labels.subject(label) or names(bare(self.items.path(item).names[-1]), label)

    @cached_property
    def by_label(self) -> bool:
        """True when a figure is of this check only if a table has a line of its label."""
        lines = {line for places in self.places.values() for _, line, _ in places}
        return not self.check.stated.label and bool(lines & {LABEL, CLASS})

    def outcome(self, mention: Mention) -> Outcome | None:
        stated = signed(self.dossier.operand(mention, "claimed"), mention.direction_sign)
        sentence = self.dossier.prose.sentences[mention.sentence]
        if not all(self._figures(self.check.figures[name], mention, sentence) for name in self.check.needs):
            return None
        choices: dict[str, list[Bound]] = {}
        for name in dict.fromkeys(str(n) for n in self.check.holds.names()):
            if name == "stated":
                continue
            found = self._choices(name, mention, sentence)
            if not found and self.by_label:
                return None
            if not found:
                reason = f"未找到 {' / '.join(self.check.cells.get(name, (name,)))} (not found)"
                return Outcome(self.check.id, Status.SKIPPED, evidence=(stated.evidence,), reason=reason)
            choices[name] = found
        results = [self._judged(mention, stated, dict(zip(choices, chosen, strict=True)))
                   for chosen in islice(product(*choices.values()), MOST_READINGS)]  # fmt: skip
        read = best(iter(results))
        near = (result for result in results if result.reason == ROUNDED)
        return next(near, read) if read.status is Status.FAILED else read

    def _judged(self, mention: Mention, stated: Operand, chosen: Mapping[str, Bound]) -> Outcome:
        operands: dict[str, Bound] = {"stated": stated, **chosen}
        relation = Relation(self.check.holds, operands, "stated")
        units = {figure.quantity.unit.dimension for figure in relation.figures()}
        if len(units) > 1:
            reason = "单位不同或未标明 (units differ or are not stated)"
            return Outcome(self.check.id, Status.SKIPPED, relation=relation, evidence=(stated.evidence,), reason=reason)
        words = {"label": mention.label, "table": self._tables(chosen)}
        result = outcome(self.check, relation, words, at_most=self._trust(chosen))
        return self._proven(result, mention, chosen) if result.status is Status.FAILED else result

    def _proven(self, result: Outcome, mention: Mention, chosen: Mapping[str, Bound]) -> Outcome:
        """A failure, where the reading of the words and the table can be relied on; else skipped with the reason."""
        grids = self._grids(chosen)
        other = self._total_elsewhere(mention, grids) if self.check.total and grids else None
        doubt = self._doubt(grids)
        if not doubt and _cut_off(result):
            doubt = ROUNDED
        if not doubt and other is not None:
            if self.check.total == "note":
                return replace(result, severity=Severity.NOTE)
            doubt = f"{ELSEWHERE}：{other.table.title}"
        if not doubt and self.check.cells and not self._certain(mention, grids):
            doubt = UNCERTAIN
        if not doubt and grids and all(grid.role in self.check.outer for grid in grids) and _falls_short(result):
            doubt = OUTER
        if not doubt:
            return result if all(grid.sure for grid in grids) else cells.warned(result)
        return Outcome(self.check.id, Status.SKIPPED, relation=result.relation, evidence=result.evidence, reason=doubt)

    def _certain(self, mention: Mention, grids: Sequence[Grid]) -> bool:
        """True when the words name what is meant in full, or name it under a heading or beside figures of its table."""
        stated = self.check.stated
        sentence = self.dossier.prose.sentences[mention.sentence]
        if stated.item:
            return len(self._path(self._item(mention, sentence)).names) > 1
        if self.check.proof == "words" or (stated.named and self._exactly(stated.named, mention)):
            return True
        if stated.label and not self._exactly(stated.label, mention):
            return False
        inherited = bool(stated.label) and bool(stated.section) and sentence.topic in stated.section
        return inherited or reading.read_from(self.dossier, mention, grids)

    def _total_elsewhere(self, mention: Mention, grids: Sequence[Grid]) -> Grid | None:
        """The table of which the figure is the total: one of ``grids`` for a note, else any of the report."""
        part = grids[0].part
        known = grids if self.check.total == "note" else [grid for grid in self.dossier.grids if grid.part == part]
        return reading.total_elsewhere(mention, known)

    def _choices(self, name: str, mention: Mention, sentence: Sentence) -> list[Bound]:
        if name in self.check.figures:
            return self._figures(self.check.figures[name], mention, sentence)
        found: dict[str, list[Bound]] = {}
        for role, line, keys in self.places[name]:
            for grid in self._tables_of(role, sentence):
                for columns in self._columns(keys, grid, mention):
                    found.setdefault(role, []).extend(self._cells(grid, line, columns, mention, sentence))
        own = found.pop(sentence.topic, [])  # of the table that the section is about: it comes first
        return [*own, *(bound for bounds in found.values() for bound in bounds)]

    def _tables_of(self, role: str, sentence: Sentence) -> list[Grid]:
        """The tables of a role in the report that the sentence stands in; of the whole document where that has none. Of
        several forms, those with a name in their first rows that a heading of the sentence has."""
        asked = (role, sentence.part, sentence.section)
        if asked not in self.tables:
            own = list(cells.grids(self.dossier, (role,), sentence.part)) or list(cells.grids(self.dossier, (role,)))
            titles = "\n".join(bare(title) for title in sentence.section)
            named = [grid for grid in own if len(own) > 1 and any(name in titles for name in self._names_on(grid))]
            self.tables[asked] = named or own
        return self.tables[asked]

    def _columns(self, keys: Sequence[str], grid: Grid, mention: Mention) -> list[Sequence[str]]:
        """The column keys with ``basis`` replaced by what the words say: either where they do not tell, none in a table of
        one basis."""
        if BASIS not in keys:
            return [keys]
        if grid.index not in self.based:
            columns = {column.key for side in grid.sides for column in side.columns}
            self.based[grid.index] = not ({side.key for side in grid.sides} | columns).isdisjoint((ACTUAL, BUDGET))
        if not self.based[grid.index]:
            return [tuple(key for key in keys if key != BASIS)]
        said = mention.dims.basis.value
        open_ = not said or (said in PLANS and mention.dims.basis.known is not Known.STATED)  # 预算9万元，支出8万元
        bases = [ACTUAL, BUDGET] if open_ else [BUDGET] if said in PLANS else [ACTUAL]
        return [tuple(basis if key == BASIS else key for key in keys) for basis in bases]

    def _names_on(self, grid: Grid) -> tuple[str, ...]:
        if grid.index not in self.names:
            self.names[grid.index] = tuple(_names_on(grid))
        return self.names[grid.index]

    def _figures(self, figure: Figure, mention: Mention, sentence: Sentence) -> list[Bound]:
        item = self._path(self._item(mention, sentence)) if figure.same_item else None
        near = sorted(self._fitting(figure).get(sentence.part, ()), key=lambda m: abs(m.sentence - mention.sentence))
        found: list[Bound] = [
            signed(self.dossier.operand(m, "compared"), m.direction_sign)
            for m in near
            if m.index != mention.index
            and (
                not figure.same_item
                or (
                    abs(m.block - mention.block) <= 1
                    and self._path(self._item(m, self.dossier.prose.sentences[m.sentence])) == item
                )
            )
        ]
        return found or ([()] if figure.optional else [])

    def _fitting(self, figure: Figure) -> dict[int, list[Mention]]:
        """The mentions that fit a figure, by the report that they stand in; looked for once, for long documents have many."""
        if id(figure) not in self.fitting:
            found = self.fitting[id(figure)] = {}
            for mention in self.dossier.prose.mentions:
                if self.fits(figure, mention):
                    found.setdefault(self.dossier.prose.sentences[mention.sentence].part, []).append(mention)
        return self.fitting[id(figure)]

    def _cells(self, grid: Grid, line: str, keys: Sequence[str], mention: Mention, sentence: Sentence) -> list[Bound]:
        """The cells of a table; looked for once for each line that is named, for long documents have many sentences."""
        said = self._item(mention, sentence) if line == ITEM else mention.label if line in (CLASS, LABEL) else ""
        asked = (grid.index, line, *keys, said)
        if asked not in self.found:
            self.found[asked] = self._cells_of(grid, line, keys, said)
        return self.found[asked]

    def _cells_of(self, grid: Grid, line: str, keys: Sequence[str], said: str) -> list[Bound]:
        if line == ITEM:
            return self._by_path(grid, self._path(said), keys)
        if line == CLASS:
            return self._by_class(grid, said, keys)
        if line == LABEL:
            return self._by_label(grid, core(said), keys) if len(said) > 1 else []
        return [cells.operand(self.dossier, place, "compared") for place in cells.cells(grid, line, *keys)[:1]]

    def _by_path(self, grid: Grid, path: Path, keys: Sequence[str]) -> list[Bound]:
        places = cells.by_names(grid, path.names)
        if not places and path.code:
            places = [(side, line) for side, line in grid.lines() if line.code == path.code]
        found: list[Bound] = []
        for side, line in places:
            column = side.column(keys[0]) if keys else side.main
            if column is not None:
                found.append(cells.operand(self.dossier, cells.Cell(grid, side, line, column), "compared"))
        return found if len(found) == 1 else []

    def _by_class(self, grid: Grid, label: str, keys: Sequence[str]) -> list[Bound]:
        """The cells that make up the functional class (类) that a label names; several when only its 项 are printed."""
        key = self.words.line_key(fold(core(label)))
        if not key.startswith(cells.CLASS):
            return []
        sides = {side.key for side in grid.sides}
        column = next((key for key in keys if key not in sides), "")
        places = cells.code_cells(grid, key.removeprefix(cells.CLASS), column)
        found = [cells.operand(self.dossier, place, "compared") for place in places]
        if len(found) < 2:
            return found
        return [tuple(operand for bound in found for operand in _each(bound))]

    def _by_label(self, grid: Grid, label: str, keys: Sequence[str]) -> list[Bound]:
        if place := cells.cell(grid, label, *keys):
            return [cells.operand(self.dossier, place, "compared")]
        return self._by_path(grid, self.items.path(label), keys)

    def _tables(self, chosen: Mapping[str, Bound]) -> str:
        titles = [
            operand.evidence.table for bound in chosen.values() for operand in _each(bound) if operand.evidence.table
        ]
        return "、".join(dict.fromkeys(titles))

    def _grids(self, chosen: Mapping[str, Bound]) -> list[Grid]:
        """The tables that the chosen cells stand in."""
        blocks = {
            operand.evidence.key[0]
            for bound in chosen.values()
            for operand in _each(bound)
            if operand.evidence.table is not None
        }
        return [grid for grid in self.dossier.grids if grid.index in blocks]

    @staticmethod
    def _doubt(grids: Sequence[Grid]) -> str:
        return next((grid.doubt for grid in grids if grid.doubt), "")

    def _trust(self, chosen: Mapping[str, Bound]) -> Severity | None:
        """A label that only a blank cell answers to may name something else."""
        blank = any(bound == () for name, bound in chosen.items() if name in self.check.cells)
        return Severity.WARNING if blank else None


def _each(bound: Bound) -> tuple[Operand, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _names_on(grid: Grid) -> Iterator[str]:
    """The longer texts of the first rows: the project that a form is about."""
    for row in grid.table.rows[:FORM_HEAD]:
        yield from (name for cell in row[1:] if not cell.spanned and len(name := bare(cell.text)) >= NAME_LENGTH)


def _place(text: str) -> tuple[str, str, tuple[str, ...]]:
    name = parse_expression(text)
    assert isinstance(name, Name)
    return name.name, name.place[0] if name.place else cells.ONLY, name.place[1:]


def _cut_off(result: Outcome) -> bool:
    """True where what is told in a coarser unit than the table's (亿元 for 万元) is rounded otherwise, or cut off."""
    assert result.relation is not None
    figures = [figure.quantity for figure in result.relation.figures()]
    return len(figures) == 2 and len({figure.unit.scale for figure in figures}) == 2 and rounded(result.relation)


def _falls_short(result: Outcome) -> bool:
    """True where less is stated than the table has, and no slip of the pen explains the gap."""
    assert result.relation is not None
    return (overstated(result.relation) or 0) < 0 and not any_slipped(result.relation, _DIGITS)
