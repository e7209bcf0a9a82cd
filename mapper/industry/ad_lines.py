"""The lines of job advertisements: a task, a requirement of some kind, a benefit, the firm, a rule, a heading.

Multinomial regressions on the vectors by `e5` of a line, of the heading above it and of the lines before and behind it,
and on its layout. They were fitted on lines that were read and labelled one by one, and on lines of which earlier lists
of words said what they are (`lab.training.ad_lines`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from corpora.job_ads.languages import parse_languages
from corpora.job_ads.lines import Line, lines
from corpora.job_ads.load import Progress
from corpora.job_ads.load import load as read_ads
from corpora.job_ads.records import ASKING, Force, JobAd, JobAds, Kind, Requirement
from corpora.job_ads.singles import singles
from corpora.text import fold_letters
from embeddings.array_files import load_arrays
from embeddings.encoders import Encoder, Vectors
from embeddings.encoders.e5 import open_encoder
from mapper.matching.occupations import as_compared
from mapper.matching.regression import Logistic
from mapper.matching.terms import Numbers

FILE = "data/ad_lines.npz"
KINDS: dict[str, Kind] = {
    "T": "task", "S": "skill", "E": "experience", "D": "degree", "L": "licence", "G": "language", "C": "condition",
    "P": "post",
}  # fmt: skip
ASKED_CLASSES = tuple("TSEDLGC")
NOT_ASKED = "N"
HEADING = "H"
CLASSES = (*KINDS, "B", "F", "R", HEADING, NOT_ASKED)
"""Letters of labels: kinds of what is asked; benefits, the firm, rules and facts, headings, what is not asked for."""
LAYOUT = 6
_HELD = [CLASSES.index(letter) for letter in "EDLGC"]
_SURE = 0.6  # probability of a piece of a line from which it is of a kind of its own
_PIECES = re.compile(r"\s*[,;](?!\d)(?![^()]{0,200}\))\s*(?:(?:y|e|and|con)\s+)?|\s+(?:y|e|and)\s+")
# Few of the lines that were read deny something.
_DENIED = re.compile(
    r"(?:no|ni|sin)\b(?! (?:solo|obstante))|.*\bno (?:es |son |se )?(?:necesari|requ|exig|imprescind|indispens)"
    r"|.*\bnot (?:be )?(?:required|necessary|needed|essential)|no \w+ (?:required|needed|necessary)"
)
_AT_ONCE = 32  # ads whose lines are classified together: their vectors are kept for what is compared


class LineLabel(NamedTuple):
    """The class of a line by its letter, whether what it asks for is only valued, and the heading above it."""

    letter: str
    valued: bool
    heading: str


@dataclass(frozen=True, slots=True, eq=False)
class LineClassifier:
    """The fitted regressions: which lines are headings, what each line is, whether it is only valued."""

    stages: dict[str, Logistic]
    encoder: str  # revision of the encoder that they were fitted with

    def to_bytes(self) -> bytes:
        """Write a .npz without pickles."""
        content, arrays = io.BytesIO(), dict[str, Any]()
        for name, stage in self.stages.items():
            scale, coefficients = stage.arrays()
            arrays[f"{name}_scale"], arrays[f"{name}_coefficients"] = scale, coefficients.astype(np.float16)
        np.savez_compressed(content, encoder=np.array(self.encoder), **arrays)
        return content.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read what `to_bytes` gave."""
        stored = load_arrays(io.BytesIO(content))
        parts = ("scale", "coefficients")
        stages = {
            name: Logistic.from_arrays(*(stored[f"{name}_{part}"].astype(np.float64) for part in parts))
            for name in ("heading", "kind", "valued")
        }
        return cls(stages, str(stored["encoder"]))

    def classify(self, ad_lines: Sequence[Line], vectors: Vectors) -> list[LineLabel]:
        """Return the class of each line of one ad, by their vectors in the same order."""
        if not ad_lines:
            return []
        layout = layout_of(ad_lines)
        heads = (self.stages["heading"].odds(heading_rows(vectors, layout)) > 0).tolist()
        rows = line_rows(vectors, layout, heads)
        kinds = self.stages["kind"].each(rows)
        kinds[~np.array(heads), CLASSES.index(HEADING)] = -np.inf  # whether it is one is decided by the first
        letters = kinds.argmax(axis=1)
        valued = self.stages["valued"].odds(rows) > 0
        found, heading, label = list[LineLabel](), "", ad_lines[0]
        for line, number, is_valued, is_head in zip(ad_lines, letters, valued, heads, strict=True):
            letter = CLASSES[number]
            denied = _DENIED.match(fold_letters(line.text)) is not None
            if denied and found and label.label and found[-1].letter in KINDS:  # "Inglés: no requerido"
                found[-1] = found[-1]._replace(letter=NOT_ASKED)
            label, denied = line, denied and letter in KINDS
            found.append(LineLabel(NOT_ASKED if denied else letter, bool(is_valued), heading))
            heading = line.text if is_head else heading
        return found

    def classify_pieces(self, line: Vectors, pieces: Vectors) -> list[tuple[str, float]]:
        """Return the class of each piece of a line by itself, with its probability."""
        count = len(pieces)
        layout = np.zeros((count, LAYOUT), np.float32)
        layout[:, 2] = 3.0
        none, whole = np.zeros_like(pieces), np.tile(line, (count, 1))
        rows = np.hstack([pieces, whole, none, none, layout, none[:, :1]]).astype(np.float64)
        found = self.stages["kind"].classes(rows)
        return [(CLASSES[row.argmax()], float(row.max())) for row in found]


def layout_of(ad_lines: Sequence[Line]) -> Vectors:
    """Describe how lines look and where they stand, shape (n, LAYOUT)."""
    count = len(ad_lines)
    return np.array(
        [
            (line.label, line.marked, np.log(len(line.text)), at / count, line.text.isupper(), at == 0)
            for at, line in enumerate(ad_lines)
        ],
        dtype=np.float32,
    ).reshape(count, LAYOUT)


def heading_rows(vectors: Vectors, layout: Vectors) -> Numbers:
    """Return the features that tell headings: the vectors of a line and of the one behind it, its layout."""
    return np.hstack([vectors, _shifted(vectors, -1), layout]).astype(np.float64)


def line_rows(vectors: Vectors, layout: Vectors, heads: Sequence[bool]) -> Numbers:
    """Return the features of lines: their vectors, those of the heading above and of the lines before and behind."""
    above, far = np.zeros_like(vectors), np.full((len(vectors), 1), -1.0, np.float32)
    last = -1
    for at, is_head in enumerate(heads):
        if last >= 0:
            above[at], far[at] = vectors[last], np.log(at - last)
        last = at if is_head else last
    return np.hstack([vectors, above, _shifted(vectors, 1), _shifted(vectors, -1), layout, far]).astype(np.float64)


def _shifted(vectors: Vectors, by: int) -> Vectors:
    moved = np.zeros_like(vectors)
    if by > 0:
        moved[by:] = vectors[:-by]
    else:
        moved[:by] = vectors[-by:]
    return moved


@lru_cache(maxsize=1)
def shipped() -> LineClassifier:
    """Read the one that comes with the installation, once."""
    return LineClassifier.from_bytes((files("mapper") / FILE).read_bytes())


def load(
    paths: Path | Iterable[Path], *, columns: Mapping[str, str] | None = None, progress: Progress | None = None
) -> JobAds:
    """Read job ads with what they ask for, as `corpora.job_ads.load` does; raises InputError."""
    return read_ads(paths, read_requirements, columns=columns, progress=progress)


def encode_lines(texts: Sequence[str], encoder: Encoder | None = None) -> Vectors:
    """Return the vectors of lines, the same as those that they are compared by."""
    return (encoder or open_encoder()).encode([as_compared(text) for text in texts], role="query")


def read_requirements(ads: Sequence[JobAd]) -> list[tuple[Requirement, ...]]:
    """Return what each ad requires, values or negates, of an enumeration each skill, in the order of its text."""
    found: list[tuple[Requirement, ...]] = []
    for start in range(0, len(ads), _AT_ONCE):
        found += _read_requirements(ads[start : start + _AT_ONCE])
    return found


def _read_requirements(ads: Sequence[JobAd]) -> Iterator[tuple[Requirement, ...]]:
    model, of_ads = shipped(), [lines(ad.text) for ad in ads]
    texts = list(dict.fromkeys(line.text for ad_lines in of_ads for line in ad_lines))
    of_text = dict(zip(texts, encode_lines(texts), strict=True))
    labels = [model.classify(ad_lines, np.array([of_text[line.text] for line in ad_lines])) for ad_lines in of_ads]
    asking = [
        (line, one)
        for ad_lines, of in zip(of_ads, labels, strict=True)
        for line, one in zip(ad_lines, of, strict=True)
        if one.letter in KINDS and one.letter != "P"
    ]
    own = _split_by_kind(model, asking, of_text)
    for ad, ad_lines, of in zip(ads, of_ads, labels, strict=True):
        asked: list[Requirement] = []
        for line, one in zip(ad_lines, of, strict=True):
            parts = own.get(line.text, [(0, len(line.text), one.letter)])
            for start, end, letter in parts:
                asked += _requirements(ad, line.start + start, line.text[start:end], one._replace(letter=letter))
        yield tuple(asked)


def _split_by_kind(
    model: LineClassifier, asking: Sequence[tuple[Line, LineLabel]], of_text: dict[str, Vectors]
) -> dict[str, list[tuple[int, int, str]]]:
    """Return the parts of lines that name things of several kinds ("inglés y carnet B"), with their class."""
    cut: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for line, one in asking:
        edges = [0, *(edge for gap in _PIECES.finditer(line.text) for edge in gap.span()), len(line.text)]
        spans = [
            (start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if line.text[start:end].strip()
        ]
        if len(spans) > 1:
            cut[line.text] = one.letter, spans
    pieces = list(dict.fromkeys(text[start:end] for text, (_, spans) in cut.items() for start, end in spans))
    of_piece = dict(zip(pieces, encode_lines(pieces), strict=True)) if pieces else {}
    found = {}
    for text, (letter, spans) in cut.items():
        classes = model.classify_pieces(of_text[text], np.array([of_piece[text[start:end]] for start, end in spans]))
        parts: list[tuple[int, int, str]] = []
        for (start, end), (own, sure) in zip(spans, classes, strict=True):
            kind = own if own != letter and CLASSES.index(own) in _HELD and sure >= _SURE else letter
            if parts and parts[-1][2] == kind:
                parts[-1] = parts[-1][0], end, kind
            else:
                parts.append((start, end, kind))
        if len(parts) > 1:
            found[text] = parts
    return found


def _requirements(ad: JobAd, start: int, text: str, label: LineLabel) -> Iterator[Requirement]:
    """Yield what a part of a line asks for: of an enumeration each single thing."""
    kind = "skill" if label.letter == NOT_ASKED else KINDS.get(label.letter)
    if kind is None:
        return
    force: Force = "negated" if label.letter == NOT_ASKED else "valued" if label.valued else "required"
    spans, names = [(0, len(text))], True
    if force in ASKING and kind != "condition":
        named = singles(text, is_task=kind in ("task", "post"), is_named=kind not in ("degree", "licence"))
        names, spans = bool(named), named or spans
        if kind == "language":
            spans = [(0, len(text))]
    for begin, end in spans:
        part = text[begin:end]
        spoken = parse_languages(part, fold_letters(part))
        yield Requirement(
            ad.id, start + begin, start + end, part, kind, force, label.heading, ad.language, *spoken[:2], names
        )
