"""What people's judgements of drawn ads say of the estimates (docs/gap.md).

With y the judgement of a drawn ad (asked for or not) and π its probability, the share is estimated as

    D = mean π over all ads + mean (y − π) over the judged ones,   variance s²(π)/G + s²(y − π)/n,

for a simple random sample of the G ad groups, judged blind: no probability stands in the sheet.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpora import InputError, _
from corpora.job_ads.records import JobAds
from eval.sheets import SheetRow, read_sheet
from mapper.industry.demand.records import Audit, DemandedCompetency, DemandProfile
from mapper.industry.demand.shares import Estimated
from mapper.matching.records import Interval

COMPETENCIES = 10  # competencies told that each drawn ad is judged against
UNTOLD = 5  # competencies not told that it is judged against as well: else an audit could not find what is missing
LEAST = 10  # judged ads under which an estimate is left as it is
_ASKED = 2  # grade from which an ad asks for a competency: its main part
INSTRUCTIONS = (
    _("Judge by what each ad says whether it asks for the competency, without looking elsewhere."),
    _("3: asks for all of it. 2: for its main part. 1: for a smaller part or something near. 0: does not ask for it."),
    _("What the ad offers, or says is not needed, it does not ask for."),
    _("If it asks for none, put an x in the ad's first row and leave the others empty."),
    _("An empty cell means 'not judged'. Write your name and the date (YYYY-MM-DD) in the first row."),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements read from sheets, and who judged how many ads."""

    asks: Mapping[str, Mapping[int, bool]]
    """"framework/code" → number of the ad group → whether it asks for it."""
    audit: Audit


def sheet(
    ads: JobAds, profile: DemandProfile, untold: Sequence[DemandedCompetency], count: int, lang: str
) -> list[SheetRow]:
    """Return the rows of a blind sheet: so many ads, drawn by the hash of their id, each with the same competencies.

    `untold` are those that the profile does not tell, the most probable first. Raises InputError where nothing is
    asked for.
    """
    targets: Sequence[DemandedCompetency] = (*profile.competencies, *profile.by_group)[:COMPETENCIES]
    if not targets:
        raise InputError("the ads are so few that there is nothing to audit; at least 10 distinct ones are needed")
    # A group may be told while the entry that stands for it is not.
    told = {(row.framework, row.code): row for row in targets}
    others = {(row.framework, row.code): row for row in untold if (row.framework, row.code) not in told}
    ordered = [row for _, row in sorted((told | dict([*others.items()][:UNTOLD])).items())]
    texts = {ad.id: (ad.title, ad.text) for ad in ads.ads}
    drawn = sorted((group[0] for group in ads.groups), key=lambda ad: hashlib.sha256(f"audit {ad}".encode()).digest())
    asked = [(f"{row.framework}/{row.code}", getattr(row.statement, lang)) for row in ordered]
    return [SheetRow(ad, "\n".join(filter(None, texts[ad])), "", *of) for ad in drawn[:count] for of in asked]


def read(paths: Sequence[Path], ads: JobAds) -> Judged:
    """Read judgements from filled sheets; of an ad and competency judged twice, the first sheet counts.

    Raises InputError: a sheet is none, is about other ads, or fewer than ten ads are judged.
    """
    number = {ad: group for group, members in enumerate(ads.groups) for ad in members}
    asks: dict[str, dict[int, bool]] = defaultdict(dict)
    judges: list[str] = []
    for path in paths:
        filled = read_sheet(path)
        known = {pair: grade for pair, grade in filled.grades.items() if pair[0] in number}
        if not known:
            raise InputError("{path}: none of the ads judged is in --jobs; name the same ads", path=path)
        for (ad, target), grade in sorted(known.items()):
            asks[target].setdefault(number[ad], grade >= _ASKED)
        judges.append(filled.judge)
    groups = {group for of_target in asks.values() for group in of_target}
    if len(groups) < LEAST:
        raise InputError(
            "{path}: ads judged: {n}; at least {least} are needed", path=paths[0], n=len(groups), least=LEAST
        )
    sums = tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return Judged(asks, Audit(len(groups), tuple(judges), sums))


def corrected(row: Estimated, asks: Mapping[str, Mapping[int, bool]], count: int) -> Estimated:
    """Correct an estimate by the judgements, as `Judged` has them, of `count` ad groups."""
    judged = asks.get(f"{row.framework.name}/{row.framework.competencies[row.place].code}", {})
    if len(judged) < LEAST:
        return row
    probability = row.share.probability
    numbers = np.array(sorted(judged))
    errors = np.array([judged[number] for number in numbers.tolist()], dtype=float) - probability[numbers]
    value = float(np.clip(probability.mean() + errors.mean(), 0, 1))
    spread = float(np.sqrt(probability.var(ddof=1) / count + errors.var(ddof=1) / len(errors)))
    draws = np.clip(np.random.default_rng(0).normal(value, spread, len(row.share.draws)), 0, 1)
    return replace(row, share=replace(row.share, figure=Interval.around(value, draws), draws=draws), ads=value * count)
