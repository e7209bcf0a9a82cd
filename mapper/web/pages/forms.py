"""What forms share: the token that only our own pages know, and the answer to a form without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Header, HTTPException, Request
from starlette.responses import RedirectResponse

from mapper.web.guard import is_inside, signed
from mapper.web.people import TOKEN
from mapper.web.rendering import site_of, visitor_of


def _checked(request: Request, token: Annotated[str, Form()] = "", x_token: Annotated[str, Header()] = "") -> None:
    if not signed(site_of(request).secret, TOKEN, visitor_of(request).session, token or x_token):
        raise HTTPException(403)


CHECKED = Depends(_checked)
"""Refuses a form that is not of ours."""


def is_htmx(request: Request) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true"


def back_to(path: str) -> RedirectResponse:
    """Where a form without JavaScript goes on."""
    return RedirectResponse(path if is_inside(path) else "/", status_code=303)
