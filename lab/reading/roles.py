"""Fits what a passage is in its programme: `python -m lab.reading roles LABELS`.

LABELS has a line of JSON for each document: its `path`, beside which `truth.json` and `facts.json` may lie, and
`passages`, each from where to where in its text with a role (`[0, 24, "other"]`). Rules by the names of parts, which
curmap had until November 2026, told most of them. What readers said of a line counts more: what `facts.json` names as
outcomes are outcomes, what it names as teaching nothing is none, and what `truth.json` quotes as teaching is content
at least.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from corpora import TEACHING_ROLES, Passage, Role, readers
from corpora.split import Layout, split_document
from embeddings.encoders import Encoder
from embeddings.encoders.e5 import open_encoder
from lab.reading.shows import FACTS, holds, idle_lines, is_idle
from mapper.evaluation.programmes import normalise
from mapper.evaluation.training import FOLDS, assign_fold
from mapper.matching.queries import encode_for_reading
from mapper.matching.regression import Logistic
from mapper.matching.scorer import shipped
from mapper.matching.teaching import ROLES, assign_roles, describe_for_roles
from mapper.matching.terms import Numbers
from mapper.workspace.files import write_atomically

_STRENGTH = 0.02  # inverse of the regularisation
_READ, _UNKNOWN = 4.0, 0.3  # weight of what a reader said of a line, and of one that the rules had not told
_NAMED = 60  # letters of an outcome that `facts.json` has

Told = tuple[int, int, Role]
"""From where to where in the text of a document something has a role."""


class _Seen(NamedTuple):
    found: Sequence[Passage]
    layouts: Sequence[Layout]


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The passages of a document with what each is."""

    path: Path
    passages: Sequence[Passage]
    layouts: Sequence[Layout]
    rows: Numbers  # as `role_rows_of` describes them
    roles: NDArray[np.int64]  # places in `ROLES`
    weight: Numbers


def train(labels: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Fit the regression on all documents, measure it on folds of them, and put it into the model that ships."""
    encoder = open_encoder()
    found = [labelled(Path(told["path"]), told["passages"], encoder) for told in map(json.loads, labels.open())]
    made = [one for one in found if len(one.passages)]
    report(f"{len(made)} documents, {sum(len(one.passages) for one in made)} passages; held out: {_held_out(made)}")
    base = shipped().criteria
    stages = {**base.stages, "roles": fitted(made)}
    write_atomically(out, replace(base, stages=stages).to_bytes())


def labelled(path: Path, told: Sequence[Told], encoder: Encoder) -> Labelled:
    """Split a document and give each passage the role of what was told of most of it, or what readers said."""
    seen: list[_Seen] = []

    def look(found: Sequence[Passage], layouts: Sequence[Layout]) -> Sequence[Role]:
        seen.append(_Seen(found, layouts))
        return ["other"] * len(found)

    split_document(readers.read(path), look)
    found, layouts = seen[0] if seen else _Seen((), ())
    starts = [start for start, *_ in told]
    own, weight = list[Role](), list[float]()
    for passage in found:
        near = told[max(bisect_right(starts, passage.start) - 1, 0) :]
        shared: dict[Role, int] = {}
        for start, end, role in near:
            if start >= passage.end:
                break
            shared[role] = shared.get(role, 0) + max(min(end, passage.end) - max(start, passage.start), 0)
        own.append(max(shared, key=lambda role: shared[role]) if shared else "other")
        weight.append(1.0 if any(shared.values()) else _UNKNOWN)
    _as_readers_said(path, found, own, weight)
    rows = describe_for_roles(encode_for_reading(found, encoder), layouts) if found else np.zeros((0, 0))
    places = np.array([ROLES.index(role) for role in own], dtype=np.int64)
    return Labelled(path, found, layouts, rows, places, np.array(weight) / max(np.sqrt(len(found)), 1.0))


def _as_readers_said(path: Path, found: Sequence[Passage], own: list[Role], weight: list[float]) -> None:
    facts_file, truth_file = path.with_name(FACTS), path.with_name("truth.json")
    facts: dict[str, Any] = json.loads(facts_file.read_text(encoding="utf-8")) if facts_file.is_file() else {}
    if not facts:
        return
    truth = json.loads(truth_file.read_text(encoding="utf-8"))["criteria"] if truth_file.is_file() else []
    quotes = [normalise(quote) for one in truth for quote in one["passages"]]
    outcomes = [normalise(one)[:_NAMED] for one in facts.get("outcomes") or ()]
    nothing = [line for line in map(normalise, idle_lines(path)) if line]
    for number, text in enumerate(normalise(passage.text) for passage in found):
        taught, idle = holds(text, quotes), is_idle(text, nothing)
        if any(text.startswith(one) for one in outcomes if one):
            own[number], weight[number] = "outcome", _READ
        elif taught and not idle:
            own[number], weight[number] = own[number] if own[number] in TEACHING_ROLES else "content", _READ
        elif idle and not taught:
            own[number], weight[number] = "evaluation" if own[number] == "evaluation" else "other", _READ


def fitted(found: Sequence[Labelled]) -> Logistic:
    """Fit a multinomial regression, whose classes are those of `ROLES`; each has a row of the refits."""
    x = np.concatenate([one.rows for one in found])
    y, weight = np.concatenate([one.roles for one in found]), np.concatenate([one.weight for one in found])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-3
    model = LogisticRegression(C=_STRENGTH, max_iter=200).fit((x - mean) / spread, y, sample_weight=weight)
    each = np.zeros((len(ROLES), x.shape[1] + 1))
    each[:, 0] = -10.0  # of a role that nothing has
    each[model.classes_] = np.hstack([model.intercept_[:, None], model.coef_])
    return Logistic.from_classes(mean, spread, each)


def _held_out(found: Sequence[Labelled]) -> str:
    """Tell how often the role is right, and F1 of each, on documents held out."""
    true, said = list[int](), list[int]()
    folds = [assign_fold(str(one.path)) for one in found]
    for fold in range(FOLDS):
        inside = [one for one, own in zip(found, folds, strict=True) if own == fold]
        if not inside:
            continue
        model = fitted([one for one, own in zip(found, folds, strict=True) if own != fold])
        for one in inside:
            true += one.roles.tolist()
            said += [
                ROLES.index(role)
                for role in assign_roles(one.passages, one.layouts, one.rows, model, np.zeros(len(one.rows)))
            ]
    each = f1_score(true, said, average=None, labels=range(len(ROLES)), zero_division=0)
    right = float(np.mean(np.array(true) == np.array(said)))
    return f"{right:.3f} right; F1 " + ", ".join(f"{role} {one:.3f}" for role, one in zip(ROLES, each, strict=True))
