"""A mapping as a Word document: what was found, what is covered, and each passage with what it corresponds to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.files import write_atomically
from mapper.records import Alignment, MappedPassage
from mapper.reports.figures import Catalogue, figures, norms
from mapper.reports.head import NO_HEAD, Head, write_head
from mapper.reports.summary import glance, pages
from mapper.reports.word import Paper
from mapper.reports.words import Words

_STATES = ("covered", "partly", "uncertain", "not_found")


def write(alignments: Sequence[Alignment], path: Path, *, lang: str, head: Head = NO_HEAD) -> None:
    """Write the document in the language "es" or "en", with a head if one is given.

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    t = Words(lang)
    made = Paper(t("title"), lang=lang)
    write_head(made, head, t)
    if not alignments:
        made.paragraph(t("no_documents"))
    for alignment in alignments:
        _document(made, alignment, t)
    write_atomically(path, made.content())


def _document(made: Paper, alignment: Alignment, t: Words) -> None:
    document, catalogue = alignment.document, Catalogue(alignment.frameworks)
    made.heading(document.name, 2)
    covered = norms(alignment.coverage, catalogue)
    made.paragraph(glance(figures(alignment.passages), covered, t))
    if document.unreadable_pages:
        made.paragraph(f"{t('reading.unreadable')}: {pages(document.unreadable_pages)}", bold=True)
    if covered:
        made.heading(t("coverage"), 3)
        made.table(
            [t("norm"), *(t(state) for state in _STATES), t("total")],
            [
                (f"{norm.code} {norm.title}", *(str(getattr(norm.tally, s)) for s in _STATES), str(norm.tally.of))
                for norm in covered
            ],
            (8, 1.5, 1.5, 1.5, 1.5, 1),
        )
    compared = [mapped for mapped in alignment.passages if mapped.mapped]
    if compared:
        made.heading(t("by_passage"), 3)
        made.table(
            [t("page"), t("section"), t("passage"), t("competency"), t("probability")],
            [row for mapped in compared for row in _rows(mapped, t)],
            (1, 4, 8, 8, 2),
        )


def _rows(mapped: MappedPassage, t: Words) -> list[tuple[str, ...]]:
    passage = mapped.passage
    page = "" if passage.page is None else str(passage.page)
    place = (page, " › ".join(passage.section), passage.text)
    found = [(f"{match.code} {match.statement}", t.percent(match.probability)) for match in mapped.matches]
    first, *others = found or [(t("no_match"), "")]
    return [(*place, *first), *(("", "", "", *other) for other in others)]
