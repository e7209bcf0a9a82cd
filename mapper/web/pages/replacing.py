"""A framework replaced by a newer one, or removed: first what changes for the mappings there are.

Frameworks are everyone's: behind a proxy, where many sign in, whoever runs the page does this by the command line.
"""

from __future__ import annotations

from collections.abc import Collection

from fastapi import APIRouter, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.review.state import standing_rows
from mapper.web.jobs import Job
from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.frameworks import queued
from mapper.web.programmes import Listed
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.site import Site
from mapper.web.uploads import kept

router = APIRouter(prefix="/frameworks/{framework}")


@router.post("/replace", dependencies=[CHECKED])
def replace(request: Request, framework: str, files: list[UploadFile]) -> Response:
    """Keep a newer version and let its changes be told before it takes the other one's place."""
    site = _changing(request, framework)
    return queued(request, "changes", kept(site.places, files), {"name": framework})


@router.get("/changes/{job}")
def changes(request: Request, framework: str, job: int) -> Response:
    """Which entries change, and how many decisions on which programmes are about them."""
    site = _changing(request, framework)
    found = _told(request, framework, job)
    changed = {entry["code"] for kind in ("gone", "reworded") for entry in (found.result or {})[kind]}
    return render(
        request,
        "changes.html.j2",
        framework=framework,
        job=found,
        changed=found.result,
        affected=_affected(site, visitor_of(request).person, framework, changed),
    )


@router.post("/changes/{job}", dependencies=[CHECKED])
def do_replace(request: Request, framework: str, job: int) -> Response:
    """Put the newer version in the place of the other one."""
    site = _changing(request, framework)
    found = _told(request, framework, job)
    site.jobs.add(found.person, "framework", found.name, {**found.payload, "replace": True})
    return back_to("/frameworks")


@router.get("/remove")
def ask(request: Request, framework: str) -> Response:
    """Say what removing it means, before it is done."""
    site = _changing(request, framework)
    affected = _affected(site, visitor_of(request).person, framework, None)
    return render(request, "remove.html.j2", framework=framework, affected=affected)


@router.post("/remove", dependencies=[CHECKED])
def remove(request: Request, framework: str) -> Response:
    """Remove it; mappings to it stay as they are."""
    site = _changing(request, framework)
    site.workspace.remove(framework)
    site.frameworks.refresh(site.workspace)
    return back_to("/frameworks")


def _changing(request: Request, framework: str) -> Site:
    site = site_of(request)
    if site.access.header is not None or framework not in {header.name for header in site.workspace.headers()}:
        raise HTTPException(404)
    return site


def _told(request: Request, framework: str, number: int) -> Job:
    """One's own job that told the changes."""
    job = site_of(request).jobs.get(number)
    mine = job is not None and job.person == visitor_of(request).person and job.kind == "changes"
    if job is None or not mine or job.result is None or job.payload.get("name") != framework:
        raise HTTPException(404)
    return job


def _affected(
    site: Site, person: str, framework: str, codes: Collection[str] | None
) -> list[tuple[Listed, dict[str, int]]]:
    """The programmes that a person sees with decisions about entries of a framework; with None, about any of them."""
    affected = []
    for listed in site.programmes.of(person):
        if listed.deleted:
            continue
        rows = [row for row in standing_rows(site.decisions.of(listed.id)) if row.framework == framework]
        about = [row for row in rows if codes is None or row.code in codes]
        if about:
            affected.append((listed, {"decisions": len(about), "of": len(rows)}))
    return affected
