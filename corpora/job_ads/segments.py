"""An ad's text in segments, and what each asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.job_ads.records import JobAd, Requirement, Segment

_END = re.compile(r"\n|(?<=[.;!?])\s+")


def segments(ad: JobAd) -> tuple[Segment, ...]:
    """All segments of an ad in the order of its text, those that ask for nothing among them."""
    return tuple(
        Segment(start, end, ad.text[start:end], kind="task", force="required", language=ad.language)
        for start, end in _spans(ad.text)
    )


def requirements(ad: JobAd) -> tuple[Requirement, ...]:
    """The segments of an ad that name something required, valued, negated or offered."""
    return tuple(
        Requirement(ad.id, s.start, s.end, s.text, s.kind, s.force, s.heading, s.language, s.tongues, s.level)
        for s in segments(ad)
        if s.kind is not None and s.force is not None
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(m.start() for m in _END.finditer(text)), len(text)):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = end
