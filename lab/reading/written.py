"""Pairs of texts that people wrote for each other, and what readers say of them: decrees, real programmes, ads.

A content line of a decree stands beside the criteria of the same learning outcome ("– Claves para la clasificación de
especies", "Se ha(n) …"), as a real programme beside a standard that it was not written from; the lines of sibling
outcomes are what it is told apart from.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import Framework
from eval.graded import read as read_graded
from lab.reading.wordings import Verbs
from lab.training.material import CONTENTS, TextPair
from lab.training.pairs import labels_of
from mapper.evaluation.training import read_rows

_LINES_EACH = 3  # criteria that each line of contents stands beside


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome of a decree with its criteria and the content lines that stand under it."""

    decree: str
    module: str
    number: int
    text: str
    criteria: tuple[str, ...]
    heading: str
    contents: tuple[str, ...]

    @property
    def place(self) -> str:
        """Which module, and which outcome of it."""
        return f"{self.decree} {self.module}".replace("/", " ") + f"/{self.number}"


def outcomes(data: Path) -> list[Outcome]:
    """Return the outcomes of `data`'s decrees."""
    with (data / "train" / f"{CONTENTS}.jsonl").open(encoding="utf-8") as lines:
        return [
            Outcome(
                row["decree"],
                row["module"],
                row["number"],
                row["outcome"],
                tuple(row["criteria"]),
                row.get("heading") or "",
                tuple(row["contents"]),
            )
            for row in map(json.loads, lines)
        ]


def of_contents(found: Sequence[Outcome], verbs: Verbs, *, seed: int) -> Iterator[TextPair]:
    """Yield content lines beside criteria and the wording of their outcome, in several wordings."""
    for outcome in found:
        draw = random.Random(f"{seed} {outcome.place}")
        for line in outcome.contents:
            for criterion in draw.sample(outcome.criteria, min(_LINES_EACH, len(outcome.criteria))):
                yield TextPair(line, verbs.otherwise(criterion, draw), outcome.place)
            yield TextPair(line, outcome.text, outcome.place)
        if outcome.heading:
            for criterion in outcome.criteria:
                yield TextPair(outcome.heading, verbs.otherwise(criterion, draw), outcome.place)


def of_wordings(found: Sequence[Outcome], verbs: Verbs, *, seed: int) -> Iterator[TextPair]:
    """Yield criteria beside themselves in another grammar, which says the same; those of one module are told apart."""
    for outcome in found:
        draw = random.Random(f"{seed} {outcome.place} wordings")
        for number, criterion in enumerate(outcome.criteria):
            left, right = verbs.otherwise(criterion, draw), verbs.otherwise(criterion, draw)
            yield TextPair(left, right, f"{outcome.place}/{number}")


@dataclass(frozen=True, slots=True)
class Programme:
    """A real programme with what is true of it: a folder of truth."""

    name: str
    text: str
    entries: Mapping[str, Mapping[str, str]]  # rows of the standard by code
    criteria: tuple[Mapping[str, Any], ...]  # of truth.json


def programmes(folder: Path) -> list[Programme]:
    """Return every programme below a folder of truth, by name."""
    found = []
    for path in sorted(folder.glob("*/truth.json")):
        if not (path.parent / "standard.csv").is_file():  # of a published standard
            continue
        with (path.parent / "standard.csv").open(encoding="utf-8-sig", newline="") as file:
            entries = {row["code"]: row for row in csv.DictReader(file)}
        names = ("programme.txt", "programme.md", "programme.html")
        text = next(path.parent / name for name in names if (path.parent / name).exists())
        truth = json.loads(path.read_text(encoding="utf-8"))
        found.append(Programme(path.parent.name, text.read_text(encoding="utf-8"), entries, tuple(truth["criteria"])))
    return found


def of_programmes(found: Sequence[Programme], verbs: Verbs, *, seed: int) -> Iterator[TextPair]:
    """Yield quotes of real programmes beside the criteria that they teach."""
    for programme in found:
        draw = random.Random(f"{seed} {programme.name}")
        for one in programme.criteria:
            entry = programme.entries.get(one["code"])
            if entry and one["state"] != "absent":
                for quote in one["passages"]:
                    yield TextPair(quote, verbs.otherwise(entry["statement"], draw), f"{programme.name}/{one['code']}")
                    if one.get("traps"):
                        trap = draw.choice(one["traps"])
                        yield TextPair(
                            verbs.otherwise(entry["statement"], draw), quote, f"{programme.name}/{one['code']}", trap
                        )


def of_graded(path: Path) -> Iterator[TextPair]:
    """Yield passages beside the entries that readers found right for them, and beside one that only looks like it."""
    for asked in read_graded([path]):
        wrong = [one.statement for one in asked.candidates if one.grade == 1]
        for one in asked.candidates:
            if one.grade >= 2:
                yield TextPair(asked.text, one.statement, one.code, wrong[0] if wrong else "")


def of_sentences(truth: Path, frameworks: Sequence[Framework], *, seed: int) -> tuple[list[TextPair], list[TextPair]]:
    """Tell how programmes teach and how ads ask for an entry, each with a label and a trap that shares its nouns."""
    taught, asked = list[TextPair](), list[TextPair]()
    wordings: dict[tuple[str, str], list[str]] = {}
    for framework in frameworks:
        for concept in framework.competencies:
            labels = labels_of(concept)
            own = [*labels["es"][:4], *labels["en"][:4]] or [concept.statement]
            wordings[framework.name, concept.code.rsplit("/", 1)[-1]] = own
    for row in read_rows(truth / "sentences.tsv"):
        entry = (row["framework"], row["code"])
        if names := wordings.get(entry):
            draw, meaning = random.Random(f"{seed} {entry}"), "/".join(entry)
            taught.append(TextPair(row["programme"], draw.choice(names), meaning, row["trap"]))
            asked.append(TextPair(row["ad"], draw.choice(names), meaning, row["trap"]))
    return taught, asked
