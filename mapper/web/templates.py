"""Answers from templates, in the visitor's language."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.filters import do_mark_safe
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from mapper.reports.blocks import clean
from mapper.web.files import LARGEST, MOST_FILES
from mapper.web.forms import is_htmx
from mapper.web.guard import LARGEST_TOTAL
from mapper.web.sessions import Visitor, remember
from mapper.web.texts import PageWords

LIMITS = {
    "files": MOST_FILES,
    "megabytes": LARGEST >> 20,
    "total": LARGEST_TOTAL >> 20,
    "bytes": LARGEST,
    "total_bytes": LARGEST_TOTAL,
}
"""What a form takes, told before one sends it."""


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _common(request: Request) -> dict[str, Any]:
    """What every template may use."""
    who: Visitor = request.state.visitor
    site, t = request.app.state.site, PageWords(who.lang)
    return {
        "under_way": site.jobs.under_way(who.person) if who.person and not is_htmx(request) else [],
        "full": site.files.full,
        "accounts": site.access.accounts,
        "t": t,
        "_": t.said,
        "_p": t.said_of,
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
    env=Environment(
        loader=PackageLoader("mapper.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else every row of a page asks the disk whether its template has changed
    ),
    context_processors=[_common],
)
_TEMPLATES.env.context_class = _Context


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """An answer from a template."""
    names: list[_Context] = []
    values["_all_names"] = names
    response = _TEMPLATES.TemplateResponse(request, f"{template}.html.j2", values, status_code=status)
    # A macro and the names that it was made among hold each other, and with them all that the page was made of.
    while names:
        names.pop().vars.clear()
    remember(response, request, request.state.visitor)
    return response
