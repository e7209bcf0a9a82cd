"""The records of this library: benchmarks, runs, and figures with their intervals. Nearly without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Qrels = Mapping[str, Mapping[str, int]]
"""Query id → target id → grade. 1 and above is relevant, 0 is judged not relevant, absent is not judged."""

Values = Mapping[str, float]
"""Query id → value of one measure."""


@dataclass(frozen=True, slots=True)
class Target:
    """One text that can be the answer: a standard, a skill, an occupation.

    Its id is unique in its benchmark, without white space, its language two letters, None where nothing says it.
    """

    id: str
    text: str
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """One text to be answered.

    Attributes:
        id: unique in its benchmark, without white space.
        group: what it is drawn with (programme, decree, employer): the unit of resampling. The record's `group`,
            else its `document`, else the query itself.
        language: two letters, None where the record does not say.
        extra: the record's other fields as they stand (title, module, outcomes, …).
    """

    id: str
    text: str
    group: str
    language: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What a system answers to one query: ids by score and, tied, by id descending; scores as `eval.runs.rounded`."""

    targets: tuple[str, ...]
    scores: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What one system answers to the queries of a benchmark.

    Attributes:
        rankings: query id → ranking; a query that is missing was left unanswered.
        probabilities: query id → target id → calibrated probability, of the best targets only; None where the system
            has no probabilities. The best target of each answered query is always among them.
        threshold: the probability from which the system states a correspondence; None without probabilities.
        shown: it states so many of its best targets at most; None where it states all from the threshold up.
        without: query → confidence of the best answer, had its relevant targets not been in the corpus; None where
            taking them out of the ranking says the same.
    """

    system: str
    rankings: Mapping[str, Ranking]
    probabilities: Mapping[str, Mapping[str, float]] | None = None
    threshold: float | None = None
    shown: int | None = None
    without: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    """Queries, the targets among which their answers are sought, and who answers what.

    Attributes:
        name: its folder's name, or what its `benchmark.json` says.
        sha256: of the content, the same in every format and order of records.
        hashes: the same for "corpus", "queries" and "qrels" alone.
        qrels: judgements; ids of both sides are known.
        measure: name of the main measure, by which systems are compared.
        run: the run that came along (a TREC pair), else None.
        about: what `benchmark.json` says (title, licence, source, …).
    """

    name: str
    sha256: str
    hashes: Mapping[str, str]
    corpus: tuple[Target, ...]
    queries: tuple[Query, ...]
    qrels: Qrels
    measure: str = "MAP"
    run: Run | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval.

    Attributes:
        low: lower end, None where there are fewer than two groups.
        groups: number of groups they come from: what was resampled.
        method: "bootstrap" (percentile), "t" (few groups) or "none".
    """

    value: float
    low: float | None
    high: float | None
    n: int
    groups: int
    method: str
