"""Is a table, as extracted, fit to be judged? The fitness gate, run with great-expectations.

One frame holds the lines of all tables of a document, and one suite is run on it: a suite for each table would cost a
document of ten tables ten times as long. A table that fails
has its relations skipped with the reason. An expectation that raises is a broken gate, not bad data.

The result is plain JSON values, kept in ``Document.gate``::

    {"library": "great-expectations 1.24.1", "facts": "<fingerprint>", "success": true, "broken": [],
     "tables": {"12": {"role": "income", "lines": 21, "success": true, "failed": {}}}}

``failed`` maps the name of an expectation to the number of lines that miss it.
"""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from auditor.model.grid import Grid
from auditor.parsing._expectations import great_expectations
from auditor.parsing.fitness import Fact, facts, fingerprint
from auditor.rulebook.table_words import TableRole

CODE = r"^\d{3}(\d{2}){0,2}$"
MOST_LINES = 3000
_PERMILLE = 1000
_WHICH_LINES = {"result_format": "COMPLETE", "unexpected_index_column_names": ["table", "row"]}


@dataclass(frozen=True, slots=True)
class Requirement:
    """An expectation by name, the permille of a table's lines that may miss it, and what to say when more do."""

    name: str
    spare: int
    zh: str
    en: str

    def failed(self, lines: int) -> str:
        return f"未通过可用性检查：{self.zh} (fitness gate: {self.en})".replace("{n}", str(lines))


REQUIREMENTS = {
    requirement.name: requirement
    for requirement in (
        Requirement("codes_well_formed", 100, "{n} 行科目编码不规范", "{n} lines have a malformed code"),
        Requirement("codes_unique", 100, "{n} 行科目编码重复", "{n} lines repeat a code"),
        Requirement("amounts_numeric", 200, "{n} 行有无法读出的金额", "{n} lines have an amount that cannot be read"),
        Requirement("one_total", 0, "同一合计行出现不止一次", "the same total line stands there more than once"),
        Requirement("lines_within_reason", 0, "行数过多", "there are too many lines"),
        Requirement("joined_few", 200, "{n} 行数字在提取时断开", "{n} lines have numbers that extraction broke"),
    )
}


def judge_fitness(
    grids: Sequence[Grid], roles: Mapping[str, TableRole], known: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The gate's result; ``known``, an earlier one, is given back when the tables have not changed since.

    great-expectations is imported only when there is a table to judge and no earlier result.
    """
    found = facts(grids, roles)
    print_ = fingerprint(found)
    if known and known.get("facts") == print_:
        return dict(known)
    missed, broken, library = _run(found) if found else ({}, [], "")
    sizes = Counter(fact.table for fact in found)
    role_of = {fact.table: fact.role for fact in found}
    tables = {
        str(table): {"role": role_of[table], "lines": size, **_verdict(missed.get(table, Counter()), size)}
        for table, size in sorted(sizes.items())
    }
    success = not broken and all(table["success"] for table in tables.values())
    return {"library": library, "facts": print_, "success": success, "broken": broken, "tables": tables}


def doubted(grids: Iterable[Grid], result: Mapping[str, object]) -> tuple[Grid, ...]:
    """The grids, those that failed the gate with the reasons among their doubts."""
    return tuple(replace(grid, doubts=(*grid.doubts, *reasons(result, grid.index))) for grid in grids)


def reasons(result: Mapping[str, object], table: int) -> list[str]:
    """Why the table at block ``table`` failed, in both languages; empty when it did not."""
    tables = result.get("tables")
    verdict = tables.get(str(table)) if isinstance(tables, dict) else None
    failed = verdict.get("failed") if isinstance(verdict, dict) else None
    return [REQUIREMENTS[name].failed(count) for name, count in (failed or {}).items() if name in REQUIREMENTS]


def publish(grids: Sequence[Grid], roles: Mapping[str, TableRole], directory: Path) -> Path:
    """Write great-expectations' Data Docs of the tables into ``directory``; gives the index page."""
    found = facts(grids, roles)
    gx = great_expectations()
    with _quiet():
        context = _context()
        suite = context.suites.add(_suite(_expectations()))
        validation = gx.ValidationDefinition(name="lines", data=_lines(context), suite=suite)
        context.validation_definitions.add(validation)
        checkpoint = gx.Checkpoint(name="document", validation_definitions=[validation], result_format=_WHICH_LINES)
        context.checkpoints.add(checkpoint)
        store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(directory.resolve())}
        site = {
            "class_name": "SiteBuilder",
            "store_backend": store,
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        }
        context.add_data_docs_site(site_name="tables", site_config=site)
        checkpoint.run(batch_parameters={"dataframe": _frame(found)})
        context.build_data_docs()
    return directory / "index.html"


def _verdict(missed: Counter[str], size: int) -> dict[str, Any]:
    failed = {name: count for name, count in missed.items() if count * _PERMILLE > REQUIREMENTS[name].spare * size}
    return {"success": not failed, "failed": failed}


# --- great-expectations --------------------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Warnings and log lines of great-expectations kept off the terminal."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def load() -> None:
    """Import great-expectations before there is a table to judge: processes that are forked then share it."""
    with _quiet():
        great_expectations()


def _run(found: Sequence[Fact]) -> tuple[dict[int, Counter[str]], list[str], str]:
    """For each table the number of lines that miss each expectation; the expectations that raised; the library.

    All are asked first whether any line misses them, and only those that say so which: that costs twice as much.
    """
    with _quiet():
        batch = _lines(_context()).get_batch(batch_parameters={"dataframe": _frame(found)})
        held = batch.validate(_suite(_expectations()), result_format="BOOLEAN_ONLY").results
        unmet = {_name(outcome) for outcome in held if not outcome.success}
        asked = [expectation for expectation in _expectations() if expectation.meta["name"] in unmet]
        outcomes = batch.validate(_suite(asked), result_format=_WHICH_LINES).results if asked else []
    missed: dict[int, Counter[str]] = {}
    broken: list[str] = []
    for outcome in outcomes:
        if _raised(outcome.exception_info):
            broken.append(_name(outcome))
            continue
        for place in outcome.result.get("unexpected_index_list") or ():
            missed.setdefault(int(place["table"]), Counter())[_name(outcome)] += 1
    return missed, sorted(broken), f"great-expectations {version('great_expectations')}"


def _context() -> Any:
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


def _lines(context: Any) -> Any:
    """Where the frame of a document is handed to great-expectations."""
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("lines")
    return asset.add_batch_definition_whole_dataframe("all")


def _frame(found: Sequence[Fact]) -> Any:
    pd: Any = import_module("pandas")
    return pd.DataFrame([asdict(fact) for fact in found], columns=list(Fact.__dataclass_fields__))


def _suite(expectations: Sequence[Any]) -> Any:
    return great_expectations().ExpectationSuite(name="fit to be judged", expectations=expectations)


def _name(outcome: Any) -> str:
    """The name of the requirement that an outcome is of."""
    return str(outcome.expectation_config.meta["name"])


def _expectations() -> list[Any]:
    """One expectation a requirement, over the lines of all tables."""
    gxe = great_expectations().expectations

    def at_most(name: str, column: str, most: int) -> Any:
        return gxe.ExpectColumnValuesToBeBetween(column=column, max_value=most, meta={"name": name})

    return [
        gxe.ExpectColumnValuesToMatchRegex(column="code", regex=CODE, meta={"name": "codes_well_formed"}),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["tree", "code"], ignore_row_if="any_value_is_missing", meta={"name": "codes_unique"}
        ),
        at_most("amounts_numeric", "unreadable", 0),
        at_most("one_total", "totals", 1),
        at_most("lines_within_reason", "lines", MOST_LINES),
        at_most("joined_few", "joined", 0),
    ]


def _raised(info: object) -> bool:
    """True when an expectation raised; great-expectations says so at the top or under the id of a metric."""
    if not isinstance(info, dict):
        return False
    return bool(info.get("raised_exception")) or any(
        isinstance(inner, dict) and inner.get("raised_exception") for inner in info.values()
    )
