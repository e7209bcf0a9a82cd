"""The pages: each module has a `router` with its paths."""

from fastapi import APIRouter

from mapper.web.pages import bulk, coverage, downloads, frameworks, home, review, sharing

PAGES: tuple[APIRouter, ...] = (
    home.router,
    review.router,
    bulk.router,
    coverage.router,
    downloads.router,
    sharing.router,
    frameworks.router,
)
