"""Does the checker know a language, or the reports it was made with?

``python bench/ablation.py REPORT... --annotations FOLDER`` takes out of the vocabulary every word that occurs in only one of
the reports, audits all of them again, and prints which findings of severity error are lost and which appear. Wanted: at
most one that an annotation confirms is lost, and none appears that no annotation confirms.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.app.audit import Auditor
from auditor.errors import InputError
from auditor.model.document import Document, Heading, Paragraph, Table
from auditor.model.finding import Finding, Severity
from auditor.reading.open import find_documents, read_document
from auditor.rulebook.content import VOCABULARY
from auditor.rulebook.library import default_library
from auditor.rulebook.sources import shipped
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.yamlfile import load
from checks import annotated, right

NOTHING = "\x00"  # stands in a list of which no word is left: it occurs nowhere
_SPACE = re.compile(r"\s+")


def text_of(document: Document) -> str:
    """All words of a document, without white space."""
    parts: list[str] = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                parts.append(block.text)
            case Table():
                parts += [block.title, *block.notes, *(cell.text for row in block.rows for cell in row)]
    return _SPACE.sub("", "\n".join(parts))


def vocabulary_data() -> dict[str, Any]:
    """The shipped vocabulary as plain data."""
    words: dict[str, Any] = {}
    for path in sorted((shipped() / VOCABULARY).glob("*.yaml")):
        for section, entries in load(path).data.items():
            words[section] = {**words.get(section, {}), **entries} if isinstance(entries, dict) else entries
    return words


def occurs(word: str, text: str) -> bool:
    """True when a word, or something that a pattern of the vocabulary matches, stands in a text."""
    if word in text:
        return True
    try:
        return bool(re.search(word.strip("^$"), text))
    except re.error:
        return False


def reduced(entry: Any, texts: Sequence[str], gone: list[str]) -> Any:
    """A part of the vocabulary without the words of one report only; ``gone`` collects them."""
    if isinstance(entry, Mapping):
        return {key: reduced(value, texts, gone) for key, value in entry.items()}
    if not isinstance(entry, list | tuple):
        return entry
    kept = []
    for word in entry:
        if not isinstance(word, str):
            kept.append(reduced(word, texts, gone))
        elif word.isascii() or sum(occurs(word, text) for text in texts) != 1:  # ASCII: a name, no word of a report
            kept.append(word)
        else:
            gone.append(word)
    return kept or ([NOTHING] if entry else kept)


def errors(auditor: Auditor, document: Document) -> dict[tuple[str, ...], Finding]:
    """The findings of severity error, by check and figures."""
    found = auditor.audit(document).findings
    return {
        (finding.check, *sorted(evidence.text for evidence in finding.evidence)): finding
        for finding in found
        if finding.severity is Severity.ERROR
    }


def documents(paths: Sequence[Path]) -> Iterator[Document]:
    for source in find_documents(paths):
        try:
            yield read_document(source.path)
        except InputError as error:
            print(f"left out: {error.say('en')}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--annotations", type=Path)
    args = parser.parse_args()
    read = list(documents(args.paths))
    library = default_library()
    gone: list[str] = []
    words = reduced(vocabulary_data(), [text_of(document) for document in read], gone)
    whole = Auditor.with_library(library)
    poorer = Auditor.with_library(replace(library, vocabulary=Vocabulary.read(words)))
    entries = annotated(args.annotations)
    tally: Counter[str] = Counter()
    for document in read:
        before, after = errors(whole, document), errors(poorer, document)
        known = entries.get(Path(document.path).name, [])
        for sign, one, other in (("lost", before, after), ("new", after, before)):
            for key in one.keys() - other.keys():
                verdict = "confirmed" if any(right(one[key], entry) for entry in known) else "not confirmed"
                tally[f"{sign}, {verdict}"] += 1
                print(f"{sign:5}{verdict:14}{one[key].check}  {one[key].message[:80]}")
    print(f"{len(read)} reports, {len(gone)} words of one report left out:", "、".join(gone))
    print("; ".join(f"{what}: {number}" for what, number in sorted(tally.items())) or "no error lost, none new")


if __name__ == "__main__":
    main()
