"""What is a check? The fields that every kind shares; the kinds themselves are listed in :mod:`auditor.rulebook.kinds`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from auditor.model import formula as formulas
from auditor.model.finding import Severity
from auditor.rulebook.typed import Least, Parsed, RefusalError, Strict, Words

Family = Literal[
    "foot", "crossfoot", "balance", "tie_tables", "tie_text_table", "tie_text", "parts", "share", "yoy",
    "execution", "unit", "rate", "score", "direction", "date", "structure", "other",
]  # fmt: skip
FAMILIES: tuple[str, ...] = get_args(Family)
PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")  # {name}, {expression}, {name:form}
SEVERAL = re.compile(r"\[([^\[\]]*\{count\}[^\[\]]*)\]")  # words of a message that are left out where the count is 1
RISE = "rise"  # the form in which a change or a rate is said as a rise or a fall
MARK = re.compile(r">>(.*?)<<", re.DOTALL)
CONTEXT_NAMES = ("claimed", "expected", "gap", "label", "table", "row", "column", "words", "count")


def _formula(value: Any) -> formulas.Formula:
    try:
        return formulas.parse(str(value))
    except formulas.FormulaError as error:
        raise RefusalError(error.zh, error.en) from None


FormulaField = Annotated[formulas.Formula, Parsed(_formula)]


class Text(Strict):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Examples(Strict):
    """Texts that the whole pipeline is run on: ``pass`` must raise nothing, ``fail`` is disputed at each ``>>spot<<``."""

    pass_: Annotated[Words, Least(1)]
    fail: Annotated[Words, Least(1)]


class CauseRule(Strict):
    """An explanation of a failure: it applies when its own relation holds."""

    kind: str
    when: FormulaField
    text: Text


class Check(Strict):
    """A rule that reports must satisfy. ``id`` is the path of its file under the library, without ``.yaml``."""

    id: str
    kind: str
    title: Text  # true when the report is right
    why: Text
    family: Family
    severity: Severity = Severity.ERROR
    source: str = ""  # regulation, form or paper
    reports: Words = ()  # kinds of report it applies to; empty: all
    message: Text
    causes: tuple[CauseRule, ...] = ()
    examples: Examples

    def formulas(self) -> tuple[formulas.Formula, ...]:
        """The relations that a failure is judged by; none for kinds that compare words."""
        return ()

    def extra_names(self) -> tuple[str, ...]:
        """Names, besides those of its formulas, that message and causes may use."""
        return ()

    def names(self) -> set[str]:
        known = {str(name) for formula in self.formulas() for name in formula.names()}
        return known | set(self.extra_names()) | set(CONTEXT_NAMES)


class Relational(Check):
    """A check whose failures are judged by one relation."""

    holds: FormulaField

    def formulas(self) -> tuple[formulas.Formula, ...]:
        return (self.holds,)
