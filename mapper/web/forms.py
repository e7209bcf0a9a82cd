"""What routes share: the site, who asks, the fields of a form and its token; and how they answer."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import Depends, Form, Header, HTTPException, Request
from starlette.responses import RedirectResponse

from mapper.web.guard import is_inside
from mapper.web.review import Review
from mapper.web.sessions import Visitor, is_of_ours
from mapper.web.site import Site

T = TypeVar("T")


async def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


async def _visitor(request: Request) -> Visitor:
    found: Visitor = request.state.visitor
    return found


Typed = Annotated[str, Form()]
Ticked = Annotated[bool, Form()]
Number = Annotated[int, Form()]
Numbers = Annotated[list[int], Form()]
Names = Annotated[list[str], Form()]
Here = Annotated[Site, Depends(_site)]
"""The site that answers a request."""
Who = Annotated[Visitor, Depends(_visitor)]
"""Who asks, as the guard found before any page saw the request."""


def there(found: T | None, status: int = 404, said: str | None = None) -> T:
    """What was found, done or said; raises a 404, or another status, with the key of a text, for None, False and ""."""
    if found is None or found is False or found == "":
        raise HTTPException(status, said)
    return found


def review_of(site: Here, number: int, who: Who) -> Review:
    """The programme of that number as the visitor may see it; raises a 404 where they may not."""
    return there(site.review(number, who.person))


Reviewed = Annotated[Review, Depends(review_of)]


def _checked(site: Here, who: Who, token: Typed = "", x_token: Annotated[str, Header()] = "") -> None:
    if not is_of_ours(token or x_token, site, who):
        raise HTTPException(403)


CHECKED = Depends(_checked)
"""Refuses a form that is not of ours: the token is one that only our own pages know."""


def is_htmx(request: Request) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true"


def back_to(path: str) -> RedirectResponse:
    """Where a form without JavaScript goes on."""
    return RedirectResponse(path if is_inside(path) else "/", status_code=303)
