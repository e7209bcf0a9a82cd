"""What a programme is called: the line of its front that a model takes for the title.

Every line of the front and what the file's metadata say may be it. A conditional logit (McFadden 1974) on the vectors
by `e5` of the line and of what stands before it, on how near it lies to what the document is about, and on layout says
which; `lab.titles` fits it on real programmes whose titles readers wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np

from corpora import Block, Document
from corpora.text import fold
from embeddings.array_files import load_arrays
from embeddings.encoders.e5 import DIMENSION, open_encoder
from mapper.matching.terms import Numbers

LAYOUT = (
    "place", "first", "heading", "level", "cell", "item", "length", "stopped", "behind_label", "near", "again",
    "capitals", "figures", "of_file",
)  # fmt: skip
"""How far behind the line stands, what the reader saw in it, and whether the file's metadata say it."""
COLUMNS = 2 * DIMENSION + len(LAYOUT)
"""Vectors of the line and of what stands before it, then `LAYOUT`."""
ENOUGH = 0.3
"""Probability among its document's lines from which on a line is taken for the title."""
_EMBEDDED = "data/titles.npz"
_FRONT = 40  # blocks in which a programme says how it is called
_ABOUT = 60  # blocks, evenly spaced, whose mean vector tells what a document is about
_SHORTEST = 15  # characters of these
_LONGEST, _LABEL = 250, 60  # characters of a title, and of a label before it ("Nombre de la asignatura:")
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be the title."""

    text: str
    before: str  # the label that it stands behind, or the line above it
    place: int
    block: Block | None  # None for what the file's metadata say
    behind_label: bool = False


def lines(document: Document) -> Iterator[Line]:
    """Yield the lines that may be the title of a document, in their order; behind a label also what it names."""
    if document.title:
        yield Line(document.title[:_LONGEST], "", 0, None)
    above = ""
    blocks = [block for block in document.blocks if block.kind != "contents"]
    for place, block in enumerate(blocks[:_FRONT]):
        whole = " ".join(document.text[block.start : block.end].split())[:_LONGEST]
        label, _, rest = whole.partition(":")
        if block.kind != "heading" and rest.strip() and len(label) <= _LABEL:
            yield Line(rest.strip(), label, place, block, behind_label=True)
        yield Line(whole, above, place, block)
        above = whole


def rows_of(document: Document, found: Sequence[Line]) -> Numbers:
    """Describe lines of a document, shape (len(found), COLUMNS)."""
    encoder = open_encoder()
    texts = [" ".join(document.text[block.start : block.end].split()) for block in document.blocks]
    about = [text for text in texts if len(text) >= _SHORTEST] or texts
    about = about[:: max(len(about) // _ABOUT, 1)]
    mean = encoder.encode(about, role="query").mean(axis=0)
    vectors, before = (
        encoder.encode(asked, role="query") for asked in ([one.text for one in found], [one.before for one in found])
    )
    headings = [block.level for block in document.blocks[:_FRONT] if block.kind == "heading"]
    top, said = min(headings, default=0), fold(document.title)
    layout = []
    for one, near in zip(found, vectors @ mean, strict=True):
        kind = one.block.kind if one.block else ""
        layout.append([
            one.place / _FRONT,
            one.place == 0,
            kind == "heading",
            one.block.level - top if one.block and kind == "heading" else 0,
            kind == "cell",
            kind == "item",
            np.log(max(len(one.text), 1)),
            one.text.endswith((".", ",", ";", ":")),
            one.behind_label,
            near,
            one.block is not None and fold(one.text) == said,
            one.text.isupper(),
            any(map(str.isdigit, one.text)),
            one.block is None,
        ])  # fmt: skip
    return np.hstack([vectors, before, np.array(layout, dtype=np.float64).reshape(len(found), len(LAYOUT))])


def titled(document: Document) -> Document:
    """Return the document with the title that the model finds, "" where no line is like one."""
    if not (found := list(lines(document))):
        return replace(document, title="")
    odds = np.round((rows_of(document, found) - _model()[0]) @ _model()[1], _DECIMALS)
    best = int(odds.argmax())
    share = 1 / np.exp(odds - odds[best]).sum()
    return replace(document, title=_without_label(found[best].text) if share >= ENOUGH else "")


def _without_label(title: str) -> str:
    """Return a title without its document's kind ("Programa de estudios del módulo: Poda"), not "Curso: Poda"."""
    label, _, rest = title.partition(": ")
    of_kind = len(label.split()) > 1 and len(label) <= _LABEL and not any(map(str.isdigit, label))
    return rest if rest and of_kind else title


@lru_cache(maxsize=1)
def _model() -> tuple[Numbers, Numbers]:
    """Return the mean of each column, and its coefficient."""
    with (files("mapper") / _EMBEDDED).open("rb") as file:
        stored = load_arrays(file)
        return np.asarray(stored["mean"], dtype=np.float64), np.asarray(stored["coefficients"], dtype=np.float64)
