"""The table of sectors: the one that ships, and files of one's own in the same form.

The form (TOML): `[sectors.NAME]` with `es`, `en` and, where known, `aliases`, `industries`, `occupations`,
`standards`, `trades` (names of `[trades.NAME]`), `words`, `places`, `seekers`, `note`; above them `edition` (of SCIAN),
`checked_by`, `checked` and `[sources]` (`industries`, `occupations`, `standards`), which hold for every row without
its own. docs/sectors.md shows an example. Where facts come from and who checked them is for whoever reads the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from corpora import InputError, Text
from corpora.text import fold_letters

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
    """The sectors that ship, in the table's order."""
    return _table(_shipped(), SHIPPED, {})


@cache
def _shipped() -> Row:
    return tomllib.loads(resources.files("mapper.industry.sectors").joinpath(SHIPPED).read_text(encoding="utf-8"))


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
    found = _table(table, str(path), _trades(_shipped()))
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


def _table(table: Row, place: str, known: Trades) -> tuple[Sector, ...]:
    """The sectors of a table, which may refer to the trades that are `known` besides its own."""
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
