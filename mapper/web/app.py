"""The page: an ASGI application over one workspace."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from mapper.web.guard import HEADERS, refused_for_size, same_origin, secured
from mapper.web.routes import ROUTERS
from mapper.web.sessions import is_htmx, visitor
from mapper.web.site import Site
from mapper.web.templates import render
from mapper.web.texts import TEXTS

_STATIC = Path(__file__).resolve().parent / "static"
_FREE = ("/static/", "/lang", "/name")
"""Paths that need no name."""


def create_app(site: Site) -> FastAPI:
    """The application that serves a site."""
    app = FastAPI(title="curmap", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.site = site
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/static/tokens.css", _tokens, methods=["GET"])
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, lambda request, _: _error(request, 422))
    # A number that is too large for the database is nobody's.
    app.add_exception_handler(OverflowError, lambda request, _: _error(request, 404))
    # What cannot be written for want of room is no fault of the program.
    app.add_exception_handler(OSError, _no_room)
    app.add_exception_handler(sqlite3.OperationalError, _no_room)
    # Nothing comes after a fault of ours: it is answered outside of the guard.
    app.add_exception_handler(Exception, lambda request, _: secured(_error(request, 500), request.url.path))
    app.middleware("http")(_guard)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    return app


def _tokens() -> FileResponse:
    """Colours and spaces, which the page shares with the reports."""
    return FileResponse(str(files("mapper.reports").joinpath("templates", "tokens.css")), media_type="text/css")


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    site: Site = request.app.state.site
    if not site.access.is_ours(request):
        return PlainTextResponse("421 Misdirected Request", status_code=421, headers=HEADERS)
    request.state.visitor = who = visitor(request, site.access, site.secret)
    with suppress(sqlite3.OperationalError):  # where nothing can be written, pages are still read
        site.meet(who.person)
    if (status := refused_for_size(request)) is not None:
        response = _error(request, status)
    elif not same_origin(request, site.access):
        response = _error(request, 403)
    elif who.person or request.url.path == "/" or request.url.path.startswith(_FREE):
        response = await call_next(request)
    elif site.access.header is not None and not is_htmx(request):
        response = render(request, "signin", status=403)
    elif is_htmx(request):
        response = _error(request, 401)
    else:
        response = RedirectResponse("/", status_code=303)
    if is_htmx(request):
        # What the page's script asked for is known by this: a page that a proxy puts in its place is not.
        response.headers["X-Curmap"] = "part"
    return secured(response, request.url.path)


def _no_room(request: Request, error: Exception) -> Response:
    """An answer where the disk is full; any other error goes on."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT) if isinstance(error, OSError) else "full" in str(error)
    if not full:
        raise error
    return _error(request, 507)


def _http_error(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _error(request, error.status_code, error.detail)
    return _error(request, 500)


def _error(request: Request, status: int, said: str = "") -> Response:
    """What went wrong: as a page, or, where htmx asked, as a line that is put where one clicked.

    `said` is the key of a text that tells more than the status does; any other text is not shown.
    """
    key = f"error.{status}" if f"error.{status}" in TEXTS else "error.422"
    key = said if said in TEXTS else key
    if not is_htmx(request):
        return render(request, "error", status=status, key=key)
    response = render(request, "_error", status=status, key=key)
    if request.method == "POST":
        response.headers["HX-Reswap"] = "afterbegin"
    return response
