"""The demand profile of a set of ads: who asks, from when and where, for what, in which share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpora import Framework, Text
from corpora.job_ads import JobAd, JobAds, Requirement
from mapper.demand.asked import Nearest
from mapper.demand.audit import Judged, corrected
from mapper.demand.estimates import Estimated, estimates, first_ten, groups_of
from mapper.demand.model import DemandModel
from mapper.demand.others import others
from mapper.demand.records import AdsOfSector, DemandedCompetency, DemandProfile, Example
from mapper.demand.shares import Sample
from mapper.records import NOTHING, Interval

FEW, TOO_FEW = 30, 10
"""Ad groups under which nothing is ranked, and under which no share is told."""
EXPECTED, EXPECTED_OF_GROUP = 5, 1
"""Expected ads under which a competency, and a group, is not told by itself; it takes part in the ranking."""

MATERIAL = Text(
    "La probabilidad de que una oferta pida una competencia se calibró con ofertas españolas (EURES) cuya ocupación se"
    " conoce; las demás ocupaciones cuentan como erróneas. Se traslada a competencias y a estas ofertas, y puede fallar"
    " en ellas: no hay ofertas en español juzgadas contra competencias.",
    "The probability that an ad asks for a competency was calibrated on Spanish ads (EURES) whose occupation is known;"
    " all other occupations count as wrong. It is carried over to competencies and to these ads, and may be off there:"
    " there are no ads in Spanish judged against competencies.",
)
NOT_AUDITED = Text(
    "Sin auditar: nadie ha juzgado una muestra de estas ofertas (use --audit y después --judged).",
    "Not audited: nobody has judged a sample of these ads (use --audit, then --judged).",
)
_FEW = Text(
    "Hay {n} ofertas distintas: menos de 30 no permiten ordenar lo que se pide.",
    "There are {n} distinct ads: fewer than 30 do not allow to rank what is asked for.",
)
_TOO_FEW = Text(
    "Hay {n} ofertas distintas: menos de 10 no permiten hablar de proporciones.",
    "There are {n} distinct ads: fewer than 10 do not allow to speak of shares.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Ads with what their groups ask for.

    Attributes:
        ads: as they were read.
        requirements: for each ad group its tasks, skills and knowledge, each wording once.
        texts: distinct (wording, language) of all of them, sorted.
        numbers: for each ad group the numbers of its texts.
    """

    ads: JobAds
    requirements: tuple[tuple[Requirement, ...], ...]
    texts: tuple[tuple[str, str | None], ...]
    numbers: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, ads: JobAds, requirements: Sequence[Sequence[Requirement]]) -> Asked:
        """Number the wordings."""
        texts = sorted({(r.text, r.language) for row in requirements for r in row}, key=lambda t: (t[0], t[1] or ""))
        places = {text: number for number, text in enumerate(texts)}
        numbers = tuple(tuple(places[r.text, r.language] for r in row) for row in requirements)
        return cls(ads, tuple(map(tuple, requirements)), tuple(texts), numbers)


@dataclass(frozen=True, slots=True)
class Demand:
    """A profile with the estimates that its rows were made from, in the same order.

    Attributes:
        profile: for readers.
        competencies: estimates of its competencies.
        by_group: estimates of its groups.
        expected: (framework, place) → expected ads, of every entry that came near some requirement.
    """

    profile: DemandProfile
    competencies: tuple[Estimated, ...]
    by_group: tuple[Estimated, ...]
    expected: Mapping[tuple[str, int], float]


def demand(
    asked: Asked,
    frameworks: Sequence[Framework],
    found: Sequence[Sequence[Nearest]],
    model: DemandModel,
    *,
    source: Sequence[str] = (),
    sector: str = "",
    of_sector: AdsOfSector | None = None,
    judged: Judged | None = None,
) -> Demand:
    """What the ads ask for.

    Args:
        asked: the ads.
        frameworks: that were searched.
        found: for each framework and text its nearest entries.
        model: makes the probabilities.
        source: names of the files the ads came from.
        sector: that they were limited to.
        of_sector: how the ads of that sector were told.
        judged: what people said of a sample of them, if they did.
    """
    ads = asked.ads
    count = len(ads.groups)
    single, grouped, expected = _estimated(asked, frameworks, found, model)
    if judged is not None:
        single, grouped = (_corrected(rows, judged, count) for rows in (single, grouped))
    competencies, chances = _told(single, EXPECTED, ranked=count >= FEW)
    groups, chances_of_groups = _told(grouped, EXPECTED_OF_GROUP, ranked=count >= FEW)
    profile = DemandProfile(
        source=tuple(source),
        read=ads.read,
        unread=ads.unread,
        groups=count,
        asking=sum(bool(row) for row in asked.requirements),
        employers=len({ad.employer.casefold() for ad in ads.ads if ad.employer}),
        dates=_dates(ads.ads),
        countries=_countries(ads),
        sector=sector,
        columns=dict(ads.columns),
        audited=judged.audit if judged else None,
        material=MATERIAL,
        prior=model.calibrator.prior,
        competencies=_rows(asked, competencies, chances),
        by_group=_rows(asked, groups, chances_of_groups),
        others=others(ads),
        notes=tuple(_notes(count, audited=judged is not None)),
        skipped=ads.skipped,
        of_sector=of_sector,
    )
    return Demand(profile, tuple(competencies), tuple(groups), expected)


def _estimated(
    asked: Asked, frameworks: Sequence[Framework], found: Sequence[Sequence[Nearest]], model: DemandModel
) -> tuple[list[Estimated], list[Estimated], dict[tuple[str, int], float]]:
    """Of competencies and of their groups, neither of too few ads; and the expected number of ads of every entry."""
    sample = Sample.draw(_clusters(asked.ads), model.refits)
    single: list[Estimated] = []
    grouped: list[Estimated] = []
    expected: dict[tuple[str, int], float] = {}
    for framework, near in zip(frameworks, found, strict=True):
        rows, every = estimates(framework, asked.numbers, near, model, sample)
        expected |= {(framework.name, place): value for place, value in every.items()}
        if len(asked.ads.groups) >= TOO_FEW:
            single += rows
            grouped += estimates(framework, asked.numbers, near, model, sample, of=groups_of(framework))[0]
    return single, grouped, expected


def _corrected(rows: Sequence[Estimated], judged: Judged, count: int) -> list[Estimated]:
    """The estimates that people's judgements correct, the others as they are."""
    return [
        corrected(row, judged.asks.get(f"{row.framework.name}/{row.framework.competencies[row.place].code}", {}), count)
        for row in rows
    ]


def _notes(count: int, *, audited: bool) -> list[Text]:
    notes = [] if audited else [NOT_AUDITED]
    if count < FEW:
        few = _TOO_FEW if count < TOO_FEW else _FEW
        notes.append(Text(few.es.format(n=count), few.en.format(n=count)))
    return notes


def _told(rows: Sequence[Estimated], least: float, *, ranked: bool) -> tuple[list[Estimated], list[float | None]]:
    """Those of which enough ads are expected, the most asked for first, with their chances among all of them."""
    ordered = sorted(rows, key=lambda row: (-row.share.figure.value, row.framework.name, row.place))
    chances: Sequence[float | None] = first_ten([row.share for row in ordered]) if ranked else [None] * len(ordered)
    kept = [number for number, row in enumerate(ordered) if row.ads >= least]
    return [ordered[number] for number in kept], [chances[number] for number in kept]


def _rows(
    asked: Asked, estimated: Sequence[Estimated], chances: Sequence[float | None]
) -> tuple[DemandedCompetency, ...]:
    titles = {ad.id: ad.title or ad.code or ad.source for ad in asked.ads.ads}
    above = {row.framework.name: groups_of(row.framework) for row in estimated}
    rows = []
    for row, chance in zip(estimated, chances, strict=True):
        examples = [Example(titles[asked.ads.groups[group][0]], asked.texts[text][0]) for group, text in row.texts]
        blank = demanded(row.framework, row.place, above[row.framework.name])
        rows.append(replace(blank, share=row.share.figure, first_ten=chance, ads=row.ads, examples=tuple(examples)))
    return tuple(rows)


def demanded(framework: Framework, place: int, above: Mapping[int, int]) -> DemandedCompetency:
    """An entry as a row of demand, no ad asking for it yet.

    Args:
        framework: of the entry.
        place: its position in the framework's competencies.
        above: `groups_of` the framework.
    """
    entry = framework.competencies[place]
    group = above.get(place)
    return DemandedCompetency(
        framework=framework.name,
        code=entry.code,
        statement=wordings(framework, place),
        kind=entry.kind,
        group=framework.competencies[group].code if group is not None else "",
        group_statement=wordings(framework, group) if group is not None else NOTHING,
        share=Interval(0.0, 0.0, 0.0),
        first_ten=None,
        ads=0.0,
    )


def wordings(framework: Framework, place: int) -> Text:
    """An entry's statement in both languages, where the framework has both."""
    entry = framework.competencies[place]
    found = {label.language: label.text for label in reversed(entry.labels) if label.kind == "preferred"}
    found[entry.language] = entry.statement
    return Text(found.get("es", entry.statement), found.get("en", entry.statement))


def _clusters(ads: JobAds) -> list[int]:
    """For each group the number of its employer; one whose employer is unknown stands alone."""
    employer = {ad.id: (ad.employer or "").casefold() for ad in ads.ads}
    numbers: dict[str, int] = {}
    found = []
    for group in ads.groups:
        name = next((employer[ad] for ad in group if employer[ad]), f"\0{group[0]}")
        found.append(numbers.setdefault(name, len(numbers)))
    return found


def _dates(ads: Sequence[JobAd]) -> tuple[str, str] | None:
    known = sorted(ad.date for ad in ads if ad.date)
    return (known[0], known[-1]) if known else None


def _countries(ads: JobAds) -> tuple[tuple[str, int], ...]:
    country = {ad.id: ad.country for ad in ads.ads}
    named = Counter(c for group in ads.groups if (c := next((country[ad] for ad in group if country[ad]), None)))
    return tuple(sorted(named.items(), key=lambda row: (-row[1], row[0])))
