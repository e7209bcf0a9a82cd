"""Job advertisements limited to one sector, and how that was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpora import Skipped, Text
from corpora.folding import fold_letters
from corpora.job_ads.records import JobAds
from mapper.sectors.ads import ad_sector
from mapper.sectors.records import AdSector, Sector
from mapper.sectors.table import sectors

_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class SectorAds:
    """The ads of a sector. A group of duplicates is of the sector where one of its ads is.

    Attributes:
        jobs: those ads only, with their requirements and groups; what was left out is counted in `skipped`.
        by_column: groups whose own field says so.
        by_words: groups whose text says so.
        others: groups of another sector.
        without: groups of which nothing says a sector.
        words: the words that decided, folded, with the number of groups, the most frequent first, at most ten.
    """

    jobs: JobAds
    by_column: int
    by_words: int
    others: int
    without: int
    words: tuple[tuple[str, int], ...]


def ads_of(jobs: JobAds, chosen: Sector) -> SectorAds:
    """Limit ads to a sector, by their own field or by words for the employer; what says nothing is left out.

    Args:
        jobs: all ads.
        chosen: one of those that ship or one's own; the shipped ones compete with it for each ad.
    """
    among = (chosen, *(s for s in sectors() if s.name != chosen.name))
    told = {ad.id: ad_sector(ad, among) for ad in jobs.ads}
    parted = [_Group(group, [told[ad] for ad in group], chosen.name) for group in jobs.groups]
    mine = [group for group in parted if group.hits]
    kept = {ad for group in mine for ad in group.ads}
    others = sum(group.of_another for group in parted)
    without = len(parted) - len(mine) - others
    by_column = sum(any(hit.by == "column" for hit in group.hits) for group in mine)
    words = Counter(word for group in mine for word in {fold_letters(w) for hit in group.hits for w in hit.words})
    limited = replace(
        jobs,
        ads=tuple(ad for ad in jobs.ads if ad.id in kept),
        requirements=tuple(r for r in jobs.requirements if r.ad in kept),
        groups=tuple(group.ads for group in mine),
        skipped=(*jobs.skipped, *_left_out(others, without)),
    )
    frequent = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    return SectorAds(limited, by_column, len(mine) - by_column, others, without, tuple(frequent))


class _Group:
    """A group of duplicates and what is told of each of its ads."""

    def __init__(self, ads: tuple[str, ...], told: Sequence[AdSector], sector: str) -> None:
        self.ads = ads
        self.hits = [t for t in told if t.sector == sector]
        # A field that names no sector of ours says that it is of another.
        self.of_another = not self.hits and any(t.sector or t.by == "column" for t in told)


def _left_out(others: int, without: int) -> Iterator[Skipped]:
    if others:
        yield Skipped(
            "sector",
            Text(
                f"grupos de anuncios de otro sector, no usados: {others}",
                f"groups of ads of another sector, not used: {others}",
            ),
        )
    if without:
        yield Skipped(
            "sector",
            Text(
                f"grupos de anuncios sin nada que diga su sector, no usados: {without}; una columna «sector» lo diría",
                f"groups of ads of which nothing says the sector, not used: {without}; a column 'sector' would say it",
            ),
        )
