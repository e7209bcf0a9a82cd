"""The frameworks of the workspace: browse them as a tree, search them, add another one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.home import LARGEST
from mapper.web.places import safe_name
from mapper.web.rendering import render, site_of, visitor_of

router = APIRouter()


@router.get("/frameworks")
def frameworks(request: Request, q: str = "") -> Response:
    """All frameworks, and what a search finds in them."""
    site = site_of(request)
    found = site.frameworks.search(q, limit=50) if q else []
    return render(request, "frameworks.html.j2", frameworks=site.workspace.headers(), q=q, found=found)


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    """Competencies to choose from as one types."""
    return render(request, "_choices.html.j2", found=site_of(request).frameworks.search(q, limit=12), q=q)


@router.get("/frameworks/{framework}")
def browse(request: Request, framework: str, code: str = "") -> Response:
    """A framework's entries below one of its entries, or its roots."""
    site = site_of(request)
    node = site.frameworks.get(framework, code) if code else None
    children = site.frameworks.children(framework, code or None)
    if (code and node is None) or (not code and not children):
        raise HTTPException(404)
    above = site.frameworks.above(framework, code) if code else []
    return render(request, "framework.html.j2", framework=framework, node=node, above=above, children=children)


@router.post("/frameworks", dependencies=[CHECKED])
def add(request: Request, file: UploadFile, name: Annotated[str, Form()] = "") -> Response:
    """Keep a file and put its loading into the queue."""
    site, who = site_of(request), visitor_of(request)
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise HTTPException(413)
    given = safe_name(file.filename or "")
    payload = {"sha256": site.places.keep(given, content), "name": name.strip() or None}
    site.jobs.add(who.person, "framework", given, payload)
    return back_to("/")
