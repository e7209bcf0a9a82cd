"""What several fits need: standards, pairs of texts, programmes with known truth, an encoder that remembers."""

from __future__ import annotations

import csv
import math
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import InputError, Passage, Role, readers
from corpora.split import passages as split
from embeddings.encoders import Encoder, Vectors
from mapper.evaluation.programmes import STATES, Truth, counts, plain
from mapper.matching.candidates import Pool, Scale
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import Asked, as_asked, texts_around, with_vectors
from mapper.matching.records import Progress, no_progress
from mapper.matching.terms import Rows, points_of


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts that mean the same; `wrong` shares words with the left one and means something else."""

    left: str
    right: str
    meaning: str
    wrong: str = ""


def told(path: Path) -> list[dict[str, str]]:
    """The rows of a table of truth, tabs between its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def states_by_programme(*paths: Path) -> dict[str, dict[str, str]]:
    """Programme → code → state, of such tables; raises InputError with the line: none of `STATES`, or another above."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for line, row in enumerate(told(path), start=2):
            known = found[row["programme"]]
            if row["state"] not in STATES or known.setdefault(row["code"], row["state"]) != row["state"]:
                raise InputError(
                    "{path}, line {line}: '{state}' of {code} is no state, or the code has another one above; mend it",
                    path=path,
                    line=line,
                    state=row["state"],
                    code=row["code"],
                )
    return found


_FOREIGN, _FOREIGN_LONG = 4, 3
"""Standards of other fields that each programme is compared with, and each long document that it is a part of."""
_NEXT_OF_KIN, _NEIGHBOURS, _NEIGHBOURS_LONG = 2, 8, 2
"""Of the standards that lie nearest to its own, each programme is compared with those from the third to the eighth, the
first of these also as a part of a long document; of the nearest two it may teach a good part."""
NEIGHBOURS = Path(__file__).resolve().parents[2] / "samples" / "truth" / "neighbours.tsv"
"""What a reader found programmes to teach of the standards nearest to their own: programme, code and state."""
_OF_TEACHING, _TEACHING = ("capacitación", "educación", "servicios educativos"), 3
"""Sectors whose standards are of teaching itself, of which every programme speaks, and how many of these standards each
programme of another sector is compared with, the first as a part of a long document."""
_SHORTEST_LONG, _LONGEST_LONG = 150, 1300
"""Passages of long documents: didactic programmes, catalogues of courses, decrees."""
_AT_HAND = 8  # documents whose vectors are kept: a programme stands beside one standard after another


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A programme beside one standard, with what is true of each pair and each criterion.

    Its name is what is resampled and held out together; `asked` gives its n passages; `places` are those of the
    criteria, m of them; `right` tells whether the passage teaches the criterion, (n, m); `state` is 2 covered, 1
    partly, 0 absent, (m,). Whether the programme is of the standard's `field`, the truth written by hand (`own`), the
    programme part of a `long` document, the standard a `neighbour` of its own, of which it teaches little or nothing,
    or one of these that was `judged`. Where the right passages are `examples`, others that teach are not marked.
    """

    programme: str
    asked: Callable[[], Asked]  # made anew, since the vectors of all long documents together take gigabytes
    pool: Pool
    places: Rows
    right: NDArray[np.bool_]
    state: NDArray[np.int8]
    field: bool = False
    own: bool = True
    long: bool = False
    neighbour: bool = False
    judged: bool = False
    examples: bool = False


def standards_of(
    truths: Sequence[Truth], encoder: Encoder, scale: Scale | None = None, progress: Progress = no_progress
) -> dict[str, Pool]:
    """Each programme's standard, indexed, by the programme's name; `scale` is what cosines are brought to."""
    found = {}
    for done, truth in enumerate(truths):
        progress(truth.framework.name, done, len(truths))
        found[truth.name] = Pool.of(FrameworkIndex.build(truth.framework, encoder), scale=scale)
    return found


def compared(
    truths: Sequence[Truth], pools: Mapping[str, Pool], encoder: Encoder, progress: Progress = no_progress
) -> list[Compared]:
    """Every programme beside its standard, near ones, some of other sectors and of teaching; standards as programmes.

    Each programme stands by itself and as a part of long documents, together with programmes of other sectors than the
    standard's: what whoever hands in sixty pages is told has to be as right as what is told of four.
    """
    passages: dict[str, Sequence[Passage]] = {}
    vectors: dict[str, Vectors] = {}
    judged = states_by_programme(NEIGHBOURS)
    for done, truth in enumerate(truths):
        progress(truth.name, done, len(truths))
        own = [p for p in split(readers.read(truth.path)).passages if p.language is not None and counts(p.text)]
        passages[truth.name] = own
        texts = [text for text in texts_around(own) if text not in vectors]
        vectors |= zip(texts, encoder.encode(texts, role="query"), strict=True)

    @lru_cache(maxsize=_AT_HAND)
    def asked(*names: str) -> Asked:
        return with_vectors(_one_document([passages[name] for name in names]), vectors, encoder.dimension)

    found, sizes = [], {name: len(own) for name, own in passages.items()}

    def beside(truth: Truth, other: Truth, *, long: bool = False, **kind: bool) -> Compared:
        """A programme beside the standard of another, of which, as far as is known, it teaches nothing."""
        parts, pool = _company(truth, other, truths, sizes, alike) if long else [truth.name], pools[other.name]
        (standard,) = pool.standards
        places, count = np.array(standard, dtype=np.int64), sum(sizes[part] for part in parts)
        none, absent = np.zeros((count, len(places)), dtype=bool), np.zeros(len(places), dtype=np.int8)
        return Compared(truth.name, partial(asked, *parts), pool, places, none, absent, long=long, **kind)

    for truth in truths:
        others = [other for other in truths if not alike(other, truth) and other.path != truth.path]
        of_teaching = [other for other in others if _of_teaching(other)]
        draw = random.Random(truth.name)
        drawn = draw.sample(others, min(_FOREIGN, len(others)))
        on_teaching = draw.sample(of_teaching, min(_TEACHING, len(of_teaching)))
        by_itself, in_long = (
            beside(truth, truth, long=long, field=True, examples=truth.examples) for long in (False, True)
        )
        _tell_places(by_itself, truth)
        _tell_places(in_long, truth)
        found += [by_itself, *(beside(truth, other) for other in (*drawn, *on_teaching[1:]))]
        found += [_itself(truth, pools[truth.name], encoder), in_long]
        found += [beside(truth, other, long=True) for other in (*drawn[:_FOREIGN_LONG], *on_teaching[:1])]
        near = _by_nearness(truth, truths, pools)[_NEXT_OF_KIN:_NEIGHBOURS]
        found += [beside(truth, other, neighbour=True) for other in near]
        found += [beside(truth, other, long=True, neighbour=True) for other in near[:_NEIGHBOURS_LONG]]
        states = judged.get(truth.name, {})
        for other in truths:
            if any(one.code in states for one in other.criteria):
                found.append(made := beside(truth, other, judged=True))
                _tell(made, states)
    return found


def _by_nearness(truth: Truth, truths: Sequence[Truth], pools: Mapping[str, Pool]) -> list[Truth]:
    """The other programmes, those first whose standards' entries lie nearest to this one's on average."""
    own = _middle(pools[truth.name])
    others = [one for one in truths if one.path != truth.path and one.framework.name != truth.framework.name]
    nearness = {one.name: float(_middle(pools[one.name]) @ own) for one in others}
    return sorted(others, key=lambda one: (-nearness[one.name], one.name))


def _middle(pool: Pool) -> Vectors:
    """The mean of a standard's entries, of unit length."""
    mean = pool.index.index.vectors(np.arange(len(pool.index.entries))).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def _of_teaching(truth: Truth) -> bool:
    return truth.sector.startswith(_OF_TEACHING)


def alike(truth: Truth, other: Truth) -> bool:
    """Whether a programme of one may teach what the standard of the other asks for."""
    return truth.sector == other.sector or (_of_teaching(truth) and _of_teaching(other))


def _company(
    truth: Truth,
    beside: Truth,
    truths: Sequence[Truth],
    sizes: Mapping[str, int],
    alike: Callable[[Truth, Truth], bool],
) -> list[str]:
    """The parts of a long document: a programme among others of which none is of the field of `beside`'s standard."""
    draw = random.Random(f"{truth.name} {beside.name}")
    length = math.exp(draw.uniform(math.log(_SHORTEST_LONG), math.log(_LONGEST_LONG)))
    others = [one for one in truths if not alike(one, beside) and one.path not in (truth.path, beside.path)]
    draw.shuffle(others)
    parts = [truth.name]
    while others and sum(sizes[name] for name in parts) < length:
        parts.append(others.pop().name)
    draw.shuffle(parts)
    return parts


def _one_document(parts: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The passages of several documents as those of one, which has them one after the other."""
    found: list[Passage] = []
    for part in parts:
        begin = found[-1].end if found else 0
        found += [replace(passage, start=begin + passage.start, end=begin + passage.end) for passage in part]
    return found


def _tell(made: Compared, states: Mapping[str, str]) -> dict[str, int]:
    """Write down the state of each criterion, and give the column of each by its code."""
    codes = [made.pool.index.framework.competencies[place].code for place in made.places]
    for column, code in enumerate(codes):
        made.state[column] = STATES[::-1].index(states.get(code, "absent"))
    return {code: column for column, code in enumerate(codes)}


def _tell_places(made: Compared, truth: Truth) -> None:
    """Write down what a programme truly teaches of its own standard, and where."""
    columns = _tell(made, {one.code: one.state for one in truth.criteria})
    texts = [plain(passage.text) for passage in made.asked().passages]
    for one in truth.criteria:
        column = columns[one.code]
        for quote in map(plain, one.passages):
            hit = [row for row, text in enumerate(texts) if quote in text or text in quote]
            made.right[hit, column] = True


def _itself(truth: Truth, pool: Pool, encoder: Encoder) -> Compared:
    """A standard's own text as a programme: an outcome or content for each criterion, which it teaches in full."""
    places = np.array(pool.standards[0], dtype=np.int64)
    entries = [pool.index.framework.competencies[place] for place in places]
    passages = []
    for number, entry in enumerate(entries):
        id_, (first, points) = f"{number:016x}", points_of(entry.statement)
        section = (truth.framework.competencies[0].statement, entry.parent or "")
        role: Role = "content" if entry.kind == "conocimiento" else "outcome"
        language = "en" if entry.language == "en" else "es"
        passages.append(Passage(id_, id_, " ".join([first, *points]), 0, 0, None, None, section, role, language))
    asked = as_asked(passages, encoder)
    right, state = np.eye(len(places), dtype=bool), np.full(len(places), 2, dtype=np.int8)
    return Compared(truth.name, lambda: asked, pool, places, right, state, True, own=False)
