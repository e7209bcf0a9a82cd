"""What a programme covers, by what people decided and by what is only suggested."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from mapper.web.covering import STATES, covered
from mapper.web.pages.review import review_of
from mapper.web.rendering import render, site_of

router = APIRouter(prefix="/programmes/{number}")


@router.get("/coverage")
def coverage(request: Request, number: int) -> Response:
    """Each standard with its criteria: accepted, disputed, suggested, rejected, nothing found."""
    review = review_of(request, number)
    standards = covered(review, site_of(request).frameworks)
    return render(request, "coverage.html.j2", review=review, standards=standards, states=STATES)
