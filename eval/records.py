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
HIGHEST_GRADE = 1_000
"""trec_eval holds grades in small integers, and memory for each grade up to the highest."""

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
    """One text to be answered, its id unique in its benchmark, without white space.

    Its `group` is what it is drawn with (programme, decree, employer), the unit of resampling: the record's `group`,
    else its `document`, else the query itself. `extra` are the record's other fields as they stand (title, module, …).
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
    """What one system answers to the queries of a benchmark; a query without a ranking was left unanswered.

    Attributes:
        probabilities: query id → target id → calibrated probability, of the best targets only; None where the system
            has none. The best target of each answered query is always among them, and the best irrelevant one.
        threshold: the probability from which the system states a correspondence; None without probabilities.
        shown: it states so many of its best targets at most; None where it states all from the threshold up.
    """

    system: str
    rankings: Mapping[str, Ranking]
    probabilities: Mapping[str, Mapping[str, float]] | None = None
    threshold: float | None = None
    shown: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    """Queries, the targets among which their answers are sought, and who answers what.

    `sha256` is of the content, the same in every format and order of records, `hashes` are that of "corpus", "queries"
    and "qrels" alone; `measure` is the name of the main one, by which systems are compared, `run` the run that came
    along (a TREC pair), and `about` what `benchmark.json` says (name, title, licence, source, …).
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
    """A mean with its 95 % interval, whose ends are None under two groups, or where nothing tells how groups vary.

    The method is "bootstrap" (percentile), "t" (few groups), "exact" (all values are the best, or the worst, that there
    is) or "none"; groups are what was resampled.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    groups: int
    method: str

    @property
    def ends(self) -> dict[str, float | None]:
        """Mean and ends alone, as JSON has them."""
        return {"value": self.value, "low": self.low, "high": self.high}
