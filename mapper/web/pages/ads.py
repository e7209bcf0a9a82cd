"""Job ads: upload them, choose a sector, see what they ask for against what one's programmes teach."""

from __future__ import annotations

import html
import re
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from mapper.sectors.table import sectors
from mapper.web.against import LANGUAGES, Against
from mapper.web.attached import attached
from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.home import RECENT
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.uploads import kept

router = APIRouter(prefix="/ads")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_HEAD = 4096
"""Characters of a report in which its policy stands, before any text of a document."""
_KINDS = {
    ".html": "text/html",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("")
def ads(request: Request) -> Response:
    """What a person has set against what, and the form for more."""
    site, who = site_of(request), visitor_of(request)
    return render(
        request,
        "ads.html.j2",
        demands=site.demands.of(who.person),
        jobs=site.jobs.of(who.person, limit=RECENT),
        programmes=[p for p in site.programmes.of(who.person) if not p.deleted],
        frameworks=site.workspace.headers(),
        sectors=sectors(),
    )


@router.post("", dependencies=[CHECKED])
def upload(
    request: Request,
    files: list[UploadFile],
    programme: Annotated[list[int], Form()],
    framework: Annotated[list[str], Form()],
    sector: Annotated[str, Form()] = "",
) -> Response:
    """Keep files of ads and put the comparison into the queue."""
    site, who = site_of(request), visitor_of(request)
    if sector and sector not in {one.name for one in sectors()}:
        raise HTTPException(422)
    documents = []
    for number in programme:
        found = site.programme(number, who.person)
        if found is None:
            raise HTTPException(404)
        document = (found.alignment["document"]["sha256"], found.name)
        if not site.places.named(*document).is_file():
            raise HTTPException(422)  # a review that was restored has no document
        documents.append(document)
    uploaded = kept(site.places, files)
    name = ", ".join(name for _, name in uploaded)
    payload = {"ads": uploaded, "programmes": documents, "frameworks": framework, "sector": sector}
    site.jobs.add(who.person, "demand", name, payload)
    return back_to("/ads")


@router.get("/{number}")
def show(request: Request, number: int) -> Response:
    """What the ads ask for and the programmes teach, at a glance; the whole report is one click away."""
    against, report = _own(request, number)
    folder = site_of(request).places.reports(against.folder) / visitor_of(request).lang
    files = sorted(path.name for path in folder.glob("gap.*")) if folder.is_dir() else []
    titles = {sector.name: sector.title for sector in sectors()}
    return render(request, "demand.html.j2", against=against, r=report, files=files, titles=titles)


@router.get("/{number}/files/{name}")
def download(request: Request, number: int, name: str, inline: bool = False) -> Response:
    """A report as a file; the page among them can be read in place, under the policy that it was made with."""
    against, _ = _own(request, number)
    folder = site_of(request).places.reports(against.folder)
    path = folder / visitor_of(request).lang / name
    if name not in {found.name for lang in LANGUAGES for found in (folder / lang).glob("gap.*")}:
        raise HTTPException(404)
    content = path.read_bytes()
    if inline and path.suffix == ".html":
        policy = _POLICY.search(content[:_HEAD].decode(errors="replace"))
        if policy is not None:
            headers = {"Content-Security-Policy": f"{html.unescape(policy[1])}; frame-ancestors 'none'"}
            return Response(content, media_type="text/html", headers=headers)
    stem = against.name.partition(".")[0]
    return attached(content, _KINDS.get(path.suffix, "application/octet-stream"), f"{stem}.{name}")


@router.post("/{number}/delete", dependencies=[CHECKED])
def delete(request: Request, number: int) -> Response:
    """Delete one's own; it can be brought back for a while."""
    return _hidden(request, number, back=False)


@router.post("/{number}/restore", dependencies=[CHECKED])
def restore(request: Request, number: int) -> Response:
    """Bring back one's own."""
    return _hidden(request, number, back=True)


def _hidden(request: Request, number: int, *, back: bool) -> Response:
    if not site_of(request).demands.delete(number, visitor_of(request).person, back=back):
        raise HTTPException(404)
    return back_to("/ads")


def _own(request: Request, number: int) -> tuple[Against, dict[str, object]]:
    found = site_of(request).demands.get(number, visitor_of(request).person)
    if found is None:
        raise HTTPException(404)
    return found
