"""Pairs of texts that mean the same, from a framework such as ESCO and from a folder of training material."""

from __future__ import annotations

import hashlib
import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora import Competency, Framework
from lab.training import sentences
from lab.training.material import OCCUPATION, Example, TextPair, examples, titles

_CROSS, _SYNONYMS, _DESCRIPTIONS, _BROADER = "across languages", "synonyms", "descriptions", "broader"
_NAMES, _SENTENCES, _RELATED = "names", "sentences", "related"
WEIGHTS = {
    _CROSS: 5.0,
    _SYNONYMS: 3.5,
    _DESCRIPTIONS: 1.5,
    _BROADER: 0.3,
    "titles": 1.5,
    "modules": 0.7,
    "criteria": 1.0,
    "outcomes": 1.0,
    "advertisements": 2.0,
    _NAMES: 3.0,
    _SENTENCES: 1.5,
    _RELATED: 0.2,
}
"""How often a batch is drawn from each kind of pairs, relative to the others."""
_MOST_NAMES = 10
HELD_OUT_CONCEPTS = 1000


@dataclass(slots=True)
class Pairs:
    """Pairs by kind, and the concepts that were kept out of them."""

    by_kind: dict[str, list[TextPair]] = field(default_factory=lambda: defaultdict(list))
    held_out: list[Competency] = field(default_factory=list)


def labels_of(competency: Competency) -> dict[str, list[str]]:
    """Return its wordings by language, the preferred one first; "x/xa" only in its expanded forms."""
    texts: dict[str, list[str]] = {"es": [], "en": []}
    wordings = [(competency.statement, competency.language), *((o.text, o.language) for o in competency.labels)]
    for text, language in wordings:
        texts.setdefault(language, []).append(text)
    return {
        language: [w for w in found if "/" not in w] or [part.strip() for w in found[:1] for part in w.split("/")]
        for language, found in texts.items()
    }


def held_out_of(framework: Framework) -> list[Competency]:
    """Return the `HELD_OUT_CONCEPTS` bilingual concepts with the smallest hash.

    The encoder was trained on no pair of them.
    """
    bilingual = [c for c in framework.competencies if c.kind != "group" and all(labels_of(c).values())]
    return sorted(bilingual, key=lambda c: hashlib.sha256(c.code.encode()).digest())[:HELD_OUT_CONCEPTS]


def of_framework(framework: Framework, *, seed: int) -> Pairs:
    """Return pairs of a bilingual framework.

    Labels across languages, synonyms, label and description, label and group; names of occupations, which have many;
    sentences and the skills that they name; skills that are related.

    The `HELD_OUT_CONCEPTS` bilingual concepts with the smallest hash are kept out, to measure on.
    """
    by_code = {c.code: c for c in framework.competencies}
    held_out = held_out_of(framework)
    pairs = Pairs(held_out=held_out)
    kept_out = {c.code for c in held_out}
    kept = [c for c in framework.competencies if c.kind != "group" and c.code not in kept_out]
    for competency in kept:
        draw = random.Random(f"{seed} {competency.code}")
        for kind, left, right in _of_concept(competency, draw):
            pairs.by_kind[kind].append(TextPair(left, right, competency.code))
        if (group := by_code.get(competency.parent or "")) is not None:
            for language, texts in labels_of(group).items():
                own = labels_of(competency)[language]
                if texts and own:
                    pairs.by_kind[_BROADER].append(TextPair(draw.choice(own[:3]), texts[0], group.code))
        if competency.kind == OCCUPATION:
            names = _of_names(labels_of(competency), random.Random(f"{seed} names {competency.code}"))
            pairs.by_kind[_NAMES] += [TextPair(left, right, competency.code) for left, right in names]
    skills = [c for c in kept if c.kind != OCCUPATION]
    labels = {skill.code: labels_of(skill) for skill in skills}
    made = sentences.to_train_on(skills, labels, seed=seed)
    pairs.by_kind[_SENTENCES] = [TextPair(text, label, code) for text, label, code in made]
    pairs.by_kind[_RELATED] = list(_related(skills, labels, seed))
    return pairs


def _related(
    skills: Sequence[Competency], labels: Mapping[str, Mapping[str, Sequence[str]]], seed: int
) -> Iterator[TextPair]:
    """Yield a label of a skill and one of a skill that it needs or that helps it, each in either language."""
    for skill in skills:
        draw = random.Random(f"{seed} related {skill.code}")
        for code in (*skill.extra.get("essential", ()), *skill.extra.get("optional", ())):
            own, other = (labels.get(c, {}).get(draw.choice(("es", "en")), ())[:3] for c in (skill.code, code))
            if own and other:
                yield TextPair(draw.choice(own), draw.choice(other), code)


def _of_concept(competency: Competency, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    labels = labels_of(competency)
    spanish, english = labels["es"], labels["en"]
    if spanish and english:
        yield _CROSS, spanish[0], english[0]
        for text in spanish[:4]:
            yield _CROSS, text, draw.choice(english[:8])
        for text in english[:4]:
            yield _CROSS, draw.choice(spanish[:8]), text
    for texts in (spanish, english):
        for _ in range(min(4, len(texts)) if len(texts) > 1 else 0):
            left, right = draw.sample(texts, 2)
            yield _SYNONYMS, left, right
    descriptions = {
        competency.language: competency.description,
        "en": str(competency.extra.get("description_en") or ""),
    }
    for language, description in descriptions.items():
        if description and labels.get(language):
            yield _DESCRIPTIONS, draw.choice(labels[language][:4]), description
    if spanish and descriptions["en"]:
        yield _DESCRIPTIONS, spanish[0], descriptions["en"]


def _of_names(labels: Mapping[str, Sequence[str]], draw: random.Random) -> Iterator[tuple[str, str]]:
    """Yield each of some names beside another one of its language, and names of both languages beside each other."""
    for texts in labels.values():
        for text in draw.sample(texts, min(_MOST_NAMES, len(texts))) if len(texts) > 1 else ():
            yield text, draw.choice([other for other in texts if other != text])
    if labels["es"] and labels["en"]:
        for _ in range(min(_MOST_NAMES // 2, len(labels["en"]))):
            yield draw.choice(labels["es"]), draw.choice(labels["en"])


def of_material(folder: Path, held_out: Sequence[Competency], *, folds: int) -> Pairs:
    """Return pairs of the training material, without the groups of fold 0, which are kept to measure on."""
    pairs = Pairs()
    kept_out = {c.code for c in held_out}
    for _, concept, left, right in titles(folder):
        if concept not in kept_out:
            pairs.by_kind["titles"].append(TextPair(left, right, concept))
    for example in examples(folder):
        if example.fold(folds) != 0:
            for kind, pair in _of_example(example):
                pairs.by_kind[kind].append(pair)
    return pairs


def _of_example(example: Example) -> Iterator[tuple[str, TextPair]]:
    kind = {"eures-occupation": "advertisements", "boe-fp-module": "modules"}.get(example.collection, "outcomes")
    for target in example.targets:
        yield kind, TextPair(example.query, target, target)
        if example.title:
            yield kind, TextPair(example.title, target.split("/")[0], target)
    for part in (*example.outcomes, *example.criteria):
        # What an outcome or criterion shares with its module is its field; with the module's standards, its matter.
        yield "criteria", TextPair(part, example.title, example.title)
        for target in example.targets:
            yield "criteria", TextPair(part, target, target)


_SHARE_WRITTEN_OTHERWISE = 0.4
_WORDS_OF_A_TITLE = 8
_TILDE = "\u0303"


def written_otherwise(by_kind: Mapping[str, Sequence[TextPair]], *, seed: int) -> dict[str, list[TextPair]]:
    """Return the same pairs, two texts in five written as real titles are: Like This, Like this, sin tildes."""
    made: dict[str, list[TextPair]] = {}
    for kind, found in by_kind.items():
        draw = random.Random(f"{seed} {kind}")
        made[kind] = [replace(p, left=_written(p.left, draw), right=_written(p.right, draw)) for p in found]
    return made


def _written(text: str, draw: random.Random) -> str:
    chance = draw.random() / _SHARE_WRITTEN_OTHERWISE
    if chance >= 1:
        return text
    if chance < 0.8:
        return text.title() if chance < 0.4 and len(text.split()) <= _WORDS_OF_A_TITLE else text[:1].upper() + text[1:]
    letters = unicodedata.normalize("NFD", text)
    # The tilde of ñ makes another letter of it; accents do not.
    bare = (c for c in letters if c == _TILDE or unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", "".join(bare))
