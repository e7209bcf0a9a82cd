"""The frameworks of the workspace: browse them as a tree, search them, add another one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.web.adding import RENEC
from mapper.web.pages.collections import frameworks_of, in_force
from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.home import RECENT
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.uploads import kept

router = APIRouter()
_MOST_SKIPPED = 200
"""Rows that were left out, shown one by one; the rest is counted."""


@router.get("/frameworks")
def frameworks(request: Request, q: str = "") -> Response:
    """All frameworks, and what a search finds in them."""
    site, who = site_of(request), visitor_of(request)
    return render(
        request,
        "frameworks.html.j2",
        frameworks=site.workspace.headers(),
        q=q,
        found=site.frameworks.search(q, limit=50) if q else [],
        jobs=site.jobs.of(who.person, limit=RECENT),
        may_change=site.access.header is None,
        renec=RENEC,
    )


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    """Competencies to choose from as one types."""
    return render(request, "_choices.html.j2", found=site_of(request).frameworks.search(q, limit=12), q=q)


@router.get("/frameworks/{framework}")
def browse(request: Request, framework: str, code: str = "") -> Response:
    """A framework's entries below one of its entries, or its roots."""
    site = site_of(request)
    header = next((header for header in site.workspace.headers() if header.name == framework), None)
    node = site.frameworks.get(framework, code) if code else None
    if header is None or (code and node is None):
        raise HTTPException(404)
    return render(
        request,
        "framework.html.j2",
        framework=framework,
        header=header,
        skipped=header.skipped[:_MOST_SKIPPED],
        node=node,
        above=site.frameworks.above(framework, code) if code else [],
        children=site.frameworks.children(framework, code or None),
        may_change=site.access.header is None,
        collections=[name for name, version in in_force(site.workspace) if framework in frameworks_of(version)],
    )


@router.post("/frameworks", dependencies=[CHECKED])
def add(request: Request, files: list[UploadFile], name: Annotated[str, Form()] = "") -> Response:
    """Keep the files of one framework and put its loading into the queue."""
    return queued(request, "framework", kept(site_of(request).places, files), {"name": name.strip() or None})


@router.post("/frameworks/renec/fetch", dependencies=[CHECKED])
def fetch(request: Request) -> Response:
    """Fetch the Mexican registry and add it, or tell what is new in it where it is there already."""
    held = {header.name for header in site_of(request).workspace.headers()}
    if RENEC not in held:
        return queued(request, "framework", [], {"name": None})
    if site_of(request).access.header is not None:
        raise HTTPException(404)
    return queued(request, "changes", [], {"name": RENEC})


def queued(request: Request, kind: str, files: list[tuple[str, str]], payload: dict[str, str | None]) -> Response:
    """Put something into the queue that is done with the files of a framework; none means the registry's list."""
    name = ", ".join(name for _, name in files) or RENEC.upper()
    site_of(request).jobs.add(visitor_of(request).person, kind, name, {**payload, "files": files})
    return back_to("/frameworks")
