"""Job ads: upload them, choose a sector, see what they ask for against what one's programmes teach."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from starlette.responses import Response

from mapper.actions.page import LEAST_DEMAND, WIDE, sectors
from mapper.web.database import Row
from mapper.web.files import derived_name, file_stem, keep_uploads, report
from mapper.web.forms import TOKEN_CHECKED, FormField, FormText, SiteDep, VisitorDep, redirect, render, require
from mapper.web.programmes import unpacked
from mapper.web.site import Site

router = APIRouter(prefix="/ads")


def _own(number: int, site: SiteDep, who: VisitorDep) -> Row:
    return require(site.demands.get(number, who.person))


OwnDemand = Annotated[Row, Depends(_own)]
"""A comparison of the visitor's own."""


def _against(site: Site, demand: Row) -> list[str]:
    """Return the names of the programmes that ads were compared with, none where that is no longer known."""
    job = site.jobs.get(int(demand["folder"]))
    return [file_stem(name) for _, name in job.payload["programmes"]] if job else []


@router.get("")
def ads(request: Request, site: SiteDep, who: VisitorDep) -> Response:
    """Show what a person has set against what, and the form for more."""
    demands = site.demands.owned_by(who.person)
    return render(
        request,
        "ads",
        demands=demands,
        against={demand["id"]: ", ".join(_against(site, demand)) for demand in demands},
        jobs=site.jobs.recent(who.person, "demand"),
        kind="demand",
        programmes=[p for p in site.programmes.visible_to(who.person) if not p.deleted],
        frameworks=site.workspace.headers(),
        sectors=sectors(),
    )


@router.post("", dependencies=[TOKEN_CHECKED])
def upload(
    site: SiteDep,
    who: VisitorDep,
    files: list[UploadFile],
    programme: FormField[list[int]],
    framework: FormField[list[str]],
    sector: FormText = "",
) -> Response:
    """Keep files of ads and put the comparison into the queue."""
    require(not sector or sector in {one.name for one in sectors()}, 422)
    documents = [require(site.programme(number, who.person)).document for number in programme]
    require(all(site.files.path_of(*document).is_file() for document in documents), 422, "error.restored")
    sent = keep_uploads(site.files, files)
    payload = {"ads": sent, "programmes": documents, "numbers": programme, "frameworks": framework, "sector": sector}
    site.jobs.add(who.person, "demand", ", ".join(name for _, name in sent), payload, long=True)
    return redirect("/ads")


@router.get("/{number}")
def show(request: Request, site: SiteDep, who: VisitorDep, demand: OwnDemand) -> Response:
    """Show what the ads ask for and the programmes teach, at a glance; the whole report is one click away."""
    files = sorted(path.name for path in (site.files.reports(demand.folder) / who.lang).glob("gap.*"))
    titles = {sector.name: sector.title for sector in sectors()}
    job = site.jobs.get(int(demand.folder))
    stale = job is not None and site.decisions.any_since(job.payload.get("numbers", ()), demand.created)
    report = unpacked(demand["report"])
    told = {"r": report, "least": LEAST_DEMAND, "wide": WIDE, "files": files, "titles": titles, "stale": stale}
    return render(request, "demand", against=demand, **told)


@router.post("/{number}/again", dependencies=[TOKEN_CHECKED])
def again(site: SiteDep, who: VisitorDep, demand: OwnDemand) -> Response:
    """Compare again, with what people decided since."""
    job = require(site.jobs.get(int(demand.folder)))
    site.jobs.add(who.person, "demand", job.name, job.payload, long=True)
    return redirect("/ads")


@router.get("/{number}/files/{name}")
def give(site: SiteDep, who: VisitorDep, demand: OwnDemand, name: str, inline: bool = False) -> Response:
    """Show a report as a file; the page among them can be read in place, under the policy that it was made with."""
    against = _against(site, demand)
    what = " ".join((who.words("report.gap"), *(against if len(against) == 1 else ())))
    path = site.files.reports(demand.folder) / who.lang / name
    back = f"/ads/{demand.id}", demand.name
    return report(path, derived_name(demand.name, what, path.suffix), inline=inline, back=back)


@router.post("/{number}/delete", dependencies=[TOKEN_CHECKED])
@router.post("/{number}/restore", dependencies=[TOKEN_CHECKED])
def delete(request: Request, number: int, site: SiteDep, who: VisitorDep) -> Response:
    """Delete one's own, or bring it back while that can be done."""
    require(site.demands.delete(number, who.person, back=request.url.path.endswith("/restore")))
    return redirect("/ads")
