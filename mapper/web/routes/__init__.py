"""The paths of the page: each module has a `router`."""

from mapper.web.routes import accounts, ads, collections, criteria, frameworks, programmes, reports, review

ROUTERS = (
    reports.router,
    programmes.router,
    review.router,
    criteria.router,
    frameworks.router,
    ads.router,
    collections.router,
    accounts.router,
)
