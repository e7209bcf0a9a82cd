"""The pages: each module has a `router` with its paths."""

from fastapi import APIRouter

from mapper.web.pages.about import router as about
from mapper.web.pages.ads import router as ads
from mapper.web.pages.bulk import router as bulk
from mapper.web.pages.collections import router as collections
from mapper.web.pages.coverage import router as coverage
from mapper.web.pages.downloads import router as downloads
from mapper.web.pages.frameworks import router as frameworks
from mapper.web.pages.home import router as home
from mapper.web.pages.replacing import router as replacing
from mapper.web.pages.review import router as review
from mapper.web.pages.sharing import router as sharing

PAGES: tuple[APIRouter, ...] = (
    home,
    review,
    bulk,
    coverage,
    downloads,
    sharing,
    frameworks,
    replacing,
    ads,
    collections,
    about,
)
