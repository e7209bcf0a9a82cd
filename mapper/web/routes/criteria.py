"""The checklist: a standard gone through criterion by criterion, each with the passages nearest to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from mapper.people.review.state import Key
from mapper.reports.blocks import clean
from mapper.web.coverage import DECIDED
from mapper.web.criteria import Checklist
from mapper.web.decisions import Act, Said
from mapper.web.review import Review
from mapper.web.routes.review import LONGEST_NOTE
from mapper.web.sessions import CHECKED, Here, Reviewed, Who, back_to, is_htmx, review_of, there
from mapper.web.site import Site
from mapper.web.templates import render
from mapper.web.texts import PageWords

router = APIRouter(prefix="/programmes/{number}/criteria")


def _checklist(site: Here, review: Reviewed, standard: str = "", criterion: str = "") -> Checklist:
    return Checklist(site, review, standard, criterion)


Asked = Annotated[Checklist, Depends(_checklist)]


@router.get("")
def show(request: Request, checklist: Asked) -> Response:
    """The criteria of one standard, one of them in focus, the document beside it."""
    return render(request, "_work" if is_htmx(request) else "criteria", checklist=checklist, said="")


@router.post("", dependencies=[CHECKED])
def decide(
    request: Request,
    number: int,
    site: Here,
    who: Who,
    review: Reviewed,
    checklist: Asked,
    act: Annotated[str, Form()],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Take one decision on the criterion in focus.

    `act` is the verdict and the number of the passage that it is about, or "document" for the document as a whole;
    "never" rejects the criterion wherever it is suggested; "undo" and "redo" are about what the person did last.
    """
    standard, focus = there(checklist.standard), there(checklist.focus)
    words = PageWords(who.lang)
    if act in ("undo", "redo"):
        rows = site.decisions.undo(number, who.person) if act == "undo" else site.decisions.redo(number, who.person)
        told = words(f"said.{act}" if rows else f"said.{act}.nothing")
        # What was undone is shown, so that nothing changes out of sight.
        codes = {row.node.code for row in checklist.criteria}
        code = next((row.code for row in rows if row.code in codes), focus.node.code)
    else:
        _, said = take_of(site, review, (focus.node.framework, focus.node.code), act, note)
        verdict = "absent" if act == "rejected document" else said[0].verdict if said else "never.nothing"
        told = words(f"said.{verdict}", what=focus.node.code)
        code = focus.node.code
    name = f"{standard.node.framework}/{standard.node.code}"
    after = Checklist(site, review_of(site, number, who), name, code)
    if act not in ("undo", "redo") and after.focus and after.focus.state in DECIDED and focus.state not in DECIDED:
        further = after.following(after.place)
        after = Checklist(site, after.review, name, further.node.code if further else code)
    if not is_htmx(request):
        return back_to(f"/programmes/{number}/criteria{after.link(after.focus.node.code if after.focus else '')}")
    return render(request, "_work", checklist=after, said=told)


def take_of(site: Site, review: Review, key: Key, act: str, note: str = "") -> tuple[int, list[Said]]:
    """Take one decision on a criterion, `act` as a form says it; gives the action's number and its rows."""
    form, note, (verdict, _, about) = Act(site.frameworks, review), clean(note), act.partition(" ")
    if act == "never":
        said = form.never(key)
    elif about == "document":
        said = there(form.of_document(verdict, key, note), 422)
    else:
        item = review.item(int(about)) if about.isascii() and about.isdigit() else None
        said = there(form.said(there(item, 422), f"{verdict} {' '.join(key)}", note), 422)
    return site.decisions.add(review.programme.id, review.person, said, bulk=act == "never"), said
