"""The page: an ASGI application over one workspace."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from mapper.web.forms import is_htmx, redirect, render
from mapper.web.guard import HEADERS, add_headers, is_api, refuse_size, same_origin
from mapper.web.routes import accounts, ads, collections, frameworks, programmes, review
from mapper.web.routes.api import DESCRIPTION, PREFIX, create_api, problem
from mapper.web.sessions import visitor
from mapper.web.site import Site
from mapper.web.texts import TEXTS

_STATIC = Path(__file__).resolve().parent / "static"
_FREE = ("/static/", "/lang", "/name", "/signin", "/enter/", DESCRIPTION)
"""Paths that need no name."""
_AT_ONCE = 8
"""Requests that are worked on side by side: some wait for the disk, or for what a collection answers."""


def create_app(site: Site) -> FastAPI:
    """Return the application that serves a site."""
    app = FastAPI(title="curmap", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_limit_threads)
    app.state.site = site
    for room in (programmes, review, frameworks, ads, collections, accounts):
        app.include_router(room.router)
    app.add_api_route("/static/tokens.css", _tokens_css, methods=["GET"])
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.mount(PREFIX, api := create_api(site))
    for one in (app, api):
        _add_error_handlers(one)
    app.middleware("http")(_guard)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    return app


@asynccontextmanager
async def _limit_threads(_: FastAPI) -> AsyncIterator[None]:
    """Answer a few requests at once, the others in turn: pages are made by Python, of which one thread runs anyway."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


def _add_error_handlers(app: FastAPI) -> None:
    """Let an application answer errors as pages, or, where a program asked, as JSON."""
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    # A number that is too large for the database is nobody's.
    app.add_exception_handler(OverflowError, lambda request, _: _error(request, 404))
    # What cannot be written for want of room is no fault of the program.
    app.add_exception_handler(OSError, _disk_full)
    app.add_exception_handler(sqlite3.OperationalError, _disk_full)
    # Nothing comes after a fault of ours: it is answered outside of the guard.
    app.add_exception_handler(Exception, lambda request, _: add_headers(_error(request, 500), request.url.path))


def _tokens_css() -> FileResponse:
    """Return the colours and spaces that the page shares with the reports."""
    return FileResponse(str(files("mapper.reports").joinpath("templates", "tokens.css")), media_type="text/css")


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    site: Site = request.app.state.site
    if not site.access.is_ours(request):
        return PlainTextResponse("421 Misdirected Request", status_code=421, headers=HEADERS)
    request.state.visitor = who = visitor(request, site)
    with suppress(sqlite3.OperationalError):  # where nothing can be written, pages are still read
        site.record_person(who.person)
    if (status := refuse_size(request, known=bool(who.person))) is not None:
        response = _error(request, status)
    elif not is_api(request) and not same_origin(request, site.access):
        response = _error(request, 403)
    elif who.person or request.url.path == "/" or request.url.path.startswith(_FREE):
        response = await call_next(request)
    elif is_htmx(request) or is_api(request):
        response = _error(request, 401)
    elif site.access.header is not None:
        response = render(request, "signin", status=403)
    elif site.access.accounts and request.url.path != "/signout":
        to = f"{request.url.path}?{request.url.query}".rstrip("?")
        wrong = "" if request.method == "GET" else "signin.lost"
        response = render(request, "account_signin", status=403, wrong=wrong, name="", to=to)
    else:
        response = RedirectResponse("/", status_code=303)
    if is_htmx(request):
        # What the page's script asked for is known by this: a page that a proxy puts in its place is not.
        response.headers["X-Curmap"] = "part"
    return add_headers(response, request.url.path, encrypted=site.access.is_encrypted(request))


def _disk_full(request: Request, error: Exception) -> Response:
    """Return an answer where the disk is full; any other error goes on."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT) if isinstance(error, OSError) else "full" in str(error)
    if not full:
        raise error
    return _error(request, 507)


def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _error(request, 500)
    if error.status_code == 405 and request.method == "GET" and not is_api(request) and not is_htmx(request):
        # Of forms alone: who asks for it came from the answer to one, as by choosing the other language there.
        return redirect(request.url.path.rpartition("/")[0])
    response = _error(request, error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


def _invalid_request(request: Request, error: Exception) -> Response:
    places = [one["loc"] for one in error.errors()] if isinstance(error, RequestValidationError) else []
    missing = (f"error.missing.{part}" for place in places for part in place)
    said = next((key for key in missing if key in TEXTS and not is_api(request)), "")
    return _error(request, 422, said, places)


def _error(request: Request, status: int, said: str = "", places: Sequence[Sequence[str | int]] = ()) -> Response:
    """Return what went wrong: as a page, for htmx as a line that is put where one clicked, or for a program.

    `said` is the key of a text that tells more than the status does; any other text is not shown. `places` are those of
    the request that do not fit, told to programs alone.
    """
    key = f"error.{status}" if f"error.{status}" in TEXTS else "error.422"
    key = said if said in TEXTS else key
    if is_api(request):
        return problem(request, status, key, places)
    if not is_htmx(request):
        return render(request, "error", status=status, key=key)
    response = render(request, "_error", status=status, key=key)
    if request.method == "POST":
        response.headers["HX-Reswap"] = "afterbegin"
    return response
