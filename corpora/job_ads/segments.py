"""An ad's text in segments, and what each asks for."""

from __future__ import annotations

from corpora.folding import fold_letters
from corpora.job_ads.judge import Verdict, judge
from corpora.job_ads.parts import Part, parts
from corpora.job_ads.records import JobAd, Requirement, Segment
from corpora.job_ads.tongues import Tongues

_NOTHING = Verdict(None, None, Tongues((), None, False))

_BEFORE = 1000
"""Characters of its sentence that say with what force a part is asked."""


def segments(ad: JobAd) -> tuple[Segment, ...]:
    """All segments of an ad in the order of its text, those that ask for nothing among them."""
    title = _words(ad.title)
    found: list[Segment] = []
    begun = 0
    for part in parts(ad.text):
        text = ad.text[part.start : part.end]
        begun = begun if part.goes_on else part.start
        is_title = bool(title) and _words(text) in (title, title.partition(" (")[0])
        verdict = (
            _NOTHING
            if is_title
            else judge(
                text, part.rule, before=ad.text[max(begun, part.start - _BEFORE) : part.start], language=ad.language
            )
        )
        found.append(_segment(part, text, verdict, ad.language))
    return tuple(found)


def requirements(ad: JobAd) -> tuple[Requirement, ...]:
    """The segments of an ad that name something required, valued, negated or offered."""
    return tuple(
        Requirement(ad.id, s.start, s.end, s.text, s.kind, s.force, s.heading, s.language, s.tongues, s.level)
        for s in segments(ad)
        if s.kind is not None and s.force is not None
    )


def _segment(part: Part, text: str, verdict: Verdict, language: str | None) -> Segment:
    kind, force, spoken = verdict
    return Segment(part.start, part.end, text, part.heading, kind, force, language, spoken.codes, spoken.level)


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold_letters(text)).split())
