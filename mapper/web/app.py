"""The page: an ASGI application over one workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from mapper.web.guard import HEADERS, same_origin
from mapper.web.pages import PAGES
from mapper.web.people import visitor
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.site import Site

_STATIC = Path(__file__).resolve().parent / "static"
_FREE = ("/static/", "/lang", "/name")
"""Paths that need no name."""


def create_app(site: Site) -> FastAPI:
    """The application that serves a site."""
    app = FastAPI(title="curmap", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.site = site
    for router in PAGES:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _form_error)
    app.add_exception_handler(Exception, _fault)
    app.middleware("http")(_guard)
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    site = site_of(request)
    if not site.access.is_ours(request):
        return PlainTextResponse("421 Misdirected Request", status_code=421, headers=HEADERS)
    request.state.visitor = visitor(request, site.access, site.secret)
    if not same_origin(request):
        response: Response = render(request, "error.html.j2", status=403, key="error.403", values={})
    elif not visitor_of(request).person and request.url.path != "/" and not request.url.path.startswith(_FREE):
        response = _ask_who(request, site)
    else:
        response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _ask_who(request: Request, site: Site) -> Response:
    if site.access.header is not None:
        return render(request, "signin.html.j2", status=403)
    return RedirectResponse("/", status_code=303)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    key = f"error.{status}" if status in (403, 404, 413) else "error.422"
    return render(request, "error.html.j2", status=status, key=key, values={"limit": 50})


def _form_error(request: Request, _: Exception) -> Response:
    return render(request, "error.html.j2", status=422, key="error.422", values={})


def _fault(request: Request, _: Exception) -> Response:
    return render(request, "error.html.j2", status=500, key="error.500", values={})
