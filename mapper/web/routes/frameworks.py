"""The frameworks of the workspace: browse and search them, add, replace and remove one.

Before one is replaced or removed it is told what changes for the mappings there are. Frameworks are everyone's: behind
a proxy, where many sign in, whoever runs the page replaces and removes them by the command line; with accounts a lead.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from starlette.responses import Response

from mapper.actions.page import RENEC, collection_frameworks, collections_in_force
from mapper.people.review.state import standing_rows
from mapper.web.files import keep_uploads
from mapper.web.forms import TOKEN_CHECKED, FormText, SiteDep, VisitorDep, redirect, render, require
from mapper.web.jobs import Job
from mapper.web.programmes import ProgrammeEntry
from mapper.web.sessions import Visitor
from mapper.web.site import Site

router = APIRouter()
_MOST_SKIPPED = 200
"""Rows that were left out, shown one by one; the rest is counted."""


@router.get("/frameworks")
def frameworks(request: Request, site: SiteDep, who: VisitorDep, q: str = "") -> Response:
    """Show all frameworks, and what a search finds in them."""
    return render(
        request,
        "frameworks",
        frameworks=site.workspace.headers(),
        q=q,
        found=site.frameworks.search(q, limit=50) if q else [],
        jobs=site.jobs.recent(who.person),
        may_change=who.lead,
        renec=RENEC,
    )


@router.get("/frameworks/{framework}")
def browse(request: Request, site: SiteDep, who: VisitorDep, framework: str, code: str = "") -> Response:
    """Show a framework's entries below one of them, or its roots, below a single root its children too."""
    header = require(site.headers.get(framework))
    node = require(site.frameworks.get(framework, code)) if code else None
    versions = collections_in_force(site.workspace) if node else {}
    children = site.frameworks.children(framework, code or None)
    if not code and len(children) == 1:
        children = [*children, *site.frameworks.children(framework, children[0].code)]
    return render(
        request,
        "framework",
        framework=framework,
        header=header,
        skipped=header.skipped[:_MOST_SKIPPED],
        node=node,
        above=site.frameworks.above(framework, code) if code else [],
        children=children,
        may_change=who.lead,
        collections=[name for name, version in versions.items() if framework in collection_frameworks(version)],
    )


@router.post("/frameworks", dependencies=[TOKEN_CHECKED])
def add(site: SiteDep, who: VisitorDep, files: list[UploadFile], name: FormText = "") -> Response:
    """Keep the files of one framework and put its loading into the queue."""
    return _queued(site, who, "framework", name.strip() or None, keep_uploads(site.files, files))


@router.post("/frameworks/renec/fetch", dependencies=[TOKEN_CHECKED])
def fetch(site: SiteDep, who: VisitorDep) -> Response:
    """Fetch the Mexican registry and add it, or tell what is new in it where it is there already."""
    if RENEC not in site.headers:
        return _queued(site, who, "framework", None)
    require(who.lead)
    return _queued(site, who, "changes", RENEC)


def _queued(site: Site, who: Visitor, kind: str, name: str | None, files: Collection[tuple[str, str]] = ()) -> Response:
    """Put something into the queue that is done with the files of a framework; none means the registry's list."""
    called = ", ".join(file for _, file in files) or RENEC.upper()
    long = not files or site.files.are_long(files)
    site.jobs.add(who.person, kind, called, {"name": name, "files": files}, long=long)
    return redirect("/frameworks")


def _may_change(framework: str, site: SiteDep, who: VisitorDep) -> Site:
    require(who.lead and framework in site.headers)
    return site


def _own_changes(framework: str, job: int, site: SiteDep, who: VisitorDep) -> Job:
    """Return one's own job that computed the changes."""
    found = require(site.jobs.get(job))
    of_framework = found.kind == "changes" and found.payload.get("name") == framework
    require(found.person == who.person and of_framework and found.result)
    return found


ChangingSite = Annotated[Site, Depends(_may_change)]
ChangesDep = Annotated[Job, Depends(_own_changes)]


@router.post("/frameworks/{framework}/replace", dependencies=[TOKEN_CHECKED])
def replace(site: ChangingSite, who: VisitorDep, framework: str, files: list[UploadFile]) -> Response:
    """Keep a newer version and let its changes be told before it takes the other one's place."""
    return _queued(site, who, "changes", framework, keep_uploads(site.files, files))


@router.get("/frameworks/{framework}/changes/{job}")
def changes(request: Request, site: ChangingSite, who: VisitorDep, framework: str, told: ChangesDep) -> Response:
    """Show which entries change, and how many decisions on which programmes are about them."""
    changed = {entry["code"] for kind in ("gone", "reworded") for entry in (told.result or {})[kind]}
    return render(
        request,
        "changes",
        framework=framework,
        job=told,
        changed=told.result,
        affected=_affected(site, who.person, framework, changed),
        current=_is_current(site, framework, told),
    )


def _is_current(site: Site, framework: str, told: Job) -> bool:
    """Return whether what was told is of the edition that is still here."""
    return (told.result or {}).get("former") == site.headers[framework].sha256


@router.post("/frameworks/{framework}/changes/{job}", dependencies=[TOKEN_CHECKED])
def do_replace(site: ChangingSite, framework: str, told: ChangesDep) -> Response:
    """Put the newer version in the place of the other one."""
    require(_is_current(site, framework, told))
    site.jobs.add(told.person, "framework", told.name, {**told.payload, "replace": True})
    return redirect("/frameworks")


@router.get("/frameworks/{framework}/remove")
def ask(request: Request, site: ChangingSite, who: VisitorDep, framework: str) -> Response:
    """Say what removing it means, before it is done."""
    return render(request, "remove", framework=framework, affected=_affected(site, who.person, framework, None))


@router.post("/frameworks/{framework}/remove", dependencies=[TOKEN_CHECKED])
def remove(site: ChangingSite, framework: str) -> Response:
    """Remove it; mappings to it stay as they are."""
    site.workspace.remove(framework)
    site.frameworks.refresh(site.workspace)
    return redirect("/frameworks")


def _affected(
    site: Site, person: str, framework: str, codes: Collection[str] | None
) -> list[tuple[ProgrammeEntry, dict[str, int]]]:
    """Return the programmes that a person sees with decisions about entries of a framework that change.

    `codes` are those of entries that change; None means all.
    """
    affected = []
    for listed in site.programmes.visible_to(person):
        rows = () if listed.deleted else site.decisions.history(listed.id)
        about = [row for row in standing_rows(rows) if row.code]
        changing = [row for row in about if row.framework == framework and (codes is None or row.code in codes)]
        if changing:
            affected.append((listed, {"decisions": len(changing), "of": len(about)}))
    return affected
