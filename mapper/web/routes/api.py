"""What the page does, for programs: `/api/v1`, described by `/api/v1/openapi.json`.

Who asks is told by a token, and nothing else: no cookie is read, so nothing that a browser sends by itself is obeyed.
What is done is done by the page's own functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Form, Security, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from pydantic import AliasPath, BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from mapper.people.review.records import DOCUMENT, Decision
from mapper.web import jobs
from mapper.web.coverage import State
from mapper.web.decisions import RowBuilder
from mapper.web.exports import DOWNLOADS
from mapper.web.forms import LIMITS, ReviewDep, SiteDep, VisitorDep, require
from mapper.web.programmes import ProgrammeEntry
from mapper.web.review import Item
from mapper.web.routes.programmes import begin_again, give, hand_in
from mapper.web.routes.review import LONGEST_NOTE
from mapper.web.sessions import Visitor
from mapper.web.site import Site

PREFIX = "/api/v1"
DESCRIPTION = f"{PREFIX}/openapi.json"
_MOST_JOBS = 100
_EXPORT = f"The review as a file: {', '.join(DOWNLOADS)}; or 'original', the document as it was handed in."
_TOLD = {"error.401": "error.token", "error.422": "error.request"}
"""Of errors that a form says in its own words, what a program is told."""


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: Annotated[str, Field(description="In the language that Accept-Language asks for.")]
    errors: Annotated[list[list[str | int]], Field(description="The places in the request that do not fit.")] = []


class Framework(BaseModel):
    """What a programme can be compared with."""

    name: str
    title: str
    version: str
    competencies: int


class Job(BaseModel):
    """Something in the queue; a mapping that is done names its programme."""

    id: int
    kind: str
    name: str
    state: jobs.State
    doing: str
    done: int
    total: int
    place: Annotated[int, Field(description="How many jobs come before it.")]
    error: str | None
    programme: int | None


@dataclass(slots=True)
class Programme(ProgrammeEntry):
    """A programme with how far its review is."""

    replaces: int | None
    passages: int
    decided: int


class Interval(BaseModel, from_attributes=True):
    """A share with its interval."""

    value: float
    low: float
    high: float


class Why(BaseModel, from_attributes=True):
    """A text in both languages."""

    es: str
    en: str


class Nearest(BaseModel, from_attributes=True):
    """A passage near a criterion."""

    passage: Annotated[str, Field(validation_alias=AliasPath("passage", "id"))]
    probability: Annotated[float, Field(validation_alias="chance")]


class Criterion(BaseModel, from_attributes=True):
    """A criterion as `curmap coverage --json` has it, and where it stands after review."""

    code: Annotated[str, Field(validation_alias=AliasPath("node", "code"))]
    state: Annotated[str | None, Field(validation_alias="computed")]
    probability: float | None
    nearest: Annotated[list[Nearest], Field(validation_alias="near")]
    why: Why
    reviewed: Annotated[State, Field(validation_alias="state")]


class Standard(BaseModel, from_attributes=True):
    """A standard with its criteria, none where only its title is known."""

    framework: Annotated[str, Field(validation_alias=AliasPath("node", "framework"))]
    code: Annotated[str, Field(validation_alias=AliasPath("node", "code"))]
    share: Interval | None
    reviewed: Annotated[Interval | None, Field(description="The share after review; null before any.")]
    chance: float
    criteria: list[Criterion]


class Decide(BaseModel, extra="forbid"):
    """One decision.

    With `passage` it is about that passage; with a competency and no passage about the whole document, and `settled`
    about all that people say of it; `everywhere` rejects the competency for each passage for which it is suggested.
    """

    verdict: Literal["accepted", "partly", "rejected", "added", "none", "note", "withdrawn", "settled"]
    passage: Annotated[str, Field(description="The passage's id.")] = ""
    framework: str = ""
    code: str = ""
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    person: Annotated[str, Field(description="Of `settled`: whose word on the criterion or passage stands.")] = ""
    alike: Annotated[bool, Field(description="Decide other passages of the same words, figures aside, with it.")] = (
        False
    )
    everywhere: bool = False


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 404, 411, 413, 422, 507)
}
_PROBLEM_TYPE = "application/problem+json"


class _Described(FastAPI):
    """Says of errors that they are what they are; FastAPI takes everything for what the answers are."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        for operation in (one for path in described["paths"].values() for one in path.values()):
            for status in map(str, _PROBLEMS):
                content = operation["responses"][status]["content"]
                operation["responses"][status]["content"] = {_PROBLEM_TYPE: next(iter(content.values()))}
        return described


def create_api(site: Site) -> FastAPI:
    """Return the application that programs ask."""
    api = _Described(
        title="curmap",
        version="1",
        summary="Programmes and what they correspond to in competency standards.",
        docs_url=None,
        redoc_url=None,
        dependencies=[Security(HTTPBearer(auto_error=False, description="A token made on the page 'Your account'."))],
        responses=_PROBLEMS,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.site = site
    api.get("/frameworks")(frameworks)
    api.get("/jobs")(listed_jobs)
    api.get("/jobs/{job}")(job_of)
    api.delete("/jobs/{job}", status_code=204)(cancel)
    api.get("/programmes")(programmes)
    api.post("/programmes", status_code=202)(upload)
    api.get("/programmes/{number}")(programme)
    api.delete("/programmes/{number}", status_code=204)(delete)
    api.post("/programmes/{number}/restore", status_code=204)(restore)
    api.post("/programmes/{number}/map", status_code=202)(map_again)
    api.get("/programmes/{number}/alignment")(alignment)
    api.get("/programmes/{number}/coverage", response_model=list[Standard])(coverage)
    api.get("/programmes/{number}/decisions")(decisions)
    api.post("/programmes/{number}/decisions", status_code=201)(decide)
    api.post("/programmes/{number}/undo")(undo)
    api.post("/programmes/{number}/redo")(redo)
    api.get("/programmes/{number}/exports/{suffix}", response_class=Response, name="export", description=_EXPORT)(give)
    return api


def problem(request: Request, status: int, key: str, places: Sequence[Sequence[str | int]] = ()) -> Response:
    """Return an error as JSON; `key` is of the text that says it, `places` are those of the request that do not fit."""
    who: Visitor = request.state.visitor
    detail = who.words(_TOLD.get(key, key), **LIMITS)
    made = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=[list(at) for at in places])
    headers = {"Content-Language": who.lang, "Vary": "Accept-Language"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(made.model_dump_json(), status, headers, media_type=_PROBLEM_TYPE)


def frameworks(site: SiteDep) -> list[Framework]:
    """Return the standards and frameworks that programmes can be compared with."""
    held = site.headers.values()
    return [
        Framework(name=f.name, title=f.title or f.name, version=f.version, competencies=f.competencies) for f in held
    ]


def _shown(job: jobs.Job, who: Visitor) -> Job:
    error = None if job.error is None else who.words.translate(job.error)
    return Job(**{**asdict(job), "error": error})


def _own(job: int, site: SiteDep, who: VisitorDep) -> jobs.Job:
    found = require(site.jobs.get(job))
    require(found.person == who.person)
    return found


OwnJob = Annotated[jobs.Job, Depends(_own)]


def listed_jobs(site: SiteDep, who: VisitorDep) -> list[Job]:
    """Return one's own jobs, the latest first."""
    return [_shown(job, who) for job in site.jobs.recent(who.person, limit=_MOST_JOBS)]


def job_of(job: OwnJob, who: VisitorDep) -> Job:
    """Return how far one of one's own jobs is."""
    return _shown(job, who)


def cancel(job: OwnJob, site: SiteDep, who: VisitorDep) -> None:
    """Cancel one of one's own jobs; nothing happens to one that is over."""
    site.jobs.cancel(who.person, job.id)


def programmes(site: SiteDep, who: VisitorDep) -> list[ProgrammeEntry]:
    """Return the programmes that one may see, the latest first; one's own deleted ones can be brought back."""
    return site.programmes.visible_to(who.person)


def upload(
    site: SiteDep,
    who: VisitorDep,
    files: list[UploadFile],
    framework: Annotated[list[str], Form(description="Names of those to compare with.")],
    replaces: Annotated[int, Form(description="One's own programme of which it is a new edition, 0 for none.")] = 0,
    informed: Annotated[bool, Form(description="Take into account what was decided on other programmes.")] = False,
) -> list[Job]:
    """Hand in documents, or reviews that were downloaded as JSON; each is read and mapped in a job."""
    if unknown := [at for at, name in enumerate(framework) if name not in site.headers]:
        raise RequestValidationError([{"loc": ("body", "framework", at)} for at in unknown])
    numbers = hand_in(site, who, files, framework, replaces, informed=informed)
    return [_shown(_own(number, site, who), who) for number in numbers]


def programme(review: ReviewDep) -> Programme:
    """Return one programme, and how many of its passages somebody decided."""
    of, passages = review.programme, len(review.items)
    return Programme(**asdict(of), replaces=of.replaces, passages=passages, decided=review.decided)


def delete(number: int, site: SiteDep, who: VisitorDep) -> None:
    """Delete one's own programme; it can be brought back for 30 days."""
    require(site.programmes.delete(number, who.person))


def restore(number: int, site: SiteDep, who: VisitorDep) -> None:
    """Bring back one's own programme."""
    require(site.programmes.delete(number, who.person, back=True))


def map_again(number: int, site: SiteDep, who: VisitorDep, informed: bool = False) -> Job:
    """Map one's own programme again, as a new edition, with the standards, the model and curmap as they are now.

    Where nothing has changed none is made, and the job names the one that there is.
    """
    return _shown(_own(begin_again(site, who, number, informed=informed), site, who), who)


def alignment(review: ReviewDep) -> dict[str, Any]:
    """Return the mapping, as `curmap map --json` gives it: its JSON Schema ships as `alignment.schema.json`."""
    return review.programme.alignment


def coverage(site: SiteDep, review: ReviewDep) -> Any:  # noqa: ANN401 - its model is the route's
    """Return what the programme shows of each standard, computed and reviewed, the most shown one first."""
    return site.standards(review)


def decisions(review: ReviewDep) -> list[Decision]:
    """Return the whole history that one may see, in order."""
    return review.visible


def decide(site: SiteDep, review: ReviewDep, asked: Decide) -> list[Decision]:
    """Take one decision, as a click on the page does; gives the rows that it added."""
    key, form = (asked.framework, asked.code), RowBuilder(site.frameworks, review)
    item = next((item for item in review.items if item.mapped.passage.id == asked.passage), None)
    aside = review.programme.others.get(asked.passage)
    if asked.passage and not (item or aside):
        raise _unfit("passage")
    if asked.everywhere and (asked.passage or asked.verdict != "rejected"):
        raise _unfit("everywhere")
    passages: list[Item | str] = [item or (aside.text_id if aside else DOCUMENT)]
    if asked.everywhere:
        passages = [*review.suggesting(key)]
    elif item and asked.alike:
        passages += review.alike(item)
    built = [form.build(one, asked.verdict, key, asked.note, asked.person) for one in passages]
    if built and not built[0]:
        raise _unfit(*_misfits(asked))
    rows = [row for one in built for row in one or ()]
    return site.decisions.add(review.programme.id, rows, bulk=asked.everywhere or len(built) > 1)


def _misfits(asked: Decide) -> tuple[str, ...]:
    """Return the fields because of which a decision was not taken."""
    if not asked.passage and asked.verdict in ("added", "none", "note"):
        return ("verdict",)  # of the whole document that cannot be said
    if asked.verdict == "settled":
        return ("person",)
    return ("note",) if asked.verdict == "note" and not (asked.framework or asked.code) else ("framework", "code")


def _unfit(*fields: str) -> RequestValidationError:
    """Return the error that names fields of the body."""
    return RequestValidationError([{"loc": ("body", field)} for field in fields])


def undo(site: SiteDep, review: ReviewDep) -> list[Decision]:
    """Take back what one did last; gives its rows, none where nothing is left."""
    return site.decisions.undo(review.programme.id, review.person)


def redo(site: SiteDep, review: ReviewDep) -> list[Decision]:
    """Do again what one undid last; gives its rows, none where nothing is left or something came after."""
    return site.decisions.undo(review.programme.id, review.person, again=True)
