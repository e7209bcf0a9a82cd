"""Sentences as advertisements and programmes write them, made of what a framework such as ESCO calls its skills.

Advertisements whose sentences somebody mapped to skills are not among the training material; a sentence that names
one to three skills by any of their labels stands for them. What is trained on and what is asked are worded apart.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from corpora import Competency
from lab.training.material import OCCUPATION, labels_in

_TRAINED: Mapping[str, Sequence[str]] = {
    "en": (
        "{}",
        "{} skills",
        "experience in {}",
        "we are looking for someone with a background in {}",
        "solid understanding of {}",
        "responsible for {}",
        "good at {} and willing to learn",
        "you know how to {}",
        "knowledge of {}",
    ),
    "es": (
        "{}",
        "experiencia en {}",
        "conocimientos de {}",
        "capaz de {}",
        "se requiere {}",
        "será responsable de {}",
        "dominio de {}",
        "identifica y aplica {}",
        "realizar {} conforme a la normativa",
    ),
}
_JOINED: Mapping[str, Sequence[str]] = {"en": (", ", " and ", "; "), "es": (", ", " y ", "; ")}
_ASKED = (
    "{}",
    "Experience with {}",
    "Strong knowledge of {} in a fast paced environment",
    "You will {} and work closely with the team",
    "Ability to {} , with attention to detail",
    "Proven track record in {} is required",
)
_LABELS = 8
_SHARE_OF_ONE_FIELD = 0.5
_SHARE_OF_ONE_LANGUAGE = 0.75

Labels = Mapping[str, Mapping[str, Sequence[str]]]
"""Of a concept's code and a language the labels, the preferred one first."""


def to_train_on(skills: Sequence[Competency], labels: Labels, *, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield sentence, preferred label of one of the skills that it names, and this skill's code; in both languages.

    The same in whatever order the skills are.
    """
    fields = defaultdict(list)
    for skill in sorted(skills, key=lambda c: (c.parent or "", c.code)):
        fields[skill.parent or ""].append(skill)
    for parent in sorted(fields):
        for skill in fields[parent]:
            draw, own = random.Random(f"{seed} sentences {skill.code}"), labels[skill.code]
            for language, other in (("es", "en"), ("en", "es")):
                if own[language]:
                    text = _sentence(skill, language, fields[parent], skills, labels, draw)
                    same = draw.random() < _SHARE_OF_ONE_LANGUAGE or not own[other]
                    yield text, own[language if same else other][0], skill.code


def _sentence(
    skill: Competency,
    language: str,
    field: Sequence[Competency],
    skills: Sequence[Competency],
    labels: Labels,
    draw: random.Random,
) -> str:
    """Return one that names the skill; the others of half of them are of its field, as an advertisement is of one."""
    more = draw.choice((1, 2, 2, 3)) - 1
    if draw.random() < _SHARE_OF_ONE_FIELD:
        mates = draw.sample(field, min(more, len(field) - 1))
    else:
        mates = [draw.choice(skills) for _ in range(more)]
    named = [skill, *(mate for mate in mates if mate is not skill and labels[mate.code][language])]
    draw.shuffle(named)
    joined = draw.choice(_JOINED[language])
    text = joined.join(draw.choice(labels[c.code][language][:_LABELS]) for c in named)
    return draw.choice(_TRAINED[language]).format(text)


def to_ask(
    concepts: Iterable[Competency], counted: Container[str]
) -> tuple[dict[str, str], list[tuple[str, list[str]]]]:
    """Return every skill's preferred label by code, and English sentences about those that are `counted`.

    Each sentence has the codes of the one to three skills that it names by other labels, neighbours in the taxonomy, as
    an advertisement is of one field.
    """
    skills = {c.code: (c.parent or "", labels_in(c, "en")) for c in concepts if c.kind != OCCUPATION}
    known = sorted((parent, code) for code, (parent, labels) in skills.items() if code in counted and len(labels) > 1)
    left, draw = [code for _, code in known], random.Random("sentences")
    made: list[tuple[str, list[str]]] = []
    while left:
        codes = [left.pop(0) for _ in range(min(len(left), draw.choice((1, 1, 2, 2, 3))))]
        named = draw.choice((" , ", " and ")).join(draw.choice(skills[code][1][1:]) for code in codes)
        made.append((draw.choice(_ASKED).format(named), codes))
    return {code: labels[0] for code, (_, labels) in skills.items() if labels}, made
