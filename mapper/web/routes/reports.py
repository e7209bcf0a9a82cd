"""Reports on a programme as the command line makes them, with what people decided counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from mapper.web.coverage import covered
from mapper.web.files import made_of, report
from mapper.web.forms import CHECKED, Here, Reviewed, Who, back_to, there
from mapper.web.jobs import Job
from mapper.web.programmes import Programme
from mapper.web.review import Review
from mapper.web.site import Site
from mapper.web.texts import PageWords

router = APIRouter(prefix="/programmes/{number}/reports")
OF_PROGRAMME, OF_STANDARD = ("coverage", "credentials"), ("evidence",)
"""Reports on a programme and all that it was mapped to, and on a programme and one standard."""


def standards(site: Site, review: Review) -> dict[str, str]:
    """The standards with criteria that a programme shows something of, by NAME/CODE, with their wordings."""
    found = (row.node for row in covered(review, site.frameworks) if row.criteria)
    return {f"{node.framework}/{node.code}": f"{node.code} {node.statement}" for node in found}


def made(site: Site, review: Review) -> dict[str, list[tuple[Job, bool]]]:
    """By the name of a report, the latest of this person's, of each standard, and whether decisions came since."""
    found: dict[tuple[str, ...], Job] = {}
    for job in site.jobs.reports(review.person, review.programme.id):
        asked = job.payload["report"], *(job.payload["frameworks"] if job.payload["report"] in OF_STANDARD else ())
        found.setdefault(asked, job)
    shown: dict[str, list[tuple[Job, bool]]] = {name: [] for name in (*OF_PROGRAMME, *OF_STANDARD)}
    for (name, *_), job in found.items():
        shown[name].append((job, site.decisions.any_since([review.programme.id], job.created)))
    return shown


def making(site: Site, review: Review) -> set[str]:
    """The names of reports that this person has asked for and that are not there yet."""
    jobs = filter(None, map(site.jobs.get, site.jobs.under_way(review.person)))
    return {j.payload["report"] for j in jobs if j.kind == "report" and j.payload["numbers"] == [review.programme.id]}


def file_name(programme: Programme, words: PageWords, what: str = "", suffix: str = "") -> str:
    """How a file is called that was made of a programme's; its own, "", too: editions of one name are told apart."""
    which = words("download.edition", n=programme.edition) if programme.edition > 1 else ""
    told = ", ".join(filter(None, (what, which)))
    return made_of(programme.name, told, suffix or Path(programme.name).suffix) if told else programme.name


@router.post("/{name}", dependencies=[CHECKED])
def make(
    site: Here, who: Who, review: Reviewed, name: str, standard: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Put a report into the queue."""
    programme = review.programme
    if name in OF_STANDARD:
        asked = [standard] if standard in standards(site, review) else []
    else:
        mapped = [framework["name"] for framework in programme.alignment["frameworks"]]
        asked = [framework for framework in mapped if framework in site.held and name in OF_PROGRAMME]
    there(bool(asked), 422)
    there(site.files.named(*programme.document).is_file(), 422, "error.restored")
    payload = {"report": name, "frameworks": asked, "programmes": [programme.document], "numbers": [programme.id]}
    site.jobs.add(who.person, "report", programme.called, payload, long=site.files.are_long([programme.document]))
    return back_to(f"/programmes/{programme.id}/downloads")


@router.get("/{job}/{name}")
def give(site: Here, who: Who, review: Reviewed, job: int, name: str, inline: bool = False) -> Response:
    """One of its files, to who let it be made."""
    made = there(next((one for one in site.jobs.reports(review.person, review.programme.id) if one.id == job), None))
    kind, words = made.payload["report"], PageWords(who.lang)
    # Two editions of a standard are two frameworks that have its code.
    standard = [str(of).replace("/", " ") for of in made.payload["frameworks"] if kind in OF_STANDARD]
    path, what = site.files.reports(str(job)) / who.lang / name, " ".join((words(f"report.{kind}"), *standard))
    return report(path, file_name(review.programme, words, what, path.suffix), inline=inline)
