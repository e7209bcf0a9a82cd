"""Ads compared with frameworks: for every ad group and competency, what its requirements say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora.job_ads import JobAds, Requirement
from embeddings.encoders import Encoder
from mapper.candidates import Pool, Scale
from mapper.demand.model import NEAREST, Numbers, columns
from mapper.framework_index import FrameworkIndex
from mapper.candidates import NOT_FOR_PROGRAMMES
from mapper.matching.scorer import shipped
from mapper.questions import question
from mapper.scoring import score_all, texts_of

Progress = Callable[[int, int], None]

_AT_ONCE = 500
"""Texts that are compared before the next ones: what is kept of each is little, what it takes is not."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The entries nearest to a text, the nearest first; parallel arrays."""

    entries: NDArray[np.int64]
    score: Numbers


@dataclass(frozen=True, slots=True)
class Pairs:
    """(Ad group, entry) pairs that were retrieved, ordered by entry, then group; parallel arrays.

    Attributes:
        entry: position in the framework's competencies.
        group: number of the ad group.
        columns: features, shape (pairs, 4), as `Calibrator.probabilities` takes them.
        best: number of the text that says most, in the texts of the ads.
    """

    entry: NDArray[np.int64]
    group: NDArray[np.int64]
    columns: Numbers
    best: NDArray[np.int64]

    def by_entry(self) -> dict[int, NDArray[np.int64]]:
        """For each entry the rows of its pairs."""
        starts = np.flatnonzero(np.diff(self.entry, prepend=-1))
        return {
            int(self.entry[rows[0]]): rows for rows in np.split(np.arange(len(self.entry)), starts[1:]) if len(rows)
        }


def asking(ads: JobAds) -> list[tuple[Requirement, ...]]:
    """For each ad group its tasks, skills and knowledge, each wording once; () for one that asks for none."""
    of_ad: dict[str, list[Requirement]] = defaultdict(list)
    for requirement in ads.requirements:
        if requirement.mapped:
            of_ad[requirement.ad].append(requirement)
    found = []
    for group in ads.groups:
        wordings = {r.text.casefold(): r for ad in reversed(group) for r in reversed(of_ad[ad])}
        found.append(tuple(wordings[key] for key in sorted(wordings)))
    return found


def nearest(
    texts: Sequence[tuple[str, str | None]], index: FrameworkIndex, encoder: Encoder, progress: Progress
) -> list[Nearest]:
    """The entries of a framework nearest to each text, which stands for itself: an ad is no programme.

    Args:
        texts: with their languages.
        index: the framework.
        encoder: made its vectors.
        progress: called with the number of texts done and of all.
    """
    scale: Scale | None = shipped().scale_for(encoder.revision)
    pool = Pool.of(index, excluded=NOT_FOR_PROGRAMMES, scale=scale)
    found: list[Nearest] = []
    for start in range(0, len(texts), _AT_ONCE):
        progress(start, len(texts))
        asked = [question(text, language) for text, language in texts[start : start + _AT_ONCE]]
        wanted = texts_of(asked)
        for scored in score_all(asked, wanted, encoder.encode(wanted, role="query"), pool):
            order = np.lexsort((scored.entries, -scored.score))[:NEAREST]
            found.append(Nearest(scored.entries[order], scored.score[order]))
    return found


def pairs(groups: Iterable[Sequence[int]], found: Sequence[Nearest], of: Mapping[int, int] | None = None) -> Pairs:
    """What the texts of each group say together of each entry.

    Args:
        groups: for each ad group the numbers of its texts.
        found: for each text its nearest entries.
        of: entry to the entry that it stands for (its group); entries that are not named are left out. By default
            each stands for itself.
    """
    rows: list[tuple[int, int, float, float, float, int, int]] = []
    for group, texts in enumerate(groups):
        said: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
        for text in texts:
            near = found[text]
            for entry, score in zip(near.entries.tolist(), near.score.tolist(), strict=True):
                stands_for = entry if of is None else of.get(entry, -1)
                if stands_for >= 0 and said[stands_for].get(text, (-1.0,))[0] < score:
                    said[stands_for][text] = (score, float(near.score[0]) - score)
        for entry, by_text in said.items():
            ranked = sorted(((score, -text) for text, (score, _) in by_text.items()), reverse=True)
            second = ranked[1][0] if len(ranked) > 1 else 0.0
            behind = min(gap for _, gap in by_text.values())
            rows.append((entry, group, ranked[0][0], second, behind, len(texts), -ranked[0][1]))
    rows.sort()
    entry, number, best, second_, behind_, count, text_ = zip(*rows, strict=True) if rows else ((),) * 7
    return Pairs(
        np.array(entry, dtype=np.int64),
        np.array(number, dtype=np.int64),
        columns(best, second_, behind_, count) if rows else np.zeros((0, 4)),
        np.array(text_, dtype=np.int64),
    )
