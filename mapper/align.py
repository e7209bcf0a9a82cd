"""One document mapped to frameworks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora import Document, Framework
from corpora.split import passages as split
from embeddings.encoders import Encoder
from mapper.coverage.programmes import beside
from mapper.coverage.standards import coverage
from mapper.coverage.standards_tree import below
from mapper.coverage.states import Shown
from mapper.match import Matcher
from mapper.records import Alignment, MappedPassage
from mapper.settings import Settings, is_mapped


def align(
    document: Document,
    frameworks: Sequence[Framework],
    matcher: Matcher,
    encoder: Encoder,
    settings: Settings,
) -> Alignment:
    """Split a document into passages, match those that teach and count what is covered.

    Each occurrence of a text stands in the result with its own place; what stands around it informs its matches.
    """
    return align_and_show(document, frameworks, matcher, encoder, settings)[0]


def align_and_show(
    document: Document,
    frameworks: Sequence[Framework],
    matcher: Matcher,
    encoder: Encoder,
    settings: Settings,
) -> tuple[Alignment, tuple[Shown, ...]]:
    """The same, and what the document shows of each framework that has criteria."""
    parts = split(document)
    chosen = [p for p in parts.passages if is_mapped(p, all_passages=settings.all_passages)]
    others = beside(parts.passages, chosen)
    scored = matcher.score(chosen, beside=others)
    matches = matcher.best(chosen, scored, k=settings.candidates)
    found = {passage.id: found for passage, found in zip(chosen, matches, strict=True)}
    mapped = tuple(MappedPassage(p, found.get(p.id, ()), mapped=p.id in found) for p in parts.passages)
    shown = tuple(
        Shown.of(framework, [*chosen, *others], found_there)
        for framework, found_there in zip(frameworks, scored, strict=True)
        if below(framework)
    )
    alignment = Alignment(
        document=replace(document, skipped=document.skipped + parts.skipped),
        settings={**settings.chosen(), "matcher": matcher.revision},
        frameworks=tuple(frameworks),
        encoder={"name": encoder.name, "revision": encoder.revision},
        passages=mapped,
        coverage=coverage(shown, mapped),
    )
    return alignment, shown
