"""The sectors of the economy that ship with curmap, sectors of one's own, and the sector of job advertisements.

docs/sectors.md says what a table of them (TOML) holds, and how an ad tells its sector. Where facts come from and who
checked them (`sources`, `checked_by`, `checked`, `edition`) is for whoever reads the file.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from corpora import InputError, Skipped, Text, _
from corpora.job_ads.records import JobAd, JobAds
from corpora.text import fold_letters
from mapper.industry.demand.records import AdsOfSector
from mapper.matching.phrases import number, whole, whole_pattern

SHIPPED = "sectors.toml"
_LARGEST = 200_000
_NAMES = ("es", "en", "aliases", "note")
_CONTENTS = ("industries", "occupations", "standards", "trades", "words", "places", "seekers")
_LISTS = frozenset({*_CONTENTS, "aliases", "without"})
_NAMED = ("sectors", "trades")
_TABLES = (*_NAMED, "sources", "note")

Row = Mapping[str, Any]
Trades = Mapping[str, tuple[str, ...]]
"""Name of a trade, work that many sectors have done (maintenance, welding, …) → codes of its standards."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the economy as this project reads it.

    Attributes:
        name: identifier ("medical_devices"); `aliases` are other names, of either language.
        industries: classes of SCIAN ("3133"), each with the codes below it that belong to another sector.
        standards: codes of the registry's that are its own.
        all_standards: the same, then those of the trades that serve it, each code once.
        words: names of the industry in an ad; they count beside a word for the employer ("empresa textil").
        places: places of work that count by themselves ("almazara").
        seekers: names of an employer that also name a place; they count where they seek somebody ("ingenio solicita").
    """

    name: str
    title: Text
    aliases: tuple[str, ...]
    industries: tuple[tuple[str, tuple[str, ...]], ...]
    standards: tuple[str, ...]
    all_standards: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[str, ...]
    seekers: tuple[str, ...]


@cache
def sectors() -> tuple[Sector, ...]:
    """Read the sectors that ship, in the table's order."""
    return _table(_shipped(), SHIPPED, {})


@cache
def _shipped() -> Row:
    return tomllib.loads(resources.files("mapper.industry.sectors").joinpath(SHIPPED).read_text(encoding="utf-8"))


def sector(name: str) -> Sector:
    """Find a sector by its name, in Spanish or English, or by its file (`FILE` or `FILE#NAME` of several).

    Raises InputError where it is neither, or the file is not in the form.
    """
    wanted = _key(name)
    for known in sectors():
        if wanted in names_of(known):
            return known
    path, _, part = name.partition("#")
    if Path(path).is_file():
        return read_sector(Path(path), part)
    names = ", ".join(f"{s.name} ({s.title.es})" for s in sectors())
    raise InputError(
        "there is no sector '{name}'; known: {names}; or give a TOML file with your own (docs/sectors.md shows one)",
        name=name,
        names=names,
    )


def read_sector(path: Path, name: str = "") -> Sector:
    """Read the sector of a TOML file in the table's form, which may refer to the trades that ship.

    Raises InputError: not readable, not in the form, no such sector, or several and none named.
    """
    # TOML's reader takes time by the square of a key's length.
    if path.is_file() and path.stat().st_size > _LARGEST:
        raise InputError("{path}: too large for a table of sectors (more than 200 KB)", path=path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            "{path}: could not be read as TOML ({error}); see the example in docs/sectors.md", path=path, error=error
        ) from error
    found = _table(table, str(path), _trades(_shipped()))
    chosen = [s for s in found if not name or _key(name) in names_of(s)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(s.name for s in found) or "—"
    raise InputError("{path}: choose one of its sectors as {path}#NAME (it has: {names})", path=path, names=names)


def names_of(known: Sector) -> frozenset[str]:
    """Return every name of a sector, folded, for comparison."""
    return frozenset(map(_key, (known.name, known.title.es, known.title.en, *known.aliases)))


def _key(name: str) -> str:
    return " ".join(fold_letters(name).replace("_", " ").replace("-", " ").split())


def _table(table: Row, place: str, known: Trades) -> tuple[Sector, ...]:
    """Return the sectors of a table, which may refer to the trades that are `known` besides its own."""
    try:
        _require_form(table)
        trades = {**known, **_trades(table)}
        return tuple(_sector(name, row, trades) for name, row in table["sectors"].items())
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        what = f"«{error.args[0]}»" if isinstance(error, KeyError) else str(error)
        raise InputError(
            "{place}: is not in the form of a table of sectors (missing or unknown: {what}); see docs/sectors.md",
            place=place,
            what=what,
        ) from error


def _trades(table: Row) -> Trades:
    return {name: _codes(row["standards"]) for name, row in table.get("trades", {}).items()}


def _require_form(table: Row, above: str = "") -> None:
    """Raise TypeError where a value is of another type than its name asks: TOML has numbers and dates too."""
    for name, value in table.items():
        if isinstance(value, dict):
            fits = name in _TABLES or above in _NAMED
            _require_form(value, name)
        elif isinstance(value, list):
            fits = name in _LISTS and all(isinstance(each, dict | str) for each in value)
            for each in value:
                _require_form(each if isinstance(each, dict) else {}, name)
        else:
            fits = isinstance(value, str) or name in ("verified", "checked")
            fits = fits and (name not in _LISTS or above == "sources")
        if not fits:
            raise TypeError(name)


def _sector(name: str, row: Row, trades: Trades) -> Sector:
    if unknown := sorted(set(row) - {*_NAMES, *_CONTENTS}):
        raise KeyError(unknown[0])
    own = _codes(row.get("standards", ()))
    serving = (code for trade in row.get("trades", ()) for code in trades[trade])
    return Sector(
        name=name,
        title=Text(row["es"], row["en"]),
        industries=tuple((one["code"], tuple(one.get("without", ()))) for one in row.get("industries", ())),
        standards=own,
        all_standards=tuple(dict.fromkeys((*own, *serving))),
        **{names: tuple(row.get(names, ())) for names in ("aliases", "words", "places", "seekers")},
    )


def _codes(standards: Sequence[Row]) -> tuple[str, ...]:
    return tuple(one["code"] for one in standards)


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
_CODE = re.compile(r"\d{2,6}(?!\d)")
# Who sells or serves what a sector makes, or makes machines for it, is none of it: SCIAN 43, 46, 72 and 333.
_TRADES = re.compile(
    r"\b(?:maquinaria|machinery|comercio (?:al|de)|comercializa\w+|ventas?|tiendas?|supermercados?|mayoristas?"
    r"|minoristas?|retail\w*|wholesale\w*|restaurant\w*|catering|preparacion de alimentos|servicios? de alimentos"
    r"|food (?:(?:and|&) \w+ )?services?)\b"
)
_MOST_WORDS = 10
_OF_SET = 3
"""Ads of the chosen sector for each of another one from which on a set of ads is of it."""


@dataclass(frozen=True, slots=True)
class AdSector:
    """The sector of an ad, None where nothing says it, and by what: its own field or the text, as printed."""

    sector: str | None
    by: Literal["column", "words"] | None
    words: tuple[str, ...] = ()


def ad_sector(ad: JobAd, among: Sequence[Sector] = ()) -> AdSector:
    """Find the sector of an ad: by its own field, else by words that are shown, else none; `among` those that ship.

    A code of SCIAN that belongs to no sector known here leaves the ad without one: it says that it is another; of words
    that name none nobody can tell, so the text decides. Where words of several sectors stand as often, none is chosen;
    the words are shown all the same.
    """
    known = tuple(among) or sectors()
    printed = (ad.sector or "").strip()
    named = _by_field(printed, known)
    if named or _CODE.match(printed):
        return AdSector(named, "column", (printed,))
    text = f"{ad.title}\n{ad.text}"
    plain = fold_letters(text)
    found = {
        candidate.name: [
            text[m.start() : m.end()]
            for m in _in_text(candidate).finditer(plain)
            if not _BROUGHT.search(plain, max(0, m.start() - 110), m.start())
        ]
        for candidate in known
    }
    if not (most := max(map(len, found.values()))):
        return AdSector(None, None)
    best = [name for name, words in found.items() if len(words) == most]
    told = found[best[0]] if len(best) == 1 else [word for words in found.values() for word in words]
    shown: dict[str, str] = {}
    for word in told:
        shown.setdefault(fold_letters(word), " ".join(word.split()))
    return AdSector(best[0] if len(best) == 1 else None, "words", tuple(shown.values()))


def _by_field(printed: str, known: Sequence[Sector]) -> str | None:
    """Find the sector that a cell names, in its own name or any words for it, or whose SCIAN code it gives.

    Here the words need none for the employer beside them: that is what the column speaks of.
    """
    if found := _CODE.match(printed):
        code = found[0]
        named = (
            one.name for one in known for own, without in one.industries
            if code.startswith(own) and not code.startswith(without)
        )  # fmt: skip
        return next(named, None)
    if exact := next((one.name for one in known if _key(printed) in names_of(one)), None):
        return exact
    plain = _key(printed)
    if _TRADES.search(plain):
        return None
    hits = {one.name: len(_in_field(one).findall(plain)) for one in known}
    best = [name for name, count in hits.items() if count and count == max(hits.values())]
    return best[0] if len(best) == 1 else None


@cache
def _in_field(known: Sector) -> re.Pattern[str]:
    """Compile how a sector's words stand in a column's cell, for a folded key; each in singular and plural."""
    names = {*names_of(known), *map(_key, (*known.words, *known.places, *known.seekers))}
    return whole_pattern("|".join(map(number, _longest_first(names))))


@cache
def _in_text(known: Sector) -> re.Pattern[str]:
    """Compile how the words of a sector stand in an ad, for folded text; places in singular and plural."""
    named = "|".join(map(re.escape, _longest_first(known.words))).replace(r"\ ", r"\s+")
    ways = ["|".join(map(number, _longest_first(known.places)))] if known.places else []
    if who := "|".join(map(number, _longest_first(known.seekers))):
        ways.append(rf"(?<![^\n.] )(?:{who})(?=(?:\s+[^\W\d]+){{0,6}}?\s+(?:{_SEEKS})(?!\w))")
    if named:
        ways.append(rf"(?:{_EMPLOYERS}){_BETWEEN}(?:{named})")
        ways.append(rf"(?:{named})(?:\s+[^\W\d]+)?\s+(?:{_EMPLOYERS_EN})")
    return whole_pattern("|".join(ways)) if ways else whole(())


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({fold_letters(word) for word in words}, key=lambda word: (-len(word), word))


def ads_of(jobs: JobAds, chosen: Sector) -> tuple[JobAds, AdsOfSector]:
    """Limit ads to a sector, by their own field or by words for the employer.

    What says nothing is left out, unless the ads that say a sector are nearly all of this one: then the set is of it.
    The sectors that ship compete for each ad with the chosen one. A group of duplicates is of the sector where one of
    its ads is.
    """
    among = (chosen, *(s for s in sectors() if s.name != chosen.name))
    told = {ad.id: ad_sector(ad, among) for ad in jobs.ads}
    mine: dict[tuple[str, ...], list[AdSector]] = {}
    others = 0
    printed = {ad.id: ad.sector for ad in jobs.ads}
    unknown: Counter[str] = Counter()
    silent: list[tuple[str, ...]] = []
    for group in jobs.groups:
        of_group = [told[ad] for ad in group]
        if hits := [one for one in of_group if one.sector == chosen.name]:
            mine[group] = hits
        # A code that is none of ours says that it is of another.
        elif any(one.sector or one.by == "column" for one in of_group):
            others += 1
        elif said := next(filter(None, (printed[ad] for ad in group)), None):
            unknown[said] += 1
        else:
            silent.append(group)
    by_set = len(silent) if len(mine) >= _OF_SET * others else 0
    used = {*mine, *(silent if by_set else ())}
    kept = {ad for group in used for ad in group}
    without = len(jobs.groups) - len(used) - others
    by_column = sum(any(hit.by == "column" for hit in hits) for hits in mine.values())
    words = Counter(word for hits in mine.values() for word in {fold_letters(w) for hit in hits for w in hit.words})
    left_out = []
    if others:
        left_out.append(Skipped("sector", _("groups of ads of another sector, not used: {others}", others=others)))
    if unknown:
        why = _(
            "groups of ads whose column and text name no sector known here, not used: {n} ({named})",
            n=unknown.total(),
            named=", ".join(f"{said}: {n}" for said, n in unknown.most_common(_MOST_WORDS)),
        )
        left_out.append(Skipped("sector", why))
    if silent and not by_set:
        why = _(
            "groups of ads of which nothing says the sector, not used: {without}; a column 'sector' would say it",
            without=len(silent),
        )
        left_out.append(Skipped("sector", why))
    limited = replace(
        jobs,
        ads=tuple(ad for ad in jobs.ads if ad.id in kept),
        requirements=tuple(r for r in jobs.requirements if r.ad in kept),
        groups=tuple(group for group in jobs.groups if group in used),
        skipped=(*jobs.skipped, *left_out),
    )
    frequent = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    return limited, AdsOfSector(by_column, len(mine) - by_column, others, without, tuple(frequent), by_set)
