"""What does a check demand, why, and what does it look like? A check as rich text, and the library as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.report.messages import family, knows, say
from auditor.report.terminal import STYLES
from auditor.report.wrap import fold
from auditor.rulebook.check import MARK, Check

INDENT = 2
MARGIN = 4


def explain(check: Check, file: Path, out: Console, lang: str) -> None:
    """One check: title, why, source, relation, causes, examples with the disputed spot marked."""
    head = Text(check.id, "bold")
    words = (family(check.family, lang), say(check.severity.value, lang), check.kind)
    head.append("  " + " · ".join(words), "dim")
    _flow(out, head)
    _flow(out, Text(check.title.say(lang)))
    for key, text in _facts(check, lang):
        out.print()
        _flow(out, Text(say(key, lang), "bold"))
        for line in text:
            _flow(out, line, INDENT)
    out.print()
    _flow(out, Text(f"{say('file', lang)}  {file}", "dim"))


def _facts(check: Check, lang: str) -> Iterator[tuple[str, list[Text]]]:
    yield "why", [Text(check.why.say(lang))]
    if check.source:
        yield "source", [Text(check.source)]
    if check.reports:
        names = (say(kind, lang) if knows(kind) else kind for kind in check.reports)
        yield "applies_to", [Text("、".join(names) if lang == "zh" else ", ".join(names))]
    formulas = list(dict.fromkeys(str(formula) for formula in check.formulas()))
    if formulas:
        yield "relation", [Text(formula, "cyan") for formula in formulas]
    yield "message", [Text(check.message.say(lang))]
    if check.causes:
        yield (
            "causes",
            [Text(rule.text.say(lang)).append(f"  {rule.when}", "dim") for rule in check.causes],
        )
    examples = [_example("pass", text, lang) for text in check.examples.pass_]
    examples += [_example("fail", text, lang) for text in check.examples.fail]
    yield "examples", examples


def _example(outcome: str, example: str, lang: str) -> Text:
    line = Text(say(f"example.{outcome}", lang) + "  ", "green" if outcome == "pass" else STYLES["error"])
    end = 0
    text = example.strip()
    for match in MARK.finditer(text):
        line.append(text[end : match.start()], "default")
        line.append(f">>{match.group(1)}<<", STYLES["error"])
        end = match.end()
    return line.append(text[end:], "default")


def _flow(out: Console, text: Text, indent: int = 0) -> None:
    for paragraph in text.split("\n"):
        for number, line in enumerate(fold(paragraph, max(20, out.width - indent - MARGIN))):
            out.print(Text(" " * (indent if number == 0 else indent + (MARGIN if indent else 0))) + line)


def listing(checks: Iterable[Check], out: Console, lang: str) -> None:
    """The checks as a table; as tab-separated lines where the console is no terminal."""
    rows = [
        (check.id, check.family, say(check.severity.value, lang), check.severity.value, check.title.say(lang))
        for check in checks
    ]
    if not out.is_terminal:
        for name, group, severity, _, title in rows:
            out.file.write("\t".join((name, group, severity, title)) + "\n")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for key in ("check", "family", "severity"):
        table.add_column(say(key, lang), no_wrap=True)
    table.add_column(say("title.check", lang), overflow="fold")
    for name, group, severity, style, title in rows:
        table.add_row(name, family(group, lang), Text(severity, STYLES[style]), title)
    out.print(table)


def as_dict(check: Check, file: Path) -> dict[str, object]:
    """A check for machines: plain values only."""
    return {
        "id": check.id,
        "kind": check.kind,
        "family": check.family,
        "severity": check.severity.value,
        "title": {"zh": check.title.zh, "en": check.title.en},
        "why": {"zh": check.why.zh, "en": check.why.en},
        "source": check.source,
        "reports": list(check.reports),
        "relations": list(dict.fromkeys(str(formula) for formula in check.formulas())),
        "examples": {"pass": list(check.examples.pass_), "fail": list(check.examples.fail)},
        "file": str(file),
    }
