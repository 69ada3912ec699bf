"""What lies on the desk? The documents of one folder, how far each is, and the decisions on their findings."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from auditor.app.batch import auditor_for
from auditor.app.session import Request, sources_of
from auditor.app.waivers import waive
from auditor.desk import intake, work
from auditor.desk.decisions import Decisions
from auditor.errors import UsageError
from auditor.model.finding import DocumentReport, Report
from auditor.reading.open import Source
from auditor.report import Context

_OPEN = 4  # whole reports that are kept in memory
WAITING, DONE = "waiting", "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document on the desk; ``report`` is its result without ledger and tables."""

    id: str
    source: Source
    state: str = WAITING
    report: DocumentReport | None = None
    turn: int = 0  # grows when the document is audited again


class Room:
    """The documents of a folder and what is known of them. Safe to call from several threads."""

    def __init__(self, request: Request, folder: Path, workers: work.Workers) -> None:
        self.request, self.folder, self.lang = request, folder, request.lang
        self.decisions = Decisions(folder)
        self._workers = workers
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._open: OrderedDict[tuple[str, int], DocumentReport] = OrderedDict()

    def look(self) -> None:
        """Takes in every document that lies in the folder already."""
        aside = self.folder / intake.ASIDE
        found = [s.path for s in sources_of([self.folder]) if s.path.is_file() and aside not in s.path.parents]
        self.add(path for path in found if path != self.decisions.path)

    def add(self, paths: Iterable[Path]) -> None:
        """Audits documents; one that is there already is audited again."""
        for path in paths:
            shown = path.relative_to(self.folder).as_posix()
            name = hashlib.sha256(shown.encode()).hexdigest()[:12]
            with self._lock:
                before = self._entries.get(name)
                entry = Entry(name, Source(path, shown, shown), turn=before.turn + 1 if before else 0)
                self._entries[name] = entry
            task = work.Task(self.request.batch(entry.source), entry.source, self._file(entry))
            self._workers.submit(task, partial(self._done, entry))

    def _file(self, entry: Entry) -> Path:
        return self.folder / intake.ASIDE / f"{entry.id}.json"

    def _done(self, entry: Entry, report: DocumentReport | None) -> None:
        if report is None:
            said = {"zh": "读取时出错，未能核对", "en": "reading it failed; it was not checked"}[self.lang]
            report = DocumentReport(
                entry.source.shown, None, status="unreadable", error=f"{entry.source.shown}: {said}"
            )
        with self._lock:
            if self._entries[entry.id].turn == entry.turn:
                self._entries[entry.id] = replace(entry, state=DONE, report=report)

    def entries(self) -> list[Entry]:
        """All documents with the decisions applied."""
        with self._lock:
            entries = list(self._entries.values())
        done = [entry.report for entry in entries if entry.report is not None]
        settled = {document.path: document for document in self._settled(done).documents}
        return [replace(e, report=settled[e.report.path]) if e.report is not None else e for e in entries]

    def pending(self) -> int:
        with self._lock:
            return sum(entry.state == WAITING for entry in self._entries.values())

    def entry(self, name: str) -> Entry | None:
        with self._lock:
            return self._entries.get(name)

    def document(self, entry: Entry) -> DocumentReport:
        """The whole report on a document, with the decisions applied. ``UsageError`` when its result is gone."""
        return self._settled([self._whole(entry)]).documents[0]

    def _whole(self, entry: Entry) -> DocumentReport:
        key = (entry.id, entry.turn)
        with self._lock:
            known = self._open.get(key)
        if known is not None:
            return known
        if entry.report is not None and entry.report.status != "checked":
            return entry.report
        try:
            report = work.load(self._file(entry))
        except (OSError, ValueError) as error:
            shown = entry.source.shown
            raise UsageError(
                f"{shown} 的核对结果已不在，请重新核对", f"the result on {shown} is gone; check it again"
            ) from error
        with self._lock:
            self._open[key] = report
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return report

    def _settled(self, documents: list[DocumentReport]) -> Report:
        auditor = auditor_for(self.request.batch(Source(self.folder, self.folder.name)))
        return waive(auditor.report(tuple(documents)), self.decisions.rules(), date.today(), self.lang)

    def report(self) -> Report:
        """The whole run, for the documents that reviewers leave with."""
        with self._lock:
            done = [entry for entry in self._entries.values() if entry.report is not None]
        return self._settled([self._whole(entry) for entry in sorted(done, key=lambda each: each.source.shown)])

    def context(self) -> Context:
        with self._lock:
            sources = {entry.source.shown: entry.source.path for entry in self._entries.values()}
        library = auditor_for(self.request.batch(Source(self.folder, self.folder.name))).library
        return Context(lang=self.lang, sources=sources, library=library)
