"""A programme under review: its text with what each passage corresponds to, and the decisions about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from mapper.reports.clean import clean
from mapper.web.deciding import Deciding
from mapper.web.layout import Layout
from mapper.web.pages.forms import CHECKED, back_to, is_htmx
from mapper.web.rendering import PageWords, render, site_of, visitor_of
from mapper.web.reviewing import Filter, Review

router = APIRouter(prefix="/programmes/{number}")
LONGEST_NOTE = 4000
"""Characters of a note."""


def _filter(
    part: int = 0,
    framework: str = "",
    probability: Annotated[int, Query(ge=0, le=100)] = 0,
    state: str = "",
    text: str = "",
    order: str = "document",
) -> Filter:
    return Filter(part, framework, probability / 100, state, text, order)


Chosen = Annotated[Filter, Depends(_filter)]


@router.get("")
def show(request: Request, number: int, chosen: Chosen, page: int = 0) -> Response:
    """The programme, or the passages that a filter leaves, where one left off or at the page asked for."""
    review = review_of(request, number)
    layout = Layout(site_of(request), review, chosen, page, PageWords(visitor_of(request).lang))
    return render(request, "review.html.j2", layout=layout, said="")


@router.post("/passages/{passage}", dependencies=[CHECKED])
def decide(
    request: Request,
    number: int,
    passage: int,
    act: Annotated[str, Form()],
    chosen: Chosen,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    alike: Annotated[bool, Form()] = False,
) -> Response:
    """Take one decision by hand; it stands in the database before the answer is sent.

    `act` is the verdict, followed for a competency by its framework and code, parted by spaces; `settled` is followed
    by the name of the person whose word stands. With `alike`, passages of the same words are decided with it.
    """
    site, who = site_of(request), visitor_of(request)
    review = review_of(request, number)
    item = review.item(passage)
    if item is None:
        raise HTTPException(404)
    deciding = Deciding(site.frameworks, review)
    note = clean(note)
    said = deciding.said(item, act, note)
    if said is None:
        raise HTTPException(422)
    others = [deciding.said(other, act, note) for other in review.alike(item)] if alike else []
    kept = [*said, *(one for rows in others if rows is not None for one in rows)]
    site.decisions.add(number, who.person, kept, bulk=len(kept) > len(said))
    site.programmes.leave_off(number, who.person, passage)
    words = PageWords(who.lang)
    return _answer(
        request,
        number,
        passage,
        chosen,
        words(f"said.{said[0].verdict}", what=said[0].code),
        texts={one.text_id for one in kept},
    )


@router.get("/passages/{passage}")
def go_to(request: Request, number: int, passage: int) -> Response:
    """The page on which a passage stands, at its place."""
    layout = Layout(site_of(request), review_of(request, number), Filter(), 0, PageWords(visitor_of(request).lang))
    item = layout.review.item(passage)
    if item is None:
        raise HTTPException(404)
    return back_to(f"/programmes/{number}{layout.link_to(item)}")


@router.get("/passages/{passage}/other")
def other(request: Request, number: int, passage: int, q: str = "") -> Response:
    """Search for a competency that was not suggested; with htmx only what was found."""
    review = review_of(request, number)
    item = review.item(passage)
    if item is None:
        raise HTTPException(404)
    found = site_of(request).frameworks.search(q, limit=12)
    template = "_choices.html.j2" if is_htmx(request) else "other.html.j2"
    return render(request, template, found=found, q=q, item=item, review=review)


@router.post("/undo", dependencies=[CHECKED])
def undo(request: Request, number: int, chosen: Chosen, passage: Annotated[int, Form()] = 0) -> Response:
    """Take back what this person did last."""
    review = review_of(request, number)
    words = PageWords(visitor_of(request).lang)
    undone = site_of(request).decisions.undo(number, visitor_of(request).person)
    if not undone:
        return _answer(request, number, passage, chosen, words("said.nothing"))
    at = next((item.number for item in review.items if item.text_id == undone[0].text_id), passage)
    return _answer(request, number, at, chosen, words("said.undone"), texts={row.text_id for row in undone})


def review_of(request: Request, number: int) -> Review:
    """The programme as the visitor may see it; raises a 404 where they may not."""
    review = site_of(request).review(number, visitor_of(request).person)
    if review is None:
        raise HTTPException(404)
    return review


def _answer(
    request: Request, number: int, passage: int, chosen: Filter, said: str, texts: Collection[str] = ()
) -> Response:
    """The passages as they stand now and the counts, or, without htmx, the page again at its place.

    Args:
        request: the request; its header X-Shown names the passages that the browser shows.
        number: of the programme.
        passage: the one that it was about.
        chosen: the filter.
        said: what to say.
        texts: ids of those that were decided; each may stand at several places.
    """
    if not is_htmx(request):
        return back_to(f"/programmes/{number}?{request.url.query}#p{passage}")
    review = review_of(request, number)
    layout = Layout(site_of(request), review, chosen, 0, PageWords(visitor_of(request).lang))
    touched = [item for item in review.items if item.text_id in texts or item.number == passage]
    shown = request.headers.get("x-shown", "").split(",")
    rows = [layout.row_of(item) for item in touched if str(item.number) in shown]
    return render(
        request, "_decided.html.j2", layout=layout, said=said, rows=rows, at=passage, parts=layout.touched(touched)
    )
