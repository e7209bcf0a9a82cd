"""A programme under review: the queue of its criteria, its document passage by passage, and what it covers."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from mapper.people.review.records import DOCUMENT
from mapper.reports.blocks import shorten
from mapper.web.coverage import STATES
from mapper.web.decisions import RowBuilder
from mapper.web.forms import TOKEN_CHECKED, FormText, ReviewDep, SiteDep, VisitorDep, is_htmx, redirect, render, require
from mapper.web.layout import Pages, Queue, Which
from mapper.web.review import Filter, Item

router = APIRouter(prefix="/programmes/{number}")
LONGEST_NOTE = 4000
"""Characters of a note."""
_QUOTED = 60
"""Characters of a criterion that is named."""


def _item(passage: int, review: ReviewDep) -> Item:
    return require(review.item(passage))


def _queue(site: SiteDep, review: ReviewDep, standard: str = "", criterion: str = "", which: Which = "open") -> Queue:
    return Queue(site, review, standard, criterion, which)


FilterDep = Annotated[Filter, Depends(Filter)]
ItemDep = Annotated[Item, Depends(_item)]
QueueDep = Annotated[Queue, Depends(_queue)]
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]


@router.get("")
@router.get("/criteria")
def show(request: Request, queue: QueueDep, did: str = "") -> Response:
    """Show the queue: the criteria of one standard, what is open first, one of them in focus."""
    return render(request, "_work" if is_htmx(request) else "queue", queue=queue, did=did)


@router.post("/criteria", dependencies=[TOKEN_CHECKED])
def decide_criterion(
    request: Request,
    site: SiteDep,
    who: VisitorDep,
    review: ReviewDep,
    queue: QueueDep,
    act: FormText,
    about: FormText = "document",
    note: Note = "",
) -> Response:
    """Take one decision on the criterion in focus and go on to the next one.

    `act` is the verdict, and where it is not what `about` says the number of the passage that it is about, its text id
    where it has none, or "document" for the document as a whole; "settled document" is followed by whose word stands.
    """
    focus, number = require(queue.focus), review.programme.id
    verdict, about, person = (*act.split(" ", 2), *((about,) if " " not in act else ()), "")[:3]
    item = review.item(int(about)) if about.isascii() and about.isdigit() else None
    passage = DOCUMENT if about == "document" else item or about
    rows = RowBuilder(site.frameworks, review).build(passage, verdict, focus.node.key, note, person)
    site.decisions.add(number, require(rows, 422))
    verdict = "absent" if (verdict, about) == ("rejected", "document") else verdict
    what = who.words.in_quotes(shorten(focus.node.wording(who.lang), _QUOTED))
    standard = "/".join(queue.standard.node.key) if queue.standard else ""
    after = Queue(site, require(site.review(number, who.person)), standard, focus.node.code, queue.which)
    if after.focus is not None and not after.focus.open and verdict != "withdrawn":
        following = queue.following(focus)
        place = (standard, following.node.code) if following else ("", "")
        after = Queue(site, after.review, *place, which=queue.which)
    address = f"/programmes/{number}{after.link(after.focus.node.code if after.focus else '')}"
    if not is_htmx(request):
        return redirect(address)
    answer = render(request, "_work", queue=after, did=verdict, what=what)
    # Who goes back is at the criterion before, and who loads the page again stays there.
    answer.headers["HX-Push-Url"] = address
    return answer


@router.get("/document")
def document(
    request: Request, site: SiteDep, who: VisitorDep, review: ReviewDep, chosen: FilterDep, page: int = 1, did: str = ""
) -> Response:
    """Show the document, passage by passage, or those that a filter leaves."""
    return render(request, "document", pages=Pages(site, review, chosen, page, who.lang), did=did)


@router.get("/passages/{passage}")
def go_to(site: SiteDep, who: VisitorDep, review: ReviewDep, item: ItemDep) -> Response:
    """Lead to the page on which a passage stands, at its place."""
    pages = Pages(site, review, Filter(), 0, who.lang)
    return redirect(f"/programmes/{review.programme.id}/document{pages.link_to(item.number)}")


@router.post("/passages/{passage}", dependencies=[TOKEN_CHECKED])
def decide(
    request: Request, site: SiteDep, who: VisitorDep, review: ReviewDep, item: ItemDep, act: FormText, note: Note = ""
) -> Response:
    """Take one decision on a passage; it is stored before the answer is sent.

    `act` is the verdict, of a competency followed by framework and code; "settled" is followed by whose word stands.
    """
    verdict, _, rest = act.partition(" ")
    key, person = (("", ""), rest) if verdict == "settled" else (rest.partition(" ")[::2], "")
    rows = require(RowBuilder(site.frameworks, review).build(item, verdict, key, note, person), 422)
    site.decisions.add(review.programme.id, rows)
    if not is_htmx(request):
        return go_to(site, who, review, item)
    what = who.words.in_quotes(shorten(rows[0].seen.statement, _QUOTED))
    # The passages that the browser shows, equal texts among them, as they stand now.
    shown = request.headers.get("x-shown", "").split(",")
    pages = Pages(site, require(site.review(review.programme.id, who.person)), Filter(), 0, who.lang)
    items = [one for one in pages.review.items if one.text_id == item.text_id and str(one.number) in shown]
    return render(request, "_decided", pages=pages, items=items, did=rows[0].verdict, what=what)


@router.get("/passages/{passage}/other")
def other(request: Request, site: SiteDep, review: ReviewDep, item: ItemDep, q: str = "") -> Response:
    """Search for a competency that was not suggested; with htmx only what was found."""
    found = site.frameworks.search(q, limit=12)
    return render(request, "_choices" if is_htmx(request) else "other", found=found, q=q, item=item, review=review)


@router.post("/undo", dependencies=[TOKEN_CHECKED])
@router.post("/redo", dependencies=[TOKEN_CHECKED])
def undo(request: Request, number: int, site: SiteDep, who: VisitorDep, review: ReviewDep) -> Response:
    """Take back what this person did last, or do it again, and show what it was about."""
    act = request.url.path.rpartition("/")[2]
    rows = site.decisions.undo(number, who.person, again=act == "redo")
    did, path = (act if rows else f"{act}.nothing"), urlsplit(request.headers.get("referer", "")).path
    if path.endswith("/document"):
        place = next((item.number for item in review.items if rows and item.text_id == rows[0].text_id), 0)
        query, _, anchor = Pages(site, review, Filter(), 0, who.lang).link_to(place).partition("#")
        return redirect(f"{path}{query}&did={did}#{anchor}")
    above = site.frameworks.above(rows[0].framework, rows[0].code) if rows else []
    queue = Queue(site, review, "/".join(above[0].key) if above else "", which="all")
    return redirect(f"/programmes/{number}{queue.link(rows[0].code if rows else '', which='open')}&did={did}")


@router.get("/coverage")
def coverage(request: Request, site: SiteDep, review: ReviewDep, standard: str = "") -> Response:
    """Show a table of the standards, one of them open with its elements and criteria."""
    every = site.standards(review)
    full, titles = [row for row in every if row.criteria], [row for row in every if not row.criteria]
    keys = {row.node.key for row in every}
    computed = ((row["framework"], row["code"]) for row in review.programme.shown or ())
    without = [node for key in computed if key not in keys and (node := site.frameworks.get(*key))]
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
