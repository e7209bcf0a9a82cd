"""What `mapper.matching.teaching` is fitted on: passages of programmes that show what is taught, and lines that do not.

Of real programmes readers quoted passages that teach a criterion (`truth.json`) and named lines that teach nothing
(`facts.json`); these lead. The role of a passage (`lab.reading.roles`) tells of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import TEACHING_ROLES, readers
from embeddings.encoders import Encoder
from mapper.evaluation.programmes import Truth, normalise
from mapper.evaluation.training import assign_fold, coefficients
from mapper.matching.queries import encode_for_reading
from mapper.matching.regression import Logistic
from mapper.matching.teaching import describe_passages, split_programme
from mapper.matching.terms import Numbers

FACTS = "facts.json"
_STRENGTH = 0.003  # inverse of the regularisation
_READ, _BY_ROLE = 20.0, 1.0  # weight of what a reader said of a passage, and of what its role says
_SHORTEST = 12  # letters from which on a passage that stands within a quote is it
_MOST_OF = 0.6  # of a passage that a line which teaches nothing is, where it is not the whole


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The passages of one document with what is known of each."""

    programmes: tuple[str, ...]  # names of those that it is, one for each standard that it stands beside
    rows: Numbers  # as `rows_of` describes them, shape (n, columns)
    shows: NDArray[np.bool_]  # whether it can show what is taught, shape (n,)
    weight: Numbers  # shape (n,), their sum the same for programmes of any length


def idle_lines(document: Path) -> list[str]:
    """Return the lines of a document that a reader named as teaching nothing, as they stand beside it."""
    facts = document.with_name(FACTS)
    return json.loads(facts.read_text(encoding="utf-8")).get("not_teaching", []) if facts.is_file() else []


def holds(text: str, quotes: Iterable[str]) -> bool:
    """Tell whether a text has one of the quotes, or is most of one; all of them `plain`."""
    within = len(text) >= _SHORTEST
    return any(quote in text or (within and text in quote) for quote in quotes if quote)


def is_idle(text: str, nothing: Iterable[str]) -> bool:
    """Tell whether most of a text is one of the lines that teach nothing, or it is part of one; all `plain`."""
    within = len(text) >= _SHORTEST
    return any((line in text and len(line) >= _MOST_OF * len(text)) or (within and text in line) for line in nothing)


def labelled(truths: Sequence[Truth], encoder: Encoder) -> list[Labelled]:
    """Describe and label the passages of these programmes, those of one document once."""
    of_document: dict[bytes, list[Truth]] = {}
    for truth in truths:
        of_document.setdefault(truth.path.read_bytes(), []).append(truth)
    return [made for same in of_document.values() if (made := _labelled(same, encoder))]


def _labelled(same: Sequence[Truth], encoder: Encoder) -> Labelled | None:
    path, names = same[0].path, tuple(one.name for one in same)
    quotes = [normalise(quote) for truth in same for one in truth.criteria for quote in one.passages]
    nothing = [line for line in map(normalise, idle_lines(path)) if line]
    found = [one for one in split_programme(readers.read(path)).passages if one.language is not None]
    if not found:
        return None
    teaches, weight = np.zeros(len(found), dtype=bool), np.zeros(len(found))
    for row, passage in enumerate(found):
        text = normalise(passage.text)
        taught, idle = holds(text, quotes), is_idle(text, nothing)
        was_read = taught != idle
        teaches[row] = taught if was_read else passage.role in TEACHING_ROLES
        weight[row] = _READ if was_read else _BY_ROLE
    return Labelled(names, describe_passages(encode_for_reading(found, encoder)), teaches, weight / np.sqrt(len(found)))


def fitted(found: Sequence[Labelled], without: int | None = None) -> Logistic:
    """Fit the regression on programmes that are not of the fold `without`."""
    chosen = [one for one in found if without not in [assign_fold(name) for name in one.programmes]]
    x = np.concatenate([one.rows for one in chosen])
    y = np.concatenate([one.shows for one in chosen]).astype(float)
    weight = np.concatenate([one.weight for one in chosen])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-3
    own = coefficients((x - mean) / spread, y, _STRENGTH, weight)
    return Logistic(mean, spread, own, own[None])


def by_fold(found: Sequence[Labelled], folds: Sequence[int]) -> Mapping[int, Logistic]:
    """Fit it for each fold on the programmes of the others."""
    return {fold: fitted(found, fold) for fold in folds}
