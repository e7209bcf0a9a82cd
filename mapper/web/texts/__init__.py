"""Every word of the page besides those that it shares with the reports, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from corpora import Text, _
from mapper.reports.blocks import Words
from mapper.reports.texts import KIND
from mapper.web.texts.accounts import ACCOUNTS
from mapper.web.texts.review import REVIEW
from mapper.web.texts.site import BENCHMARKS, SITE
from mapper.web.texts.workspace import WORKSPACE

TEXTS: dict[str, Text] = {**SITE, **REVIEW, **WORKSPACE, **ACCOUNTS}

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.alike": (_("Decide 1 passage of the same words likewise"), _("Decide {n} passages of the same words likewise")),
    "n.accept": (_("Accept the best suggestion of 1 passage"), _("Accept the best suggestion of {n} passages")),
    "n.reject": (_("Reject the suggestions of 1 passage"), _("Reject the suggestions of {n} passages")),
    "n.decisions": (_("1 decision"), _("{n} decisions")),
    "n.programmes": (_("1 programme"), _("{n} programmes")),
    "n.entries": (_("1 entry"), _("{n} entries")),
}
"""What depends on a number: for one, and for none or several."""

_LOCALE = {"es": "es_MX", "en": "en"}


class PageWords(Words):
    """The words of the page, and those that it shares with the reports."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang, TEXTS)

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

    def moment(self, moment: str) -> str:
        """A moment in ISO 8601, UTC, as the language writes it."""
        return format_datetime(datetime.fromisoformat(moment), "d MMM y, H:mm 'UTC'", locale=_LOCALE[self.lang])

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
