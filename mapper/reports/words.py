"""The texts of a report in one language, and how that language writes numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpora import Skipped, Text
from mapper.matching.records import MappedPassage
from mapper.reports.texts import COUNTED, KINDS, LANGUAGES, ROLES, TEXTS

if TYPE_CHECKING:
    from mapper.matching.records import Interval

import re

_SIGN = {"es": "\N{NO-BREAK SPACE}%", "en": "%"}


class Words:
    """Texts in one language.

    Args:
        lang: "es" or "en".
        own: texts of one kind of report, besides those that all share; of two of one key its own.
    """

    def __init__(self, lang: str, own: Mapping[str, Text] | None = None) -> None:
        self.lang = lang
        self._texts = TEXTS if own is None else {**TEXTS, **own}

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, with its places filled; KeyError for an unknown key."""
        return self.of(self._texts[key]).format_map(values)

    def of(self, text: Text) -> str:
        """One text in this language."""
        return text.en if self.lang == "en" else text.es

    def counted(self, key: str, n: int, **values: object) -> str:
        """The text of that key for a number of things."""
        one, many = COUNTED[key]
        return self.of(one if n == 1 else many).format_map({"n": f"{n:,}", **values})

    def role(self, role: str) -> str:
        """Name of a passage's role."""
        return self.of(ROLES[role])

    def kind(self, kind: str) -> str:
        """Name of a kind of competency, the framework's own term where there is no other."""
        return self._or_itself(KINDS, kind)

    def language(self, language: str | None) -> str:
        """Name of a language, "" for none."""
        return "" if language is None else self._or_itself(LANGUAGES, language)

    def _or_itself(self, texts: Mapping[str, Text], key: str) -> str:
        return self.of(texts[key]) if key in texts else key

    def example(self, skipped: Skipped) -> str:
        """What a document's note quotes from it; "" where it only has a key, which is meant for programs."""
        return skipped.what if skipped.what.startswith("«") else ""

    def percent(self, share: float) -> str:
        """A share (0 to 1) as a whole percentage; what is nearly none or all is not rounded to it."""
        number = f"{round(100 * share)}"
        if 0 < share < 0.005:
            number = "< 1"
        elif 0.995 <= share < 1:
            number = "> 99"
        return number + _SIGN[self.lang]

    def reason(self, mapped: MappedPassage) -> str:
        """Why a passage has no match."""
        if mapped.mapped:
            return self("reason.no_match")
        if mapped.passage.role in ("evaluation", "other"):
            return self(f"reason.{mapped.passage.role}")
        return self("reason.language" if mapped.passage.language is None else "reason.listed")


def percent(share: float, lang: str) -> str:
    """As `Words.percent`, for those who have no other words to say."""
    return Words(lang).percent(share)


def between(figure: Interval, lang: str) -> str:
    """The ends of an interval as whole percentages."""
    return f"{100 * figure.low:.0f}–{100 * figure.high:.0f}{_SIGN[lang]}"


# Control characters, what XML does not allow, and what overrides the direction of writing: none of it can be seen,
# and each of it can break a file or make a text look like another.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without invisible characters; line feeds and tabs stay, a lone surrogate becomes U+FFFD."""
    # What Python calls printable has neither.
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


def shorten(text: str, longest: int) -> str:
    """The text, cut between two words if it is longer, with an ellipsis then."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rsplit(None, 1)[0] if any(c.isspace() for c in cut) else cut) + "…"
