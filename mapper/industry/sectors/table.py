"""The table of sectors: the one that ships, and files of one's own in the same form.

The form (TOML): `[sectors.NAME]` with `es`, `en` and, where known, `aliases`, `industries`, `occupations`,
`standards`, `trades` (names of `[trades.NAME]`), `words`, `places`, `seekers`, `note`; above them `edition` (of SCIAN),
`checked_by`, `checked` and `[sources]` (`industries`, `occupations`, `standards`), which hold for every row without
its own. docs/sectors.md shows an example.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from corpora import InputError, Text
from corpora.text import fold_letters

SHIPPED = "sectors.toml"
MOST_OCCUPATIONS = 10
_LARGEST = 200_000
_NAMES = ("es", "en", "aliases", "note")
_CONTENTS = ("industries", "occupations", "standards", "trades", "words", "places", "seekers")
_LISTS = frozenset({*_CONTENTS, "aliases", "without"})
_NAMED = ("sectors", "trades")
_TABLES = (*_NAMED, "sources", "note")

Row = Mapping[str, Any]
Relation = Literal["own", "serves"]
"""`own`: the standard is about this sector's work. `serves`: about work that this sector and others have done."""


@dataclass(frozen=True, slots=True)
class Industry:
    """A class of SCIAN ("3133", "31-33"), `without` the codes below it that belong to another sector.

    `verified` says whether code and title were compared with the publisher's own list.
    """

    code: str
    title: Text
    without: tuple[str, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation that a sector employs: its ISCO-08 group, and ESCO's URI unless the group as a whole is meant."""

    code: str
    uri: str
    title: Text
    source: str


@dataclass(frozen=True, slots=True)
class SectorStandard:
    """A standard of the registry that is a sector's own or serves it, with the committee that published it.

    Attributes:
        words: of its title or committee, those that decided.
        checked_by: who read it; `checked` says when, an ISO date.
        source: where code, title and committee come from.
        trade: name of the trade by which it comes in, "" where it is the sector's own.
    """

    code: str
    committee: str
    words: tuple[str, ...]
    relation: Relation
    checked_by: str
    checked: str
    source: str
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """Work that many sectors have done: maintenance, welding, safety, …; its standards stand once, here."""

    name: str
    title: Text
    standards: tuple[SectorStandard, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the economy as this project reads it.

    Attributes:
        name: identifier ("medical_devices"); `aliases` are other names, of either language.
        edition: of the industry classification ("SCIAN México 2023").
        standards: its own; those of the trades that serve it follow from these.
        words: names of the industry in an ad; they count beside a word for the employer ("empresa textil").
        places: places of work that count by themselves ("almazara").
        seekers: names of an employer that also name a place; they count where they seek somebody ("ingenio solicita").
        note: what a reader has to know (few standards, a choice of ours), empty texts if nothing.
        source: who drew the sector ("project", or the file it was read from).
    """

    name: str
    title: Text
    aliases: tuple[str, ...]
    edition: str
    industries: tuple[Industry, ...]
    occupations: tuple[Occupation, ...]
    standards: tuple[SectorStandard, ...]
    trades: tuple[Trade, ...]
    words: tuple[str, ...]
    places: tuple[str, ...]
    seekers: tuple[str, ...]
    note: Text
    source: str

    @property
    def all_standards(self) -> tuple[SectorStandard, ...]:
        """Its own standards, then those of its trades, each code once."""
        of_trades = (standard for trade in self.trades for standard in trade.standards)
        found: dict[str, SectorStandard] = {}
        for standard in (*self.standards, *of_trades):
            found.setdefault(standard.code, standard)
        return tuple(found.values())


@cache
def sectors() -> tuple[Sector, ...]:
    """The sectors that ship, in the table's order."""
    text = resources.files("mapper.industry.sectors").joinpath(SHIPPED).read_text(encoding="utf-8")
    return _table(tomllib.loads(text), SHIPPED, "project")


def sector(name: str) -> Sector:
    """The sector of this name, in Spanish or English, or the one of this file (`FILE` or `FILE#NAME` of several).

    Raises InputError where it is neither, or the file is not in the form.
    """
    wanted = _key(name)
    for known in sectors():
        if wanted in names_of(known):
            return known
    path, _, part = name.partition("#")
    if Path(path).is_file():
        return read_sector(Path(path), part)
    names = ", ".join(s.name for s in sectors())
    raise InputError(
        "there is no sector '{name}'; known: {names}; or give a TOML file with your own", name=name, names=names
    )


def read_sector(path: Path, name: str = "") -> Sector:
    """The sector of a TOML file in the table's form, which may refer to the trades that ship.

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
    found = _table(table, str(path), path.name)
    chosen = [s for s in found if not name or _key(name) in names_of(s)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(s.name for s in found) or "—"
    raise InputError("{path}: choose one of its sectors as {path}#NAME (it has: {names})", path=path, names=names)


def names_of(known: Sector) -> frozenset[str]:
    """Every name of a sector, folded, for comparison."""
    return frozenset(map(_key, (known.name, known.title.es, known.title.en, *known.aliases)))


def _key(name: str) -> str:
    return " ".join(fold_letters(name).replace("_", " ").replace("-", " ").split())


def _table(table: Row, place: str, source: str) -> tuple[Sector, ...]:
    shipped = () if place == SHIPPED else sectors()
    trades = {trade.name: trade for known in shipped for trade in known.trades}
    try:
        _require_form(table)
        for name, row in table.get("trades", {}).items():
            standards = tuple(_standard(s, table, "serves", name) for s in row["standards"])
            trades[name] = Trade(name, Text(row["es"], row["en"]), standards)
        return tuple(_sector(name, row, table, trades, source) for name, row in table["sectors"].items())
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        what = f"«{error.args[0]}»" if isinstance(error, KeyError) else str(error)
        raise InputError(
            "{place}: is not in the form of a table of sectors (missing or unknown: {what}); see docs/sectors.md",
            place=place,
            what=what,
        ) from error


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


def _sector(name: str, row: Row, table: Row, trades: Mapping[str, Trade], source: str) -> Sector:
    if unknown := sorted(set(row) - {*_NAMES, *_CONTENTS}):
        raise KeyError(unknown[0])
    industries = tuple(
        Industry(
            i["code"],
            Text(i["es"], i["en"]),
            tuple(i.get("without", ())),
            _source(i, table, "industries"),
            bool(i.get("verified", False)),
        )
        for i in row.get("industries", ())
    )
    occupations = tuple(
        Occupation(o["isco"], o.get("uri", ""), Text(o["es"], o["en"]), _source(o, table, "occupations"))
        for o in row.get("occupations", ())
    )
    if len(occupations) > MOST_OCCUPATIONS:
        raise ValueError(f"{name}: occupations > {MOST_OCCUPATIONS}")
    note = row.get("note", {})
    return Sector(
        name=name,
        title=Text(row["es"], row["en"]),
        edition=table.get("edition", ""),
        industries=industries,
        occupations=occupations,
        standards=tuple(_standard(s, table, "own") for s in row.get("standards", ())),
        trades=tuple(trades[trade] for trade in row.get("trades", ())),
        note=Text(note.get("es", ""), note.get("en", "")),
        source=source,
        **{names: tuple(row.get(names, ())) for names in ("aliases", "words", "places", "seekers")},
    )


def _source(row: Row, table: Row, of: str) -> str:
    return str(row.get("source", table.get("sources", {}).get(of, "")))


def _standard(row: Row, table: Row, relation: Relation, trade: str = "") -> SectorStandard:
    by, checked = (str(row.get(name, table.get(name, ""))) for name in ("checked_by", "checked"))
    told = (row["code"], row["committee"], tuple(row["words"]), relation)
    return SectorStandard(*told, by, checked, _source(row, table, "standards"), trade)
