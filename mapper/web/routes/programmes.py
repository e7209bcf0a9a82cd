"""A person's programmes: the first page, the queue, downloads, reports and new editions, and who reviews them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import Response

from corpora.text import fold, titled
from mapper.actions import SAMPLES
from mapper.people.review.records import DOCUMENT
from mapper.people.review.state import CarriedDecision
from mapper.web.exports import DOWNLOADS
from mapper.web.files import MOST_FILES, derived_name, download, keep_uploads, report
from mapper.web.forms import (
    TOKEN_CHECKED,
    FormField,
    FormText,
    ReviewDep,
    SiteDep,
    VisitorDep,
    is_htmx,
    redirect,
    render,
    require,
)
from mapper.web.jobs import Job
from mapper.web.programmes import Programme, stamp, utc
from mapper.web.review import Review
from mapper.web.sessions import (
    LANGUAGE,
    LONGEST_TITLE,
    PERSON,
    Visitor,
    clean_name,
    set_cookie,
    set_session,
    signed_name,
)
from mapper.web.site import Site
from mapper.web.texts import PageWords

router = APIRouter()
EXAMPLE = ("EC9001.pdf", "programa.pdf", "ofertas.jsonl")
"""What ships for a first look: a standard, a programme and job ads."""
EXAMPLE_NAME = "ejemplo"
"""Name of the framework that the standard among it becomes: real ones stay apart."""
OF_PROGRAMME, OF_STANDARD = ("coverage", "report", "credentials"), ("matrix",)
"""Reports on a programme and all that it was mapped to, and on a programme and one standard."""


@router.get("/")
def home(request: Request, site: SiteDep, who: VisitorDep, q: str = "", folder: str = "") -> Response:
    """Show the first page; who is not known yet is asked for a name, or told how to sign in."""
    if not who.person and site.access.accounts:
        return render(request, "account_signin", wrong="", name="", to="/")
    if not who.person:
        return render(request, "signin" if site.access.header is not None else "name")
    # Jobs first: one that ends in between stands among both, not in neither.
    jobs, held, words = site.jobs.recent(who.person), site.headers, fold(q).split()
    seen = site.programmes.visible_to(who.person)
    found = [one for one in seen if folder in ("", one.folder) and all(word in one.searched for word in words)]
    return render(
        request,
        "home",
        programmes=found,
        summaries={one.id: None if one.deleted else site.summary(one, who.person, held) for one in found},
        folders=sorted({one.folder for one in seen if one.folder and not one.deleted}, key=fold),
        frameworks=held.values(),
        informing=site.examples.count_informing(who.person, held),
        jobs=jobs,
        q=q,
        folder=folder,
    )


@router.post("/folders", dependencies=[TOKEN_CHECKED])
def set_folder(
    site: SiteDep,
    who: VisitorDep,
    folder: Annotated[str, Form(max_length=80)] = "",
    programme: FormField[list[int]] = [],  # noqa: B006 - a form's field, which is read anew each time
) -> Response:
    """Put programmes of one's own in a folder, or with none out of theirs."""
    site.programmes.set_folder(programme, who.person, clean_name(folder))
    for number in programme:
        site.forget(number)
    return redirect("/")


@router.post("/example", dependencies=[TOKEN_CHECKED])
def example(site: SiteDep, who: VisitorDep) -> Response:
    """Put a standard, a programme and job ads that ship with curmap into the queue, one after the other."""
    standard, programme, ads = ((site.files.keep(name, (SAMPLES / name).read_bytes()), name) for name in EXAMPLE)
    if EXAMPLE_NAME not in site.headers:
        asked = {"name": EXAMPLE_NAME, "files": [standard], "replace": True}  # beside one's own of the same content
        site.jobs.add(who.person, "framework", standard[1], asked)
    _queue(site, who, programme, [EXAMPLE_NAME], 0, informed=False)
    asked = {"ads": [ads], "programmes": [programme], "numbers": [], "frameworks": [EXAMPLE_NAME], "sector": ""}
    site.jobs.add(who.person, "demand", ads[1], asked)
    return redirect("/")


@router.post("/name", dependencies=[TOKEN_CHECKED])
def name(request: Request, site: SiteDep, who: VisitorDep, name: FormText) -> Response:
    """Take the name that somebody typed; where a proxy says who asks, nobody may type another."""
    require(site.access.header is None and not site.access.accounts and clean_name(name), 422)
    response = redirect("/")
    set_session(response, request, who)
    set_cookie(response, request, PERSON, signed_name(clean_name(name), site.secret))
    return response


@router.post("/lang", dependencies=[TOKEN_CHECKED])
def language(request: Request, lang: FormText, to: FormText = "/") -> Response:
    """Take the language that somebody chose."""
    response = redirect(to)
    if lang in ("es", "en"):
        set_cookie(response, request, LANGUAGE, lang)
    return response


@router.get("/jobs")
@router.get("/jobs/news")
def jobs(request: Request, site: SiteDep, who: VisitorDep, of: str = "", kind: str = "") -> Response:
    """Show how far a person's jobs are, or as news what became of those that were under way when a page was opened.

    The page asks every second; `of` are the numbers of those that were under way when it last asked.
    """
    if not is_htmx(request):
        return redirect("/")
    numbers = [int(one) for one in of.split(",")[:MOST_FILES] if one.isascii() and one.isdigit()]
    asked = [job for number in numbers if (job := site.jobs.get(number)) is not None and job.person == who.person]
    if request.url.path.endswith("/news"):
        response = render(request, "_news", jobs=asked)
    else:
        response = render(request, "_jobs", jobs=site.jobs.recent(who.person, kind), kind=kind)
    # The list of programmes beside it is asked for again where a job ended.
    if any(job.over for job in asked):
        response.headers["HX-Trigger"] = "done"
    return response


@router.post("/jobs/dismiss", dependencies=[TOKEN_CHECKED])
@router.post("/jobs/{number}/dismiss", dependencies=[TOKEN_CHECKED])
def dismiss(request: Request, site: SiteDep, who: VisitorDep, number: int = 0, kind: FormText = "") -> Response:
    """Take one failure off the list, or all that it shows."""
    site.jobs.dismiss(who.person, number, kind)
    return redirect(_came_from(request))


@router.post("/jobs/{number}/cancel", dependencies=[TOKEN_CHECKED])
def cancel(request: Request, number: int, site: SiteDep, who: VisitorDep) -> Response:
    """Cancel one's own job."""
    site.jobs.cancel(who.person, number)
    return redirect(_came_from(request))


def _came_from(request: Request) -> str:
    """Return the path of the page with the list of jobs on which somebody clicked."""
    return urlsplit(request.headers.get("referer", "")).path


@router.post("/programmes", dependencies=[TOKEN_CHECKED])
def upload(
    site: SiteDep,
    who: VisitorDep,
    files: list[UploadFile],
    framework: FormField[list[str]],
    replaces: FormField[int] = 0,
    informed: FormField[bool] = False,
    programme: FormField[int] = 0,
) -> Response:
    """Keep files and put their mapping into the queue, with what stands decided now if that is to inform it.

    `programme` is the one on whose page a checklist of its document was given back.
    """
    hand_in(site, who, files, framework, replaces, informed=informed, programme=programme)
    return redirect("/")


def hand_in(
    site: Site,
    who: Visitor,
    files: list[UploadFile],
    frameworks: list[str],
    replaces: int,
    **asked: Any,  # noqa: ANN401
) -> list[int]:
    """Keep documents and put their mapping into the queue; gives the jobs' numbers."""
    require(not replaces or site.programmes.owns(replaces, who.person))
    created = stamp(utc())
    sent = keep_uploads(site.files, files)
    return [_queue(site, who, one, frameworks, replaces, created=created, **asked) for one in sent]


@router.post("/programmes/{number}/map", dependencies=[TOKEN_CHECKED])
def map_again(number: int, site: SiteDep, who: VisitorDep, informed: FormField[bool] = False) -> Response:
    """Map one's own programme again, with standards, model and code as they are now: a new edition if it changed."""
    begin_again(site, who, number, informed=informed)
    return redirect("/")


def begin_again(site: Site, who: Visitor, number: int, *, informed: bool) -> int:
    """Put the mapping of one's own programme anew into the queue; gives the job's number."""
    programme = require(site.programme(number, who.person))
    require(programme.owner == who.person)
    names = [f["name"] for f in programme.alignment["frameworks"] if f["name"] in site.headers]
    require(bool(names) and site.files.path_of(*programme.document).is_file(), 422)
    return _queue(site, who, programme.document, names, number, informed=informed)


def _queue(
    site: Site,
    who: Visitor,
    document: tuple[str, str],
    frameworks: list[str],
    replaces: int,
    *,
    informed: bool,
    programme: int = 0,
    created: str = "",
) -> int:
    sha256, given = document
    payload: dict[str, Any] = {"sha256": sha256, "frameworks": frameworks, "lang": who.lang, "programme": programme}
    payload["replaces"] = replaces or None
    if informed:
        payload["reviewed"] = site.examples.snapshot(who.person, sha256, former=replaces)
    return site.jobs.add(who.person, "map", given, payload, long=site.files.are_long([document]), created=created)


@router.post("/programmes/{number}/called", dependencies=[TOKEN_CHECKED])
def rename(
    number: int,
    site: SiteDep,
    who: VisitorDep,
    title: Annotated[str, Form(max_length=LONGEST_TITLE)] = "",
    school: Annotated[str, Form(max_length=LONGEST_TITLE)] = "",
) -> Response:
    """Say how one's own programme is called, and where it is taught."""
    cleaned = {"title": clean_name(title, LONGEST_TITLE), "school": clean_name(school, LONGEST_TITLE)}
    require(site.programmes.change(number, who.person, **cleaned))
    site.forget(number)
    return redirect(f"/programmes/{number}")


@router.post("/programmes/{number}/delete", dependencies=[TOKEN_CHECKED])
@router.post("/programmes/{number}/restore", dependencies=[TOKEN_CHECKED])
def delete(request: Request, number: int, site: SiteDep, who: VisitorDep) -> Response:
    """Delete one's own programme, or bring it back while that can be done."""
    require(site.programmes.delete(number, who.person, back=request.url.path.endswith("/restore")))
    return redirect("/")


@router.get("/programmes/{number}/downloads")
def downloads(request: Request, number: int, site: SiteDep, review: ReviewDep) -> Response:
    """Show what can be downloaded, and what for; and the way to a new edition."""
    frameworks = {framework["name"] for framework in review.programme.alignment["frameworks"]}
    under_way = [job for job in map(site.jobs.get, site.jobs.under_way(review.person)) if job and job.kind == "report"]
    return render(
        request,
        "downloads",
        review=review,
        informing=site.examples.count_informing(review.person, frameworks, former=number),
        reports=_latest_reports(site, review),
        making={job.payload["report"] for job in under_way if job.payload["numbers"] == [number]},
        standards=_standards(site, review),
        of_standard=OF_STANDARD,
    )


@router.get("/programmes/{number}/download/{suffix}")
def give(suffix: str, site: SiteDep, who: VisitorDep, review: ReviewDep) -> Response:
    """Show one of the files, or, as "original", the document as it was uploaded, which is never shown."""
    programme, words = review.programme, who.words
    if suffix == "original":
        path = site.files.path_of(*programme.document)
        require(path.is_file())
        return download(path.read_bytes(), "application/octet-stream", _file_name(programme, words))
    kind, write = require(DOWNLOADS.get(suffix))
    content = write(review, words)
    what = words("download.judgements" if suffix == "qrels" else "download.review")
    return download(content, kind, _file_name(programme, words, what, f".{suffix}"))


def _file_name(programme: Programme, words: PageWords, what: str = "", suffix: str = "") -> str:
    """Return the name of a file made of a programme's, or its own for "": editions of one name are told apart."""
    which = words.gettext("edition {n}", n=programme.edition) if programme.edition > 1 else ""
    told = ", ".join(filter(None, (what, which)))
    return derived_name(programme.name, told, suffix or Path(programme.name).suffix) if told else programme.name


def _standards(site: Site, review: Review) -> dict[str, str]:
    """Return the standards with criteria that a programme shows something of, by NAME/CODE, with their wordings."""
    found = (row.node for row in site.standards(review) if row.criteria)
    return {f"{node.framework}/{node.code}": titled(node.code, node.statement) for node in found}


def _latest_reports(site: Site, review: Review) -> dict[str, list[tuple[Job, bool]]]:
    """Return by report this person's latest jobs, one a standard, and whether decisions came since."""
    found: dict[tuple[str, ...], Job] = {}
    for job in site.jobs.reports(review.person, review.programme.id):
        asked = job.payload["report"], *(job.payload["frameworks"] if job.payload["report"] in OF_STANDARD else ())
        found.setdefault(asked, job)
    shown: dict[str, list[tuple[Job, bool]]] = {name: [] for name in (*OF_PROGRAMME, *OF_STANDARD)}
    for (name, *_), job in found.items():
        shown[name].append((job, site.decisions.any_since([review.programme.id], job.created)))
    return shown


@router.post("/programmes/{number}/reports/{name}", dependencies=[TOKEN_CHECKED])
def make_report(
    site: SiteDep, who: VisitorDep, review: ReviewDep, name: str, standard: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Put a report into the queue."""
    programme = review.programme
    if name in OF_STANDARD:
        asked = [standard] if standard in _standards(site, review) else []
    else:
        mapped = [framework["name"] for framework in programme.alignment["frameworks"]]
        asked = [framework for framework in mapped if framework in site.headers and name in OF_PROGRAMME]
    require(bool(asked), 422)
    require(site.files.path_of(*programme.document).is_file(), 422, "error.restored")
    payload = {"report": name, "frameworks": asked, "programmes": [programme.document], "numbers": [programme.id]}
    site.jobs.add(
        who.person, "report", programme.display_title, payload, long=site.files.are_long([programme.document])
    )
    return redirect(f"/programmes/{programme.id}/downloads")


@router.get("/programmes/{number}/reports/{job}/{name}")
def give_report(
    site: SiteDep, who: VisitorDep, review: ReviewDep, job: int, name: str, inline: bool = False
) -> Response:
    """Show one of its files, to who let it be made."""
    made = require(next((one for one in site.jobs.reports(review.person, review.programme.id) if one.id == job), None))
    kind, words = made.payload["report"], who.words
    # Two editions of a standard are two frameworks that have its code.
    standard = [str(of).replace("/", " ") for of in made.payload["frameworks"] if kind in OF_STANDARD]
    path, what = site.files.reports(str(job)) / who.lang / name, " ".join((words(f"report.{kind}"), *standard))
    back = f"/programmes/{review.programme.id}/downloads#reports", review.programme.display_title
    return report(path, _file_name(review.programme, words, what, path.suffix), inline=inline, back=back)


@router.get("/programmes/{number}/people")
def people(request: Request, number: int, site: SiteDep, review: ReviewDep, unknown: str = "") -> Response:
    """Show who reviews it and how far they agree; `unknown` is a name with which nobody entered yet."""
    return render(
        request,
        "people",
        review=review,
        shared=site.programmes.shared_with(number),
        disputes=[(node, names) for key, names in review.disputes.items() if (node := site.frameworks.get(*key))],
        hides=site.programmes.hides(number),
        unknown=clean_name(unknown),
        known=site.people(),
    )


def _own(review: ReviewDep) -> Review:
    require(review.programme.owner == review.person)
    return review


OwnReview = Annotated[Review, Depends(_own)]


@router.post("/programmes/{number}/people", dependencies=[TOKEN_CHECKED])
def share(number: int, site: SiteDep, _: OwnReview, person: FormText) -> Response:
    """Let somebody review it."""
    name = require(clean_name(person), 422)
    site.programmes.share(number, name)
    unknown = "" if name in site.people() else "?" + urlencode({"unknown": name})
    return redirect(f"/programmes/{number}/people{unknown}")


@router.post("/programmes/{number}/people/remove", dependencies=[TOKEN_CHECKED])
def unshare(number: int, site: SiteDep, _: OwnReview, person: FormText) -> Response:
    """Take that back; what the person decided stays."""
    site.programmes.unshare(number, person)
    return redirect(f"/programmes/{number}/people")


@router.post("/programmes/{number}/people/hide", dependencies=[TOKEN_CHECKED])
def hide(number: int, site: SiteDep, who: VisitorDep, hide: FormField[bool] = False) -> Response:
    """Let reviewers see others' decisions only after their own, or at once."""
    require(site.programmes.change(number, who.person, hide_others=hide))
    return redirect(f"/programmes/{number}/people")


@router.get("/programmes/{number}/again")
def again(request: Request, number: int, site: SiteDep, review: ReviewDep) -> Response:
    """Show decisions on the former edition that are to be ratified."""
    offered, mine = _offered(site, review)
    editions = (site.programmes.read(one).every for one in (review.programme.replaces, number) if offered and one)
    passages = {one.passage.text_id: one.passage for edition in editions for one in edition}
    unchanged = [one for one in mine if one.text_id is not None and not one.why.en]
    shown: dict[str, Any] = {"offered": offered, "mine": mine, "unchanged": unchanged, "document": DOCUMENT}
    return render(request, "again", review=review, passages=passages, **shown)


def _offered(site: Site, review: Review) -> tuple[list[CarriedDecision], list[CarriedDecision]]:
    """Return those that this person may see, and of these the ones that they may ratify."""
    offered = site.decisions.offered(review.programme.id)
    seen = [one for one in offered if not review.hides or one.row.person == review.person]
    return seen, [one for one in seen if review.settles or one.row.person == review.person]


@router.post("/programmes/{number}/again", dependencies=[TOKEN_CHECKED])
def ratify(number: int, site: SiteDep, review: ReviewDep, act: FormText) -> Response:
    """Let decisions of the former edition stand: "all" that are unchanged, or "keep" or "drop" one by its number."""
    verb, _, decision = act.partition(" ")
    _seen, mine = _offered(site, review)
    chosen = [one for one in mine if (verb == "all" and not one.why.en) or str(one.row.number) == decision]
    require(verb in ("all", "keep", "drop") and bool(chosen), 422)
    kept = [one for one in chosen if one.text_id is not None and verb != "drop"]
    nodes = (site.frameworks.get(one.row.framework, one.row.code) for one in kept)
    site.decisions.ratify(number, kept, {node.key: node.statement for node in nodes if node})
    if verb == "drop":
        site.decisions.put_aside(number, chosen[0].row.number)
    return redirect(f"/programmes/{number}/again")
