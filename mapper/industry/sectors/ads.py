"""The sector of job advertisements, from their own field or from words that say what the employer does.

An occupation says nothing of the sector: mechanics, cooks and accountants work in all of them. So a sector's word
counts only behind or before a word for the employer ("empresa del sector textil", "textile manufacturer"), or where
it is a place of work by itself ("almazara", "refinery").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from corpora import Skipped, _
from corpora.job_ads.records import JobAd, JobAds
from corpora.text import fold_letters
from mapper.industry.demand.records import AdsOfSector
from mapper.industry.sectors.table import Sector, names_of, sectors
from mapper.matching.phrases import number, whole, whole_pattern

_EMPLOYERS = (
    r"empresas?|compania|industrias?|sector(?:es)?|ramo|fabricas?|fabricantes?|planta|grupo|multinacional|factoria|"
    r"taller(?:es)?|laboratorios?|cooperativa|nave|negocio|firma|marca|cadena de produccion|maquiladoras?|maquilas?|"
    r"productor(?:a|es)?|proveedor(?:a|es)?|procesadora?|distribuidora y fabricante|desarrollador(?:a)?|"
    r"consultor(?:a|ia)|startup|corporativo|contratista|armadora|ensambladora|complejo|desarrolladora|ramo|agencia|estudio|"
    r"manufactura|rehabilitacion de la|mantenimiento a|estacion|planta productora"
)
# Between the employer and the sector's word: articles, "del sector", an epithet; nothing that changes the subject.
_BETWEEN = r"(?:\s+(?!(?:o|u|or|para|maquinaria|titulacion|cliente|clientes|venta|limpieza)\s)[^\W\d]+){0,3}?\s+"
# "Experiencia en el sector textil" is what a person brings, not where the work is.
_BROUGHT = re.compile(r"(?:experiencia|experience|conocimientos?|formacion|titulacion|titulo|curso)\b[^.\n]{0,90}$")
_SEEKS = r"solicitan?|requieren?|buscan?|contratan?|necesitan?|precisan?|selecciona|incorpora|ofrece (?:empleo|trabajo)"
_EMPLOYERS_EN = r"company|companies|industry|sector|manufacturers?|plant|factory|firm|producer|business|group"
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class AdSector:
    """What sector an ad is of, None where nothing says it, and by what: its own field or the text, as printed."""

    sector: str | None
    by: Literal["column", "words"] | None
    words: tuple[str, ...] = ()


def ad_sector(ad: JobAd, among: Sequence[Sector] = ()) -> AdSector:
    """What sector an ad is of: by its own field, else by words that are shown, else none; `among` those that ship.

    A field that names no sector known here leaves the ad without one: it says that it is another. Where words of
    several sectors stand as often, none is chosen; the words are shown all the same.
    """
    known = tuple(among) or sectors()
    if ad.sector and ad.sector.strip():
        printed = ad.sector.strip()
        return AdSector(_by_field(printed, known), "column", (printed,))
    text = f"{ad.title}\n{ad.text}"
    plain = fold_letters(text)
    found = {
        candidate.name: [
            text[m.start() : m.end()]
            for m in _pattern(candidate.words, candidate.places, candidate.seekers).finditer(plain)
            if not _BROUGHT.search(plain, max(0, m.start() - 110), m.start())
        ]
        for candidate in known
    }
    hits = {name: words for name, words in found.items() if words}
    if not hits:
        return AdSector(None, None)
    most = max(map(len, hits.values()))
    best = [name for name, words in hits.items() if len(words) == most]
    told = hits[best[0]] if len(best) == 1 else [word for words in hits.values() for word in words]
    shown: dict[str, str] = {}
    for word in told:
        shown.setdefault(fold_letters(word), " ".join(word.split()))
    return AdSector(best[0] if len(best) == 1 else None, "words", tuple(shown.values()))


def _by_field(printed: str, known: Sequence[Sector]) -> str | None:
    """The sector that a column's cell names, or whose SCIAN code it gives."""
    if found := re.match(r"\d{2,6}(?!\d)", printed):
        code = found[0]
        named = (
            one.name for one in known for own, without in one.industries
            if code.startswith(own) and not code.startswith(without)
        )  # fmt: skip
    else:
        name = " ".join(fold_letters(printed).replace("_", " ").split())
        named = (candidate.name for candidate in known if name in names_of(candidate))
    return next(named, None)


@cache
def _pattern(words: tuple[str, ...], places: tuple[str, ...], seekers: tuple[str, ...]) -> re.Pattern[str]:
    """How the words of a sector stand in an ad, for folded text; places in singular and plural."""
    named = "|".join(map(re.escape, _longest_first(words))).replace(r"\ ", r"\s+")
    ways = ["|".join(map(number, _longest_first(places)))] if places else []
    if seekers:
        who = "|".join(map(number, _longest_first(seekers)))
        ways.append(rf"(?<![^\n.] )(?:{who})(?=(?:\s+[^\W\d]+){{0,6}}?\s+(?:{_SEEKS})(?!\w))")
    if named:
        ways.append(rf"(?:{_EMPLOYERS}){_BETWEEN}(?:{named})")
        ways.append(rf"(?:{named})(?:\s+[^\W\d]+)?\s+(?:{_EMPLOYERS_EN})")
    return whole_pattern("|".join(ways)) if ways else whole(())


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({fold_letters(word) for word in words}, key=lambda word: (-len(word), word))


def ads_of(jobs: JobAds, chosen: Sector) -> tuple[JobAds, AdsOfSector]:
    """Limit ads to a sector, by their own field or by words for the employer; what says nothing is left out.

    The sectors that ship compete for each ad with the chosen one. A group of duplicates is of the sector where one of
    its ads is.
    """
    among = (chosen, *(s for s in sectors() if s.name != chosen.name))
    told = {ad.id: ad_sector(ad, among) for ad in jobs.ads}
    mine: dict[tuple[str, ...], list[AdSector]] = {}
    others = 0
    for group in jobs.groups:
        of_group = [told[ad] for ad in group]
        if hits := [one for one in of_group if one.sector == chosen.name]:
            mine[group] = hits
        # A field that names no sector of ours says that it is of another.
        elif any(one.sector or one.by == "column" for one in of_group):
            others += 1
    kept = {ad for group in mine for ad in group}
    without = len(jobs.groups) - len(mine) - others
    by_column = sum(any(hit.by == "column" for hit in hits) for hits in mine.values())
    words = Counter(word for hits in mine.values() for word in {fold_letters(w) for hit in hits for w in hit.words})
    left_out = []
    if others:
        left_out.append(Skipped("sector", _("groups of ads of another sector, not used: {others}", others=others)))
    if without:
        why = _(
            "groups of ads of which nothing says the sector, not used: {without}; a column 'sector' would say it",
            without=without,
        )
        left_out.append(Skipped("sector", why))
    limited = replace(
        jobs,
        ads=tuple(ad for ad in jobs.ads if ad.id in kept),
        requirements=tuple(r for r in jobs.requirements if r.ad in kept),
        groups=tuple(mine),
        skipped=(*jobs.skipped, *left_out),
    )
    frequent = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    return limited, AdsOfSector(by_column, len(mine) - by_column, others, without, tuple(frequent))
