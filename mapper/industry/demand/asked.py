"""Ads as what they ask for: the texts of each ad group, compared with the entries of a framework."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora.job_ads.records import JobAds, Requirement
from mapper.industry.demand.likeness import Likenesses
from mapper.industry.demand.model import FEATURES, WAYS, DemandModel, Numbers
from mapper.matching.features import log_odds

Progress = Callable[[int, int], None]

_AT_ONCE = 40  # ad groups whose texts are compared together: what is kept of each is little, what it takes is not
KEPT = 0.002  # probability of a pair from which it is kept one by one
NEAR = 0.3  # cosine with any text of an ad from which an entry is looked at that the scorer of pairs does not bring in
_THREE = 3
_SAID = 0.95  # probability at least of a proper name that is all of a text: of "R" the scorer of pairs can tell little


@dataclass(frozen=True, slots=True)
class Asked:
    """Ads with what their groups ask for.

    Attributes:
        requirements: for each ad group what it asks for, each wording once.
        texts: distinct (wording, language): the titles and all requirements, sorted.
        titles: for each ad group the number of its title, -1 where it has none.
        numbers: for each ad group the numbers of its texts, that of its title among them.
    """

    ads: JobAds
    requirements: tuple[tuple[Requirement, ...], ...]
    texts: tuple[tuple[str, str | None], ...]
    titles: tuple[int, ...]
    numbers: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, ads: JobAds) -> Asked:
        """Number the wordings of what can be compared; () for a group that asks for nothing."""
        by_id = {ad.id: ad for ad in ads.ads}
        of_ad: dict[str, list[Requirement]] = defaultdict(list)
        for requirement in ads.requirements:
            if requirement.mapped:
                of_ad[requirement.ad].append(requirement)
        requirements = []
        for group in ads.groups:
            wordings = {r.text.casefold(): r for ad in reversed(group) for r in reversed(of_ad[ad])}
            requirements.append(tuple(wordings[key] for key in sorted(wordings)))
        named = [next(((a.title, a.language) for i in group if (a := by_id[i]).title), None) for group in ads.groups]
        said = [
            dict.fromkeys([(r.text, r.language) for r in row] + ([title] if title else []))
            for row, title in zip(requirements, named, strict=True)
        ]
        texts = sorted({text for row in said for text in row}, key=lambda t: (t[0], t[1] or ""))
        places = {text: number for number, text in enumerate(texts)}
        return cls(
            ads,
            tuple(requirements),
            tuple(texts),
            tuple(places[title] if title else -1 for title in named),
            tuple(tuple(places[text] for text in row) for row in said),
        )


@dataclass(frozen=True, slots=True)
class Pairs:
    """(Ad group, entry) pairs that may hold, ordered by entry, then group; parallel arrays but the last two.

    Attributes:
        entry: position in the framework's competencies.
        features: shape (pairs, features), as `DemandModel` takes them.
        best: number of the text that says most, in `Asked.texts`.
        rest: for every entry the probabilities of all pairs that are not kept, summed.
        groups: number of all ad groups.
        surest: for each of `Asked.texts` the probability of the entry that it most probably asks for.
    """

    entry: NDArray[np.int64]
    group: NDArray[np.int64]
    features: NDArray[np.float32]
    probability: Numbers
    best: NDArray[np.int64]
    rest: Numbers
    groups: int
    surest: Numbers


def pairs(asked: Asked, likenesses: Likenesses, model: DemandModel, progress: Progress) -> Pairs:
    """What each ad group says of each entry of a framework; `progress` is told the groups done and all of them."""
    framework = likenesses.index.framework
    corrections, numbers = model.corrections_of(framework), model.numbers_of(framework)
    known = ~np.isnan(corrections[:, 0])
    rest = np.zeros(len(framework.competencies))
    surest = np.zeros(len(asked.texts))
    none = np.zeros(0, np.int64)  # where no ad asks for anything
    kept_of = [(none, none, np.zeros((0, len(FEATURES)), np.float32), np.zeros(0), none)]
    own = likenesses.index.encoder == model.encoder
    # Directions of one encoder mean nothing in the vectors of another: there every ad lies in the middle.
    ways, middle = np.array(model.ways if own else (), np.float32), [] if own else [FEATURES.index(way) for way in WAYS]
    for one in each_group(asked, likenesses, known, ways, progress):
        one.features[:, middle] = np.asarray(model.mean, np.float32)[middle]
        said = model.in_company(one.features, numbers[one.places], corrections[one.places])
        probability = model.probabilities(said, one.places, corrections)
        kept = probability >= KEPT
        rest += model.missed
        rest[one.places] += np.where(kept, 0.0, probability) - model.missed
        group = np.full(int(kept.sum()), one.group)
        surest[list(asked.numbers[one.group])] = one.surest
        kept_of.append((one.places[kept], group, said[kept], probability[kept], one.best[kept]))
    entry, group, features, sure, best = (np.concatenate(parts) for parts in zip(*kept_of, strict=True))
    order = np.lexsort((group, entry))
    return Pairs(
        entry[order], group[order], features[order], sure[order], best[order], rest, len(asked.numbers), surest
    )


class OfGroup(NamedTuple):
    """What the texts of one ad group say of the entries near to any of them, with the number of the best text.

    `surest` is for each of its texts the probability of the entry that it most probably asks for, 1 where a wording of
    it is all of the text.
    """

    group: int
    places: NDArray[np.int64]
    features: NDArray[np.float32]
    best: NDArray[np.int64]
    surest: Numbers


def each_group(
    asked: Asked,
    likenesses: Likenesses,
    always: NDArray[np.bool_],
    ways: NDArray[np.float32],
    progress: Progress = lambda *_: None,
) -> Iterator[OfGroup]:
    """Every ad group that has texts; `ways` are those of `DemandModel`, `always` entries that are never too far."""
    by_id = {ad.id: ad for ad in asked.ads.ads}
    # "C" may be a class of driving licences.
    licences = [{(one.text, one.language) for one in row if one.kind == "licence"} for row in asked.requirements]
    spoken = [{tongue for one in row if one.kind == "language" for tongue in one.tongues} for row in asked.requirements]
    for start in range(0, len(asked.numbers), _AT_ONCE):
        progress(start, len(asked.numbers))
        here = [group for group in range(len(asked.numbers))[start : start + _AT_ONCE] if asked.numbers[group]]
        wanted = sorted({text for group in here for text in asked.numbers[group]})
        if not wanted:
            continue
        rows = {text: row for row, text in enumerate(wanted)}
        likeness = likenesses.of([asked.texts[text] for text in wanted])
        for group in here:
            own = np.array([rows[text] for text in asked.numbers[group]])
            ad = by_id[asked.ads.groups[group][0]]
            vector, whole = likenesses.of_whole(f"{ad.title}. {ad.text}")
            near = likeness.probability[own].max(axis=0) > 0
            near |= (likeness.stands[own].max(axis=0) > 0) | (likeness.cosine[own].max(axis=0) > NEAR)
            places = np.flatnonzero(always | near)
            surest = np.maximum(likeness.probability[own], likeness.stands[own] >= 1).max(axis=1)
            of = {f.name: getattr(likeness, f.name)[np.ix_(own, places)] for f in fields(likeness)}
            # A language is asked for where the reading of the ad says so, in whatever words.
            tongues = likenesses.tongues[places]
            of["stands"] *= tongues == ""
            of["stands"][:, np.isin(tongues, [*spoken[group]])] = 1
            names = likenesses.names[places]
            of["stands"][[asked.texts[text] in licences[group] for text in asked.numbers[group]]] *= ~names
            np.copyto(of["probability"], _SAID, where=(of["stands"] >= 1) & names & (of["probability"] < _SAID))
            title = rows.get(asked.titles[group], -1)
            named = _features(of, likeness.cosine[title, places] if title >= 0 else None, names)
            named["whole"] = whole[places]
            named |= dict(zip(WAYS, ways @ vector if len(ways) else (), strict=False))
            nothing = np.zeros(len(places))
            columns = [np.broadcast_to(named.get(name, nothing), len(places)) for name in FEATURES]
            best = of["score"].argmax(axis=0) if len(places) else np.zeros(0, np.int64)
            said = np.array([wanted[row] for row in own[best]], dtype=np.int64)
            yield OfGroup(group, places, np.column_stack(columns).astype(np.float32), said, surest)


def _features(
    of: Mapping[str, NDArray[np.float32]], title: NDArray[np.float32] | None, names: NDArray[np.bool_]
) -> dict[str, Any]:
    """What `FEATURES` says of entries by the likeness of one group's texts, its title's, and which are names."""
    count, stands = len(of["score"]), of["stands"].max(axis=0) > 0
    ordered = -np.sort(-of["score"], axis=0)
    cosine = of["cosine"].max(axis=0)
    return {
        "best": ordered[0],
        "second": ordered[1] if count > 1 else 0.2,
        "three": ordered[:_THREE].mean(axis=0),
        "sure": log_odds(of["probability"].max(axis=0)),
        "together": np.log1p(10 * of["probability"].sum(axis=0)),
        "rank": np.log(of["rank"].min(axis=0)),
        "lead": of["lead"].max(axis=0),
        "cosine": cosine,
        "cosines": of["cosine"].mean(axis=0),
        "near": np.maximum(cosine - 0.45, 0),
        "very_near": np.maximum(cosine - 0.6, 0),
        "high": np.maximum(ordered[0] - 0.45, 0),
        "very_high": np.maximum(ordered[0] - 0.6, 0),
        "covered": of["covered"].max(axis=0),
        "shared": of["shared"].max(axis=0),
        "stands": stands,
        "stands_alone": of["stands"].max(axis=0),
        "title": cosine if title is None else title,
        "texts": np.log(count),
        "named": names & stands,
        "absent": names & ~stands,
    }
