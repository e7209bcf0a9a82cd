"""The first page: a person's programmes, what is under way, and the way in for another one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.web.pages.forms import CHECKED, back_to, is_htmx
from mapper.web.people import clean_name, remember, remember_language, remember_name
from mapper.web.places import safe_name
from mapper.web.rendering import render, site_of, visitor_of

router = APIRouter()
RECENT = 5
"""Jobs shown, besides those that are not over."""
LARGEST = 50 << 20
"""Bytes of one uploaded file at most."""


@router.get("/")
def home(request: Request) -> Response:
    """The first page; who is not known yet is asked for a name, or told how to sign in."""
    site, who = site_of(request), visitor_of(request)
    if not who.person:
        return render(request, "signin.html.j2" if site.access.header is not None else "name.html.j2")
    return render(
        request,
        "home.html.j2",
        programmes=site.programmes.of(who.person),
        jobs=site.jobs.of(who.person, limit=RECENT),
        frameworks=site.workspace.headers(),
    )


@router.post("/name", dependencies=[CHECKED])
def name(request: Request, name: Annotated[str, Form()]) -> Response:
    """Take the name that somebody typed; where a proxy says who asks, nobody may type another."""
    site = site_of(request)
    if site.access.header is not None or not clean_name(name):
        raise HTTPException(422)
    response = back_to("/")
    remember(response, request, visitor_of(request))
    remember_name(response, request, clean_name(name), site.secret)
    return response


@router.post("/lang", dependencies=[CHECKED])
def language(request: Request, lang: Annotated[str, Form()], to: Annotated[str, Form()] = "/") -> Response:
    """Take the language that somebody chose."""
    response = back_to(to)
    if lang in ("es", "en"):
        remember_language(response, request, lang)
    return response


@router.post("/programmes", dependencies=[CHECKED])
def upload(
    request: Request,
    files: list[UploadFile],
    framework: Annotated[list[str], Form()],
    replaces: Annotated[int, Form()] = 0,
) -> Response:
    """Keep files and put their mapping into the queue."""
    site, who = site_of(request), visitor_of(request)
    if replaces and site.programme(replaces, who.person) is None:
        raise HTTPException(404)
    for file in files:
        content = file.file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise HTTPException(413)
        given = safe_name(file.filename or "")
        payload = {"sha256": site.places.keep(given, content), "frameworks": framework, "lang": who.lang}
        site.jobs.add(who.person, "map", given, {**payload, "replaces": replaces or None})
    return back_to("/")


@router.get("/jobs")
def jobs(request: Request) -> Response:
    """How far a person's jobs are; with htmx only that part of the page, asked for every second."""
    site, who = site_of(request), visitor_of(request)
    if not is_htmx(request):
        return back_to("/")
    return render(request, "_jobs.html.j2", jobs=site.jobs.of(who.person, limit=RECENT))


@router.post("/jobs/{number}/cancel", dependencies=[CHECKED])
def cancel(request: Request, number: int) -> Response:
    """Cancel one's own job."""
    site_of(request).jobs.cancel(number, visitor_of(request).person)
    return back_to("/")


@router.post("/programmes/{number}/delete", dependencies=[CHECKED])
def delete(request: Request, number: int) -> Response:
    """Delete one's own programme; it can be brought back for a while."""
    if not site_of(request).programmes.delete(number, visitor_of(request).person):
        raise HTTPException(404)
    return back_to("/")


@router.post("/programmes/{number}/restore", dependencies=[CHECKED])
def restore(request: Request, number: int) -> Response:
    """Bring back one's own programme."""
    if not site_of(request).programmes.restore(number, visitor_of(request).person):
        raise HTTPException(404)
    return back_to("/")
