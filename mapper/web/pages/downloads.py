"""A review as files; what was uploaded is given back only as a download, never shown."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from mapper.web.attached import attached
from mapper.web.covering import covered
from mapper.web.downloading import DOWNLOADS
from mapper.web.pages.review import review_of
from mapper.web.rendering import PageWords, render, site_of, visitor_of

router = APIRouter(prefix="/programmes/{number}")


@router.get("/downloads")
def downloads(request: Request, number: int) -> Response:
    """What can be downloaded, and what for."""
    review = review_of(request, number)
    frameworks = {framework["name"] for framework in review.programme.alignment["frameworks"]}
    informing = site_of(request).informing.counted(review.person, frameworks, former=number)
    return render(request, "downloads.html.j2", review=review, formats=tuple(DOWNLOADS), informing=informing)


@router.get("/download/{suffix}")
def download(request: Request, number: int, suffix: str) -> Response:
    """One of the files, or, as "original", the document as it was uploaded."""
    review = review_of(request, number)
    programme = review.programme
    if suffix == "original":
        path = site_of(request).places.named(programme.alignment["document"]["sha256"], programme.name)
        if not path.is_file():
            raise HTTPException(404)
        return attached(path.read_bytes(), "application/octet-stream", programme.name)
    if suffix not in DOWNLOADS:
        raise HTTPException(404)
    kind, write = DOWNLOADS[suffix]
    stem = programme.name.rpartition(".")[0] or programme.name
    return attached(
        write(review, PageWords(visitor_of(request).lang), covered(review, site_of(request).frameworks)),
        kind,
        f"{stem}.{suffix}",
    )
