"""A mapping as a plain CSV, one row for each correspondence: for a spreadsheet or a script."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.frameworks.writers import Export, as_csv
from mapper.between.exchange.records import Correspondence, MappingSet

_SOURCE = ("document", "source", "role", "section", "page", "source_text")
_TARGET = (
    "predicate framework code statement probability score author date rejected note partly".split()  # noqa: SIM905
)


def write(mappings: Sequence[MappingSet]) -> Export:
    """Return the table, in UTF-8; a source without a correspondence has a row with no target."""
    rows: list[Sequence[str]] = [(*_SOURCE, *_TARGET)]
    for mapping in mappings:
        for correspondence in mapping.correspondences:
            source, about = correspondence.source, correspondence.source.about
            place = [about.get("role", ""), " › ".join(about.get("section") or []), about.get("page")]
            rows.append([mapping.title, source.code, *place, source.title, *_target_cells(correspondence)])
    return Export(as_csv(rows))


def _target_cells(correspondence: Correspondence) -> list[str]:
    target, numbers = correspondence.target, (correspondence.probability, correspondence.score)
    shown = ["" if number is None else f"{number:.6g}" for number in numbers]
    rejected, partly = ("1" if said else "" for said in (correspondence.rejected, correspondence.partly))
    person = [correspondence.author, correspondence.date, rejected, correspondence.note, partly]
    end = [correspondence.predicate, target.vocabulary, target.code, target.title] if target else [""] * 4
    return [*end, *shown, *person]
