"""Decisions in bulk: first what would happen, then, on a second click, that it happens."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from mapper.web.deciding import Deciding
from mapper.web.decisions import Said
from mapper.web.pages.forms import CHECKED, back_to
from mapper.web.pages.review import Chosen, review_of
from mapper.web.rendering import render, site_of, visitor_of
from mapper.web.reviewing import Item

router = APIRouter(prefix="/programmes/{number}/bulk")
Act = Literal["accepted", "rejected"]


@router.get("")
def preview(
    request: Request,
    number: int,
    chosen: Chosen,
    act: Act = "accepted",
    limit: Annotated[int, Query(ge=0, le=100)] = 80,
    page: int = 1,
) -> Response:
    """Say how many passages would be decided, how many of them are not in view, and how surely."""
    review = review_of(request, number)
    items = _concerned(review.shown(chosen), act, limit / 100)
    pages = review.pages(review.shown(chosen))
    view = {item.number for item in pages[min(max(page, 1), len(pages)) - 1]}
    texts = {item.text_id: item for item in items}
    return render(
        request,
        "bulk.html.j2",
        review=review,
        chosen=chosen,
        act=act,
        limit=limit,
        items=items,
        outside=sum(item.number not in view for item in items),
        kept=sum(_by_hand(item) for item in review.shown(chosen)),
        expected=sum(item.best for item in texts.values()) / max(len(texts), 1),
    )


@router.post("", dependencies=[CHECKED])
def decide(
    request: Request,
    number: int,
    chosen: Chosen,
    act: Annotated[Act, Form()],
    limit: Annotated[int, Form(ge=0, le=100)],
) -> Response:
    """Decide them, as one action that one undo takes back."""
    site, who = site_of(request), visitor_of(request)
    review = review_of(request, number)
    deciding = Deciding(site.frameworks, review)
    said: dict[tuple[str, str, str], Said] = {}
    for item in _concerned(review.shown(chosen), act, limit / 100):
        matches = item.mapped.matches[:1] if act == "accepted" else item.mapped.matches
        for match in matches:
            for one in deciding.said(item, f"{act} {match.framework} {match.code}") or ():
                said.setdefault((one.text_id, one.framework, one.code), one)
    site.decisions.add(number, who.person, list(said.values()), bulk=True)
    return back_to(f"/programmes/{number}")


def _concerned(shown: list[Item], act: Act, limit: float) -> list[Item]:
    """Passages with a suggestion on the right side of the limit that nobody decided by hand."""
    return [
        item
        for item in shown
        if item.mapped.matches and (item.best >= limit) == (act == "accepted") and not _by_hand(item)
    ]


def _by_hand(item: Item) -> bool:
    people = item.state.people.values()
    rows = [row for person in people for row in (*person.of.values(), *((person.none,) if person.none else ()))]
    return bool(item.state.settled) or any(not row.bulk for row in rows)
