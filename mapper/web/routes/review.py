"""A programme under review: its text with what each passage corresponds to, decisions, and what it covers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from mapper.people.review.records import DOCUMENT, Decision
from mapper.people.review.state import Key
from mapper.reports.blocks import clean
from mapper.web.coverage import DECIDED, STATES, covered
from mapper.web.decisions import Act
from mapper.web.forms import CHECKED, Here, Reviewed, Sent, Typed, Who, back_to, is_htmx, render, there
from mapper.web.layout import Checklist, Layout
from mapper.web.review import Filter, Item, Review
from mapper.web.site import Site

router = APIRouter(prefix="/programmes/{number}")
LONGEST_NOTE = 4000
"""Characters of a note."""


def _item(passage: int, review: Reviewed) -> Item:
    return there(review.item(passage))


def _checklist(site: Here, review: Reviewed, standard: str = "", criterion: str = "") -> Checklist:
    return Checklist(site, review, standard, criterion)


Chosen = Annotated[Filter, Depends(Filter)]
Passage = Annotated[Item, Depends(_item)]
Asked = Annotated[Checklist, Depends(_checklist)]
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]
BulkAct = Literal["accepted", "rejected"]


@router.get("")
def show(request: Request, site: Here, who: Who, review: Reviewed, chosen: Chosen, page: int = 0) -> Response:
    """The programme, or the passages that a filter leaves, where one left off or at the page asked for."""
    return render(request, "review", layout=Layout(site, review, chosen, page, who.words), said="")


@router.post("/passages/{passage}", dependencies=[CHECKED])
def decide(
    request: Request,
    site: Here,
    who: Who,
    review: Reviewed,
    item: Passage,
    act: Typed,
    chosen: Chosen,
    note: Note = "",
    alike: Sent[bool] = False,
) -> Response:
    """Take one decision by hand; it stands in the database before the answer is sent.

    `act` is the verdict, followed for a competency by its framework and code, parted by spaces; `settled` is followed
    by the name of the person whose word stands. With `alike`, passages of the same words are decided with it.
    """
    number = review.programme.id
    _, kept = take(site, review, item, act, note, alike=alike)
    site.programmes.leave_off(number, who.person, item.number)
    told = who.words("said.never" if act.startswith("never ") else f"said.{kept[0].verdict}", what=kept[0].code)
    return _answer(request, number, item.number, chosen, told, {one.text_id for one in kept})


def take(
    site: Site, review: Review, item: Item, act: str, note: str = "", *, alike: bool = False
) -> tuple[int, list[Decision]]:
    """Take one decision by hand on a passage; gives the action's number and its rows."""
    form, note = Act(site.frameworks, review), clean(note)
    never = act.removeprefix("never ").split(" ", 1) if act.startswith("never ") else []
    said = form.never((never[0], never[1])) if len(never) == 2 else form.said(item, act, note)
    said = there(said or None, 422)
    others = [form.said(other, act, note) for other in review.alike(item)] if alike and not never else []
    kept = [*said, *(one for rows in others if rows is not None for one in rows)]
    action = site.decisions.add(review.programme.id, kept, bulk=bool(never) or len(kept) > len(said))
    return action, kept


@router.get("/passages/{passage}")
def go_to(site: Here, who: Who, review: Reviewed, item: Passage) -> Response:
    """The page on which a passage stands, at its place."""
    layout = Layout(site, review, Filter(), 0, who.words)
    return back_to(f"/programmes/{review.programme.id}{layout.link_to(item)}")


@router.get("/passages/{passage}/other")
def other(request: Request, site: Here, review: Reviewed, item: Passage, q: str = "") -> Response:
    """Search for a competency that was not suggested; with htmx only what was found."""
    found = site.frameworks.search(q, limit=12)
    return render(request, "_choices" if is_htmx(request) else "other", found=found, q=q, item=item, review=review)


@router.post("/undo", dependencies=[CHECKED])
@router.post("/redo", dependencies=[CHECKED])
def undo(
    request: Request, number: int, site: Here, who: Who, review: Reviewed, chosen: Chosen, passage: Sent[int] = 0
) -> Response:
    """Take back what this person did last, or do it again."""
    act = request.url.path.rpartition("/")[2]
    rows = site.decisions.undo(number, who.person, again=act == "redo")
    told = who.words(f"said.{act}" if rows else f"said.{act}.nothing")
    at = next((item.number for item in review.items if rows and item.text_id == rows[0].text_id), passage)
    return _answer(request, number, at, chosen, told, {row.text_id for row in rows})


def _answer(request: Request, number: int, passage: int, chosen: Filter, said: str, texts: Collection[str]) -> Response:
    """The passages as they stand now and the counts, or, without htmx, the page again at its place.

    The header X-Shown names the passages that the browser shows; `texts` are the ids of those that were decided, which
    may stand at several places, `passage` is the one that it was about.
    """
    if not is_htmx(request):
        return back_to(f"/programmes/{number}?{request.url.query}#h{passage}")
    site, who = request.app.state.site, request.state.visitor
    review = there(site.review(number, who.person))
    layout = Layout(site, review, chosen, 0, who.words)
    touched = [item for item in review.items if item.text_id in texts or item.number == passage]
    shown = request.headers.get("x-shown", "").split(",")
    items = [item for item in touched if str(item.number) in shown]
    parts = [review.parts[part - 1] for part in sorted({item.part for item in touched})]
    return render(request, "_decided", layout=layout, said=said, items=items, at=passage, parts=parts)


@router.get("/bulk")
def preview(
    request: Request,
    review: Reviewed,
    chosen: Chosen,
    act: BulkAct = "accepted",
    limit: Annotated[int, Query(ge=0, le=100)] = 80,
    page: int = 1,
) -> Response:
    """Say how many passages would be decided in bulk, how many of them are not in view, and how surely."""
    shown = review.shown(chosen)
    items, pages = _concerned(shown, act, limit / 100), review.pages(shown)
    view = {item.number for item in pages[min(max(page, 1), len(pages)) - 1]}
    texts = {item.text_id: item for item in items}
    return render(
        request,
        "bulk",
        review=review,
        act=act,
        limit=limit,
        items=items,
        outside=sum(item.number not in view for item in items),
        kept=sum(item.by_hand for item in shown),
        expected=sum(item.best for item in texts.values()) / max(len(texts), 1),
    )


@router.post("/bulk", dependencies=[CHECKED])
def decide_in_bulk(
    number: int,
    site: Here,
    review: Reviewed,
    chosen: Chosen,
    act: Sent[BulkAct],
    limit: Annotated[int, Form(ge=0, le=100)],
) -> Response:
    """Decide them, as one action that one undo takes back."""
    form = Act(site.frameworks, review)
    said: dict[tuple[str, str, str], Decision] = {}
    for item in _concerned(review.shown(chosen), act, limit / 100):
        for match in item.mapped.matches[:1] if act == "accepted" else item.mapped.matches:
            for one in form.said(item, f"{act} {match.framework} {match.code}") or ():
                said.setdefault((one.text_id, one.framework, one.code), one)
    site.decisions.add(number, said.values(), bulk=True)
    return back_to(f"/programmes/{number}")


def _concerned(shown: list[Item], act: BulkAct, limit: float) -> list[Item]:
    """Passages with a suggestion on the right side of the limit that nobody decided by hand."""
    return [
        item
        for item in shown
        if item.mapped.matches and (item.best >= limit) == (act == "accepted") and not item.by_hand
    ]


@router.get("/coverage")
def coverage(request: Request, site: Here, review: Reviewed) -> Response:
    """Each standard with its criteria: accepted, disputed, suggested, rejected, nothing found."""
    standards = covered(review, site.frameworks)
    keys = {row.node.key for row in standards}
    told = ((row["framework"], row["code"]) for row in review.programme.shown or ())
    unshown = [node for key in told if key not in keys and (node := site.frameworks.get(*key))]
    return render(request, "coverage", review=review, standards=standards, unshown=unshown, states=STATES)


@router.get("/criteria")
def show_criteria(request: Request, checklist: Asked) -> Response:
    """The criteria of one standard, one of them in focus, the document beside it."""
    return _work(request, checklist) if is_htmx(request) else render(request, "criteria", checklist=checklist, said="")


def _work(request: Request, checklist: Checklist, said: str = "") -> Response:
    """The criterion in focus, which the browser's address names from now on.

    Who loads the page again stays there, and who goes back is at the criterion before.
    """
    answer, code = render(request, "_work", checklist=checklist, said=said), there(checklist.focus).node.code
    path = f"/programmes/{checklist.review.programme.id}/criteria{checklist.link(code)}"
    stays = request.headers.get("hx-current-url", "").endswith(path)
    answer.headers["HX-Replace-Url" if stays else "HX-Push-Url"] = path
    return answer


@router.post("/criteria", dependencies=[CHECKED])
def decide_criterion(
    request: Request, number: int, site: Here, who: Who, review: Reviewed, checklist: Asked, act: Typed, note: Note = ""
) -> Response:
    """Take one decision on the criterion in focus.

    `act` is the verdict and the number of the passage that it is about, its text id where it has none, or "document"
    for the document as a whole, behind "settled" also whose word stands; "never" rejects the criterion wherever it is
    suggested; "undo" and "redo" are about what the person did last.
    """
    standard, focus = there(checklist.standard), there(checklist.focus)
    words = who.words
    if act in ("undo", "redo"):
        rows = site.decisions.undo(number, who.person, again=act == "redo")
        told = words(f"said.{act}" if rows else f"said.{act}.nothing")
        # What was undone is shown, so that nothing changes out of sight.
        codes = {row.node.code for row in checklist.criteria}
        code = next((row.code for row in rows if row.code in codes), focus.node.code)
    else:
        _, said = take_of(site, review, focus.node.key, act, note)
        # What was decided is quoted: the key may have acted on another passage than the one that they looked at.
        of = (words.passage(one.passage, 0) for one in focus.near if said and one.passage.text_id == said[0].text_id)
        what = ", ".join((focus.node.code, *([] if act == "never" else of)))
        verdict = "never" if act == "never" else "absent" if act == "rejected document" else said[0].verdict
        told = words(f"said.{verdict}" if said else "said.never.nothing", what=what)
        if said and said[0].text_id != DOCUMENT and focus.words:
            told += " " + words("said.below")
        code = focus.node.code
    name = f"{standard.node.framework}/{standard.node.code}"
    after = Checklist(site, there(site.review(number, who.person)), name, code)
    if act not in ("undo", "redo") and after.focus and after.focus.state in DECIDED and focus.state not in DECIDED:
        further = after.following(after.place)
        after = Checklist(site, after.review, name, further.node.code if further else code)
    if not is_htmx(request):
        return back_to(f"/programmes/{number}/criteria{after.link(after.focus.node.code if after.focus else '')}")
    return _work(request, after, told)


def take_of(site: Site, review: Review, key: Key, act: str, note: str = "") -> tuple[int, list[Decision]]:
    """Take one decision on a criterion, `act` as a form says it; gives the action's number and its rows."""
    form, note, (verdict, about, person) = Act(site.frameworks, review), clean(note), (*act.split(" ", 2), "", "")[:3]
    item = review.item(int(about)) if about.isascii() and about.isdigit() else None
    if act == "never":
        said = form.never(key)
    elif verdict == "settled":
        said = there(form.settled(item.text_id if item else about, person), 422)
    elif about == "document":
        said = there(form.of_document(verdict, key, note), 422)
    elif about in review.of_text:
        said = there(form.of_text(about, verdict, key, note), 422)
    else:
        said = there(form.said(there(item, 422), f"{verdict} {' '.join(key)}", note), 422)
    return site.decisions.add(review.programme.id, said, bulk=act == "never"), said
