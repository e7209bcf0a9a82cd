"""Templates, and the words of a page in the visitor's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from mapper.reports.clean import clean
from mapper.reports.texts import KIND
from mapper.reports.words import Words
from mapper.web.guard import LARGEST_TOTAL
from mapper.web.people import Visitor, remember
from mapper.web.site import Site
from mapper.web.texts import BENCHMARKS, COUNTED, TEXTS
from mapper.web.uploads import LARGEST, MOST_FILES


@dataclass(frozen=True, slots=True)
class Limits:
    """What a form takes, told before one sends it."""

    files: int = MOST_FILES
    megabytes: int = LARGEST >> 20
    total: int = LARGEST_TOTAL >> 20
    bytes: int = LARGEST
    total_bytes: int = LARGEST_TOTAL


_LOCALE = {"es": "es_MX", "en": "en"}
LIMITS = Limits()


class PageWords(Words):
    """The words of the page, and those that it shares with the reports."""

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, with its places filled; KeyError for an unknown key."""
        if key in TEXTS:
            return self.of(TEXTS[key]).format_map(values)
        return super().__call__(key, **values)

    def kind(self, kind: str) -> str:
        """What one entry of a kind is called, the framework's own term where there is no other."""
        return self._or_itself(KIND, kind)

    def measure(self, name: str) -> str:
        """A measure in plain words, its name where there are none."""
        key = f"about.measure.{name}"
        return self.of(TEXTS[key]) if key in TEXTS else name

    def benchmark(self, name: str) -> str:
        """What a benchmark asks, its name where that is not told."""
        return self.of(BENCHMARKS[name]) if name in BENCHMARKS else name

    def date(self, moment: str) -> str:
        """The day of a moment in ISO 8601, as the language writes it."""
        return format_date(date.fromisoformat(moment[:10]), "d MMM y", locale=_LOCALE[self.lang])

    def number(self, n: int) -> str:
        """A whole number, as the language writes it."""
        return format_decimal(n, locale=_LOCALE[self.lang])

    def informed(self, decisions: int, programmes: int, unused: int) -> str:
        """How many decisions on how many other programmes informed a mapping, and how many could not."""
        told = self("informed.told", n=self.number(decisions), programmes=self.number(programmes))
        return f"{told} {self('informed.unused', n=self.number(unused))}" if unused else told

    def counted(self, key: str, n: int, **values: object) -> str:
        """The text of that key for a number of things."""
        if key not in COUNTED:
            return super().counted(key, n, **values)
        one, many = COUNTED[key]
        return self.of(one if n == 1 else many).format_map({"n": f"{n:,}", **values})


def site_of(request: Request) -> Site:
    """The site that answers this request."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Request) -> Visitor:
    """Who asks, as the guard found before any page saw the request."""
    found: Visitor = request.state.visitor
    return found


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """An answer from a template, with what every template may use."""
    who = visitor_of(request)
    content = (
        _environment()
        .get_template(template)
        .render(
            t=PageWords(who.lang),
            who=who,
            lang=who.lang,
            path=request.url.path,
            query=str(request.url.query),
            limits=LIMITS,
            **values,
        )
    )
    response = HTMLResponse(content, status_code=status)
    remember(response, request, who)
    return response


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mapper.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
