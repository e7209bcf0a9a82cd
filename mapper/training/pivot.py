"""Makes the pivot: occupations with all their names, in the encoder's space."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from corpora import Framework
from corpora.frameworks import load
from embeddings.encoders import Encoder, open_encoder
from mapper.files import write_atomically
from mapper.pivot import Pivot, plain
from mapper.training.material import OCCUPATION, labels_in


def of_occupations(framework: Framework, encoder: Encoder, *, without: Collection[str] = ()) -> Pivot:
    """From the occupations of a bilingual framework.

    Args:
        framework: such as ESCO.
        encoder: makes the vectors.
        without: names that it shall not know, however they are written.
    """
    hidden = {form for name in without for form in plain(name)}
    occupations = (c for c in framework.competencies if c.kind == OCCUPATION)
    names = ([*labels_in(c, "es"), *labels_in(c, "en")] for c in occupations)
    return Pivot.of(([name for name in own if hidden.isdisjoint(plain(name))] for own in names), encoder)


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Write the pivot for the encoder that ships.

    Args:
        data: folder with `esco/`.
        out: the npz file to write.
        report: called with a line that says what it holds.
    """
    pivot = of_occupations(load([data / "esco"], loader="esco"), open_encoder())
    content = pivot.to_npz()
    write_atomically(out, content)
    size = f"{len(pivot.occupations)} occupations, {len(pivot.names):,} names, {len(content):,} bytes"
    report(f"{size}, revision {pivot.revision}")
