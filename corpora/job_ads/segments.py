"""An ad's text in segments, and what each asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.folding import fold_letters
from corpora.job_ads.forces import contract, noise, perks
from corpora.job_ads.headings import rule
from corpora.job_ads.judge import Verdict, judge
from corpora.job_ads.parts import Part, parts
from corpora.job_ads.records import ASKING, JobAd, Requirement, Segment
from corpora.job_ads.singles import singles
from corpora.job_ads.tongues import Tongues, tongues

_NOTHING = Verdict(None, None, Tongues((), None, False))
_SEVERAL = 2
_POST = re.compile(
    r"(?:nombre del |job )?(?:puestos?|vacantes?|ocupacion|position|title|cargo)(?: solicitad[oa]| ofertad[oa])?"
)
_POST_OF = re.compile(r"\b(?:puestos?|oferta|plazas?|vacantes?) (?:de|para)\b")
_FIGURES = re.compile(r"\d{3}|\d[:.]\d")
_SOUGHT = re.compile(
    r"\b(?:se )?(?:busca|necesita|precisa|solicita|requiere|selecciona|incorpora|contrata)n?\b"
    r"|\b(?:buscamos|necesitamos|solicitamos|precisamos|seleccionamos|oferta de empleo|puesto de|vacante de)\b"
    r"|\b(?:looking for|seeking|hiring|we need|in search of|role of|position of)\b"
)

_BEFORE = 1000
"""Characters of its sentence that say with what force a part is asked."""


def segments(ad: JobAd) -> tuple[Segment, ...]:
    """All segments of an ad in the order of its text, those that ask for nothing among them."""
    found: list[Segment] = []
    begun = 0
    for part in parts(ad.text):
        text = ad.text[part.start : part.end]
        begun = begun if part.goes_on else part.start
        verdict = (
            _NOTHING
            if _is_title(text, ad.title)
            else judge(
                text, part.rule, before=ad.text[max(begun, part.start - _BEFORE) : part.start], language=ad.language
            )
        )
        found.append(_segment(part, text, verdict, ad.language))
    return tuple(found)


def requirements(ad: JobAd) -> tuple[Requirement, ...]:
    """What an ad requires, values, negates or offers: of an enumeration each skill, and what it calls the post."""
    found: list[Requirement] = []
    opening = True
    for segment in segments(ad):
        opening = opening and not segment.heading
        found += _required(segment, ad, opening=opening)
    return tuple(found)


def _required(segment: Segment, ad: JobAd, *, opening: bool) -> Iterator[Requirement]:
    kind, force, text = segment.kind, segment.force, segment.text
    if kind is None or force is None:
        if not _names_the_post(segment, ad, opening=opening):
            return
        kind, force = "post", "required"
    whole = [(0, len(text))]
    spans = whole
    if force in ASKING and kind != "condition":
        spans = singles(text, is_task=kind in ("task", "post"), is_named=kind not in ("degree", "licence"))
    if kind == "language" and len(segment.tongues) < _SEVERAL:
        spans = whole  # a level stands behind its language, parted by a comma
    for start, end in spans or whole:
        part = text[start:end]
        spoken = tongues(part, fold_letters(part))
        at = segment.start + start
        names = bool(spans)
        yield Requirement(
            ad.id, at, at + len(part), part, kind, force, segment.heading, segment.language, *spoken[:2], names
        )


def _names_the_post(segment: Segment, ad: JobAd, *, opening: bool) -> bool:
    """Whether it is a piece of the title, says which post somebody is sought for, or opens the ad with it."""
    if f" {_words(segment.text)} " in f" {_words(ad.title)} ":
        return True
    folded = fold_letters(segment.text)
    if noise().search(folded):
        return False
    if contract().search(folded) or perks().search(folded):
        return _POST_OF.search(folded) is not None and not contract().match(folded)
    if _POST.fullmatch(fold_letters(segment.heading)):
        return True
    if opening:
        return _FIGURES.search(folded) is None and len(folded.split()) > 1
    return rule(segment.heading) in (None, "text") and _SOUGHT.search(folded) is not None


def _is_title(text: str, title: str) -> bool:
    words = _words(title)
    return bool(words) and _words(text) in (words, words.partition(" (")[0])


def _segment(part: Part, text: str, verdict: Verdict, language: str | None) -> Segment:
    kind, force, spoken = verdict
    return Segment(part.start, part.end, text, part.heading, kind, force, language, spoken.codes, spoken.level)


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold_letters(text)).split())
