"""The training material: folders of JSON lines that say which text corresponds to which.

Layout of a folder `train/`: one file per collection, `<collection>.jsonl`, a record a line with `query`, `targets`,
`lang`, `group` and, where there is one, `title`, `outcomes`, `criteria`, `module`; and tables `*.tsv` of titles
(family, concept, title, similar title).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from corpora import Competency, Framework, InputError
from corpora.frameworks import load
from embeddings.cache import CachingEncoder
from embeddings.encoders import open_encoder

CONTENTS = "boe-contents"
"""The file of decrees' outcomes with their contents (see `lab.reading.written`), which is no collection."""
OCCUPATION = "occupation"
"""Kind of the entries of a framework that people are, where the others are what they can."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the targets that it corresponds to."""

    collection: str  # name of the file it came from
    query: str  # the text
    targets: tuple[str, ...]  # texts of the targets
    group: str  # what it belongs to (decree, programme, title): examples of one group are held out together
    language: str  # "es" or "en"
    title: str = ""  # of a module or advertisement, "" if there is none
    module: str = ""  # the module that an outcome belongs to, "" if there is none
    outcomes: tuple[str, ...] = ()  # of a module
    criteria: tuple[str, ...] = ()  # of a module

    def fold(self, folds: int) -> int:
        """Number of the fold that its group falls into, 0 to `folds` - 1, the same on any machine."""
        return int.from_bytes(hashlib.sha256(self.group.encode()).digest()[:4], "big") % folds


def examples(folder: Path) -> Iterator[Example]:
    """Yield every example of every collection in `folder`; raises InputError for a line that is no record."""
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem == CONTENTS:
            continue
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _example(path, number, line)


def _example(path: Path, number: int, line: str) -> Example:
    try:
        values = json.loads(line)
        return Example(
            collection=path.stem,
            query=values["query"],
            targets=tuple(values["targets"]),
            group=str(values["group"]),
            language=values["lang"],
            title=values.get("title", ""),
            module=values.get("module", ""),
            outcomes=tuple(values.get("outcomes", ())),
            criteria=tuple(values.get("criteria", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            es=f"{path}, línea {number}: no es un registro con query, targets, lang y group; corríjala",
            en=f"{path}, line {number}: not a record with query, targets, lang and group; mend it",
        ) from error


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts that mean the same; `wrong` shares words with the left one and means something else."""

    left: str
    right: str
    meaning: str
    wrong: str = ""


def titles(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield rows (family, concept, title, similar title) of every table in `folder`.

    Raises InputError for a short row.
    """
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
                if len(row) != 4:
                    raise InputError(
                        es=f"{path}, línea {number}: {len(row)} columnas en lugar de 4; corríjala",
                        en=f"{path}, line {number}: {len(row)} columns instead of 4; mend it",
                    )
                family, concept, left, right = row
                yield family, concept.rsplit("/", 1)[-1], left, right


def shipped_encoder() -> CachingEncoder:
    """Open the encoder that ships; what it encodes lies in `build/vectors` for the next command."""
    own = open_encoder()
    return CachingEncoder(own, Path("build") / "vectors" / own.revision)


def registry(data: Path) -> Framework:
    """Return the Mexican registry in `data`'s `renec/`; raises InputError where it is missing."""
    return load([data / "renec" / "ec_standards_api.json"], loader="renec")


def families(folder: Path) -> dict[str, list[str]]:
    """Return the distinct titles of each concept in the tables."""
    found: dict[str, dict[str, None]] = {}
    for _, concept, left, right in titles(folder):
        found.setdefault(concept, {}).update({left: None, right: None})
    return {concept: list(texts) for concept, texts in found.items()}


def labels_in(concept: Competency, language: str) -> list[str]:
    """Return a concept's distinct wordings in a language, the preferred one first."""
    own = [concept.statement] if concept.language == language else []
    others = sorted((o for o in concept.labels if o.language == language), key=lambda o: o.kind != "preferred")
    return list(dict.fromkeys(own + [label.text for label in others]))


def names_of(occupation: Competency) -> list[str]:
    """Return what an occupation is called in Spanish, then in English."""
    return [*labels_in(occupation, "es"), *labels_in(occupation, "en")]


def figures_of(stated: ArrayLike, right: ArrayLike) -> dict[str, float]:
    """Tell how good probabilities of what was held out are, by scikit-learn; both of any shape, the same."""
    from sklearn import metrics

    p, y = np.ravel(stated), np.ravel(right)
    found = {
        "auroc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
        "brier": metrics.brier_score_loss(y, p),
    }
    return {name: round(float(value), 5) for name, value in found.items()}
