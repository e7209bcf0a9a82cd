"""The pages: each module has a `router` with its paths."""

from fastapi import APIRouter

from mapper.web.pages import frameworks, home, review

PAGES: tuple[APIRouter, ...] = (home.router, review.router, frameworks.router)
