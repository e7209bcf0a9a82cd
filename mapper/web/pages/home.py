"""The first page: a person's programmes, what is under way, and the way in for another one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.web.pages.forms import CHECKED, back_to, is_htmx
from mapper.web.people import clean_name, remember, remember_keys, remember_language, remember_name
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.uploads import kept

router = APIRouter()
RECENT = 5
"""Jobs shown, besides those that are not over."""


@router.get("/")
def home(request: Request) -> Response:
    """The first page; who is not known yet is asked for a name, or told how to sign in."""
    site, who = site_of(request), visitor_of(request)
    if not who.person:
        return render(request, "signin.html.j2" if site.access.header is not None else "name.html.j2")
    # Jobs first: one that ends in between stands among both, not in neither.
    jobs = site.jobs.of(who.person, limit=RECENT)
    frameworks = site.workspace.headers()
    return render(
        request,
        "home.html.j2",
        programmes=site.programmes.of(who.person),
        jobs=jobs,
        frameworks=frameworks,
        informing=site.informing.counted(who.person, {header.name for header in frameworks}),
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


@router.post("/keys", dependencies=[CHECKED])
def keys(request: Request, on: Annotated[bool, Form()], to: Annotated[str, Form()] = "/") -> Response:
    """Switch single keys on or off."""
    response = back_to(to)
    remember_keys(response, request, on=on)
    return response


@router.post("/programmes", dependencies=[CHECKED])
def upload(
    request: Request,
    files: list[UploadFile],
    framework: Annotated[list[str], Form()],
    replaces: Annotated[int, Form()] = 0,
    informed: Annotated[bool, Form()] = False,
) -> Response:
    """Keep files and put their mapping into the queue, with what stands decided now if that is to inform it."""
    site, who = site_of(request), visitor_of(request)
    if replaces and not site.programmes.owns(replaces, who.person):
        raise HTTPException(404)
    for sha256, given in kept(site.places, files):
        payload: dict[str, Any] = {"sha256": sha256, "frameworks": framework, "lang": who.lang}
        payload["replaces"] = replaces or None
        if informed:
            payload["reviewed"] = site.informing.frozen(who.person, sha256, former=replaces)
        site.jobs.add(who.person, "map", given, payload)
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


@router.post("/programmes/{number}/map", dependencies=[CHECKED])
def map_again(request: Request, number: int, informed: Annotated[bool, Form()] = False) -> Response:
    """Map one's own programme again, with the standards and the model as they are now, as a new edition."""
    site, who = site_of(request), visitor_of(request)
    programme = site.programme(number, who.person)
    if programme is None or programme.owner != who.person:
        raise HTTPException(404)
    document = (programme.alignment["document"]["sha256"], programme.name)
    held = {header.name for header in site.workspace.headers()}
    names = [f["name"] for f in programme.alignment["frameworks"] if f["name"] in held]
    if not names or not site.places.named(*document).is_file():
        raise HTTPException(422)
    payload: dict[str, Any] = {"sha256": document[0], "frameworks": names, "lang": who.lang, "replaces": number}
    if informed:
        payload["reviewed"] = site.informing.frozen(who.person, document[0], former=number)
    site.jobs.add(who.person, "map", programme.name, payload)
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
