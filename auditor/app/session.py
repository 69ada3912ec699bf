"""One run as a person asks for it: documents with their settings, audited, then waivers and baseline applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from auditor.app import baseline, waivers
from auditor.app.batch import Batch, audit_all, auditor_for
from auditor.app.config import NAME, Settings, forget_settings, settings_for
from auditor.app.gating import BY_FORMAT, Gating
from auditor.app.recall import Recall
from auditor.errors import AuditorError
from auditor.model.finding import DocumentReport, Report
from auditor.reading.open import Found, Source, look_for
from auditor.report.output import is_ours
from auditor.rulebook.library import load_library

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked on the command line. An empty value leaves it to the settings of each document."""

    paths: tuple[Path, ...]
    lang: str
    folders: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    waivers: tuple[Path, ...] = ()
    baseline: Path | None = None
    jobs: int | None = None
    gating: Gating = BY_FORMAT
    recall: Recall | None = None
    beside: tuple[tuple[str, Path], ...] = ()  # prior, budget: the reports that the document is held against

    def batch(self, source: Source) -> Batch:
        """What a document is audited with."""
        settings = settings_for(source.path)
        select, ignore = settings.for_file(source.path)
        folders = (*settings.checks, *self.folders)
        return Batch(
            folders, self.select or select, (*ignore, *self.ignore), self.lang, self.gating, self.recall, self.beside
        )

    @property
    def settings(self) -> Settings:
        """The settings of the run: those that hold for the first path."""
        return settings_for(self.paths[0])


def sources_of(paths: Sequence[Path]) -> list[Source]:
    """The documents, without the reports that this program wrote into the same folder."""
    return list(found_in(paths).documents)


def found_in(paths: Sequence[Path]) -> Found:
    """The documents, without the reports that this program wrote into the same folder, and what was passed over."""
    named = {path.resolve() for path in paths}
    found = look_for(paths)
    documents = tuple(s for s in found.documents if s.path.resolve() in named or not _written_by_us(s.path))
    return replace(found, documents=documents)


_OUR_SUFFIXES = (".html", ".md", ".txt", ".xlsx", ".docx", ".pdf")


def _written_by_us(path: Path) -> bool:
    try:
        return path.suffix.lower() in _OUR_SUFFIXES and path.stat().st_size > 0 and is_ours(path)
    except OSError:
        return False


def audit(request: Request, sources: Sequence[Source], progress: Progress | None = None) -> tuple[DocumentReport, ...]:
    """The documents as audited, before waivers and baseline."""
    return audit_all([(request.batch(source), source) for source in sources], request.jobs, progress)


def settle(request: Request, found: Found, documents: tuple[DocumentReport, ...], today: date) -> Report:
    """The report of the run with waived and known findings marked. ``UsageError`` when a file of them is wrong."""
    sources = found.documents
    auditor = auditor_for(request.batch(sources[0])) if sources else auditor_for(Batch(lang=request.lang))
    report = auditor.report(documents, found)
    report = waivers.waive(report, _rules(request, sources), today, request.lang)
    known = request.baseline or request.settings.baseline
    return baseline.mark_known(report, baseline.load(known)) if known else report


def examine(request: Request, sources: Sequence[Source]) -> None:
    """Raise what is wrong with waivers and baseline before the work begins."""
    _rules(request, sources)
    known = request.baseline or request.settings.baseline
    if known:
        baseline.load(known)


def _rules(request: Request, sources: Sequence[Source]) -> list[waivers.Rule]:
    found = dict.fromkeys(settings_for(source.path) for source in sources)
    settings = found or {request.settings: None}
    rules = [rule for each in settings for rule in each.rules]
    files = dict.fromkeys((*(file for each in settings for file in each.waivers), *request.waivers))
    rules += [rule for file in files for rule in waivers.load_rules(file)]
    if rules:
        folders = dict.fromkeys((*(folder for each in settings for folder in each.checks), *request.folders))
        waivers.refuse_unknown(rules, load_library(folders))
    return rules


@cache
def _watched(path: Path) -> tuple[Path, ...]:
    """Where settings are looked for, and the files that they name. A file that is not there yet may come."""
    start = path.resolve()
    places = [folder / name for folder in (start, *start.parents) for name in (NAME, "pyproject.toml")]
    try:
        settings = settings_for(path)
    except AuditorError:  # it is said when the documents are audited
        return tuple(places)
    return (*places, *settings.waivers, *([settings.baseline] if settings.baseline else []))


def files_of(request: Request) -> tuple[Path, ...]:
    """The files that decide about the run beside the documents: settings, waivers, baseline, checks."""
    own = [*request.waivers, *([request.baseline] if request.baseline else [])]
    checks = [file for folder in request.folders for file in sorted(folder.rglob("*.yaml"))]
    return (*own, *checks, *(file for path in request.paths for file in _watched(path)))


def forget() -> None:
    """Read settings and checks anew at the next run of this process."""
    for remembered in (forget_settings, _watched.cache_clear, auditor_for.cache_clear):
        remembered()
