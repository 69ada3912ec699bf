"""How is a text shown as understood: each number with unit, role, label, concepts, period and basis, then what the checks made of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.model.mention import Mention
from auditor.report.messages import say
from auditor.report.terminal import STYLES
from auditor.report.text import one_language
from auditor.rulebook.library import Library

_PERIODS = ("prior", "other_year")
_BASES = ("initial_budget", "full_budget", "budget", "final", "spent", "allocated")
_LOUD = (Status.FAILED, Status.BROKEN, Status.PASSED)


def show(
    dossier: Dossier, outcomes: Sequence[Outcome], library: Library, out: Console, lang: str, *, every: bool
) -> None:
    """Numbers first, then outcomes; skipped relations only when ``every`` is wanted."""
    if not dossier.prose.mentions and not dossier.grids:
        out.print(Text(say("try.nothing", lang)))
    for mention in dossier.prose.mentions:
        out.print(Text(f"{mention.quantity.text}{mention.quantity.unit.symbol}", "bold"), soft_wrap=True)
        for key, value in _facts(mention, dossier, lang):
            out.print(Text(f"    {say(key, lang)}  ", "dim") + Text(value), soft_wrap=True)
    for grid in dossier.grids:
        said = say(
            "try.table", lang, title=grid.table.title or "—", role=grid.role or "—", unit=grid.unit.symbol or "—"
        )
        out.print(Text(said, "bold"), soft_wrap=True)
    out.print()
    shown = [o for o in outcomes if o.status in _LOUD or (every and o.status is Status.SKIPPED)]
    if not shown:
        out.print(Text(say("try.no_check", lang)))
    for outcome in sorted(shown, key=lambda each: each.status is Status.SKIPPED):
        style = {Status.FAILED: STYLES["error"], Status.PASSED: "green"}.get(outcome.status, "dim")
        line = Text(f"{say(outcome.status.value, lang)}  ", style) + Text(f"{outcome.check}  ", "bold")
        line.append(library.checks[outcome.check].title.say(lang))
        out.print(line, soft_wrap=True)
        for text in (outcome.arithmetic, one_language(outcome.reason.strip(), lang)):
            if text:
                out.print(Text(f"    {text}", "dim"), soft_wrap=True)


def _facts(mention: Mention, dossier: Dossier, lang: str) -> Iterator[tuple[str, str]]:
    """What the words say of a number; nothing is listed that they do not say."""
    signs = {1: "+", -1: "−"}
    hangs = ", ".join(dossier.prose.mentions[index].quantity.text for index in mention.of)
    measured = ", ".join(dossier.prose.mentions[index].quantity.text for index in mention.bases)
    facts = (
        (
            "try.role",
            f"{mention.role.value}{signs.get(mention.direction, '')}  {say(f'try.role.{mention.role.value}', lang)}",
        ),
        ("try.label", mention.label),
        ("try.concepts", ", ".join(sorted(mention.concepts))),
        ("try.period", _said(mention, "period", _PERIODS, lang)),
        ("try.basis", _said(mention, "basis", _BASES, lang)),
        ("try.scope", _said(mention, "scope", (), lang)),
        ("try.fund", _said(mention, "fund", (), lang)),
        ("try.tags", ", ".join(sorted(mention.tags - {*_PERIODS, *_BASES}))),
        ("try.of", hangs),
        ("try.base", " ".join(part for part in (mention.base, measured) if part)),
    )
    return ((key, value) for key, value in facts if value)


def _said(mention: Mention, name: str, tags: tuple[str, ...], lang: str) -> str:
    """A dimension with how it is known, and the tags that tell of it."""
    dimension = mention.dims.of(name)
    known = f"{dimension.value} ({say(f'try.{dimension.known.value}', lang)})" if dimension.value else ""
    return ", ".join(part for part in (known, *(tag for tag in tags if tag in mention.tags)) if part)
