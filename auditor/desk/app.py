"""Which addresses does the desk answer? A Starlette application over a room, behind the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from auditor.desk import intake, pages, places
from auditor.desk.decisions import ChangedError, Made
from auditor.desk.guard import App, Guard
from auditor.desk.room import Entry, Room
from auditor.errors import AuditorError, InputError, UsageError
from auditor.model.finding import DocumentReport, Finding
from auditor.reading.open import ARCHIVE
from auditor.report import annotated, render

_STATIC = {
    "report.css": (pages.SHARED / "report.css", "text/css"),
    "desk.css": (pages.TEMPLATES.with_name("static") / "desk.css", "text/css"),
    "desk.js": (pages.TEMPLATES.with_name("static") / "desk.js", "text/javascript"),
    "htmx.min.js": (pages.TEMPLATES.with_name("static") / "htmx.min.js", "text/javascript"),
}
_FORM = 64 * 1024
_SEPARATOR = ("␟", "\x1f")
Answer = Callable[[Request], Awaitable[Response]]


def make(room: Room, token: str, port: int) -> App:
    """The desk's application."""
    desk = _Desk(room)
    routes = [
        Route("/", desk.list),
        Route("/rows", desk.rows),
        Route("/static/{name}", desk.static),
        Route("/upload", desk.upload, methods=["PUT"]),
        Route("/export/{name}", desk.export),
        Route("/d/{id}", desk.document),
        Route("/d/{id}/f/{finding}", desk.finding, methods=["GET"]),
        Route("/d/{id}/f/{finding}", desk.decide, methods=["POST"]),
        Route("/d/{id}/tables", desk.tables),
        Route("/d/{id}/pages", desk.pages),
        Route("/d/{id}/page/{number:int}.png", desk.picture),
        Route("/d/{id}/ledger", desk.ledger),
        Route("/d/{id}/relations/{key}", desk.relations),
        Route("/d/{id}/at/{key}", desk.at),
        Route("/d/{id}/annotated", desk.annotated),
    ]
    return Guard(Starlette(routes=routes), token, port)


class _GoneError(UsageError):
    """There is no such document or finding."""


def _said(handler: Callable[[Any, Request], Awaitable[Response]]) -> Callable[[Any, Request], Awaitable[Response]]:
    """What goes wrong is one sentence on the page."""

    @wraps(handler)
    async def answered(self: _Desk, request: Request) -> Response:
        try:
            return await handler(self, request)
        except AuditorError as error:
            said = error.say(self.room.lang)
            status = 404 if isinstance(error, _GoneError) else 422
            if request.method == "PUT":
                return JSONResponse({"said": said}, status)
            if "hx-request" in request.headers:
                return HTMLResponse(pages.draw(self.room, "said.html.j2", words=said))
            return HTMLResponse(pages.draw(self.room, "said-page.html.j2", words=said), status)

    return answered


class _Desk:
    """The handlers; what takes time runs in a thread."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def static(self, request: Request) -> Response:
        known = _STATIC.get(request.path_params["name"])
        if known is None:
            return Response(status_code=404)
        return Response(known[0].read_bytes(), media_type=known[1])

    @_said
    async def list(self, request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(pages.list_page, self.room))

    @_said
    async def rows(self, request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(pages.rows, self.room, dict(request.query_params)))

    @_said
    async def upload(self, request: Request) -> Response:
        name = intake.safe_name(request.query_params.get("name", ""))
        intake.refuse_unreadable(name)
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > intake.limit_of(name):
            raise intake.too_large(name)
        try:
            path = await intake.receive(self.room.folder, name, request.stream())
        except ClientDisconnect as error:
            raise InputError(f"{name}：传输中断。", f"{name}: the transfer broke off.") from error
        if name.suffix.lower() == ARCHIVE:
            paths = await run_in_threadpool(lambda: [*intake.unpacked(self.room.folder, path)])
        else:
            paths = [path]
        self.room.add(paths)
        return JSONResponse({"taken": len(paths)})

    @_said
    async def export(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in pages.EXPORTS:
            raise _GoneError("没有这种格式", "there is no such format")
        context = replace(self.room.context(), details=frozenset())  # the JSON is that of the command line
        data = await run_in_threadpool(lambda: render(self.room.report(), name, context))
        return _file(data, pages.EXPORTS[name])

    @_said
    async def document(self, request: Request) -> Response:
        entry, document = await self._document(request)
        chosen = request.query_params.get("f", "")
        return HTMLResponse(await run_in_threadpool(pages.document_page, self.room, entry, document, chosen))

    @_said
    async def finding(self, request: Request) -> Response:
        entry, document = await self._document(request)
        finding = _finding(document, request)
        other = request.query_params.get("other", "1")
        number = int(other) if other.isdecimal() else 1
        return HTMLResponse(await run_in_threadpool(pages.finding_part, self.room, entry, document, finding, number))

    @_said
    async def decide(self, request: Request) -> Response:
        entry, document = await self._document(request)
        finding = _finding(document, request)
        form = await _form(request)
        typed = Made(*(form.get(key, "").strip() for key in ("kind", "reason", "by", "until")))
        made = typed if typed.kind else Made()
        seen = form.get("seen", "").replace(*_SEPARATOR)
        decisions = self.room.decisions

        def put() -> dict[str, Any]:
            try:
                decisions.decide(document.path, finding.id, finding.check, made, seen)
            except ChangedError as error:
                return pages.conflict(decisions.made(document.path, finding.id), typed, error.say(self.room.lang))
            except UsageError as error:
                return pages.conflict(
                    Made(*seen.split("\x1f")), typed, error.say(self.room.lang).removeprefix("豁免 ：")
                )
            return {"conflict": ""}

        said = await run_in_threadpool(put)
        entry, document = await self._document(request)
        finding = _finding(document, request)
        return HTMLResponse(
            await run_in_threadpool(lambda: pages.finding_part(self.room, entry, document, finding, **said))
        )

    @_said
    async def tables(self, request: Request) -> Response:
        entry, document = await self._document(request)
        return HTMLResponse(await run_in_threadpool(pages.tables_part, self.room, entry, document))

    @_said
    async def pages(self, request: Request) -> Response:
        entry, document = await self._document(request)
        asked = request.query_params.get("n", "1")
        number = int(asked) if asked.isdecimal() else 1
        return HTMLResponse(await run_in_threadpool(pages.pages_part, self.room, entry, document, number))

    @_said
    async def ledger(self, request: Request) -> Response:
        entry, document = await self._document(request)
        return HTMLResponse(await run_in_threadpool(pages.ledger_part, self.room, entry, document))

    @_said
    async def relations(self, request: Request) -> Response:
        entry, document = await self._document(request)
        return HTMLResponse(await run_in_threadpool(pages.relations_part, self.room, entry, document, _key(request)))

    @_said
    async def at(self, request: Request) -> Response:
        entry, document = await self._document(request)
        return HTMLResponse(await run_in_threadpool(pages.at_part, self.room, entry, document, _key(request)))

    @_said
    async def picture(self, request: Request) -> Response:
        entry = self._entry(request)
        source = entry.source
        data = await run_in_threadpool(places.picture, source.path, request.path_params["number"], source.shown)
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=600"})

    @_said
    async def annotated(self, request: Request) -> Response:
        entry, document = await self._document(request)
        context = self.room.context()
        suffix = annotated.suffix(document, context)
        if not suffix:
            shown = entry.source.shown
            raise UsageError(f"{shown} 已不在原处，或无法加批注", f"{shown} is gone, or cannot be annotated")
        data = await run_in_threadpool(annotated.write, document, context)
        return _file(data, f"{PurePosixPath(entry.source.shown).stem}.annotated{suffix}")

    def _entry(self, request: Request) -> Entry:
        entry = self.room.entry(request.path_params["id"])
        if entry is None or entry.report is None:
            raise _GoneError("没有这份报告，或仍在核对", "there is no such report, or it is still being checked")
        return entry

    async def _document(self, request: Request) -> tuple[Entry, DocumentReport]:
        entry = self._entry(request)
        return entry, await run_in_threadpool(self.room.document, entry)


def _finding(document: DocumentReport, request: Request) -> Finding:
    wanted = request.path_params["finding"]
    found = next((finding for finding in document.findings if finding.id == wanted), None)
    if found is None:
        raise _GoneError("这条问题已不在报告中", "this finding is no longer there")
    return found


def _key(request: Request) -> places.Key:
    parts = request.path_params["key"].split("-")
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise _GoneError("没有这个数字", "there is no such figure")
    return tuple(map(int, parts))


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM:
            raise UsageError("填写的文字过长", "too much was typed")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {key: values[-1] for key, values in fields.items()}


def _file(data: str | bytes, name: str) -> Response:
    stem, dot, suffix = name.rpartition(".")
    dated = quote(f"{stem}-{date.today():%Y%m%d}{dot}{suffix}")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{dated}", "cache-control": "no-store"}
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    return Response(content, media_type="application/octet-stream", headers=headers)
