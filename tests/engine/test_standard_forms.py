"""Whole sets of public tables, as other provinces and years print them, are understood without a false alarm."""

from pathlib import Path
from random import Random

import pytest

from auditor.app.audit import Auditor, numbers_of
from auditor.engine.run import run
from auditor.model.finding import Severity, Status
from auditor.reading.text import read

AUDITOR = Auditor.with_library()
TABLES = AUDITOR.library.selected(select=["table/*", "tie/*", "score/*"])
DATA = Path(__file__).parent / "data"
FORMS = sorted(DATA.glob("*.txt"))


def outcomes(data):
    dossier = AUDITOR.understand(read(Path("t.txt"), data))
    return dossier, run(TABLES, dossier)


def decided(found):
    figures = [
        f.evidence.key for o in found if o.relation and o.status is not Status.SKIPPED for f in o.relation.figures()
    ]
    return {*figures, *(e.key for o in found if o.status is not Status.SKIPPED for e in o.evidence)}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_right_report_raises_nothing(path):
    _, found = outcomes(path.read_bytes())
    assert [(o.check, o.arithmetic, o.reason) for o in found if o.status in (Status.FAILED, Status.BROKEN)] == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_nearly_every_figure_stands_in_a_decided_relation(path):
    dossier, found = outcomes(path.read_bytes())
    figures = [figure.key for figure in numbers_of(dossier) if figure.table is not None]
    assert len(set(figures) & decided(found)) >= 0.95 * len(figures)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_nearly_every_changed_figure_is_noticed(path):
    text = path.read_text("utf-8")
    dossier, _ = outcomes(text.encode())
    figures = [figure for figure in numbers_of(dossier) if figure.table is not None and figure.quantity.value > 1]
    lines = text.split("\n")
    chosen = Random(7).sample(figures, 30)
    unnoticed = []
    for figure in chosen:
        number = figure.location.line - 1
        column = figure.key[2]
        cells = lines[number].split("\t")
        cells[column] = f"{figure.quantity.value + 7:f}"
        changed = "\n".join([*lines[:number], "\t".join(cells), *lines[number + 1 :]])
        _, found = outcomes(changed.encode())
        if not any(o.status is Status.FAILED and o.severity is not Severity.NOTE for o in found):
            unnoticed.append((figure.table, figure.row, figure.column))
    assert len(unnoticed) <= 3, unnoticed
