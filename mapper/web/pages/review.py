"""A programme under review: its text with what each passage corresponds to, and the decisions about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from mapper.review.records import Decision, Seen, Verdict
from mapper.web.decisions import Said
from mapper.web.layout import Layout
from mapper.web.pages.forms import CHECKED, back_to, is_htmx
from mapper.web.rendering import PageWords, render, site_of, visitor_of
from mapper.web.reviewing import Filter, Item, Review

router = APIRouter(prefix="/programmes/{number}")
_OF_COMPETENCY: tuple[Verdict, ...] = ("accepted", "rejected", "added")
_BY_HAND: tuple[Verdict, ...] = (*_OF_COMPETENCY, "none", "note")
_WITH_COMPETENCY = 3
"""Parts of what a form sends for a competency: verdict, framework, code."""


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
    review = _review(request, number)
    layout = Layout(site_of(request), review, chosen, page, PageWords(visitor_of(request).lang))
    return render(request, "review.html.j2", layout=layout, said="")


@router.post("/passages/{passage}", dependencies=[CHECKED])
def decide(
    request: Request,
    number: int,
    passage: int,
    act: Annotated[str, Form()],
    chosen: Chosen,
    note: Annotated[str, Form()] = "",
) -> Response:
    """Take one decision by hand; it stands in the database before the answer is sent.

    `act` is the verdict, followed for a competency by its framework and code, parted by spaces.
    """
    site, who = site_of(request), visitor_of(request)
    review = _review(request, number)
    item = review.item(passage)
    if item is None:
        raise HTTPException(404)
    said = _said(request, review, item, act.split(" ", 2), note)
    site.decisions.add(number, who.person, [said])
    site.programmes.leave_off(number, who.person, passage)
    words = PageWords(who.lang)
    return _answer(request, number, passage, chosen, words(f"said.{said.verdict}", what=said.code))


@router.post("/undo", dependencies=[CHECKED])
def undo(request: Request, number: int, chosen: Chosen, passage: Annotated[int, Form()] = 0) -> Response:
    """Take back what this person did last."""
    review = _review(request, number)
    words = PageWords(visitor_of(request).lang)
    first = site_of(request).decisions.undo(number, visitor_of(request).person)
    if first is None:
        return _answer(request, number, passage, chosen, words("said.nothing"))
    at = next((item.number for item in review.items if item.mapped.passage.text_id == first.text_id), passage)
    return _answer(request, number, at, chosen, words("said.undone"))


def _review(request: Request, number: int) -> Review:
    review = site_of(request).review(number, visitor_of(request).person)
    if review is None:
        raise HTTPException(404)
    return review


def _said(request: Request, review: Review, item: Item, act: Sequence[str], note: str) -> Said:
    """The decision with what stood before the person; raises a 422 where verdict or competency are unknown."""
    verdict = next((known for known in _BY_HAND if known == act[0]), None)
    if verdict is None or (verdict in _OF_COMPETENCY) != (len(act) == _WITH_COMPETENCY):
        raise HTTPException(422)
    alignment = review.programme.alignment
    seen = Seen(encoder=alignment["encoder"]["revision"], matcher=str(alignment["settings"].get("matcher", "")))
    text_id = item.mapped.passage.text_id
    if verdict not in _OF_COMPETENCY:
        return Said(text_id, verdict, note=note, seen=seen)
    _, framework, code = act
    suggested = next((m for m in item.mapped.matches if (m.framework, m.code) == (framework, code)), None)
    node = site_of(request).frameworks.get(framework, code)
    if suggested is not None:
        statement: str | None = suggested.statement
    else:
        statement = node.statement if node is not None else _added_before(review.rows, (framework, code))
    if statement is None or (verdict == "added" and node is None):
        raise HTTPException(422)
    versions = {f["name"]: f["version"] for f in alignment["frameworks"]}
    return Said(
        text_id,
        verdict,
        framework,
        code,
        note,
        seen=Seen(
            probability=suggested.probability if suggested else None,
            encoder=seen.encoder,
            matcher=seen.matcher,
            framework_version=versions.get(framework, ""),
            statement=statement,
        ),
    )


def _added_before(rows: Sequence[Decision], key: tuple[str, str]) -> str | None:
    """The wording under which somebody added a competency before: its framework may be gone since."""
    return next((row.seen.statement for row in rows if (row.framework, row.code) == key), None)


def _answer(request: Request, number: int, passage: int, chosen: Filter, said: str) -> Response:
    """The passage as it stands now and the counts, or, without htmx, the page again at its place."""
    if not is_htmx(request):
        return back_to(f"/programmes/{number}?{request.url.query}#p{passage}")
    review = _review(request, number)
    layout = Layout(site_of(request), review, chosen, 0, PageWords(visitor_of(request).lang))
    return render(request, "_decided.html.j2", layout=layout, said=said, row=layout.row_of(passage))
