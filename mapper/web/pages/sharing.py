"""Who reviews a programme beside its owner, and what is to be looked at again after a new edition."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from mapper.web.agreeing import agreement
from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.review import review_of
from mapper.web.people import clean_name
from mapper.web.rendering import render, site_of, visitor_of

router = APIRouter(prefix="/programmes/{number}")


@router.get("/people")
def people(request: Request, number: int) -> Response:
    """Who reviews it, how much each decided and how far they agree."""
    review = review_of(request, number)
    shared = site_of(request).programmes.shared_with(number)
    return render(
        request,
        "people.html.j2",
        review=review,
        shared=shared,
        hides=site_of(request).programmes.hides(number),
        agreement=agreement(review),
    )


@router.post("/people", dependencies=[CHECKED])
def share(request: Request, number: int, person: Annotated[str, Form()]) -> Response:
    """Let somebody review it."""
    _own(request, number)
    if clean_name(person):
        site_of(request).programmes.share(number, clean_name(person))
    return back_to(f"/programmes/{number}/people")


@router.post("/people/remove", dependencies=[CHECKED])
def unshare(request: Request, number: int, person: Annotated[str, Form()]) -> Response:
    """Take that back; what the person decided stays."""
    _own(request, number)
    site_of(request).programmes.unshare(number, person)
    return back_to(f"/programmes/{number}/people")


@router.post("/people/hide", dependencies=[CHECKED])
def hide(request: Request, number: int, hide: Annotated[bool, Form()] = False) -> Response:
    """Let reviewers see others' decisions only after their own, or at once."""
    if not site_of(request).programmes.hide_others(number, visitor_of(request).person, hide=hide):
        raise HTTPException(404)
    return back_to(f"/programmes/{number}/people")


@router.get("/again")
def again(request: Request, number: int) -> Response:
    """Decisions on the former edition that did not go along."""
    review = review_of(request, number)
    rows = site_of(request).decisions.again(number)
    if review.hides:
        rows = [(row, why) for row, why in rows if row.person == review.person]
    return render(request, "again.html.j2", review=review, rows=rows)


@router.post("/again/{decision}", dependencies=[CHECKED])
def looked_at(request: Request, number: int, decision: int) -> Response:
    """Take one off the list: somebody looked at it again."""
    review_of(request, number)
    site_of(request).decisions.looked_at(number, decision)
    return back_to(f"/programmes/{number}/again")


def _own(request: Request, number: int) -> None:
    if review_of(request, number).programme.owner != visitor_of(request).person:
        raise HTTPException(404)
