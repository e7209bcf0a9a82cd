"""A programme under review: the queue of its criteria, its document passage by passage, and what it covers."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from mapper.people.review.records import DOCUMENT, Decision
from mapper.people.review.state import Key
from mapper.reports.blocks import clean, shorten
from mapper.web.coverage import STATES, covered
from mapper.web.decisions import Act
from mapper.web.forms import CHECKED, Here, Reviewed, Typed, Who, back_to, is_htmx, render, there
from mapper.web.layout import Pages, Queue, Which
from mapper.web.review import Filter, Item, Review
from mapper.web.sessions import Visitor
from mapper.web.site import Site

router = APIRouter(prefix="/programmes/{number}")
LONGEST_NOTE = 4000
"""Characters of a note."""
_CITED = 60
"""Characters of a criterion that is named."""


def _item(passage: int, review: Reviewed) -> Item:
    return there(review.item(passage))


def _queue(site: Here, review: Reviewed, standard: str = "", criterion: str = "", which: Which = "open") -> Queue:
    return Queue(site, review, standard, criterion, which)


Chosen = Annotated[Filter, Depends(Filter)]
Passage = Annotated[Item, Depends(_item)]
Asked = Annotated[Queue, Depends(_queue)]
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]


@router.get("")
@router.get("/criteria")
def show(request: Request, queue: Asked, did: str = "") -> Response:
    """The queue: the criteria of one standard, what is open first, one of them in focus."""
    return render(request, "_work" if is_htmx(request) else "queue", queue=queue, did=did, said="")


@router.post("/criteria", dependencies=[CHECKED])
def decide_criterion(
    request: Request,
    site: Here,
    who: Who,
    review: Reviewed,
    queue: Asked,
    act: Typed,
    about: Typed = "document",
    note: Note = "",
) -> Response:
    """Take one decision on the criterion in focus and go on to the next one.

    `act` is the verdict, and where it is not what `about` says the number of the passage that it is about, its text id
    where it has none, or "document" for the document as a whole; "settled document" is followed by whose word stands.
    """
    focus, number = there(queue.focus), review.programme.id
    act = act if " " in act or act == "never" else f"{act} {about}"
    _, rows = take_of(site, review, focus.node.key, act, note)
    verdict = "absent" if act == "rejected document" else rows[0].verdict
    told = who.words(f"said.{verdict}", what=_cited(who, focus.node.wording(who.lang)))
    after = Queue(site, there(site.review(number, who.person)), _named(queue), focus.node.code, queue.which)
    done = after.focus is not None and not after.focus.open
    if done and verdict != "withdrawn":
        following = queue.after(focus)
        after = Queue(site, after.review, _named(queue), following.node.code if following else "", queue.which)
        after = Queue(site, after.review, which=queue.which) if following is None else after
    if not is_htmx(request):
        return back_to(f"/programmes/{number}{after.link(after.focus.node.code if after.focus else '')}")
    answer = render(request, "_work", queue=after, did="", said=told)
    # Who goes back is at the criterion before, and who loads the page again stays there.
    answer.headers["HX-Push-Url"] = f"/programmes/{number}{after.link(after.focus.node.code if after.focus else '')}"
    return answer


def _cited(who: Visitor, statement: str) -> str:
    return who.words.in_quotes(shorten(statement, _CITED))


def _named(queue: Queue) -> str:
    return "/".join(queue.standard.node.key) if queue.standard else ""


def take_of(site: Site, review: Review, key: Key, act: str, note: str = "") -> tuple[int, list[Decision]]:
    """Take one decision on a criterion, `act` as a form says it; gives the action's number and its rows."""
    form, note, (verdict, about, person) = Act(site.frameworks, review), clean(note), (*act.split(" ", 2), "", "")[:3]
    item = review.item(int(about)) if about.isascii() and about.isdigit() else None
    text_id = DOCUMENT if about == "document" else item.text_id if item else about
    if act == "never":
        said = form.never(key)
    elif verdict == "settled":
        said = there(form.settled(text_id, person) if text_id else form.ruled(key, person), 422)
    elif not text_id:
        said = there(form.of_document(verdict, key, note), 422)
    else:
        there(text_id in review.of_text, 422)
        said = there(form.of_text(text_id, verdict, key, note, item), 422)
    return site.decisions.add(review.programme.id, said, bulk=act == "never"), said


@router.get("/document")
def document(
    request: Request, site: Here, who: Who, review: Reviewed, chosen: Chosen, page: int = 1, did: str = ""
) -> Response:
    """The document, passage by passage, or those that a filter leaves."""
    return render(request, "document", pages=Pages(site, review, chosen, page, who.lang), did=did, said="")


@router.get("/passages/{passage}")
def go_to(site: Here, who: Who, review: Reviewed, item: Passage) -> Response:
    """The page on which a passage stands, at its place."""
    pages = Pages(site, review, Filter(), 0, who.lang)
    return back_to(f"/programmes/{review.programme.id}/document{pages.link_to(item.number)}")


@router.post("/passages/{passage}", dependencies=[CHECKED])
def decide(
    request: Request, site: Here, who: Who, review: Reviewed, item: Passage, act: Typed, note: Note = ""
) -> Response:
    """Take one decision on a passage; it stands in the database before the answer is sent.

    `act` is the verdict, followed for a competency by its framework and code, parted by spaces; `settled` is followed
    by the name of the person whose word stands.
    """
    _, kept = take(site, review, item, act, note)
    if not is_htmx(request):
        return go_to(site, who, review, item)
    told = who.words(f"said.{kept[0].verdict}", what=_cited(who, kept[0].seen.statement))
    # The passages that the browser shows, equal texts among them, as they stand now.
    shown = request.headers.get("x-shown", "").split(",")
    pages = Pages(site, there(site.review(review.programme.id, who.person)), Filter(), 0, who.lang)
    items = [one for one in pages.review.items if one.text_id == item.text_id and str(one.number) in shown]
    return render(request, "_decided", pages=pages, items=items, at=item.number, said=told, did="")


def take(
    site: Site, review: Review, item: Item, act: str, note: str = "", *, alike: bool = False
) -> tuple[int, list[Decision]]:
    """Take one decision by hand on a passage; gives the action's number and its rows.

    With `alike`, passages of the same words are decided with it.
    """
    form, note = Act(site.frameworks, review), clean(note)
    said = there(form.said(item, act, note), 422)
    others = [form.said(other, act, note) for other in review.alike(item)] if alike else []
    kept = [*said, *(one for rows in others if rows is not None for one in rows)]
    return site.decisions.add(review.programme.id, kept, bulk=len(kept) > len(said)), kept


@router.get("/passages/{passage}/other")
def other(request: Request, site: Here, review: Reviewed, item: Passage, q: str = "") -> Response:
    """Search for a competency that was not suggested; with htmx only what was found."""
    found = site.frameworks.search(q, limit=12)
    return render(request, "_choices" if is_htmx(request) else "other", found=found, q=q, item=item, review=review)


@router.post("/undo", dependencies=[CHECKED])
@router.post("/redo", dependencies=[CHECKED])
def undo(request: Request, number: int, site: Here, who: Who, review: Reviewed) -> Response:
    """Take back what this person did last, or do it again, and show what it was about."""
    act = request.url.path.rpartition("/")[2]
    rows = site.decisions.undo(number, who.person, again=act == "redo")
    did, path = (act if rows else f"{act}.nothing"), urlsplit(request.headers.get("referer", "")).path
    if path.endswith("/document"):
        place = next((item.number for item in review.items if rows and item.text_id == rows[0].text_id), 0)
        query, _, anchor = Pages(site, review, Filter(), 0, who.lang).link_to(place).partition("#")
        return back_to(f"{path}{query}&did={did}#{anchor}")
    above = site.frameworks.above(rows[0].framework, rows[0].code) if rows else []
    queue = Queue(site, review, "/".join(above[0].key) if above else "", which="all")
    return back_to(f"/programmes/{number}{queue.link(rows[0].code if rows else '', which='open')}&did={did}")


@router.get("/coverage")
def coverage(request: Request, site: Here, review: Reviewed, standard: str = "") -> Response:
    """A table of the standards, one of them open with its elements and criteria."""
    every = covered(review, site.frameworks)
    full, titles = [row for row in every if row.criteria], [row for row in every if not row.criteria]
    keys = {row.node.key for row in every}
    told = ((row["framework"], row["code"]) for row in review.programme.shown or ())
    without = [node for key in told if key not in keys and (node := site.frameworks.get(*key))]
    opened = next((row for row in full if "/".join(row.node.key) == standard), next(iter(full), None))
    return render(
        request,
        "coverage",
        review=review,
        frameworks=site.frameworks,
        standards=full,
        titles=titles,
        without=without,
        opened=opened,
        states=STATES,
    )
