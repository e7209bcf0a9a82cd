"""What routes share: the site, who asks, the fields of a form and its token; and answers, in the visitor's language."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import Depends, Form, Header, HTTPException, Request
from jinja2 import Environment
from jinja2.filters import do_mark_safe
from jinja2.runtime import Context
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from mapper.reports.page import environment
from mapper.web.accounts import LONGEST, SHORTEST
from mapper.web.files import LARGEST, MOST_FILES
from mapper.web.guard import LARGEST_TOTAL, is_own_path
from mapper.web.review import Review
from mapper.web.sessions import Visitor, is_valid_token, set_session
from mapper.web.site import Site

T = TypeVar("T")
LIMITS = {
    **{"n": MOST_FILES, "size": LARGEST >> 20, "total": LARGEST_TOTAL >> 20},
    **{"bytes": LARGEST, "total_bytes": LARGEST_TOTAL, "shortest": SHORTEST, "longest": LONGEST},
}
"""What a form takes, told before one sends it: files, megabytes, and characters of a password, as texts call them."""


async def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


async def _visitor(request: Request) -> Visitor:
    found: Visitor = request.state.visitor
    return found


FormField = Annotated[T, Form()]
"""A field of a form."""
FormText = FormField[str]
SiteDep = Annotated[Site, Depends(_site)]
"""The site that answers a request."""
VisitorDep = Annotated[Visitor, Depends(_visitor)]
"""Who asks, as the guard found before any page saw the request."""


def require(found: T | None, status: int = 404, said: str | None = None) -> T:
    """Return what was found; raises a 404, or another status, with the key of a text, for None, False and ""."""
    if found is None or found is False or found == "":
        raise HTTPException(status, said)
    return found


def _review(site: SiteDep, number: int, who: VisitorDep) -> Review:
    """Return the programme of that number as the visitor may see it; raises a 404 where they may not."""
    return require(site.review(number, who.person))


ReviewDep = Annotated[Review, Depends(_review)]


def _checked(site: SiteDep, who: VisitorDep, token: FormText = "", x_token: Annotated[str, Header()] = "") -> None:
    if not is_valid_token(token or x_token, site, who):
        raise HTTPException(403)


TOKEN_CHECKED = Depends(_checked)
"""Refuses a form that is not of ours: the token is one that only our own pages know."""


def is_htmx(request: Request) -> bool:
    """Return whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true"


def redirect(path: str) -> RedirectResponse:
    """Return where a form without JavaScript goes on."""
    return RedirectResponse(path if is_own_path(path) else "/", status_code=303)


def _template_context(request: Request) -> dict[str, Any]:
    """Return what every template may use."""
    who: Visitor = request.state.visitor
    site, t = request.app.state.site, who.words
    return {
        "under_way": site.jobs.under_way(who.person) if who.person and not is_htmx(request) else [],
        "full": site.files.full,
        "next_edition": site.programmes.next_edition,
        "outdated": site.outdated,
        "to_ratify": site.decisions.to_ratify,
        "framework_titles": site.framework_titles,
        "accounts": site.access.accounts,
        "t": t,
        "_": t.gettext,
        "_p": t.pgettext,
        "who": who,
        "token": do_mark_safe(f'<input type="hidden" name="token" value="{who.token}">'),
        "lang": who.lang,
        "path": request.url.path,
        "query": request.url.query,
        "limits": LIMITS,
    }


class _Context(Context):
    """Names of a template as a page is made with it; noted in `_all_names`, to be emptied once it is made."""

    def __init__(self, environment: Environment, parent: dict[str, Any], *rest: Any, **named: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(environment, parent, *rest, **named)
        parent.get("_all_names", []).append(self)


_TEMPLATES = Jinja2Templates(
    # Without it every row of a page asks the disk whether its template has changed.
    env=environment("mapper.web", auto_reload=False),
    context_processors=[_template_context],
)
_TEMPLATES.env.context_class = _Context


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """Return an answer from a template."""
    names: list[_Context] = []
    values["_all_names"] = names
    response = _TEMPLATES.TemplateResponse(request, f"{template}.html.j2", values, status_code=status)
    # A macro and the names that it was made among hold each other, and with them all that the page was made of.
    while names:
        names.pop().vars.clear()
    set_session(response, request, request.state.visitor)
    return response
