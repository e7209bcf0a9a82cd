"""Pairs of texts that mean the same, and what of ESCO is kept out of them to measure on."""

from __future__ import annotations

import csv
import hashlib
import random
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora import Competency, Framework

HELD_OUT_CONCEPTS = 1000


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts that mean the same; `wrong` shares words with the left one and means something else."""

    left: str
    right: str
    meaning: str
    wrong: str = ""


@dataclass(slots=True)
class Pairs:
    """Pairs by kind, and the concepts that were kept out of them."""

    by_kind: dict[str, list[TextPair]] = field(default_factory=lambda: defaultdict(list))
    held_out: list[Competency] = field(default_factory=list)


def held_out_of(framework: Framework) -> list[Competency]:
    """The `HELD_OUT_CONCEPTS` bilingual concepts with the smallest hash: the encoder was trained on no pair of them."""
    bilingual = [c for c in framework.competencies if c.kind != "group" and all(labels_of(c).values())]
    return sorted(bilingual, key=lambda c: hashlib.sha256(c.code.encode()).digest())[:HELD_OUT_CONCEPTS]


def labels_of(competency: Competency) -> dict[str, list[str]]:
    """Its wordings by language, the preferred one first; "x/xa" only in its expanded forms."""
    texts: dict[str, list[str]] = {"es": [], "en": []}
    wordings = [(competency.statement, competency.language), *((o.text, o.language) for o in competency.labels)]
    for text, language in wordings:
        texts.setdefault(language, []).append(text)
    return {
        language: [w for w in found if "/" not in w] or [part.strip() for w in found[:1] for part in w.split("/")]
        for language, found in texts.items()
    }


def of_sentences(truth: Path, registry: Sequence[Competency], esco: Framework, left_out: Container[str]) -> Pairs:
    """How programmes teach and ads ask for an entry, in other words than its label's, with a trap each.

    Args:
        truth: folder with `sentences.tsv`; one without it gives no pairs.
        registry: the Mexican registry's standards.
        esco: the framework of the skills.
        left_out: codes of concepts that no pair may come from.
    """
    pairs = Pairs()
    if not (truth / "sentences.tsv").exists():
        return pairs
    wordings = {("renec", c.code): [c.statement] for c in registry}
    for concept in esco.competencies:
        if concept.code not in left_out:
            labels = labels_of(concept)
            wordings["esco", concept.code.rsplit("/", 1)[-1]] = [*labels["es"][:4], *labels["en"][:4]]
    with (truth / "sentences.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        entry = (row["framework"], row["code"])
        if not (names := wordings.get(entry)):
            continue
        draw, meaning = random.Random(" ".join(entry)), "/".join(entry)
        for label in dict.fromkeys((names[0], draw.choice(names))):
            pairs.by_kind["taught"].append(TextPair(row["programme"], label, meaning, row["trap"]))
            pairs.by_kind["asked"].append(TextPair(row["ad"], label, meaning, row["trap"]))
    return pairs
