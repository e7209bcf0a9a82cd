"""How it works and how right it is, in plain words."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from mapper.web.accuracy import shipped
from mapper.web.rendering import render

router = APIRouter()


@router.get("/about")
def about(request: Request) -> Response:
    """What happens with a document, what the figures mean, and how often they hold."""
    return render(request, "about.html.j2", a=shipped())
