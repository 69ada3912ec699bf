#!/usr/bin/env python3
"""Score a tool on this benchmark: ``python score.py ANSWERS.json [truth.json]``. Needs Python 3.11 and nothing else.

ANSWERS is a JSON list with an object for each finding: ``file`` (name of a document), ``line`` (1-based), ``text`` (the figure as printed),
``rank`` (0 for the figure that is said to be wrong, 1 and more for those it was held against) and ``cause`` (one of the kinds of slip, or null).
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

#: Causes that say the same of the arithmetic: parts exceed their total by one of them when it was counted twice, or left out of the total.
SAME = {"missing_part": {"missing_part", "double_part"}}
COLUMNS = ("planted", "found", "accused", "caused", "right")


def score(truth: list[dict[str, Any]], answers: list[dict[str, Any]]) -> tuple[dict[str, Counter[str]], int]:
    """Counts by kind and place of the slips, and the number of findings in documents without a slip."""
    said = defaultdict(list)
    for answer in answers:
        said[answer["file"]].append(answer)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    false = 0
    for slip in truth:
        if slip["kind"] is None:
            false += sum(answer.get("rank", 0) == 0 for answer in said[slip["file"]])
            continue
        resting = [
            answer for answer in said[slip["file"]] if (answer["line"], answer["text"]) == (slip["line"], slip["now"])
        ]
        accusing = [answer for answer in resting if answer.get("rank", 0) == 0]
        causes = {answer.get("cause") for answer in accusing} - {None}
        for name in (slip["kind"], slip["in"]):
            one = counts[name]
            one["planted"] += 1
            one["found"] += bool(resting)
            one["accused"] += bool(accusing)
            one["caused"] += bool(causes)
            one["right"] += bool(causes & SAME.get(slip["kind"], {slip["kind"]}))
    return dict(counts), false


def table(counts: dict[str, Counter[str]], false: int, clean: int) -> str:
    lines = ["| slip | planted | found | accused | cause given | right of those |", "|---|---|---|---|---|---|"]
    for name, one in counts.items():
        planted = one["planted"]
        right = f"{one['right'] / one['caused']:.1%}" if one["caused"] else "—"
        shares = " | ".join(f"{one[column] / planted:.1%}" for column in COLUMNS[1:4])
        lines.append(f"| {name} | {planted} | {shares} | {right} |")
    return "\n".join([*lines, "", f"{false} findings in {clean} documents without a slip"])


def main(arguments: list[str]) -> None:
    answers = json.loads(Path(arguments[0]).read_text("utf-8"))
    place = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).with_name("truth.json")
    truth = json.loads(place.read_text("utf-8"))
    print(table(*score(truth, answers), sum(slip["kind"] is None for slip in truth)))


if __name__ == "__main__":
    main(sys.argv[1:])
