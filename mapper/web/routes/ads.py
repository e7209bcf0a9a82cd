"""Job ads: upload them, choose a sector, see what they ask for against what one's programmes teach."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from starlette.responses import Response

from mapper.actions.page import LEAST_DEMAND, WIDE, sectors
from mapper.web.database import Row
from mapper.web.files import made_of, report, stem_of, uploaded
from mapper.web.forms import CHECKED, Here, Sent, Typed, Who, back_to, render, there
from mapper.web.programmes import unpacked
from mapper.web.site import Site

router = APIRouter(prefix="/ads")


def _own(number: int, site: Here, who: Who) -> Row:
    return there(site.demands.get(number, who.person))


Own = Annotated[Row, Depends(_own)]
"""A comparison of the visitor's own."""


def _against(site: Site, demand: Row) -> list[str]:
    """The names of the programmes that ads were compared with, none where that is no longer known."""
    job = site.jobs.get(int(demand["folder"]))
    return [stem_of(name) for _, name in job.payload["programmes"]] if job else []


@router.get("")
def ads(request: Request, site: Here, who: Who) -> Response:
    """What a person has set against what, and the form for more."""
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


@router.post("", dependencies=[CHECKED])
def upload(
    site: Here,
    who: Who,
    files: list[UploadFile],
    programme: Sent[list[int]],
    framework: Sent[list[str]],
    sector: Typed = "",
) -> Response:
    """Keep files of ads and put the comparison into the queue."""
    there(not sector or sector in {one.name for one in sectors()}, 422)
    documents = [there(site.programme(number, who.person)).document for number in programme]
    there(all(site.files.named(*document).is_file() for document in documents), 422, "error.restored")
    sent = uploaded(site.files, files)
    payload = {"ads": sent, "programmes": documents, "numbers": programme, "frameworks": framework, "sector": sector}
    site.jobs.add(who.person, "demand", ", ".join(name for _, name in sent), payload, long=True)
    return back_to("/ads")


@router.get("/{number}")
def show(request: Request, site: Here, who: Who, demand: Own) -> Response:
    """What the ads ask for and the programmes teach, at a glance; the whole report is one click away."""
    files = sorted(path.name for path in (site.files.reports(demand.folder) / who.lang).glob("gap.*"))
    titles = {sector.name: sector.title for sector in sectors()}
    job = site.jobs.get(int(demand.folder))
    stale = job is not None and site.decisions.any_since(job.payload.get("numbers", ()), demand.created)
    report = unpacked(demand["report"])
    told = {"r": report, "least": LEAST_DEMAND, "wide": WIDE, "files": files, "titles": titles, "stale": stale}
    return render(request, "demand", against=demand, **told)


@router.post("/{number}/again", dependencies=[CHECKED])
def again(site: Here, who: Who, demand: Own) -> Response:
    """Compare again, with what people decided since."""
    job = there(site.jobs.get(int(demand.folder)))
    site.jobs.add(who.person, "demand", job.name, job.payload, long=True)
    return back_to("/ads")


@router.get("/{number}/files/{name}")
def give(site: Here, who: Who, demand: Own, name: str, inline: bool = False) -> Response:
    """A report as a file; the page among them can be read in place, under the policy that it was made with."""
    against = _against(site, demand)
    what = " ".join((who.words("report.gap"), *(against if len(against) == 1 else ())))
    path = site.files.reports(demand.folder) / who.lang / name
    back = f"/ads/{demand.id}", demand.name
    return report(path, made_of(demand.name, what, path.suffix), inline=inline, back=back)


@router.post("/{number}/delete", dependencies=[CHECKED])
@router.post("/{number}/restore", dependencies=[CHECKED])
def delete(request: Request, number: int, site: Here, who: Who) -> Response:
    """Delete one's own, or bring it back while that can be done."""
    there(site.demands.delete(number, who.person, back=request.url.path.endswith("/restore")))
    return back_to("/ads")
