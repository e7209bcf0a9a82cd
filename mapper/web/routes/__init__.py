"""The paths of the page: each module has a `router`."""

from mapper.web.routes import ads, collections, criteria, frameworks, programmes, review

ROUTERS = (programmes.router, review.router, criteria.router, frameworks.router, ads.router, collections.router)
