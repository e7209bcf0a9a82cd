"""Cases that the matcher's probability is fitted on: texts whose right entries are known, among others.

Each collection is searched in pools of different size: its own targets, a few of these, these among the titles of the
registry of standards, and among ESCO's skills (advertisements: among ESCO's occupations), because chance resemblance
grows with the number of entries. A part of the weight lies on the same texts with their right entries taken out of
the pool: so the model meets texts without correspondence. Only groups that the encoder was not trained on are used: of
the others its vectors promise too much.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework
from corpora.frameworks import load
from embeddings.encoders import Encoder, TextRole, Vectors
from mapper.candidates import Candidates, find_candidates
from mapper.framework_index import FrameworkIndex
from mapper.training.material import Example, examples

WITHOUT_TARGET = {"few": 2 / 3, "own": 1 / 3, "renec": 1 / 3, "skills": 1 / 3, "occupations": 1 / 3}
"""Share of the weight, by pool, that lies on texts without correspondence: a few entries cover little."""

FOLDS = 5
MOST_OF_FEW = 20


@dataclass(frozen=True, slots=True)
class Case:
    """One text with its candidates.

    Attributes:
        collection: where the text is from.
        pool: what it was searched in.
        fold: of its group.
        found: the candidates.
        relevant: for each candidate whether it is right.
        wanted: how many right entries the pool holds, found or not.
        weight: of the case; every collection and pool weighs the same in all.
    """

    collection: str
    pool: str
    fold: int
    found: Candidates
    relevant: NDArray[np.bool_]
    wanted: int
    weight: float

    @property
    def family(self) -> str:
        """What is left out together: collections from the same documents."""
        return self.collection.split("-")[0]


class _Remembering:
    """The encoder, with what it was asked before kept in memory: the pools share most of their entries."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[tuple[TextRole, str], Vectors] = {}
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if (role, text) not in self._rows]
        self._rows.update(
            zip(((role, text) for text in missing), self._encoder.encode(missing, role=role), strict=True)
        )
        return np.array([self._rows[role, text] for text in texts], dtype=np.float32)


def cases(data: Path, encoder: Encoder) -> Iterator[Case]:
    """All cases of a data folder: `train/*.jsonl`, and the frameworks in `renec/` and `esco/` as further entries."""
    from mapper.training.encoder import FOLDS as ENCODER_FOLDS  # torch comes with it

    encoder = _Remembering(encoder)
    registry = load([data / "renec" / "ec_standards_api.json"], loader="renec")
    esco = load([data / "esco"], loader="esco")
    standards = [c.statement for c in registry.competencies]
    skills = [c.statement for c in esco.competencies if c.kind in ("skill", "knowledge") and c.language == "es"]
    occupations = [c for c in esco.competencies if c.kind == "occupation"]
    collections: dict[str, list[Example]] = {}
    for example in examples(data / "train"):
        collections.setdefault(example.collection, []).append(example)
    for name, members in sorted(collections.items()):
        unseen = [example for example in members if example.fold(ENCODER_FOLDS) == 0]
        own = sorted({target for example in members for target in example.targets})
        pools = {"own": _plain(own), "renec": _plain([*own, *standards]), "skills": _plain([*own, *skills])}
        if name.startswith("eures"):
            pools = {"own": pools["own"], "occupations": _occupations(own, occupations)}
        for pool, competencies in pools.items():
            yield from _of_pool(name, pool, unseen, competencies, encoder)


def _fold(example: Example) -> int:
    """Fold of its group, independent of the folds that the encoder was trained by."""
    return int.from_bytes(hashlib.sha256(f"matcher {example.group}".encode()).digest()[:4], "big") % FOLDS


def _plain(statements: Sequence[str]) -> tuple[Competency, ...]:
    distinct = dict.fromkeys(statements)
    return tuple(Competency(str(i), statement, "standard") for i, statement in enumerate(distinct))


def _occupations(own: Sequence[str], occupations: Sequence[Competency]) -> tuple[Competency, ...]:
    known = {c.statement for c in occupations}
    missing = [Competency(f"own-{i}", name, "occupation") for i, name in enumerate(own) if name not in known]
    spanish = [replace(c, labels=tuple(o for o in c.labels if o.language == "es")) for c in occupations]
    return (*spanish, *missing)


def _of_pool(
    collection: str, pool: str, members: Sequence[Example], competencies: tuple[Competency, ...], encoder: Encoder
) -> Iterator[Case]:
    digest = hashlib.sha256("\n".join(c.statement for c in competencies).encode()).hexdigest()
    framework = Framework(collection, collection, pool, digest, pool, competencies)
    index = FrameworkIndex.build(framework, encoder)
    places: dict[str, list[int]] = {}
    for place, competency in enumerate(competencies):
        places.setdefault(competency.statement, []).append(place)
    texts = [example.query for example in members]
    vectors = encoder.encode(texts, role="query")
    found = find_candidates(texts, vectors, index, np.arange(len(index.entries)))
    weight = 1 / len(members)
    rng = np.random.default_rng(len(members))
    for example, candidates in zip(members, found, strict=True):
        targets = [place for target in example.targets for place in places[target]]
        relevant = np.isin(candidates.entries, targets)
        case = Case(collection, pool, _fold(example), candidates, relevant, len(targets), weight)
        yield from _with_and_without(case)
        if pool == "own":
            yield from _with_and_without(_few(case, rng))


def _with_and_without(case: Case) -> Iterator[Case]:
    """The case, and the same with its right entries taken out."""
    others = _kept(case.found, ~case.relevant, case.found.pool - case.wanted)
    share = WITHOUT_TARGET[case.pool]
    yield replace(case, weight=case.weight * (1 - share))
    yield replace(
        case,
        found=others,
        relevant=np.zeros(len(others.entries), dtype=bool),
        wanted=0,
        weight=case.weight * share,
    )


def _few(case: Case, rng: np.random.Generator) -> Case:
    """The case in a framework of its right entries and up to twenty others, drawn by chance."""
    others = np.flatnonzero(~case.relevant)
    drawn = rng.choice(others, size=min(len(others), int(rng.integers(1, MOST_OF_FEW + 1))), replace=False)
    kept = case.relevant.copy()
    kept[drawn] = True
    found = _kept(case.found, kept, len(drawn) + case.wanted)
    return replace(case, pool="few", found=found, relevant=case.relevant[kept])


def _kept(found: Candidates, kept: NDArray[np.bool_], pool: int) -> Candidates:
    return Candidates(
        entries=found.entries[kept],
        dense=found.dense[kept],
        grams=found.grams[kept],
        words=found.words[kept],
        rows=found.rows[kept],
        pool=max(pool, 1),
        length=found.length,
    )
